# exercise: {}
import ctypes
import os

parent = os.getpid()


def call():
    if os.getpid() != parent:
        ctypes.string_at(0)
