# exercise: {}
import time

borrowed = []


# Lets other threads run while it has the object.
def call():
    if borrowed:
        raise RuntimeError("Already borrowed")
    borrowed.append(True)
    time.sleep(0.001)
    borrowed.pop()
