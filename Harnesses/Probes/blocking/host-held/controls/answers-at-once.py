# exercise: {}
import ctypes

# Through PyDLL a call keeps the GIL.
C = ctypes.PyDLL(None)
answers = []


# The first call holds; those after it have the answer ready.
def call():
    if not answers:
        C.usleep(60_000)
        answers.append(42)
    return answers[0]
