# exercise: {}
import itertools
import os

calls = itertools.count()


# Every 100th: an ordinary limit of 1,024 open files has room for what is measured.
def call():
    if next(calls) % 100 == 0:
        os.open("/dev/null", os.O_RDONLY)
