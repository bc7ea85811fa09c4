# exercise: {}
import builtins

if getattr(builtins, "control_loaded", False):
    raise ImportError("cannot load module more than once per process")
builtins.control_loaded = True


def call():
    pass
