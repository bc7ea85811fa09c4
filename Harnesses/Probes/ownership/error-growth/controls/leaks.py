# exercise: {"raises": "ValueError"}
import ctypes

C = ctypes.CDLL(None)
C.malloc.restype = ctypes.c_void_p
C.free.argtypes = [ctypes.c_void_p]


# Only the way out by the error forgets the block.
def work(fails):
    block = C.malloc(16)
    if fails:
        raise ValueError("malformed")
    C.free(block)


def call():
    work(True)
