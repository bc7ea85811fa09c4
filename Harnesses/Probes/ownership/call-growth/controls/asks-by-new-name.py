# exercise: {}
import ctypes
import itertools

# As extensions do with PyObject_HasAttrString: each call makes the name anew, now and then at a new address, and CPython's
# cache of attributes keeps the last name in each of its 4,096 places.
has_attribute = ctypes.pythonapi.PyObject_HasAttrString
has_attribute.argtypes = [ctypes.py_object, ctypes.c_char_p]
calls = itertools.count()
recent = [bytes([n % 256]) * 24 for n in range(50_000)]


def call():
    n = next(calls)
    if n % 50 == 0:
        recent[n // 50 % 50_000] = b"x" * 23 + bytes([n % 251])
    has_attribute(recent, b"harness_has_not")
