# exercise: {"raises": "ValueError", "after": true, "timeout": 2}
import threading

lock = threading.Lock()


# The error leaves with the lock held.
def call():
    lock.acquire()
    raise ValueError("malformed")


def after():
    lock.acquire()
