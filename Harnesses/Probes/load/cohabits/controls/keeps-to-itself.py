# exercise: {}
def call():
    return [number * number for number in range(10)]
