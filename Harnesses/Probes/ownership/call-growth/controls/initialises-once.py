# exercise: {}
tables = []


# A megabyte, the first time.
def call():
    if not tables:
        tables.append(bytearray(1 << 20))
