# ruff: noqa: F821 (the names of bootstrap.py)
"""Verbs about Python code that the artifact calls back. Runs in the namespace of bootstrap.py.

Every function and lambda that the exercise's own text makes asks a hook first, whichever way the artifact got hold of it.
"""

import ast

HOOK = "__harness_callback__"


class ForeignError(Exception):
    """Raised in a callback; nobody but the exercise's caller may catch it."""


class Hooking(ast.NodeTransformer):
    def hook(self, node):
        call = ast.Call(func=ast.Name(id=HOOK, ctx=ast.Load()), args=[], keywords=[])
        return ast.copy_location(call, node)

    def visit_Lambda(self, node):
        self.generic_visit(node)
        pair = ast.Tuple(elts=[self.hook(node), node.body], ctx=ast.Load())
        node.body = ast.Subscript(value=pair, slice=ast.Constant(1), ctx=ast.Load())
        return node

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        node.body.insert(0, ast.Expr(self.hook(node)))
        return node


def hooked(part):
    tree = Hooking().visit(ast.parse(exercise[part] or ""))
    return compile(ast.fix_missing_locations(tree), f"<{exercise['name']} {part}>", "exec")


def with_hook(hook):
    """The set-up once more, and one call; `hook` runs in the first callback alone."""
    if "except" in (exercise["setup"] or "") + exercise["call"]:
        skip("the exercise catches exceptions itself, so that nobody can say who lost one")
    called = []

    def first():
        if not called:
            called.append(True)
            hook()

    main[HOOK] = lambda: None
    attempt("setup", lambda: exec(hooked("setup"), main))  # noqa: S102
    main[HOOK] = first
    error = outcome_of_call()
    if not called:
        skip("the exercise gives the artifact no Python function to call")
    return error


def outcome_of_call():
    host.step("call")
    try:
        exec(hooked("call"), main)  # noqa: S102
    except BaseException as error:  # noqa: BLE001
        return error
    return None


def raise_from_callback():
    """A callback raises: what comes out of the call that made it?"""

    def hook():
        raise ForeignError("raised in a callback")

    error = with_hook(hook)
    if error is None:
        observe("lost-exceptions", ["the call returned as if nothing had happened"])
    elif came_through(error):
        observe("lost-exceptions", [])
    else:
        raised(error, "call")
        observe("lost-exceptions", [f"{name_of(type(error))} came instead: {text_of(error)[:200]}"])


def came_through(error):
    """It, or one that names it as its cause."""
    seen = 0
    while error is not None and seen < 20:
        if type(error) is ForeignError:
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False


def call_from_callback():
    """A callback makes the same call again, into the same objects."""
    errors = []

    def hook():
        error = outcome_of_call()
        if error is not None:
            errors.append(error)

    outer = with_hook(hook)
    if outer is not None:
        errors.append(outer)
    undeclared = [error for error in errors if exercise["raises"] not in [name_of(type(error)), *bases(type(error))]]
    for error in undeclared[:1]:
        raised(error, "call")
    observe("reentrant-errors", [f"{name_of(type(error))}: {text_of(error)[:200]}" for error in undeclared])
