# exercise: {}
import time


def call():
    time.sleep(2)
