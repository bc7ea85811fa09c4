# exercise: {"free-threaded": false}
# A list of small values that is never emptied: no block a call, and a larger table ever more rarely.
kept = []


def call():
    kept.append(1)
