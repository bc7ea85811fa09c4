# exercise: {"callback": true, "timeout": 2}
import threading

lock = threading.Lock()


def call(callback):
    with lock:
        callback(1)
