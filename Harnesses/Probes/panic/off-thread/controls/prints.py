# exercise: {}
import sys


# As a worker thread of the artifact's own does, whose end nobody looks at.
def call():
    print("thread 'worker' panicked at src/lib.rs:42:5:\nindex out of bounds", file=sys.stderr)
