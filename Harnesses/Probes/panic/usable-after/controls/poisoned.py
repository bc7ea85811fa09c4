# exercise: {"raises": "ValueError", "after": true}
import threading

lock = threading.Lock()


# The error leaves with the lock held.
def call():
    lock.acquire()
    raise ValueError("malformed")


def after():
    if not lock.acquire(blocking=False):
        raise RuntimeError("the lock is still held")
