# exercise: {}
def call():
    return sum(range(1000))
