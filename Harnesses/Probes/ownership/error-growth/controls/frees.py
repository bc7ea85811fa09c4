# exercise: {"raises": "ValueError"}
import ctypes

C = ctypes.CDLL(None)
C.malloc.restype = ctypes.c_void_p
C.free.argtypes = [ctypes.c_void_p]


def call():
    block = C.malloc(16)
    try:
        raise ValueError("malformed")
    finally:
        C.free(block)
