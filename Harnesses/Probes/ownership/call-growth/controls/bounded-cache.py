# exercise: {}
import itertools

LIMIT = 10_000
calls = itertools.count()
cache = {}


# Grows over the first windows, and is full after them.
def call():
    if len(cache) < LIMIT:
        cache[next(calls)] = object()
