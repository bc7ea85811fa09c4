# ruff: noqa: F821 (the names of bootstrap.py and of the files read before)
"""Calls everything that the wheel offers with plausible values. Runs after plausible.py.

A record goes out before each call, so that one which kills or stops the process is known; Swift starts another process
behind it, and decides what becomes of the calls. A call is source text throughout: what is reported can be pasted."""

import contextlib
import faulthandler
import time

TRIES = 48
CALL_SECONDS = 4
OFFER_SECONDS = 3.0
# A call of the wheel's own that takes longer is asked once only.
FAST = 0.4

KNOWN_MODULES = (
    "datetime",
    "io",
    "decimal",
    "fractions",
    "uuid",
    "re",
    "pathlib",
    "numpy",
    "array",
    "collections",
    "itertools",
)


@contextlib.contextmanager
def watchdog():
    """Ends the process, whoever has the GIL, where the call does not come back."""
    faulthandler.dump_traceback_later(CALL_SECONDS, exit=True, file=host.stacks())
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


class Outcome:
    def __init__(self, call, setup, value=None, error=None, seconds=0.0, repeats=True, waits=False, shared=False):
        self.call, self.setup, self.value, self.error = call, setup, value, error
        self.seconds, self.repeats, self.waits, self.shared = seconds, repeats, waits, shared

    @property
    def worked(self):
        return self.error is None


def setup_for(text):
    own = sorted({name for name in sys.modules if name.partition(".")[0] in tops() and f"{name}." in text}, key=len)
    own = [name for name in own if re.search(rf"(?<![\w.]){re.escape(name)}\.", text)]
    longest = [name for name in own if not any(other.startswith(f"{name}.") for other in own)]
    given = {line.removeprefix("import ") for line in text.splitlines() if line.startswith("import ")}
    longest = [name for name in longest if name not in given]
    others = [
        name for name in KNOWN_MODULES if re.search(rf"(?<![\w.'\"]){name}\.", text) and name not in [*given, *longest]
    ]
    sample = ["open('sample.txt', 'w').write('some text\\n')"] if "'sample.txt'" in text else []
    return "\n".join([f"import {name}" for name in [*longest, *others]] + sample)


class Trial:
    """The calls of one offer, and what came of them."""

    def __init__(self, offer, skipped, built):
        self.offer, self.skipped, self.built = offer, skipped, built
        self.until = time.monotonic() + OFFER_SECONDS
        self.tries, self.made, self.receivers = 0, {}, []

    @property
    def spent(self):
        return self.tries >= TRIES or time.monotonic() > self.until

    @property
    def shares(self):
        return self.offer.keeps or any(text in SHARED for text in self.receivers)

    def run(self, call, setup="", note="", again=True):
        """One call, and two more of those that worked, which tell whether it may be repeated."""
        setup = "\n".join(part for part in (setup_for(f"{setup}\n{call}"), setup) if part)
        if call in self.made or f"{setup}\n{call}" in self.skipped:
            return self.made.get(call)
        self.tries += 1
        observe("trial", {"offer": self.offer.id, "setup": setup, "call": call})
        outcome = performed(call, setup, again)
        self.made[call] = outcome
        if outcome is not None:
            self.tell(outcome, note)
        return outcome

    def tell(self, outcome, note):
        said = {
            "offer": self.offer.id,
            "setup": outcome.setup,
            "call": outcome.call,
            "seconds": outcome.seconds,
            "note": note,
        }
        if outcome.error is not None:
            kind = type(outcome.error)
            said.update({"raised": name_of(kind), "bases": bases(kind), "message": text_of(outcome.error)[:200]})
        said.update({"repeats": outcome.repeats, "waits": outcome.waits, "shared": self.shares})
        observe("outcome", said)
        if outcome.worked:
            self.keep(outcome)

    def keep(self, outcome):
        kind = type(outcome.value)
        if outcome.waits or not is_own(kind) or len(outcome.call) > 400 or "large" in outcome.setup:
            return
        if kind in self.built and not (self.built[kind].endswith("()") and self.offer.value is kind):
            return
        if outcome.setup != setup_for(outcome.call) or "sample.txt" in outcome.setup:
            return
        observe("builds", outcome.call)
        self.built[kind] = outcome.call if is_primary(outcome.call) else f"({outcome.call})"
        if outcome.shared or self.shares or any(text in outcome.call for text in SHARED):
            SHARED.add(self.built[kind])
        OWN_TYPES.setdefault(name_of(kind), kind)


# Calls that gave the same object twice, and what was made of or taken from such an object: what is done to it stays done.
SHARED: set = set()


def is_primary(text):
    """Whether `.method()` may follow."""
    return isinstance(ast.parse(text, mode="eval").body, (ast.Call, ast.Attribute, ast.Name, ast.Subscript))


def performed(call, setup, again):
    names = {"__name__": "__main__", "__builtins__": __builtins__}
    seconds, value = [], None
    with watchdog():
        try:
            code, waits = code_of(call)
            exec(compile(setup, "<setup>", "exec"), names)  # noqa: S102
            for _ in range(3 if again else 1):
                started = time.perf_counter()
                before, value = value, result_of(code, waits, names)
                seconds.append(time.perf_counter() - started)
                if hasattr(type(value), "__await__") and not waits:
                    close(value)
                    return performed(f"await {call}", setup, again)
                if seconds[0] > FAST:
                    break
            return Outcome(call, setup, value, None, min(seconds), again, waits, before is value)
        except Stop:
            raise
        except SyntaxError as error:
            return None if not seconds and error.filename == "<call>" else Outcome(call, setup, error=error)
        except BaseException as error:  # noqa: BLE001
            if seconds:
                return Outcome(call, setup, None, None, min(seconds), False)
            return Outcome(call, setup, error=error)


def code_of(call):
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if "await " in call else 0
    try:
        return compile(call, "<call>", "eval", flags=flags), bool(flags)
    except SyntaxError:
        return compile(call, "<call>", "exec", flags=flags), bool(flags)


def result_of(code, waits, names):
    value = eval(code, names)
    if waits and hasattr(value, "__await__"):
        import asyncio

        loop = event_loop()
        return loop.run_until_complete(asyncio.wait_for(value, 1.5))
    return value


def close(value):
    if hasattr(value, "close"):
        value.close()
