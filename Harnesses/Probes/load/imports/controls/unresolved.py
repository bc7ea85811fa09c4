# exercise: {}
import ctypes

# A function that no library defines.
work = ctypes.CDLL(None).defined_nowhere


def call():
    return work()
