# exercise: {"setup": true}
class Handle:
    def __del__(self):
        pass


kept = []


def setup():
    kept.append(Handle())


def call():
    return kept[0]
