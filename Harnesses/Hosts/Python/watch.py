# ruff: noqa: F821 (the names of bootstrap.py)
"""Rounds of calls, and the watch: which objects' reference counts are read. Runs in the namespace of bootstrap.py."""

import gc

SINGLETONS = [None, True, False, Ellipsis, NotImplemented, (), "", b""]
WATCHED_AT_MOST = 40_000
# Through anything so far, and through what is the artifact's own so much further.
WATCHED_STEPS = 3
OWN_STEPS = 12


def rounds():
    """Calls the exercise between readings of every counter the host has."""
    code = attempt("call", lambda: compiled("call"))
    from_watch = [] if job["record"] else watched_objects(code)
    gc.collect()
    gc.freeze()
    objects = [entry[0] for entry in from_watch]

    def report(index, calls, values):
        entry = from_watch[index]
        write(
            drift={
                "kind": kind_of(entry[0]),
                "object": described(entry[0]),
                "reached": reached(from_watch, index),
                "calls": calls,
                "values": values,
            }
        )

    if not host.rounds(code, main, expects, objects, report, job["record"]):
        raise Stop


class Watch:
    """Entries: (object, index of the one it was reached from, label, whether all the way there is the artifact's own)."""

    def __init__(self):
        self.entries = []
        self.places = {id(self.entries): -1, id(self.__dict__): -1}

    def add(self, value, parent, label, own):
        """The new entry's index; None where it is one already or there are too many."""
        if id(value) in self.places or len(self.entries) >= WATCHED_AT_MOST:
            return None
        self.places[id(value)] = len(self.entries)
        self.entries.append((value, parent, label, own))
        return len(self.entries) - 1

    def reach(self, value, parent, label, own):
        """As `add`; an own type, which is an entry from the start, is now one that something leads to."""
        index = self.places.get(id(value))
        if index is None:
            return self.add(value, parent, label, own)
        if index < 0 or not own or not is_type(value) or self.entries[index][3]:
            return None
        self.entries[index] = (value, parent, label, True)
        return index


def watched_objects(code):
    watch = Watch()
    for value in [*SINGLETONS, *range(-5, 257)]:
        watch.add(value, None, repr(value), False)
    for kind in all_types():
        watch.add(kind, None, f"type {qualified(kind)}", False)
    names = packages()
    found = (watch.reach(value, None, label, is_own(value, names)) for value, label in roots(code))
    reached = [index for index in found if index is not None]
    for step in range(OWN_STEPS):
        reached = [new for index in reached for new in beyond(watch, index, names, step)]
    return watch.entries


def roots(code):
    """The names of the exercise, its constants, the artifact's modules."""
    yield from ((value, name) for name, value in list(main.items()))
    yield from ((value, "a constant of the call") for value in code.co_consts)
    yield from ((sys.modules[name], f"module {name}") for name in job["modules"] if name in sys.modules)


def beyond(watch, index, names, step):
    """Indices of the new entries that one entry refers to."""
    value, _, _, own = watch.entries[index]
    if step >= WATCHED_STEPS and not own:
        return
    for child in referents(value, own):
        new = watch.reach(child, index, None, own and is_own(child, names))
        if new is not None:
            yield new


def referents(value, own):
    if own and type(value) is CODE:
        return [*value.co_consts, *value.co_names]
    return gc.get_referents(value)


def packages():
    """Top names of the artifact's modules; the exercise itself is in `__main__`."""
    return {"__main__", *(name.partition(".")[0] for name in job["modules"])}


MODULE, FUNCTION, CODE = type(sys), type(packages), type(packages.__code__)
namespace_of = MODULE.__dict__["__dict__"].__get__
flags_of = type.__dict__["__flags__"].__get__

# Where containers come from, whose content is of whoever made them.
CONTAINERS = {"builtins", "collections", "functools"}
HEAP_TYPE = 1 << 9


def is_own(value, names):
    """Whether what it leads to is still the artifact's; through a module or a type of others, all of Python is near."""
    kind = type(value)
    if kind is MODULE:
        return top(namespace_of(value).get("__name__")) in names
    if is_type(value):
        home = top(module_in(value))
        return home in names or (home == "builtins" and flags_of(value) & HEAP_TYPE)
    if kind is FUNCTION:
        return top(value.__globals__.get("__name__")) in names
    home = top(module_in(kind))
    return home in names or home in CONTAINERS


def module_in(kind):
    try:
        return module_of(kind)
    except AttributeError:
        return None


def top(name):
    return name.partition(".")[0] if type(name) is str else None


def all_types():
    """Heap types are known to the collector; static ones only to their bases. By identity: a metaclass may not hash."""
    todo, found = [object, *filter(is_type, gc.get_objects())], {}
    while todo:
        kind = todo.pop()
        if id(kind) not in found:
            found[id(kind)] = kind
            todo.extend(type.__subclasses__(kind))
    return found.values()


def kind_of(value):
    if is_type(value):
        return "type"
    small = type(value) is int and -5 <= value <= 256
    return "singleton" if small or any(value is single for single in SINGLETONS) else "object"


def described(value):
    """The repr of builtins only: an artifact's may have effects."""
    kind = type(value)
    if is_type(value):
        return f"type {qualified(value)}"
    plain = id(kind) in map(id, (str, bytes, int, float, bool, type(None)))
    return f"{name_of(kind)} {repr(value)[:80]}" if plain else f"{qualified(kind)} object"


def reached(entries, index):
    """`planted → dict → Colour`: how the object hangs off a name of the exercise."""
    steps = []
    while index is not None:
        value, parent, label, _ = entries[index]
        steps.append(label or step_from(entries[parent][0], value))
        index = parent
    return " → ".join(reversed(steps))


def step_from(parent, value):
    """`['RED']` or `[3]` in a container, else the type of what is there."""
    kind = type(parent)
    if kind is dict:
        found = next((key for key, item in parent.items() if item is value), None)
        if type(found) is str:
            return f"[{found[:80]!r}]"
    if kind is list or kind is tuple:
        return f"[{next((at for at, item in enumerate(parent) if item is value), '?')}]"
    return f"type {qualified(value)}" if is_type(value) else name_of(type(value))
