# exercise: {"argument": "'[1]'"}
def depth(value):
    return 1 + depth(value[0]) if isinstance(value, (list, tuple)) else 0


def call(text):
    if isinstance(text, str) and text.count("[") > 500:
        raise RecursionError("more than 500 levels")
    return depth(text)
