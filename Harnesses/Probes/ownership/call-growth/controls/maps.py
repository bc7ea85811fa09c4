# exercise: {}
import ctypes

C = ctypes.CDLL(None)
C.mmap.restype = ctypes.c_void_p
C.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
READ_AND_WRITE, PRIVATE_AND_ANONYMOUS = 0x3, 0x22


def call():
    C.mmap(None, 4096, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, -1, 0)
