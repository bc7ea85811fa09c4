# exercise: {"raises": "ValueError", "after": true}
import threading

lock = threading.Lock()


def call():
    with lock:
        raise ValueError("malformed")


def after():
    if not lock.acquire(blocking=False):
        raise RuntimeError("the lock is still held")
