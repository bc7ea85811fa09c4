# ruff: noqa: F821 (the names of bootstrap.py and of the files read before)
"""Calls everything that the wheel offers with plausible values. Runs after plausible.py.

A record goes out before each call, so that one which kills or stops the process is known; Swift starts another process
behind it, and decides what becomes of the calls. A call is source text throughout: what is reported can be pasted."""

import contextlib
import faulthandler
import time

TRIES = 48
VARIANTS = 5
CALL_SECONDS = 4
OFFER_SECONDS = 3.0
LARGE_SECONDS = 0.03
LARGE_AT_MOST = 1 << 24
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
        if outcome.shared:
            SHARED.add(outcome.call)
        self.built[kind] = outcome.call if is_primary(outcome.call) else f"({outcome.call})"
        OWN_TYPES.setdefault(name_of(kind), kind)


# Calls that gave the same object twice: what is done to it stays done.
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


# Which arguments.


def written(offer, arguments, receiver):
    """The call as text. `arguments` are pairs of a parameter and its value; a value of None is left out."""
    placed, named = [], []
    skipped = False
    for parameter, value in arguments:
        if value is None:
            skipped = True
        elif parameter.by_name or skipped:
            named.append(f"{parameter.name}={value}")
        else:
            placed.append(value)
    inside = ", ".join([*placed, *named])
    if offer.kind == "protocol":
        return written_protocol(offer, receiver, placed, inside)
    if offer.kind == "property":
        return f"{receiver}.{offer.text}"
    return f"{receiver}.{offer.text}({inside})" if offer.kind == "method" else f"{offer.text}({inside})"


def written_protocol(offer, receiver, placed, inside):
    if offer.text in PROTOCOL:
        return PROTOCOL[offer.text].format(receiver)
    first = placed[0] if placed else "'a'"
    return {
        "__getitem__": f"{receiver}[{first}]",
        "__contains__": f"{first} in {receiver}",
        "__call__": f"{receiver}({inside})",
        "__setitem__": f"{receiver}.__setitem__({inside})",
        "__delitem__": f"{receiver}.__delitem__({first})",
    }[offer.text]


class Search:
    """Looks for arguments with which the call works, led by what its errors say."""

    def __init__(self, trial, signature, plausible, receiver):
        self.trial, self.offer, self.receiver = trial, trial.offer, receiver
        self.signature, self.plausible = signature, plausible
        self.guessed = any(p.guessed for p in signature)
        self.required = [p for p in signature if not p.optional]
        self.values = {p.name: list(dict.fromkeys(plausible.of(p))) for p in self.required}
        self.chosen = {p.name: values[0] for p, values in ((p, self.values[p.name]) for p in self.required)}

    def text(self, chosen, optional=()):
        pairs = []
        for p in self.signature:
            value = chosen.get(p.name) if not p.optional else dict(optional).get(p.name)
            pairs.append((p, value))
        return written(self.offer, pairs, self.receiver)

    def base(self):
        """The first outcome that works, or None."""
        for chosen in self.choices():
            outcome = self.trial.run(self.text(chosen))
            if outcome is not None and outcome.worked:
                self.chosen = chosen
                return outcome
            if self.trial.spent or not self.required:
                return None
            if self.guessed and outcome is not None and ARITY.search(text_of(outcome.error)):
                return None
            if outcome is not None and isinstance(outcome.error, Exception):
                self.learn(chosen, text_of(outcome.error))
        return None

    def choices(self):
        """All first, then one parameter at a time; `learn` puts what was asked for in front."""
        self.next = [dict(self.chosen)]
        depth = 1
        while self.next or depth < 40:
            if self.next:
                yield self.next.pop(0)
                continue
            alone = [
                {**self.chosen, p.name: self.values[p.name][depth]}
                for p in self.required
                if depth < len(self.values[p.name])
            ]
            together = {p.name: self.values[p.name][min(depth, len(self.values[p.name]) - 1)] for p in self.required}
            self.next = [*alone, *([together] if len(self.required) > 1 else [])]
            depth += 1

    def learn(self, chosen, message):
        kind = wanted(message)
        if kind is None:
            return
        name = next((p.name for p in self.required if re.search(rf"\b{re.escape(p.name)}\b", message)), None)
        name = (
            name or self.named_by_value(chosen, message) or (self.required[0].name if len(self.required) == 1 else None)
        )
        values = self.plausible.own(OWN_TYPES[kind]) if kind in OWN_TYPES else self.plausible.of_kind(kind, name or "")
        tried = {(name, value) for value in self.values.get(name, [])[:0]}
        if name is None or not values or (name, kind) in tried or chosen[name] in values[:1]:
            return
        fresh = [value for value in values if value != chosen[name]]
        if not fresh:
            return
        rest = [value for value in self.values[name] if value not in fresh]
        self.values[name] = fresh + rest
        self.chosen = {**chosen, name: fresh[0]}
        self.next.insert(0, dict(self.chosen))

    def named_by_value(self, chosen, message):
        match = GOT.search(message)
        got = match and (match["got"] or match["object"])
        for name, value in chosen.items():
            if got and kind_of_text(value) == got:
                return name
        return None

    def variants(self):
        """Other kinds of values for what is required, and each of what is not."""
        for p in self.required[:4]:
            kinds = {kind_of_text(self.chosen[p.name])}
            worked = 0
            for value in self.values[p.name]:
                kind = kind_of_text(value)
                if kind in kinds or worked >= 3 or self.trial.spent:
                    continue
                kinds.add(kind)
                outcome = self.trial.run(self.text({**self.chosen, p.name: value}), note="variant")
                worked += bool(outcome is not None and outcome.worked)
        for p in [p for p in self.signature if p.optional and not p.variadic][:14]:
            self.optional(p)

    def optional(self, parameter):
        try:
            values = self.plausible.of(parameter)
        except Missing:
            return
        kinds = set()
        for value in [value for value in values if value != "None"]:
            if self.trial.spent or len(kinds) == 4:
                return
            if kind_of_text(value) in kinds:
                continue
            kinds.add(kind_of_text(value))
            outcome = self.trial.run(self.text(self.chosen, [(parameter.name, value)]), note="option")
            if outcome is not None and outcome.worked and value.startswith("lambda"):
                return self.fails_inside(parameter)

    def fails_inside(self, parameter):
        """A callback that raises, at the first thing that it is called for."""
        first = {self.required[0].name: "{'a': object()}"} if self.required else {}
        value = [(parameter.name, "lambda *arguments, **named: 1 / 0")]
        for chosen in (self.chosen, {**self.chosen, **first}):
            outcome = self.trial.run(self.text(chosen, value), note="callback")
            if outcome is None or not outcome.worked:
                return

    def wrong(self):
        """The same call with one argument of a kind that nobody takes, for its error path."""
        for p in self.required[:3]:
            self.trial.run(self.text({**self.chosen, p.name: "object()"}), note="wrong")

    def cycle(self):
        """Something that holds what holds it; only what Python can walk through is ever freed."""
        kind = self.offer.kind
        if kind == "type":
            text = self.offer.text
            forms = [f"held = {text}({inside})" for inside in ("[node]", "{'a': node}", "node", "node, node")]
        elif kind in ("method", "protocol") and self.offer.name in KEEPS_ITEMS and self.required:
            chosen = {**self.chosen, self.required[-1].name: "node"}
            called = written(self.offer, [(p, chosen.get(p.name)) for p in self.signature], "held")
            forms = [f"held = {self.receiver}\n{called}"]
        else:
            return
        for form in forms:
            call = f"node = Node()\n{form}\nnode.held = held"
            outcome = self.trial.run(call, "class Node: pass", "cycle")
            if outcome is not None and outcome.worked:
                return

    def large(self):
        """The same call with a text, bytes or list so large that it takes long enough to be timed."""
        for p in self.required[:2]:
            value = self.chosen[p.name]
            for shape in shapes(value):
                if self.grown(p, shape):
                    return

    def grown(self, parameter, shape):
        times, last = 64, None
        while times * len(shape) <= LARGE_AT_MOST * 4 and times <= 1 << 22:
            outcome = self.trial.run(
                self.text({**self.chosen, parameter.name: "large"}),
                "large = " + shape.replace("TIMES", str(times)),
                "large",
                again=False,
            )
            self.trial.made.clear()
            if outcome is None or not outcome.worked or time.monotonic() > self.trial.until + 2:
                return False
            if outcome.seconds >= LARGE_SECONDS:
                return True
            if last is not None and times >= 1 << 16 and outcome.seconds < last * 1.5:
                return False
            last, times = outcome.seconds, times * (8 if outcome.seconds < LARGE_SECONDS / 8 else 2)
        return False


KEEPS_ITEMS = (
    "set",
    "append",
    "add",
    "put",
    "insert",
    "push",
    "extend",
    "update",
    "__setitem__",
    "setdefault",
    "store",
)


def shapes(value):
    """How to write a value that is many times as large; TIMES stands for the number."""
    if re.match(r"b?'.*'$", value):
        b = "b" * value.startswith("b")
        joined = f"{b}'[' + {b}','.join([{value}] * TIMES) + {b}']'"
        structured = value.lstrip("b")[1:2] in ("{", "[")
        return [joined if structured else f"{value} * TIMES", f"[{value}] * TIMES"]
    if value.startswith("[") and value.endswith("]") and len(value) > 2:
        return [f"{value} * TIMES"]
    if value.startswith("{") and ":" in value:
        return [f"[{value}] * TIMES", f"{{str(n): {value} for n in range(TIMES)}}"]
    return []


def kind_of_text(value):
    try:
        node = ast.parse(value, mode="eval").body
    except SyntaxError:
        return value
    if isinstance(node, ast.Constant):
        return type(node.value).__name__
    if isinstance(node, ast.Call):
        return ast.unparse(node.func)
    if isinstance(node, (ast.Tuple, ast.List)) and node.elts:
        return type(node).__name__.lower() + kind_of_text(ast.unparse(node.elts[0]))
    return type(node).__name__.lower()


# Examples that the docstring gives.


def examples_of(offer):
    """Pairs of a set-up and a call, from `>>>` lines that name the offer."""
    doc = getattr(offer.value, "__doc__", None)
    if not isinstance(doc, str) or ">>>" not in doc:
        return []
    import doctest

    try:
        steps = doctest.DocTestParser().get_examples(doc)
    except ValueError:
        return []
    found, before = [], []
    for step in steps[:12]:
        source = step.source.strip()
        if offer.name in source and is_expression(source) and not step.exc_msg:
            found.append(("\n".join(before), source))
        before.append(source)
    return found[:3]


def is_expression(source):
    try:
        return isinstance(ast.parse(source).body[-1], ast.Expr)
    except (SyntaxError, IndexError):
        return False


# The whole survey.


class Survey:
    def __init__(self, order):
        self.done, self.skipped = set(order["done"]), set(order["skipped"])
        self.until = time.monotonic() + order["seconds"]
        self.built, self.builds = {}, order["builds"]
        self.first = not order["done"] and not order["skipped"]

    def run(self):
        host.step("import")
        modules = modules_of_wheel(self.skipped)
        note_native_modules()
        offers = offers_of(modules)
        if not any(offer.native for offer in offers):
            for offer in offers:
                offer.native = True
        offers.sort(key=lambda offer: (not offer.native, offer.kind not in ("function", "type", "static")))
        for offer in offers:
            self.list(offer)
        self.stubs = Stubs()
        host.step("call")
        self.build_again()
        waiting = [offer for offer in offers if offer.left_out is None and offer.id not in self.done]
        for _ in range(4):
            before = len(self.built)
            waiting = [offer for offer in waiting if not self.attempted(offer)]
            waiting += self.found_types()
            if not waiting or (len(self.built) == before and _ > 0):
                break
        for offer in waiting:
            observe("unreached", {"offer": offer.id, "reason": self.why(offer)})
        observe("surveyed", time.monotonic() < self.until)

    def build_again(self):
        """What the processes before this one had made instances of."""
        for call in dict.fromkeys(self.builds):
            if f"{setup_for(call)}\n{call}" not in self.skipped:
                outcome = performed(call, setup_for(call), False)
                if outcome is not None and outcome.worked:
                    kind = type(outcome.value)
                    self.built[kind] = call if is_primary(call) else f"({call})"
                    OWN_TYPES.setdefault(name_of(kind), kind)

    def list(self, offer):
        if not self.first and offer.id in self.done:
            return
        said = {"offer": offer.id, "kind": offer.kind, "native": offer.native, "keeps": offer.keeps}
        observe("offer", {**said, "left-out": offer.left_out})

    def found_types(self):
        """Methods of types that have no public name and came out of a call."""
        found = []
        for kind, text in list(self.built.items()):
            if kind in TEXT_OF_TYPE:
                continue
            TEXT_OF_TYPE[kind] = qualified(kind)
            for offer in members(kind, qualified(kind)):
                if offer.kind != "static" and offer.id not in self.done:
                    self.list(offer)
                    found.append(offer)
        return [offer for offer in found if offer.left_out is None]

    def why(self, offer):
        if time.monotonic() > self.until:
            return "the time was up"
        if offer.owner is not None and self.receiver(offer) is None and offer.kind != "static":
            return f"no {name_of(offer.owner)} could be made"
        return "a value of a type that it takes could not be made"

    def receiver(self, offer):
        kind = offer.owner
        if kind in self.built:
            return self.built[kind]
        return next((text for other, text in self.built.items() if kind in mro_of(other)), None)

    def attempted(self, offer):
        """False where it has to wait for a value that is made later."""
        if time.monotonic() > self.until:
            return False
        receiver = None
        if offer.kind in ("method", "property", "protocol"):
            receiver = self.receiver(offer)
            if receiver is None and is_enum(offer.owner):
                receiver = next((f"{TEXT_OF_TYPE[offer.owner]}.{name}" for name in offer.owner.__members__), None)
            if receiver is None:
                return False
        trial = Trial(offer, self.skipped, self.built)
        trial.receivers = [] if receiver is None else [receiver]
        try:
            done = self.explore(offer, trial, receiver)
        except Missing:
            return False
        except (AttributeError, TypeError, ValueError, KeyError, IndexError, RecursionError) as error:
            # What an artifact answers to questions about itself may be anything; one offer is not worth the others.
            observe("unreached", {"offer": offer.id, "reason": f"its description could not be read: {error!r}"[:200]})
            return True
        if done:
            observe("done", offer.id)
        return done

    def explore(self, offer, trial, receiver):
        for setup, call in examples_of(offer):
            trial.run(call, setup, "example")
        plausible = Plausible(offer, self.stubs, self.built)
        signatures = signatures_of(offer, self.stubs)
        missing, worked = None, 0
        for signature in signatures[:4] or guesses():
            try:
                search = Search(trial, signature, plausible, receiver)
            except Missing as error:
                missing = error
                continue
            outcome = search.base()
            if outcome is None:
                outcome, search = self.told(trial, search, plausible, receiver)
            if outcome is not None:
                self.further(search, outcome, trial)
                worked += 1
                if worked == 2:
                    break
        if missing and not worked:
            raise missing
        return True

    def told(self, trial, search, plausible, receiver):
        """Once more, with a signature that the error itself gave."""
        for outcome in list(trial.made.values()):
            if outcome is None or outcome.error is None:
                continue
            for signature in from_message(text_of(outcome.error), trial.offer.owner is not None)[:4]:
                told = Search(trial, signature, plausible, receiver)
                found = told.base()
                if found is not None:
                    return found, told
        return None, search

    def further(self, search, outcome, trial):
        if outcome.worked and hasattr(type(outcome.value), "__next__") and not outcome.waits:
            trial.run(f"list(zip(range(100), {outcome.call}))", note="consumed")
        search.variants()
        search.wrong()
        search.cycle()
        if trial.offer.native and not outcome.waits and trial.offer.kind != "protocol":
            search.large()


ARITY = re.compile(
    r"takes (no|exactly|at most|at least|from|\w+) .*argument|required positional|expected .*\d+ arguments?"
)


def guesses():
    """Where nobody says what it takes: nothing, then one, two and three of anything."""
    names = ("a", "b", "c")
    signatures = [[Parameter(name if count > 1 else "argument") for name in names[:count]] for count in range(4)]
    for parameter in [parameter for signature in signatures for parameter in signature]:
        parameter.guessed = True
    return signatures


def survey():
    run = Survey(job["order"])
    run.run()
