# exercise: {}


class PanicException(BaseException):
    pass


# Passes every `except Exception` of whoever uses the artifact.
def call():
    raise PanicException("index out of bounds")
