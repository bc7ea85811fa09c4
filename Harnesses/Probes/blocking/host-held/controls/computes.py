# exercise: {}


# Python lets another thread have the GIL every 5 ms.
def call():
    return sum(number * number for number in range(1_000_000))
