# exercise: {"callback": true}
import contextlib


def call(callback):
    with contextlib.suppress(Exception):
        callback(1)
