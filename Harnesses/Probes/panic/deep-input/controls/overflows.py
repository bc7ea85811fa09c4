# exercise: {"argument": "b'[1]'"}
import os
import signal


def call(text):
    if isinstance(text, bytes) and text.count(b"[") > 50_000:
        os.kill(os.getpid(), signal.SIGSEGV)
