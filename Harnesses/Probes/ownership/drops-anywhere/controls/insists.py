# exercise: {}
import threading

import __main__


class Handle:
    """Insists on the thread that made it."""

    def __init__(self):
        self.owner = threading.get_ident()

    def __del__(self):
        if threading.get_ident() != self.owner:
            raise RuntimeError("is unsendable, but is being dropped on another thread")


def call():
    __main__.kept = Handle()
