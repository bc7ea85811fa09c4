# exercise: {"timeout": 3}
import threading
import time

first, second = threading.Lock(), threading.Lock()
calls = []


# Every other call takes the locks the other way round.
def call():
    calls.append(True)
    order = (first, second) if len(calls) % 2 else (second, first)
    with order[0]:
        time.sleep(0.005)
        with order[1]:
            pass
