# exercise: {}
import ctypes


def call():
    if ctypes.pythonapi.getenv(b"CONTROL_CALLED"):
        raise RuntimeError("Already borrowed")
    ctypes.pythonapi.setenv(b"CONTROL_CALLED", b"1", 1)
