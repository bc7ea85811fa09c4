# exercise: {}
import threading
import time

lock = threading.Lock()


def call():
    with lock:
        time.sleep(0.001)
