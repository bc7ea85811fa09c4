"""pytest-memray's limit_leaks over 1,000 calls, warmed up by 100 before: no place may keep a byte a call or more."""

import exercise
import pytest

CALLS = 1000
call, raises = exercise.load()


def repeat(times):
    for _ in range(times):
        try:
            call()
        except raises:
            pass


repeat(100)


@pytest.mark.limit_leaks(f"{CALLS} B")
def test_planted():
    repeat(CALLS)
