# ruff: noqa: F821 (the names of bootstrap.py)
"""Verbs about other interpreters, other modules and other orders in one process. Runs in the namespace of bootstrap.py.

What has to happen before the artifact is imported happens in a child, which is forked first and waits for its turn.
"""

import marshal
import os
import sys
import threading
import time
import warnings

read_verbs("elsewhere.py")

ENDING_OF_CHILD = 3
THREADS = 2
STRESSING_THREADS = 8
STRESSING_SECONDS = 0.3
# Other bindings, with native libraries that many artifacts carry a copy of.
OTHERS = ("sqlite3", "ssl")


def waiting_child(action):
    """A function that lets the child act on what it is given, waits for it, and observes how it ended. Where the parent
    dies first, the child goes without a word."""
    from_parent, to_child = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(to_child)
        act(action, from_parent)
    os.close(from_parent)

    def let_go(what=None):
        patience = CHILD_SECONDS + 10 * (time.monotonic() - started)
        with os.fdopen(to_child, "wb") as pipe:
            pipe.write(b"!" + marshal.dumps(what))
        observe("child", outcome_of(child, patience))

    return let_go


def act(action, from_parent):
    with os.fdopen(from_parent, "rb") as pipe:
        message = pipe.read()
    if not message:
        os._exit(0)
    try:
        leaves_by_host = action(marshal.loads(message[1:]))
    except Stop:
        leaves_by_host = False
    if leaves_by_host:
        raise Stop
    os._exit(0)


# Interpreters.


def import_reversed_later():
    """In a child: a sub-interpreter imports the artifact first, the first interpreter second."""
    return waiting_child(import_reversed)


def import_reversed(others):
    """What else the artifact imports is the first interpreter's already: its faults are not the artifact's."""
    for name in others:
        try:
            __import__(name)
        except Exception:  # noqa: BLE001, S112
            continue
    observe("instance", "a sub-interpreter that imports it first")
    if not host.again():
        raise Stop
    observe("instance", "the first interpreter, after a sub-interpreter had imported it first")
    import_artifact()
    setup()
    call()
    return False


def is_own(name):
    return name.partition(".")[0] in {module.partition(".")[0] for module in job["modules"]}


def others_imported():
    """Without ours, and without those of the artifact."""
    return [name for name in list(sys.modules) if not is_own(name) and not name.startswith(("__main__", "_harness"))]


def import_again():
    """Its extension modules reloaded; then all of it imported anew, as after `del sys.modules[…]`. A refusal is no harm."""
    import importlib

    own = [name for name in list(sys.modules) if is_own(name)]
    extensions = [name for name in own if (getattr(sys.modules[name], "__file__", None) or "").endswith(".so")]
    observe("instance", "the same interpreter, reloaded")
    anew("reload-refused", lambda: [importlib.reload(sys.modules[name]) for name in extensions])
    observe("instance", "the same interpreter, imported anew")
    for name in own:
        del sys.modules[name]
    anew("second-import-refused", lambda: [__import__(name) for name in job["modules"]])


def anew(fact, action):
    host.step("import")
    try:
        action()
    except Exception as error:  # noqa: BLE001
        write(fact=fact, value=f"{name_of(type(error))}: {text_of(error)[:200]}")
        host.step("call")
        return
    setup()
    call()


# Threads at the end.


def finalise_in_calls_later():
    """In a child: the interpreter ends while daemon threads are in the call."""
    if exercise["once"] or exercise["panics"] == "abort":
        return lambda: None
    return waiting_child(finalise_in_calls)


def finalise_in_calls(_):
    import_artifact()
    setup()
    code = attempt("call", lambda: compiled("call"))
    for _ in range(THREADS):
        threading.Thread(target=call_for_ever, args=(code, dict(main)), daemon=True).start()
    time.sleep(0.03)
    host.ending(ENDING_OF_CHILD)
    return True


def call_for_ever(code, names):
    while True:
        try:
            exec(code, names)  # noqa: S102
        except BaseException:  # noqa: BLE001, S110
            pass


# Neighbours.


def compare_beside_others():
    """The answer alone and beside other modules, which come after the artifact here and before it in a child."""
    import_later = waiting_child(answer_beside)
    import_artifact()
    setup()
    alone = answer()
    steady = alone is not None and answer() == alone
    load_neighbours("cannot-load-after")
    beside = answer()
    observe("answers-changed", [told(beside)] if steady and beside != alone else [])
    import_later(alone if steady else None)


def answer_beside(alone):
    load_neighbours("cannot-load-alone")
    observe("instance", "beside other modules")
    import_artifact()
    setup()
    beside = answer()
    observe("answers-differ", [told(beside)] if alone is not None and beside != alone else [])
    return False


def load_neighbours(fact):
    """Native modules that were installed with the artifact, others of the runtime, and libraries with static
    thread-local storage, of which a process has little to give to what comes later."""
    import ctypes

    for name in [*siblings(), *OTHERS]:
        try:
            __import__(name)
        except Exception:  # noqa: BLE001, S112
            continue
    refused = []
    for library in job["neighbours"]:
        try:
            ctypes.CDLL(library)
        except OSError as error:
            refused.append(text_of(error)[:300])
    observe(fact, refused)


def siblings():
    for folder in job["path"]:
        for entry in os.scandir(folder):
            name = entry.name.partition(".")[0]
            if name.isidentifier() and not is_own(name) and holds_native_code(entry):
                yield name


def holds_native_code(entry):
    if not entry.is_dir():
        return entry.name.endswith(".so")
    if not os.path.exists(os.path.join(entry.path, "__init__.py")):
        return False
    return any(name.endswith(".so") for _, _, names in os.walk(entry.path) for name in names)


def answer():
    """What the call came to, as marshal writes it: of plain values only; None where nobody can tell."""
    host.step("call")
    try:
        value = eval(exercise["call"], main)
        return marshal.dumps(value, 2)
    except (SyntaxError, ValueError):  # statements; a value that marshal does not know, or an error of that name
        return None
    except BaseException as error:  # noqa: BLE001
        return marshal.dumps(f"raised {qualified(type(error))}", 2)


def told(value):
    return repr(marshal.loads(value))[:200] if value is not None else "something that can't be compared"


# Without a global lock.


def import_without_lock():
    """Which module took the global lock back for the whole process: Python warns of it once."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        import_artifact()
        setup()
    texts = [str(one.message) for one in caught if "global interpreter lock" in str(one.message)]
    if sys._is_gil_enabled() and not texts:
        texts = ["sys._is_gil_enabled() is true after the import"]
    observe("lock-taken-by", [text[:300] for text in texts])


def stress():
    race(STRESSING_THREADS, STRESSING_SECONDS)
