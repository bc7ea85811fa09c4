# exercise: {}
import sys

second = "sqlite3" in sys.modules


def call():
    return second
