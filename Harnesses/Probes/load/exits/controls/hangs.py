# exercise: {}
import atexit
import threading


# Waits for a worker that will never answer.
def call():
    atexit.register(threading.Event().wait)
