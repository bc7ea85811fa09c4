# exercise: {"setup": true}
import __main__


class Node:
    __slots__ = ("parent",)


def setup():
    __main__.node = Node()


def call():
    return __main__.node
