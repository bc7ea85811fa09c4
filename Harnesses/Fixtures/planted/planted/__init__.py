"""One defect a function, and sound ones that look alike; the C sources say which line is the defect."""

import enum
import itertools
import weakref

from ._native import *
from ._native import Clean, extra_reference


class Colour(enum.Enum):
    RED = 1

    @property
    def payload(self):
        return self.kept


Colour.RED.kept = ("far", "away")
nested = {"a": [{"b": ({"c": bytearray(b"four steps away")},)}]}


class Registry:
    def __init__(self):
        self.entries = {"first": bytearray(b"a value of an instance")}


registry = Registry()


def _counter():
    cell = bytearray(b"in a closure")

    def count():
        return extra_reference(cell)

    return count


count_in_closure = _counter()


def reference_on_enum_member():
    return extra_reference(Colour.RED.payload)


def reference_on_nested():
    return extra_reference(nested["a"][0]["b"][0]["c"])


def reference_on_instance_value():
    return extra_reference(registry.entries["first"])


def reference_on_constant():
    return extra_reference(2.718281828)


def reference_on_tuple_constant():
    return extra_reference((1, "two", 3.0))


_numbers = itertools.count()
_cache = {}


def dict_cache():
    """Keyed by the call's number, bounded at 10,000."""
    number = next(_numbers)
    _cache[number] = object()
    if len(_cache) > 10_000:
        del _cache[number - 10_000]
    return number


def clean_type():
    return Clean() is not None


class Value:
    pass


_values = weakref.WeakValueDictionary()


def weak_cache():
    """Each entry goes away with its value, by the weak reference's callback."""
    value = Value()
    _values[id(value)] = value
    return value is not None
