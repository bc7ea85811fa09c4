# exercise: {"callback": true}
borrowed = []


def call(callback):
    if borrowed:
        raise RuntimeError("Already borrowed")
    borrowed.append(True)
    try:
        callback(1)
    finally:
        borrowed.pop()
