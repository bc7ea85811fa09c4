# ruff: noqa: F821 (the names of bootstrap.py and of the files read before)
"""The whole survey: every offer of the wheel, its examples and its searches, until the time is up. Runs after search.py."""

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
                outcome = performed(call, setup_for(call), True)
                if outcome is not None and outcome.worked:
                    kind = type(outcome.value)
                    self.built[kind] = call if is_primary(call) else f"({call})"
                    if outcome.shared or any(text in call for text in SHARED):
                        SHARED.add(self.built[kind])
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


def survey():
    run = Survey(job["order"])
    run.run()
