# exercise: {"setup": true}
import ctypes

import __main__


def setup():
    __main__.text = bytes(range(16))


# Into the buffer that a bytes object shows; what is left of the header is its own business.
def call():
    start = ctypes.cast(ctypes.c_char_p(__main__.text), ctypes.c_void_p).value
    ctypes.memset(start, 0xFF, 4)
