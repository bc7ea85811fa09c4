# exercise: {}
import ctypes
import sys

alone = "sqlite3" not in sys.modules


def call():
    if alone and "sqlite3" in sys.modules:
        ctypes.string_at(0)
