# ruff: noqa: F821 (the names of bootstrap.py)
"""The verb that times calls. Runs in the namespace of bootstrap.py.

As Instruments/Timing takes them: the number of calls that fill a window is found by doubling, which warms up, too; then
windows of that many calls."""

from time import perf_counter

WINDOWS = 100
FEWEST_WINDOWS = 5
WINDOW_SECONDS = 0.002
SECONDS = 0.25
MOST_SECONDS = 2
WARM_UP_SECONDS = 0.05
MOST_CALLS = 100_000_000


def time_calls():
    """Observes `call-seconds`: of each window, its seconds divided by its calls."""
    code = attempt("call", lambda: compiled("call"))
    host.step("call")
    one_window(code, 1)
    count = fitting(code)
    windows = []
    began = perf_counter()
    while not is_over(len(windows), perf_counter() - began):
        windows.append(one_window(code, count) / count)
    observe("call-seconds", windows)


def fitting(code):
    count = 1
    began = perf_counter()
    while True:
        seconds = one_window(code, count)
        if seconds < WINDOW_SECONDS / 2 and count < MOST_CALLS:
            count *= 2
        elif perf_counter() - began >= WARM_UP_SECONDS:
            return max(1, int(count * WINDOW_SECONDS / seconds))


def is_over(windows, seconds):
    if windows == 0:
        return False
    return windows >= WINDOWS or seconds > MOST_SECONDS or (windows >= FEWEST_WINDOWS and seconds > SECONDS)


def one_window(code, count):
    names = main
    began = perf_counter()
    for _ in range(count):
        try:
            exec(code, names)  # noqa: S102
        except BaseException as error:  # noqa: BLE001
            if not expects(error):
                raise Stop from None
    return perf_counter() - began
