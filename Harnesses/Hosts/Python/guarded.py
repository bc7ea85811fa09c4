# ruff: noqa: F821 (the names of bootstrap.py)
"""Verbs that ask under the guard instrument. Runs in the namespace of bootstrap.py."""

import ast
import builtins
import gc
import itertools
import time

CALLS = 8
CALLS_SECONDS = 0.2
TAKINGS = 48
TAKING_SECONDS = 1.0  # of computing: how busy the machine is may not decide what is asked
READ_BYTES = 1 << 16
READ_ITEMS = 8


def import_first():
    """The imports that the set-up begins with: what they make is the modules', and would fill the guard's room."""
    name = f"<{exercise['name']} setup>"
    tree = ast.parse(exercise["setup"] or "", name)
    imports = itertools.takewhile(lambda statement: isinstance(statement, (ast.Import, ast.ImportFrom)), tree.body)
    code = compile(ast.Module(body=list(imports), type_ignores=[]), name, "exec")
    attempt("setup", lambda: exec(code, main))  # noqa: S102


def guard():
    """Opens the guard's window: from here on every block lies before a page that nobody may touch."""
    if not host.guard_prepare("\n".join(f"{folder}/" for folder in job["path"])):
        raise Stop
    import_first()
    gc.collect()
    gc.freeze()
    if not host.guard_open():
        raise Stop


def few_calls():
    """Calls as many as show what the first one leaves behind for the next; what is declared may be raised."""
    code = attempt("call", lambda: compiled("call"))
    until = time.monotonic() + CALLS_SECONDS
    for _ in range(1 if exercise["once"] else CALLS):
        try:
            exec(code, main)  # noqa: S102
        except BaseException as error:  # noqa: BLE001
            if not expects(error):
                return
        if time.monotonic() > until:
            return


def forget():
    for name in [name for name in main if not name.startswith("__")]:
        main.pop(name)
    gc.collect()


def drop_all():
    """Everything that the exercise has made, and what only the collector finds."""
    host.step("after")
    forget()


def tell_guarded():
    host.guard_report()


# What outlives its owner.

RESULT = "the result"
PLAIN = (int, float, complex, bool, str, bytes, bytearray, range, slice, type(None), type)


def is_plain(kind):
    """Python's own, whose parts are known to keep what they need."""
    return any(kind is one for one in PLAIN) or name_of(kind) in ("module", "function", "builtin_function_or_method")


def is_builtin(kind):
    return getattr(builtins, name_of(kind), None) is kind


def call_for_result():
    """One call; its value where it is an expression."""
    name = f"<{exercise['name']} call>"
    tree = ast.parse(exercise["call"] or "", name)
    if exercise["async"] or not tree.body or not isinstance(tree.body[-1], ast.Expr):
        return exec(compiled("call"), main)  # noqa: S102
    last = tree.body.pop()
    exec(compile(tree, name, "exec"), main)  # noqa: S102
    return eval(compile(ast.Expression(last.value), name, "eval"), main)


def owners():
    """A fresh run of the exercise: what it makes, by name."""
    setup()
    host.step("call")
    try:
        result = call_for_result()
    except BaseException as error:  # noqa: BLE001
        raised(error, "call")
        raise Stop from None
    values = {name: value for name, value in main.items() if not name.startswith("__")}
    values[RESULT] = result
    return {name: value for name, value in values.items() if not is_plain(type(value))}


def attribute_names(kind):
    for base in mro_of(kind)[:-1]:
        for name, attribute in list(type.__dict__["__dict__"].__get__(base).items()):
            if not name.startswith("__"):
                yield name, name_of(type(attribute))


def takings(value):
    """What may be taken from an object and kept, by name; nothing here calls a method of the artifact's."""
    kind = type(value)
    if hasattr(kind, "__getitem__") and hasattr(kind, "__len__"):
        yield "an item", lambda owner: next(iter(owner.values())) if kind is dict else owner[0]
    if is_builtin(kind):
        return
    if hasattr(kind, "__iter__"):
        yield "an iterator", started
    yield "a memoryview", memoryview
    yield "a slice", sliced
    for name, sort in attribute_names(kind):
        if sort in ("getset_descriptor", "member_descriptor", "property"):
            yield f"its attribute `{name}`", lambda owner, name=name: getattr(owner, name)
        elif sort in ("method_descriptor", "instancemethod", "cython_function_or_method", "nb_method"):
            yield f"its method `{name}`", lambda owner, name=name: getattr(owner, name)


def sliced(owner):
    """Of what has a buffer: elsewhere a slice is a copy, or C's pointer by another name, which keeps nothing."""
    memoryview(owner)
    return owner[0:2]


def started(owner):
    iterator = iter(owner)
    next(iterator, None)
    return iterator


def taken(name, label):
    """From a fresh run, of which nothing else stays; None where it gives nothing that has an owner."""
    owner = owners().get(name)
    take = dict(takings(owner)).get(label)
    try:
        part = take(owner) if take else None
    except BaseException:  # noqa: BLE001
        return None
    return None if part is owner or is_plain(type(part)) else part


def use(part):
    """Reads it, as far as reading goes. What it raises is an answer, too: that its owner is gone."""
    for read in (bytes_of, items_of, repr, len):
        try:
            read(part)
        except BaseException:  # noqa: BLE001, S110
            pass


def bytes_of(part):
    view = memoryview(part)
    if view.nbytes <= READ_BYTES:
        return view.tobytes()
    return view.cast("B")[:READ_BYTES].tobytes()


def items_of(part):
    return [repr(item) for item in itertools.islice(iter(part), READ_ITEMS)]


def parts_of(values):
    """One name for each part of each type: what holds for one object holds for the next."""
    found: dict = {}
    for name, value in values.items():
        for label, _ in takings(value):
            found.setdefault((label, qualified(type(value))), name)
    return found


def outlive():
    """Uses what was taken from each object once the object is gone."""
    found = parts_of(owners())
    forget()
    until = time.process_time() + TAKING_SECONDS
    used = 0
    for (label, kind), name in list(found.items())[:TAKINGS]:
        part = taken(name, label)
        observe("taken", f"{label} of {name} ({kind})")
        host.step("after")
        forget()
        if part is not None:
            use(part)
            used += 1
        del part
        if time.process_time() > until:
            break
    observe("taken", None)
    observe("outlived", used)
    if not used:
        skip("nothing that the call makes has a part which could outlive it")
