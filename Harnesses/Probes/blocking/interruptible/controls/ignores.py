# exercise: {}
import ctypes

C = ctypes.CDLL(None)
C.clock.restype = ctypes.c_long
C.qsort.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_void_p]


# One long computation in C, which runs no bytecode: the handler of the signal only sets a flag.
def call():
    size = 16 << 20
    block = ctypes.create_string_buffer(size)
    C.qsort(block, size, 1, ctypes.cast(C.strcmp, ctypes.c_void_p))
