# exercise: {}
import ctypes

C = ctypes.CDLL(None)
C.malloc.restype = ctypes.c_void_p
C.free.argtypes = [ctypes.c_void_p]


class Text:
    """Its words are gone with it, and who holds them does not know."""

    def __init__(self):
        self.block = C.malloc(64)
        ctypes.memset(self.block, 65, 64)

    def __del__(self):
        C.free(self.block)

    def __iter__(self):
        for index in range(8):
            yield ctypes.string_at(self.block + index, 1)

    @property
    def words(self):
        return (ctypes.c_char * 64).from_address(self.block)


def call():
    return Text()
