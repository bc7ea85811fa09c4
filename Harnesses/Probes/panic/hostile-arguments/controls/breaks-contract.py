# exercise: {"argument": "b'a'"}
def call(data):
    if type(data) is memoryview:
        raise SystemError("<built-in function call> returned NULL without setting an exception")
    return data
