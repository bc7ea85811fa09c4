# exercise: {}
import ctypes

# Through PyDLL a call keeps the GIL.
C = ctypes.PyDLL(None)


def call():
    C.usleep(60_000)
