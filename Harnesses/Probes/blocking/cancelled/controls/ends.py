# exercise: {"async": true}
import asyncio


async def call():
    await asyncio.sleep(0.05)
