# exercise: {}
import itertools
import threading
import time

calls = itertools.count()


# Every 500th: a system has room for the threads of all the calls.
def call():
    if next(calls) % 500 == 0:
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
