# exercise: {}
import ctypes

C = ctypes.CDLL(None)
C.malloc.restype = ctypes.c_void_p
C.free.argtypes = [ctypes.c_void_p]


class Text:
    """Its iterator knows where the words are, and not whose they are."""

    def __init__(self):
        self.block = C.malloc(64)
        ctypes.memset(self.block, 65, 64)

    def __del__(self):
        C.free(self.block)

    def __iter__(self):
        return words(self.block)


def words(block):
    for index in range(8):
        yield ctypes.string_at(block + index, 1)


def call():
    return Text()
