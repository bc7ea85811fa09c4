# ruff: noqa: F821 (the names of bootstrap.py)
"""The verb that times calls. Runs in the namespace of bootstrap.py."""

from time import perf_counter

WINDOWS = 11
WINDOW_SECONDS = 0.02
MOST_CALLS = 100_000


def time_calls():
    """Observes `call-seconds`: of each window, its seconds divided by its calls."""
    code = attempt("call", lambda: compiled("call"))
    host.step("call")
    one_window(code, 1)
    count = max(1, min(MOST_CALLS, int(WINDOW_SECONDS / max(one_window(code, 1), 1e-9))))
    one_window(code, count)
    observe("call-seconds", [one_window(code, count) / count for _ in range(WINDOWS)])


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
