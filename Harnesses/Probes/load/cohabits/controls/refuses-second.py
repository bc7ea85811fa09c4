# exercise: {}
import sys

if "sqlite3" in sys.modules:
    raise ImportError("cannot load libsqlite3: symbol clash")


def call():
    pass
