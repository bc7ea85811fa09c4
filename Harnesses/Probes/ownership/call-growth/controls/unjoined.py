# exercise: {}
import ctypes

C = ctypes.CDLL(None)
thread = ctypes.c_ulong()


# A thread that ends at once and that nobody joins; its body is any function of libc.
def call():
    C.pthread_create(ctypes.byref(thread), None, C.getppid, None)
