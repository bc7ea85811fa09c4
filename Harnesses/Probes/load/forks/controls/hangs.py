# exercise: {"timeout": 20}
import os
import threading

# A lock that a thread of the parent holds, as that of a thread pool.
lock, parent = threading.Lock(), os.getpid()


def call():
    if os.getpid() != parent:
        lock.acquire()
        lock.acquire()
