# exercise: {}
import ctypes

C = ctypes.CDLL(None)


def call():
    C.malloc(16)
