# exercise: {}
import ctypes

# Through CDLL a call lets the GIL go.
C = ctypes.CDLL(None)


def call():
    C.usleep(60_000)
