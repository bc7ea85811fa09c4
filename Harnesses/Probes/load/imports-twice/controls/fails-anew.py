# exercise: {}
import builtins

loads = builtins.control_loads = getattr(builtins, "control_loads", 0) + 1


# Its types are registered once, and a second load makes others of the same name.
def call():
    if loads > 1:
        raise TypeError("expected Counter, got Counter")
