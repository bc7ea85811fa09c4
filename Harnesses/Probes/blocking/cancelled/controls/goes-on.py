# exercise: {"async": true}
import asyncio


async def call():
    for _ in range(100):
        try:
            await asyncio.sleep(0.05)
        except asyncio.CancelledError:
            started.append(True)
        if not started:
            return


started: list = []
