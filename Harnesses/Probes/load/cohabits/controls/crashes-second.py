# exercise: {}
import ctypes
import sys

if "sqlite3" in sys.modules:
    ctypes.string_at(0)


def call():
    pass
