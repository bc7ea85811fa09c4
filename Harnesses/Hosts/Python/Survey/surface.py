# ruff: noqa: F821 (the names of bootstrap.py)
"""What a wheel offers: its modules, and their public functions, types, methods and properties. Runs in the namespace of
bootstrap.py, before the other files of this folder."""

import builtins
import inspect
import os
import pkgutil
import sys
import types

MODULES_AT_MOST = 120
OFFERS_AT_MOST = 6000

# Parts of packages that are no API: importing them starts something, or wants what is not there.
NOT_IMPORTED = {"tests", "test", "testing", "conftest", "setup", "benchmarks", "examples", "docs", "cli", "gui", "f2py"}
# Names that speak of an effect beyond the call: on the process, the system, the network, or whoever sits before it.
EFFECTS = {
    "exit": "ends the process", "quit": "ends the process", "abort": "ends the process", "kill": "sends a signal",
    "fork": "makes a process", "daemon": "makes a process", "daemonize": "makes a process", "spawn": "makes a process",
    "popen": "makes a process", "system": "makes a process", "shutdown": "ends the process", "reboot": "ends the system",
    "main": "is a program", "cli": "is a program", "input": "waits for a person", "prompt": "waits for a person",
    "rmtree": "removes files", "unlink": "removes files", "rmdir": "removes files", "chmod": "changes files",
    "download": "uses the network", "connect": "uses the network", "listen": "uses the network", "serve": "uses the network",
    "urlopen": "uses the network", "bind": "uses the network", "show": "opens a window", "breakpoint": "waits for a person",
    "segfault": "crashes by design", "crash": "crashes by design", "interact": "waits for a person",
    "setrlimit": "limits the process", "sleep": "only waits", "pause": "only waits", "wait": "only waits",
    "blocking": "only waits", "accept": "only waits",
}  # fmt: skip
# Of modules only: on an object of the artifact's own these words are harmless.
MODULE_EFFECTS = {
    "remove": "removes files",
    "delete": "removes files",
    "run": "is a program",
    "rename": "changes files",
}
# What a module keeps by design: growth through these is no leak.
KEEPING = (
    "register",
    "add_",
    "subscribe",
    "install",
    "observe",
    "on_",
    "set_",
    "enable",
    "attach",
    "hook",
    "intern",
    "track",
)
PROTOCOL = {
    "__len__": "len({0})", "__iter__": "list(zip(range(100), {0}))", "__repr__": "repr({0})", "__str__": "str({0})",
    "__hash__": "hash({0})", "__eq__": "{0} == {0}", "__lt__": "{0} < {0}", "__bool__": "bool({0})", "__bytes__": "bytes({0})",
    "__int__": "int({0})", "__float__": "float({0})", "__reduce__": "{0}.__reduce__()", "__copy__": "{0}.__copy__()",
    "__deepcopy__": "{0}.__deepcopy__({{}})", "__add__": "{0} + {0}", "__or__": "{0} | {0}", "__and__": "{0} & {0}",
    "__sub__": "{0} - {0}", "__mul__": "{0} * {0}", "__neg__": "-{0}", "__getstate__": "{0}.__getstate__()",
    "__reversed__": "list(reversed({0}))", "__sizeof__": "{0}.__sizeof__()", "__buffer__": "memoryview({0})",
    "__dir__": "dir({0})", "__complex__": "complex({0})", "__invert__": "~{0}", "__xor__": "{0} ^ {0}",
}  # fmt: skip
PROTOCOL_WITH_ARGUMENTS = ("__getitem__", "__contains__", "__call__", "__setitem__", "__delitem__")


class Offer:
    """Something public that can be called: `id` is its dotted name, `text` how it is written in front of its arguments."""

    def __init__(self, id, kind, text, value, owner=None):
        self.id, self.kind, self.text, self.value, self.owner = id, kind, text, value, owner
        self.native = is_native(value) or (owner is not None and is_native(owner) and kind in ("property", "protocol"))
        self.left_out = effect_of(self)

    @property
    def name(self):
        return self.id.rpartition(".")[2]

    @property
    def keeps(self):
        """Whether its name says that the module goes on holding what it is given."""
        return self.kind in ("function", "static") and self.name.startswith(KEEPING)


def effect_of(offer):
    words = [word for word in offer.id.rpartition(".")[2].lower().split("_") if word]
    effects = {**EFFECTS, **(MODULE_EFFECTS if offer.kind == "function" else {})}
    return next((effects[word] for word in words[:1] + words[-1:] if word in effects), None)


def is_native(value):
    """Whether native code is behind it, as far as its type tells; a wrapper in Python counts by what it names."""
    value = inspect.unwrap(value) if isinstance(value, types.FunctionType) else value
    if isinstance(value, (classmethod, staticmethod)):
        value = value.__func__
    if isinstance(value, types.FunctionType):
        names = value.__code__.co_names
        return any(is_native_of_ours(value.__globals__.get(name)) for name in names)
    if is_type(value):
        return any(is_native_slot(attribute) for attribute in list(type.__dict__["__dict__"].__get__(value).values()))
    kind = type(value)
    # An object of a class of the wheel's own is what its class is.
    return not isinstance(value, property) and (not is_ours(module_of_type(kind)) or is_native(kind))


NATIVE_SLOTS = ("builtin_function_or_method", "method_descriptor", "wrapper_descriptor", "classmethod_descriptor",
                "cython_function_or_method", "getset_descriptor", "nb_method", "instancemethod")  # fmt: skip


def is_native_slot(attribute):
    name = name_of(type(attribute))
    if name == "getset_descriptor":
        return getattr(attribute, "__name__", "") not in ("__dict__", "__weakref__")
    return name in NATIVE_SLOTS


def is_native_of_ours(value):
    if isinstance(value, types.ModuleType):
        file = getattr(value, "__file__", None) or ""
        return is_ours(value.__name__) and not file.endswith((".py", ".pyc"))
    if value is None or isinstance(value, types.FunctionType) or not is_ours(getattr(value, "__module__", None)):
        return False
    return is_native(value)


def tops():
    return {name.partition(".")[0] for name in job["modules"]}


def is_ours(module):
    """Native functions often name the private module that they were made in, by its last part alone."""
    if not isinstance(module, str):
        return False
    top = module.partition(".")[0]
    return top in tops() or top in NATIVE_TOPS


NATIVE_TOPS: set = set()


def note_native_modules():
    """The names that native modules of the wheel go by: `_regex` beside `regex._regex`."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if file.endswith(".so") and name.partition(".")[0] in tops():
            NATIVE_TOPS.update({name.rpartition(".")[2], str(getattr(module, "__name__", name)).partition(".")[0]})
    NATIVE_TOPS.difference_update({"builtins", "types", "typing"})


def modules_of_wheel(skipped):
    """Every public module: the ones at the top, and theirs. Each import goes on the wire first: it may never come back."""
    found, todo = [], [(name, True) for name in job["modules"]]
    while todo and len(found) < MODULES_AT_MOST:
        name, required = todo.pop(0)
        if f"import {name}" in skipped:
            continue
        module = imported(name, required)
        if module is None:
            continue
        found.append(module)
        found += inner_modules(module, found)
        paths = getattr(module, "__path__", None)
        for entry in pkgutil.iter_modules(list(paths) if paths else []):
            if not entry.name.startswith("_") and entry.name not in NOT_IMPORTED and "test" not in entry.name:
                todo.append((f"{name}.{entry.name}", False))
    return found


def inner_modules(module, found):
    """Modules that native code makes by itself, which nobody can import: `from cramjam import zstd` finds an attribute."""
    inner = []
    for name, value in list(vars(module).items()):
        if isinstance(value, types.ModuleType) and not name.startswith("_") and value not in found:
            last = getattr(value, "__name__", "").rpartition(".")[2]
            if not hasattr(value, "__file__") and last == name and value.__name__ not in sys.stdlib_module_names:
                INNER_NAMES[value] = f"{name_of_module(module)}.{name}"
                NATIVE_TOPS.add(value.__name__.partition(".")[0])
                inner.append(value)
    return inner


INNER_NAMES: dict = {}


def name_of_module(module):
    return INNER_NAMES.get(module) or module.__name__


def imported(name, required):
    if not required:
        observe("trial", {"offer": name, "setup": "", "call": f"import {name}"})
    with watchdog():
        try:
            __import__(name)
            return sys.modules[name]
        except Exception as error:  # noqa: BLE001
            if required:
                raised(error, "import")
            return None
        except BaseException as error:  # noqa: BLE001
            if required or name_of(type(error)) == "PanicException":
                raised(error, "import")
            return None


def public_names(module):
    listed = getattr(module, "__all__", None)
    names = [n for n in listed if isinstance(n, str)] if isinstance(listed, (list, tuple)) else list(vars(module))
    return [name for name in dict.fromkeys(names) if not name.startswith("_")]


def offers_of(modules):
    """Each thing once, under the shortest of its names."""
    found, seen = [], set()
    for module in sorted(modules, key=lambda module: module.__name__.count(".")):
        for name in public_names(module):
            value = getattr(module, name, None)
            if id(value) in seen or isinstance(value, types.ModuleType) or not belongs(value, module, name):
                continue
            seen.add(id(value))
            found += offers_in(value, f"{name_of_module(module)}.{name}")
            if len(found) > OFFERS_AT_MOST:
                return found
    return found


def belongs(value, module, name):
    if not (is_type(value) or callable(value)) or isinstance(value, types.GenericAlias):
        return False
    home = getattr(value, "__module__", None)
    if is_ours(home):
        return True
    if is_type(value) and home == "builtins":
        # PyO3's types say so where nobody named their module.
        return getattr(builtins, name_of(value), None) is not value and is_native_module(module)
    return not is_type(value) and isinstance(value, types.BuiltinFunctionType) and is_ours(module.__name__) and (
        getattr(value, "__self__", None) is module or getattr(value, "__module__", None) in (None, "builtins")
    )  # fmt: skip


def is_native_module(module):
    file = getattr(module, "__file__", None) or ""
    native = [name for name in sys.modules if name.partition(".")[0] in tops() and is_native_of_ours(sys.modules[name])]
    return not file.endswith(".py") or bool(native)


def is_own(kind):
    return kind in TEXT_OF_TYPE or is_ours(module_of_type(kind))


def offers_in(value, text):
    if not is_type(value):
        return [Offer(text, "function", text, value)]
    if issubclass(value, BaseException):
        return []
    OWN_TYPES.setdefault(name_of(value), value)
    TEXT_OF_TYPE[value] = text
    made = [] if is_abstract(value) else [Offer(text, "type", text, value)]
    return made + members(value, text)


OWN_TYPES: dict = {}
TEXT_OF_TYPE: dict = {}


def is_abstract(kind):
    return inspect.isabstract(kind) or getattr(kind, "_is_protocol", False)


def is_enum(kind):
    return any(name_of(base) in ("Enum", "EnumMeta", "Flag") for base in mro_of(kind))


def members(kind, text):
    """What the type and its own bases define; what it has from Python's types is Python's."""
    found, seen = [], set()
    for base in mro_of(kind):
        if not is_own(base):
            continue
        for name, attribute in list(type.__dict__["__dict__"].__get__(base).items()):
            if name in seen or (base, name) in WALKED:
                continue
            seen.add(name)
            WALKED.add((base, name))
            offer = member(base, TEXT_OF_TYPE.get(base, text if base is kind else qualified(base)), name, attribute)
            if offer is not None:
                found.append(offer)
    return found


# What several types inherit is one offer, asked of whichever of them can be made.
WALKED: set = set()


def module_of_type(kind):
    try:
        return module_of(kind)
    except AttributeError:
        return None


def member(kind, text, name, attribute):
    id = f"{text}.{name}"
    if name.startswith("__"):
        plain = attribute is None or (is_enum(kind) or not is_native(kind))
        if plain or name not in PROTOCOL and name not in PROTOCOL_WITH_ARGUMENTS:
            return None
        return Offer(id, "protocol", name, attribute, kind)
    if name.startswith("_") or is_type(attribute):
        return None
    if isinstance(attribute, (staticmethod, classmethod)) or name_of(type(attribute)) == "classmethod_descriptor":
        return Offer(id, "static", id, getattr(kind, name, attribute), kind)
    if isinstance(attribute, types.BuiltinFunctionType):
        return Offer(id, "static", id, attribute, kind)
    if isinstance(attribute, property) or name_of(type(attribute)) in ("getset_descriptor", "cached_property"):
        return Offer(id, "property", name, attribute, kind)
    if isinstance(attribute, types.MemberDescriptorType) or not callable(attribute):
        return None
    return Offer(id, "method", name, attribute, kind)


def folders():
    """Where the wheel's modules lie."""
    return sorted(
        {os.path.dirname(file) for name in tops() if (file := getattr(sys.modules.get(name), "__file__", None))}
    )
