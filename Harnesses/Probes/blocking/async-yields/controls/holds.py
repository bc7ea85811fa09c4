# exercise: {"async": true}
import time


async def call():
    time.sleep(0.06)  # noqa: ASYNC251
