# exercise: {}
import atexit
import os


# What a worker's panic does to a process that is on its way out.
def call():
    atexit.register(os._exit, 101)
