# exercise: {}
import time


def call():
    try:
        time.sleep(2)
    except KeyboardInterrupt:
        raise OSError(4, "Interrupted system call") from None
