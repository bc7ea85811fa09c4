"""Injects the verbs and runs one probe. Runs inside the host, before the artifact: it imports nothing it can do without.

`host` and `again` are put here by again.c, which then calls `begin` with the text of a job; in a template it calls `prepare`
first. The exercise lives in `__main__`, the probe in a namespace of its own.
"""

import sys


class Stop(BaseException):
    """Ends the probe: what stopped it is on the wire."""


job: dict = {}
exercise: dict = {}
main = sys.modules["__main__"].__dict__
host = host  # noqa: F821, PLW0127
again = again  # noqa: F821, PLW0127
is_template = False


OWN_FILE = (lambda: None).__code__.co_filename


# What `type` itself says: an artifact's metaclass may answer for these, or raise.
name_of = type.__dict__["__name__"].__get__
qualname_of = type.__dict__["__qualname__"].__get__
module_of = type.__dict__["__module__"].__get__
mro_of = type.__dict__["__mro__"].__get__


def qualified(kind):
    """A type whose instances have a `__module__` answers with that member's descriptor for its own (Cython's generator)."""
    try:
        module = module_of(kind)
    except AttributeError:
        module = None
    return f"{module}.{qualname_of(kind)}" if type(module) is str else qualname_of(kind)


def is_type(value):
    """As `isinstance`, without asking the value for its `__class__`: a dead weak proxy raises."""
    return issubclass(type(value), type)


def bases(kind):
    return [name_of(base) for base in mro_of(kind)[1:-1]]


def traceback_lines(error):
    lines, step = [], error.__traceback__
    while step is not None:
        lines.append(f"{step.tb_frame.f_code.co_filename}:{step.tb_lineno} {step.tb_frame.f_code.co_name}")
        step = step.tb_next
    return [line for line in reversed(lines) if not line.startswith(OWN_FILE)][:20]


def text_of(value):
    """What the artifact's own `__str__` says; hostile ones raise or never end a line."""
    try:
        return str(value)[:2000]
    except BaseException as error:  # noqa: BLE001
        return f"<its __str__ raised {name_of(type(error))}>"


def write(**content):
    """A record: without spaces, since the supervisor tells a record by its first bytes.

    Half a surrogate pair is no text on the wire, and the reader would drop the record for it."""
    host.record(encoded({"harness": 1, **content}).encode("utf-8", "replace").decode())


ESCAPES = {ord('"'): '\\"', ord("\\"): "\\\\", **{code: f"\\u{code:04x}" for code in range(32)}}


def encoded(value):
    """As JSON, whose module costs 8 ms a cell and would hide that an artifact forgot to import it."""
    kind = type(value)
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if issubclass(kind, str):
        return f'"{str.translate(value, ESCAPES)}"'
    if issubclass(kind, int):
        return int.__repr__(value)
    if issubclass(kind, float):
        return float.__repr__(value) if value - value == 0 else "null"
    if issubclass(kind, dict):
        return "{" + ",".join(f"{encoded(str(key))}:{encoded(value[key])}" for key in value) + "}"
    return "[" + ",".join(map(encoded, value)) + "]"


def raised(error, during):
    kind = type(error)
    write(
        raised={
            "type": name_of(kind),
            "bases": bases(kind),
            "message": text_of(error),
            "during": during,
            "traceback": traceback_lines(error),
        }
    )


def attempt(during, action):
    """Runs a risky step; what it raises goes on the wire and ends the probe."""
    host.step(during)
    try:
        return action()
    except Stop:
        raise
    except BaseException as error:  # noqa: BLE001
        raised(error, during)
        raise Stop from None


def expects(error):
    """Whether the exercise declares this exception; one that it does not is reported."""
    kind = type(error)
    names = [name_of(kind), *bases(kind)]
    if exercise["raises"] in names or (exercise["panics"] == "contained" and "PanicException" in names):
        return True
    raised(error, "call")
    return False


def compiled(part):
    name = f"<{exercise['name']} {part}>"
    if not exercise["async"]:
        return compile(exercise[part] or "", name, "exec")
    import ast

    awaiting = compile(exercise[part] or "", name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)

    def run():
        pending = eval(awaiting, main)
        if pending is not None:
            event_loop().run_until_complete(pending)

    main[f"__harness_{part}__"] = run
    return compile(f"__harness_{part}__()", name, "exec")


def event_loop():
    import asyncio

    try:
        return asyncio.get_event_loop_policy().get_event_loop()
    except RuntimeError:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        return loop


# The verbs.


def import_artifact():
    """Imports every module that the artifact offers at its top."""

    def action():
        for name in job["modules"]:
            __import__(name)

    attempt("import", action)


def setup():
    attempt("setup", lambda: exec(compiled("setup"), main))  # noqa: S102


def call():
    """One call. What it raises is on the wire; the probe goes on, for `after` has to work."""
    host.step("call")
    try:
        exec(compiled("call"), main)  # noqa: S102
    except BaseException as error:  # noqa: BLE001
        raised(error, "call")


def after():
    attempt("after", lambda: exec(compiled("after"), main))  # noqa: S102


def hold():
    """Measures how long one call keeps the GIL."""
    code = attempt("call", lambda: compiled("call"))
    if not host.hold(code, main, expects, int(exercise["once"]), job["record"]):
        raise Stop


def observe(fact, value):
    write(fact=fact, value=value)


def skip(reason):
    host.skip(reason)
    raise Stop


def unmeasured(reason):
    host.unmeasured(reason)
    raise Stop


def import_twice():
    """Import, setup and a call once more, in a sub-interpreter; then a call where the first one is still in use."""
    observe("instance", "a sub-interpreter")
    if not host.again():
        raise Stop
    observe("instance", "the first interpreter, after a sub-interpreter had come and gone")
    call()


def later(file_names, verb):
    """A verb of other files, which are read where a probe uses it: what they import costs milliseconds a cell."""

    def run(*arguments):
        for name in file_names.split():
            read_verbs(name)
        return globals()[verb](*arguments)

    run.__name__ = verb
    return run


files_read: set = set()


def read_verbs(file_name):
    """Once: a probe's verbs are mostly of one file, and what reading it allocates is no part of the question."""
    if file_name in files_read:
        return
    files_read.add(file_name)
    path = OWN_FILE.replace("bootstrap.py", file_name)
    with open(path, encoding="utf-8") as file:
        exec(compile(file.read(), path, "exec"), globals())  # noqa: S102


def finalise():
    """Has the host take the interpreter down with every object of the exercise alive."""
    host.ending(1)


def leave():
    """Has the host end as a program does, with all that runs at exit."""
    host.ending(2)


def enable_stacks():
    import faulthandler
    import signal

    faulthandler.enable(host.stacks(), all_threads=True)
    faulthandler.register(signal.SIGUSR1, host.stacks(), all_threads=True, chain=True)


def read(text):
    """A job is JSON written by the harness itself; evaluated, since importing `json` costs 8 ms a cell."""
    job.update(eval(text, {"true": True, "false": False, "null": None}))
    exercise.update(job["exercise"])


def start():
    sys.argv = ["harness"]
    if job["interpreter"]:
        sys.executable = job["interpreter"]
    import_path_files()


def import_path_files():
    """`.pth` files are the `site` module's work; it is imported only where one is there."""
    import os

    for folder in job["path"]:
        if any(name.endswith(".pth") for name in os.listdir(folder)):
            import site

            site.addsitedir(folder)


LATER = {
    "beside.py": (
        "import_reversed_later",
        "others_imported",
        "import_again",
        "finalise_in_calls_later",
        "compare_beside_others",
        "import_without_lock",
        "stress",
    ),
    "elsewhere.py": ("call_in_thread", "drop_in_thread", "fork", "interrupt", "race"),
    "callbacks.py": ("raise_from_callback", "call_from_callback"),
    "event_loop.py": ("hold_loop", "cancel"),
    "guarded.py": ("guard", "few_calls", "drop_all", "outlive", "tell_guarded"),
    "refused.py": ("refuse_blocks",),
    "timing.py": ("time_calls",),
    "watch.py": ("rounds",),
    "values.py": ("compare_inputs", "make_cycles"),
    "hostile_values.py provocations.py": ("provoke", "nest"),
    " ".join(f"Survey/{part}.py" for part in ("surface", "signatures", "plausible", "trials", "search", "survey")): (
        "survey",
    ),
}

verbs = (
    import_artifact,
    setup,
    call,
    after,
    hold,
    import_twice,
    observe,
    skip,
    unmeasured,
    finalise,
    leave,
    *(later(file_name, verb) for file_name, names in LATER.items() for verb in names),
)


def run_probe():
    with open(job["probe"], encoding="utf-8") as file:
        code = compile(file.read(), job["probe"], "exec")
    names = {verb.__name__: verb for verb in verbs}
    try:
        exec(code, {"__name__": "probe", "exercise": exercise, "modules": job["modules"], **names})  # noqa: S102
    except Stop:
        pass


def run_again():
    try:
        import_artifact()
        setup()
        call()
    except Stop:
        pass


def prepare(text):
    """What is done in a template, once for all that are forked from it: the import of the artifact only where it says so."""
    global is_template
    is_template = True
    enable_stacks()
    read(text)
    if job["imports"]:
        start()
        for name in job["modules"]:
            __import__(name)
        # What it printed is counted.
        for stream in (sys.stdout, sys.stderr):
            stream.flush()


def begin(text):
    imported = is_template and job["imports"]
    read(text)
    if not again and not is_template:
        enable_stacks()
    if is_template:
        host.record('{"harness":1,"fact":"forked-after","value":"%s"}' % ("import" if imported else "start"))
    if not imported:
        forget_folders()
        start()
    run_again() if again else run_probe()


def forget_folders():
    """A template has looked into a control's folder before its file was there."""
    if is_template:
        for folder in job["path"]:
            sys.path_importer_cache.pop(folder, None)
