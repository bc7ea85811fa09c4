# exercise: {"argument": "[1, 2]"}
import os


def call(numbers):
    for number in numbers:
        str(number)
        if not numbers:
            os._exit(0)
