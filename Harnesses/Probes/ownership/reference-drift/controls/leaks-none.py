# exercise: {}
import ctypes
import sys

# From 3.12 on None has no count that moves; then an object of the module's own stands in.
value = None if sys.version_info < (3, 12) else object()


def call():
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(value))
