# exercise: {}
import ctypes

# State of the process, as a static variable of an extension module is: no module of Python would share it.
state = ctypes.pythonapi.setenv
if ctypes.pythonapi.getenv(b"CONTROL_LOADED"):
    ctypes.string_at(0)
state(b"CONTROL_LOADED", b"1", 1)


def call():
    pass
