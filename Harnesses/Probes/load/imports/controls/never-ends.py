# exercise: {"timeout": 1}
while True:
    pass
