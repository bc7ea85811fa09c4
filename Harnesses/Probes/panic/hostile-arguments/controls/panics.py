# exercise: {"argument": "3"}
class PanicException(BaseException):
    pass


def call(number):
    if isinstance(number, int) and number > 2**60:
        raise PanicException("attempt to multiply with overflow")
    return number
