# exercise: {}
import ctypes

# An initialiser that reads address 0.
ctypes.string_at(0)


def call():
    return 0
