# ruff: noqa: F821 (the names of bootstrap.py and of the files read before)
"""Looks for arguments with which a call works, is large, or fails. Runs after trials.py."""

LARGE_SECONDS = 0.03
# Characters: what a request or a file may well have. Beyond that whatever walks its input holds the GIL for a while.
LARGE_AT_MOST = 1 << 22
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
        while times * len(shape) <= LARGE_AT_MOST and times <= 1 << 22:
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
