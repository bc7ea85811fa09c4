# exercise: {"raises": "ValueError"}
kept = []


# An error that is kept keeps its traceback, with every frame and its locals.
def call():
    error = ValueError("malformed")
    kept.append(error)
    raise error
