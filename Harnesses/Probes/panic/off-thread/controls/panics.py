# exercise: {}
import threading


class PanicException(BaseException):
    pass


owner = threading.get_ident()


def call():
    if threading.get_ident() != owner:
        raise PanicException("is unsendable, but sent to another thread")
