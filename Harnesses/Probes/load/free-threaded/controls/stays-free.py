# exercise: {}
import threading

lock = threading.Lock()
counts = {}


def call():
    with lock:
        counts["calls"] = counts.get("calls", 0) + 1
