# exercise: {}
import atexit
import threading
import time

stopping = threading.Event()


def work():
    while not stopping.is_set():
        time.sleep(0.001)


worker = threading.Thread(target=work, daemon=True)


def stop():
    stopping.set()
    worker.join()


def call():
    worker.start()
    atexit.register(stop)
