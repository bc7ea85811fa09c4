# exercise: {"raises": "ValueError"}
import collections

kept = collections.deque(maxlen=100)


def call():
    error = ValueError("malformed")
    kept.append(error)
    raise error
