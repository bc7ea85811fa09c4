# exercise: {"argument": "'text'"}
def call(text):
    if type(text) is not str or not text.isascii():
        raise TypeError("not a text")
    return len(text)
