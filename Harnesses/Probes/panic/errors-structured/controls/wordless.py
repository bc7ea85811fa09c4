# exercise: {"raises": "ValueError"}
def call():
    raise ValueError
