# exercise: {}
import ctypes
import sys

is_first = not sys.modules["_harness_bootstrap"].again

# A static of the extension module, made by whichever interpreter came first, and gone with it.
if is_first and ctypes.pythonapi.getenv(b"CONTROL_MADE_IN_SECOND"):
    ctypes.string_at(0)
if not is_first and not ctypes.pythonapi.getenv(b"CONTROL_MADE"):
    ctypes.pythonapi.setenv(b"CONTROL_MADE_IN_SECOND", b"1", 1)
ctypes.pythonapi.setenv(b"CONTROL_MADE", b"1", 1)


def call():
    pass
