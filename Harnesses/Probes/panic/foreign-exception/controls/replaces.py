# exercise: {"callback": true}
def call(callback):
    failed = False
    try:
        callback(1)
    except Exception:  # noqa: BLE001
        failed = True
    if failed:
        raise ValueError("something went wrong")
