# exercise: {}
import sys

alone = "sqlite3" not in sys.modules


# The flag of a library that both of them use.
def call():
    return "sqlite3" in sys.modules and alone
