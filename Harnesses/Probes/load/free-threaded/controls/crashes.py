# exercise: {}
import ctypes
import time

inside = []


def call():
    inside.append(True)
    time.sleep(0.001)
    if len(inside) > 1:
        ctypes.string_at(0)
    inside.pop()
