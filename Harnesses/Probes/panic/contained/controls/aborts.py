# exercise: {"raises": "ValueError"}
import os


def call():
    os.abort()
