# exercise: {"setup": true}
import ctypes

value = 1234.5
owners = []


# So many owners that the count is still above 0 when the calls are over.
def setup():
    owners.extend([value] * 1_000_000)


def call():
    ctypes.pythonapi.Py_DecRef(ctypes.py_object(value))
