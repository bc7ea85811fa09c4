# exercise: {"panics": "contained"}
class PanicException(BaseException):
    pass


def call():
    raise PanicException("boom")
