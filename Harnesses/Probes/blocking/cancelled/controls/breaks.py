# exercise: {"async": true}
import asyncio

held = []


# The state is put right only where the call gets to its end.
async def call():
    if held:
        raise RuntimeError("Already borrowed")
    held.append(True)
    await asyncio.sleep(0.05)
    held.pop()
