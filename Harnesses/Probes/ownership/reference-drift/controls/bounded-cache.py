# exercise: {}
import collections

value = 1234.5
# Takes a reference a call until it is full.
recent = collections.deque(maxlen=10_000)


def call():
    recent.append(value)
