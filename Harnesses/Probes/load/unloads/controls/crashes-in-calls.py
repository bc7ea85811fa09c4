# exercise: {}
import ctypes
import threading
import time

threads = set()


class Block:
    """Alive when the interpreter goes, with threads that still use it."""

    def __del__(self, threads=threads, read=ctypes.string_at):
        if len(threads) > 1:
            read(0)


kept = Block()


def call():
    threads.add(threading.get_ident())
    time.sleep(0.001)
