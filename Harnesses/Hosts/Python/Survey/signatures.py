# ruff: noqa: F821 (the names of bootstrap.py and of the files read before)
"""What a callable takes: from stubs (.pyi), `inspect.signature`, and the first lines of docstrings. Runs after surface.py."""

import ast
import re

STUBS_AT_MOST = 400


class Parameter:
    def __init__(self, name, annotation=None, optional=False, by_name=False, variadic=False):
        self.name, self.annotation, self.optional = name, annotation, optional
        self.by_name, self.variadic, self.guessed = by_name, variadic, False


def parameters_of(arguments, skip_first):
    """Of an ast.arguments, without `self`."""
    placed = [*arguments.posonlyargs, *arguments.args]
    first_default = len(placed) - len(arguments.defaults)
    found = [Parameter(a.arg, a.annotation, i >= first_default) for i, a in enumerate(placed)]
    found = found[1:] if skip_first and found else found
    if arguments.vararg:
        found.append(Parameter(arguments.vararg.arg, arguments.vararg.annotation, True, variadic=True))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        found.append(Parameter(argument.arg, argument.annotation, default is not None, by_name=True))
    return found


class Stubs:
    """Definitions of all stubs of the wheel, by `Type.method` and by `function`; aliases of types by their name."""

    def __init__(self):
        self.functions, self.aliases = {}, {}
        for path in stub_files():
            try:
                with open(path, encoding="utf-8") as file:
                    self.read(ast.parse(file.read()).body, "", os.path.basename(path)[:-4])
            except (OSError, SyntaxError, ValueError, RecursionError):
                continue

    def read(self, body, prefix, file):
        for node in body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                self.functions.setdefault(prefix + node.name, []).append((file, node))
            elif isinstance(node, ast.ClassDef):
                self.read(node.body, f"{node.name}.", file)
            elif isinstance(node, ast.If):
                self.read(node.body, prefix, file)
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and not prefix:
                self.aliases[node.targets[0].id] = node.value
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value and not prefix:
                self.aliases[node.target.id] = node.value
            elif hasattr(ast, "TypeAlias") and isinstance(node, ast.TypeAlias):
                self.aliases[node.name.id] = node.value

    def of(self, offer):
        key = offer.name if offer.owner is None and offer.kind == "function" else ".".join(offer.id.split(".")[-2:])
        if offer.kind == "type":
            new = self.functions.get(f"{offer.name}.__new__"), self.functions.get(f"{offer.name}.__init__")
            definitions = new[1] or new[0] or []
        else:
            definitions = self.functions.get(key, [])
        inner = offer.owner is not None or offer.kind == "type"
        found = []
        for file in dict.fromkeys(file for file, _ in definitions):
            overloads = [node for where, node in definitions if where == file]
            static = [any(getattr(d, "id", "") == "staticmethod" for d in node.decorator_list) for node in overloads]
            found += [parameters_of(n.args, inner and not s) for n, s in zip(overloads, static)]
            break
        return found


def stub_files():
    found = []
    for folder in folders():
        for at, names, files in os.walk(folder):
            names[:] = [name for name in names if "test" not in name][:100]
            found += [os.path.join(at, file) for file in sorted(files) if file.endswith(".pyi")]
            if len(found) > STUBS_AT_MOST or folder.endswith(("site-packages",)):
                break
    return found[:STUBS_AT_MOST]


def annotation_of(value):
    """An annotation as it would be written, parsed."""
    if value is inspect.Parameter.empty or value is None:
        return None
    text = value if isinstance(value, str) else qualified(value) if is_type(value) else str(value)
    try:
        return ast.parse(text.replace("builtins.", ""), mode="eval").body
    except (SyntaxError, ValueError):
        return None


def inspected(offer):
    value = offer.value
    try:
        signature = inspect.signature(value)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return []
    except BaseException:  # noqa: BLE001 (an artifact's own __signature__)
        return []
    found = []
    for parameter in signature.parameters.values():
        kind = parameter.kind
        if kind is parameter.VAR_KEYWORD:
            continue
        found.append(
            Parameter(
                parameter.name,
                annotation_of(parameter.annotation),
                parameter.default is not parameter.empty or kind is parameter.VAR_POSITIONAL,
                kind is parameter.KEYWORD_ONLY,
                kind is parameter.VAR_POSITIONAL,
            )
        )
    unbound = offer.kind in ("method", "protocol") and found and not found[0].by_name
    found = found[1:] if unbound and not found[0].variadic else found
    vague = [p for p in found if not p.variadic] == [] and any(p.variadic for p in found)
    return [] if vague else [found]


SIGNATURE = re.compile(r"^\s*(?:\d+\.\s*)?[\w.]+\((?P<inside>.*)\)\s*(?:->.*)?:?\s*$")


def documented(text, inner):
    """Signatures as pybind11, nanobind, Cython and C extensions write them into the first lines of a docstring."""
    found = []
    for line in (text or "").strip().splitlines()[:40]:
        match = SIGNATURE.match(line)
        if not match or len(line) > 600 or (found and not re.match(r"^\s*\d+\.", line)):
            continue
        inside = re.sub(r"\[\s*,\s*(\w+)[^\]]*\]+", r", \1=None", match["inside"])
        inside = re.sub(r"<[^<>]*>", "None", inside).replace("...", "None")
        try:
            parsed = ast.parse(f"def f({inside}): pass").body[0].args
        except (SyntaxError, ValueError):
            continue
        names = [a.arg for a in [*parsed.posonlyargs, *parsed.args]]
        found.append(parameters_of(parsed, inner and names[:1] == ["self"]))
    return [each for each in found if not (each and all(p.variadic for p in each))]


def signatures_of(offer, stubs):
    """The overloads, the surest source first; empty where nobody says."""
    if offer.kind == "property":
        return [[]]
    doc = getattr(offer.value, "__doc__", None)
    doc = doc if isinstance(doc, str) else ""
    found = stubs.of(offer) or inspected(offer) or documented(doc, offer.owner is not None)
    if offer.kind == "type" and not found:
        found = documented(getattr(offer.value.__init__, "__doc__", "") or "", True)
    annotated = any(p.annotation is not None for overload in found for p in overload)
    told = [] if annotated else documented(doc, offer.owner is not None)
    if any(p.annotation is not None for overload in told for p in overload):
        return told
    return found


PYBIND = "The following argument types are supported:"


def from_message(message, inner):
    """pybind11 and nanobind answer a wrong call with all they would have taken."""
    if PYBIND not in message:
        return []
    lines = message.partition(PYBIND)[2].partition("Invoked with")[0].strip().splitlines()
    found = []
    for line in lines:
        found += documented("f" + line[line.index("(") :] if "(" in line else "", inner)
    return found
