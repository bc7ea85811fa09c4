# exercise: {}
import ctypes

C = ctypes.PyDLL(None)


# A millisecond: less than the interpreter's own switch interval of 5 ms.
def call():
    C.usleep(1_000)
