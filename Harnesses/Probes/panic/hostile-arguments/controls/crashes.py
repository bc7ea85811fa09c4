# exercise: {"argument": "'text', 1"}
import os
import signal


def call(text, number):
    if number is None:
        os.kill(os.getpid(), signal.SIGSEGV)
    return len(text)
