# exercise: {}
import atexit
import ctypes


def call():
    atexit.register(ctypes.string_at, 0)
