# exercise: {"raises": "ValueError"}
def call():
    raise ValueError("line 3: expected a number")
