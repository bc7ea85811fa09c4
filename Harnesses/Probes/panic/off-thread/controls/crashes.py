# exercise: {}
import ctypes
import threading

owner = threading.get_ident()


def call():
    if threading.get_ident() != owner:
        ctypes.string_at(0)
