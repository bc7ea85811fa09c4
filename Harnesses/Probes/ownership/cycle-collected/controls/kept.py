# exercise: {"setup": true}
import __main__

kept = []


class Node:
    """Holds its parent where the collector does not look."""

    __slots__ = ("parent",)


def setup():
    __main__.node = Node()
    kept.append(__main__.node)


def call():
    return __main__.node
