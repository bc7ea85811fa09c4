# exercise: {"raises": "Exception"}
def call():
    raise Exception("line 3: expected a number")  # noqa: TRY002
