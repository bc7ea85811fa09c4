# exercise: {}
def call():
    return sum(range(100))
