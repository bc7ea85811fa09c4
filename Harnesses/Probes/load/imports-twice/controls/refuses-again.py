# exercise: {}
import ctypes

if ctypes.pythonapi.getenv(b"CONTROL_LOADED"):
    raise ImportError("this module may be loaded in one interpreter only")
ctypes.pythonapi.setenv(b"CONTROL_LOADED", b"1", 1)


def call():
    pass
