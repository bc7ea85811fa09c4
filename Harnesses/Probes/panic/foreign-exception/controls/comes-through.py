# exercise: {"callback": true}
def call(callback):
    return [callback(number) for number in range(3)]
