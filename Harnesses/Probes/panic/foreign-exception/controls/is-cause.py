# exercise: {"callback": true}
def call(callback):
    try:
        callback(1)
    except Exception as error:
        raise ValueError("the callback failed") from error
