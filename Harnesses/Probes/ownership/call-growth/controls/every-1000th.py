# exercise: {}
import ctypes
import itertools

C = ctypes.CDLL(None)
calls = itertools.count(1)


# 0.016 bytes a call.
def call():
    if next(calls) % 1000 == 0:
        C.malloc(16)
