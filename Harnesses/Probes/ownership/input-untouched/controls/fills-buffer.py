# exercise: {"setup": true}
import __main__


def setup():
    __main__.buffer = bytearray(16)


def call():
    __main__.buffer[0] = 1
