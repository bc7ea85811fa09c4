# exercise: {"raises": "PanicException", "panics": "contained"}


class PanicException(BaseException):
    pass


def call():
    raise PanicException("index out of bounds")
