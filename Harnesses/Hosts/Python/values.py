# ruff: noqa: F821 (the names of bootstrap.py)
"""Verbs about the values that go into a call and come out of it. Runs in the namespace of bootstrap.py."""

import gc
import marshal
import weakref

IMMUTABLE = (bytes, str, int, float, complex, tuple, frozenset)
STEPS = 3


def content(value):
    """Version 2: later ones mark what is referred to more than once, which is no part of the value."""
    return marshal.dumps(value, 2)


def immutables(value, label, steps, found):
    """Values that Python holds to be immutable, in what a name of the exercise leads to."""
    kind = type(value)
    if any(kind is one for one in IMMUTABLE) and id(value) not in found:
        try:
            found[id(value)] = (label, value, content(value))
        except ValueError:  # holds an object that marshal does not know
            pass
    if steps and any(kind is one for one in (list, dict, tuple, set)):
        for item in list(value.items() if kind is dict else value)[:1000]:
            immutables(item, label, steps - 1, found)


def compare_inputs():
    """One call, and which immutable values of the set-up are others after it."""
    found = {}
    for name, value in list(main.items()):
        if not name.startswith("__"):
            immutables(value, name, STEPS, found)
    call()
    changed = [f"{label} ({name_of(type(value))})" for label, value, was in found.values() if content(value) != was]
    observe("inputs", len(found))
    observe("changed-inputs", changed)


class Holder:
    """Something that an attribute may be set to, and that may be called."""

    def __call__(self, *arguments, **named):
        return None


def settable(value):
    """Attributes that the artifact's own type computes, and not a `__dict__` that Python collects."""
    found = []
    for kind in mro_of(type(value)):
        for name, attribute in list(type.__dict__["__dict__"].__get__(kind).items()):
            if name_of(type(attribute)) in ("getset_descriptor", "member_descriptor") and not name.startswith("__"):
                found.append(name)
    return found


def cycle_through(value, name):
    """A weak reference to a holder that is reachable only from a cycle; None where the attribute takes no object."""
    holder = Holder()
    holder.owner = value
    try:
        setattr(value, name, holder)
        if getattr(value, name) is not holder:
            return None
    except Exception:  # noqa: BLE001
        return None
    return weakref.ref(holder)


def own_values():
    import types

    modules = [name.partition(".")[0] for name in job["modules"]]
    for value in list(main.values()):
        if not isinstance(value, types.ModuleType) and (module_of(type(value)) or "").partition(".")[0] in modules:
            yield value


def make_cycles():
    """For each object of the artifact and each attribute that takes one: a cycle, dropped and collected."""
    call()
    uncollected, made = [], 0
    for kind_name, name in sorted({(qualified(type(v)), name) for v in own_values() for name in settable(v)}):
        reference = dropped_cycle(kind_name, name)
        if reference is None:
            continue
        made += 1
        gc.collect()
        if reference() is not None:
            uncollected.append(f"{kind_name}.{name}")
    if not made:
        skip("no object of the artifact takes another one as an attribute")
    observe("uncollected", uncollected)


def dropped_cycle(kind_name, name):
    """In a fresh run of the exercise, whose names are all dropped afterwards."""
    setup()
    call()
    reference = next((cycle_through(v, name) for v in own_values() if qualified(type(v)) == kind_name), None)
    for variable in [variable for variable in main if not variable.startswith("__")]:
        main.pop(variable)
    return reference
