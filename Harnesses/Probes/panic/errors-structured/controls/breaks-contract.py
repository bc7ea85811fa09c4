# exercise: {"raises": "SystemError"}
# As CPython says it of a C function; a debug build would abort at a real one.
def call():
    raise SystemError("<built-in function call> returned NULL without setting an exception")
