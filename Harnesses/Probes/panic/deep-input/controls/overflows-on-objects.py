# exercise: {"argument": "[1]"}
import os
import signal


def call(value):
    levels = 0
    while isinstance(value, list) and value:
        value, levels = value[0], levels + 1
    if levels > 50_000:
        os.kill(os.getpid(), signal.SIGSEGV)
