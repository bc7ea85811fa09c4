# exercise: {}
import os
import time


# A worker process that nobody ends.
def call():
    if os.fork() == 0:
        time.sleep(600)
