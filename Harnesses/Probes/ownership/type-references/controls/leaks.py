# exercise: {}
import ctypes


class Thing:
    pass


# What PyO3 did up to 0.29.0: the instance is freed, its reference to the type is not.
def call():
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(type(Thing())))
