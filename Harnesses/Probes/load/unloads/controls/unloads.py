# exercise: {}
import ctypes

C = ctypes.CDLL(None)
C.malloc.restype = ctypes.c_void_p
C.free.argtypes = [ctypes.c_void_p]


class Block:
    """Owns memory, and is alive when the interpreter goes."""

    def __init__(self):
        self.address = C.malloc(16)

    def __del__(self, free=C.free):
        free(self.address)


kept = Block()


def call():
    return kept.address
