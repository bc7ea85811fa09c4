# exercise: {}
import ctypes

C = ctypes.CDLL(None)
C.malloc.restype = ctypes.c_void_p
C.free.argtypes = [ctypes.c_void_p]


def call():
    C.free(C.malloc(16))
