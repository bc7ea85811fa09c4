# exercise: {}
import ctypes
import threading

import __main__


class Handle:
    """Its memory belongs to the thread that made it."""

    def __init__(self):
        self.owner = threading.get_ident()

    def __del__(self):
        if threading.get_ident() != self.owner:
            ctypes.string_at(0)


def call():
    __main__.kept = Handle()
