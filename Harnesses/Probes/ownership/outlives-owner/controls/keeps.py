# exercise: {}
import ctypes

C = ctypes.CDLL(None)
C.malloc.restype = ctypes.c_void_p
C.free.argtypes = [ctypes.c_void_p]


class Text:
    """Its words keep it."""

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
        view = (ctypes.c_char * 64).from_address(self.block)
        view.owner = self
        return view


def call():
    return Text()
