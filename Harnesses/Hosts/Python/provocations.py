# ruff: noqa: F821 (the names of bootstrap.py and of hostile_values.py)
"""Verbs that put other arguments into the exercise's call: hostile ones, and deep ones. Runs in the namespace of
bootstrap.py.

Each call is source text with a number. The number goes on the wire before the call is made; the text, where the harness
asks for single calls by their numbers, because a process of many died."""

import ast
import builtins
import faulthandler
import re
import sys

CALL_SECONDS = 3
CALLS_AT_MOST = 600
PANICS_AT_MOST = 5


class Call:
    """One call to be made."""

    def __init__(self, text, before="", kind="plain", of=None):
        self.text, self.before, self.kind, self.of = text, before, kind, of

    @property
    def setup(self):
        return "\n".join(part for part in (self.before, exercise["setup"]) if part)


# Where arguments stand in the exercise's call.


def resolved(node):
    """What a dotted name stands for once the set-up has run, or None."""
    if isinstance(node, ast.Name):
        return main.get(node.id, getattr(builtins, node.id, None))
    if isinstance(node, ast.Attribute):
        owner = resolved(node.value)
        return None if owner is None else getattr(owner, node.attr, None)
    return None


def is_foreign(node):
    """Whether a call is one of Python's own, which nobody doubts."""
    value = resolved(node)
    if value is None:
        return isinstance(node, ast.Name) and hasattr(builtins, node.id)
    home = getattr(value, "__module__", None) or name_of(type(value))
    tops = {name.partition(".")[0] for name in job["modules"]}
    top = str(home).partition(".")[0]
    return top not in tops and (
        top in sys.stdlib_module_names if hasattr(sys, "stdlib_module_names") else top == "builtins"
    )


def places(tree):
    """Lists and positions in them: every argument of a call, a subscript, the left side of `in`."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and not is_foreign(node.func):
            found += [(node.args, index) for index in range(len(node.args))]
            found += [(node.keywords, index) for index in range(len(node.keywords))]
        elif isinstance(node, ast.Subscript):
            found.append((node, "slice"))
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.Lt, ast.Eq)):
            found.append((node.comparators, 0) if not isinstance(node.ops[0], ast.In) else (node, "left"))
        elif isinstance(node, ast.BinOp):
            found.append((node, "right"))
    return found


def value_at(place):
    holder, at = place
    value = getattr(holder, at) if isinstance(at, str) else holder[at]
    return value.value if isinstance(value, ast.keyword) else value


class Replaced:
    """The call's text with some arguments replaced, for as long as it is entered."""

    def __init__(self, tree, values):
        self.tree, self.values = tree, values

    def text(self):
        before = [value_at(place) for place, _ in self.values]
        for place, value in self.values:
            put(place, value)
        try:
            return ast.unparse(self.tree)
        finally:
            for (place, _), value in zip(self.values, before):
                put(place, value)


def put(place, value):
    holder, at = place
    if isinstance(at, str):
        setattr(holder, at, value)
    elif isinstance(holder[at], ast.keyword):
        holder[at].value = value
    else:
        holder[at] = value


def expression(text):
    return ast.parse(text, mode="eval").body


def parsed_call():
    """The first statements of the exercise's call; what it is made of may be many calls."""
    try:
        return ast.parse(exercise["call"])
    except SyntaxError:
        return None


def takes_addresses():
    return re.search(r"(ptr|pointer|address|handle|unsafe)", exercise["call"], re.IGNORECASE) is not None


def has(module):
    try:
        __import__(module)
        return True
    except Exception:  # noqa: BLE001
        return False


def hostile_calls(tree):
    calls = []
    values = [value for value in HOSTILE if value[2] != "import numpy" or has("numpy")]
    if takes_addresses():
        values = [value for value in values if not value[1].lstrip("-").startswith(("0", "1", "2"))]
    where = places(tree)
    for kind, text, before in values:
        for place in where:
            if not is_lambda(value_at(place)) or kind == "plain":
                calls.append(Call(Replaced(tree, [(place, expression(text))]).text(), before, kind))
    return cleared(tree, where) + uninitialised(tree) + misused(tree) + calls


def is_lambda(node):
    return isinstance(node, ast.Lambda)


def cleared(tree, where):
    """A callback that empties the container which the call is at work on."""
    functions = [place for place in where if is_lambda(value_at(place))]
    others = [place for place in where if not is_lambda(value_at(place))]
    found = []
    for before in (CLEARS, CLEARS_DICT):
        plain = before.replace("Clears(), ", "object(), ").replace("'a': Clears()", "'a': object()")
        for place in others if functions else []:
            values = [(function, expression("empty")) for function in functions]
            found.append(Call(Replaced(tree, [*values, (place, expression("held"))]).text(), plain))
    return found


def uninitialised(tree):
    """Methods of an object that `__init__` has never seen, and of one that it saw twice."""
    found = []
    for node in list(ast.walk(tree)):
        if not (
            isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call) and is_type(resolved(node.value.func))
        ):
            continue
        name, made = ast.unparse(node.value.func), node.value
        node.value = expression(f"{name}.__new__({name})")
        found.append(Call(ast.unparse(tree), "", "uninitialised", name))
        node.value = expression("twice")
        before = f"{exercise['setup']}\ntwice = {ast.unparse(made)}\ntwice.__init__()"
        found.append(Call(ast.unparse(tree), before, "plain"))
        node.value = made
    return found


def misused(tree):
    """Too many, none, unknown and doubled arguments."""
    found = []
    for node in [node for node in ast.walk(tree) if isinstance(node, ast.Call) and not is_foreign(node.func)]:
        args, keywords = node.args, node.keywords
        for changed in (
            ([], []), ([*args, *[ast.Constant(1)] * 40], keywords), (args, [*keywords, ast.keyword("no_such_name", ast.Constant(1))]),
            (args, [*keywords, ast.keyword(None, expression("{'': 1, '\\ud800': 2}"))]), ([], [ast.keyword(None, expression("{'self': 1}"))]),
        ):  # fmt: skip
            node.args, node.keywords = changed
            found.append(Call(ast.unparse(tree), ""))
            node.args, node.keywords = args, keywords
    return found


def deep_calls(tree):
    calls = []
    for depth in DEPTHS:
        for place in places(tree):
            value = value_at(place)
            if is_lambda(value):
                continue
            constant = value.value if isinstance(value, ast.Constant) else None
            if isinstance(constant, (str, bytes)):
                for text in DEEP_TEXTS:
                    calls.append(deep_text(tree, place, text, depth, isinstance(constant, bytes)))
            for text, before in DEEP_OBJECTS:
                calls.append(Call(Replaced(tree, [(place, expression(text))]).text(), at_depth(before, depth), "huge"))
        calls += chains(tree, depth)
    return calls


def at_depth(text, depth):
    return text.replace("DEPTH", str(depth))


def deep_text(tree, place, text, depth, in_bytes):
    before = f"deep = {at_depth(text, depth)}" + ("\ndeep = deep.encode()" if in_bytes else "")
    return Call(Replaced(tree, [(place, expression("deep"))]).text(), before, "deep")


def chains(tree, depth):
    """Objects of the artifact's own, each of which holds the one before; dropping the last one drops them all."""
    found = []
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Call) and is_type(resolved(node.func)) and not is_foreign(node.func) and node.args
        ):
            continue
        name, rest = ast.unparse(node.func), node.args[1:]
        for first in ("chain", "[chain]", "{'a': chain}"):
            inside = ", ".join([first, *(ast.unparse(argument) for argument in rest)])
            found.append(
                Call(f"chain = None\nfor _ in range({depth}): chain = {name}({inside})\ndel chain", "", "huge")
            )
    return found


# Making the calls.

# What CPython says of native code that broke the contract of its API.
BROKEN = re.compile(
    r"without setting an exception|with an exception set|without exception set|bad argument to internal"
)


def provoke():
    """Calls with hostile arguments."""
    make_all(hostile_calls)


def nest():
    """Calls with deeply nested arguments."""
    make_all(deep_calls)


def make_all(calls_of):
    tree = parsed_call()
    calls = calls_of(tree) if tree is not None else []
    if not calls:
        skip("the exercise's call has no argument that could be another")
    order = job["order"] or {}
    only, skipped = order.get("only"), set(order.get("skip", []))
    host.step("call")
    problems: dict = {}
    for number, one in enumerate(calls[:CALLS_AT_MOST] if only is None else calls):
        if number not in skipped and (only is None or number in only):
            make(number, one, only is not None, problems)
    observe("misbehaviour", list(problems.values()))


def make(number, one, alone, problems):
    told = {"number": number, "call": one.text, "setup": one.setup, "kind": one.kind, "of": one.of}
    observe("provocation", told if alone else number)
    if not alone:
        faulthandler.dump_traceback_later(CALL_SECONDS, exit=True, file=host.stacks())
    try:
        names = {"__name__": "__main__"}
        exec(compile(one.setup, "<setup>", "exec"), names)  # noqa: S102
        exec(compile(one.text, "<call>", "exec"), names)  # noqa: S102
        names.clear()
    except BaseException as error:  # noqa: BLE001
        note(error, number, one, problems)
    finally:
        if not alone:
            faulthandler.cancel_dump_traceback_later()


def note(error, number, one, problems):
    """A panic, or CPython's own word for native code that broke its contract. Any other exception is an answer."""
    kind = type(error)
    names = [name_of(kind), *bases(kind)]
    is_panic = "PanicException" in names
    if not is_panic and not (name_of(kind) == "SystemError" and BROKEN.search(text_of(error))):
        return
    key = name_of(kind), re.sub(r"\d+|'[^']*'|\"[^\"]*\"", "", text_of(error))[:120]
    if key not in problems and len(problems) < PANICS_AT_MOST:
        problems[key] = {
            "number": number, "type": names[0], "message": text_of(error)[:300], "call": one.text, "setup": one.setup,
            "panic": is_panic, "kind": one.kind, "of": one.of,
        }  # fmt: skip
