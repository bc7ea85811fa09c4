# exercise: {"raises": "ValueError"}


# The error is declared, and gets lost.
def call():
    try:
        raise ValueError("malformed")
    except ValueError:
        pass
