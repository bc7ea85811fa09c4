# exercise: {}
import sqlite3

kept = sqlite3.connect(":memory:")


# Refuses other threads, with an error of its own.
def call():
    kept.execute("select 1")
