# exercise: {"raises": "ValueError"}


def call():
    raise RuntimeError("malformed")
