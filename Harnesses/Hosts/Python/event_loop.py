# ruff: noqa: F821 (the names of bootstrap.py)
"""Verbs about asyncio. Runs in the namespace of bootstrap.py."""

import ast
import asyncio
import time

TICK_SECONDS = 0.001
CONTROL_SECONDS = 0.03
CANCEL_SECONDS = 1.0


class Tick:
    """A callback of the loop every millisecond, and the gaps between two of them."""

    def __init__(self, loop):
        self.loop, self.worst, self.summed, self.last = loop, 0.0, 0.0, time.monotonic()
        self.running = True
        self.arm()

    def arm(self):
        self.loop.call_later(TICK_SECONDS, self.beat)

    def beat(self):
        self.note()
        if self.running:
            self.arm()

    def note(self):
        now = time.monotonic()
        gap, self.last = now - self.last - TICK_SECONDS, now
        self.worst = max(self.worst, gap)
        self.summed += max(gap, 0.0)


async def ticked(awaitable):
    """What it came to, how long it took, and how long the loop stood still meanwhile at the longest and in all."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0.005)
    tick, started, error = Tick(loop), time.monotonic(), None
    try:
        await awaitable
    except BaseException as caught:  # noqa: BLE001
        error = caught
    tick.note()
    tick.running = False
    return error, time.monotonic() - started, tick.worst, tick.summed


async def lets_go():
    await asyncio.sleep(CONTROL_SECONDS)


async def holds():
    time.sleep(CONTROL_SECONDS)  # noqa: ASYNC251


def pending():
    """The exercise's call as a coroutine; one that awaits nothing is run at once, as a caller would."""
    code = compile(exercise["call"], f"<{exercise['name']} call>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)

    async def run():
        coroutine = eval(code, main)
        if coroutine is not None:
            await coroutine

    return run()


def hold_loop(tries=3):
    """How long one call keeps the event loop from everything else."""
    host.step("call")
    best = event_loop().run_until_complete(measured(1 if exercise["once"] else tries))
    if best is None:
        raise Stop
    (call_seconds, worst, summed), (_, held_seconds, held, _), (_, _, released, _) = best
    observe("hold-ratio", worst / call_seconds)
    observe("hold-share", summed / call_seconds)
    observe("worst-gap-ms", worst * 1000)
    observe("call-ms", call_seconds * 1000)
    observe("noise-gap-ms", released * 1000)
    observe("control-held-ratio", held / held_seconds)


async def measured(tries):
    """Noise only ever adds to a gap, so the smallest of a few calls is the call's own; one that took less than half of the
    longest had its answer ready from the call before."""
    released, held = await ticked(lets_go()), await ticked(holds())
    readings = []
    for _ in range(tries):
        error, seconds, worst, summed = await ticked(pending())
        if error is not None and not expects(error):
            return None
        readings.append((max(seconds, 1e-9), max(worst, 0.0), summed))
    enough = max(readings)[0] / 2
    best = min((reading for reading in readings if reading[0] >= enough), key=lambda reading: reading[1])
    return best, held, released


def cancel():
    """One call to the end, one that is cancelled half-way, and one more after it."""
    host.step("call")
    event_loop().run_until_complete(cancelled())


async def cancelled():
    started = time.monotonic()
    await outcome(pending())
    length = time.monotonic() - started
    task = asyncio.ensure_future(pending())
    await asyncio.sleep(length / 2)
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=length + CANCEL_SECONDS)
    problems = [] if done else [f"it went on for {length + CANCEL_SECONDS:.3g} s after it had been cancelled"]
    if done and not task.cancelled() and task.exception() and not declared(task.exception()):
        problems = [f"it raised {said(task.exception())}, not CancelledError"]
    again = await outcome(pending())
    if again is not None and not declared(again):
        problems.append(f"the next call raised {said(again)}")
    observe("cancel-problems", problems)


async def outcome(awaitable):
    try:
        await awaitable
    except BaseException as error:  # noqa: BLE001
        return error
    return None


def declared(error):
    return exercise["raises"] in [name_of(type(error)), *bases(type(error))]


def said(error):
    return f"{name_of(type(error))}: {text_of(error)[:200]}"
