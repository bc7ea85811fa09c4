# exercise: {}
def call():
    return 42
