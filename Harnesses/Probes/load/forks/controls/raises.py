# exercise: {}
import os

parent = os.getpid()


def call():
    if os.getpid() != parent:
        raise RuntimeError("the pool is gone")
