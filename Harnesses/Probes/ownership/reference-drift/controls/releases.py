# exercise: {}
import ctypes

value = 1234.5


def call():
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(value))
    ctypes.pythonapi.Py_DecRef(ctypes.py_object(value))
