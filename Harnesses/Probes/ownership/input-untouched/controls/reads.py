# exercise: {"setup": true}
import __main__


def setup():
    __main__.text = b"a" * 16


def call():
    return bytes(reversed(__main__.text))
