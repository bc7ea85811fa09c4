# exercise: {}
import itertools
import threading
import time

# Small stacks and every 100th call: a system has room for the threads of all the calls.
threading.stack_size(256 * 1024)
calls = itertools.count()


def call():
    if next(calls) % 100 == 0:
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
