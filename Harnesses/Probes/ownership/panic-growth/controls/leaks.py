# exercise: {"panics": "contained"}
import ctypes

C = ctypes.CDLL(None)


class PanicException(BaseException):
    pass


def call():
    C.malloc(40)
    raise PanicException("boom")
