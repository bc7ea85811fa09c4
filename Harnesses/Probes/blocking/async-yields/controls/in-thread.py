# exercise: {"async": true}
import asyncio
import time


async def call():
    await asyncio.to_thread(time.sleep, 0.06)
