# exercise: {}
import time


class PanicException(BaseException):
    pass


inside = []


# A borrow that is checked with unwrap.
def call():
    if inside:
        raise PanicException("already mutably borrowed")
    inside.append(True)
    time.sleep(0.001)
    inside.pop()
