# exercise: {"argument": "control.Box(1).get()"}
import os


class Box:
    def __init__(self, content):
        self.content = content

    def get(self):
        return self.content if hasattr(self, "content") else os.abort()


def call(content):
    return content
