# exercise: {"callback": true}
class PanicException(BaseException):
    pass


def call(callback):
    failed = False
    try:
        callback(1)
    except Exception:  # noqa: BLE001
        failed = True
    if failed:
        raise PanicException("called `Result::unwrap()` on an `Err` value")
