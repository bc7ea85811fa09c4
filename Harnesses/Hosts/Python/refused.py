# ruff: noqa: F821 (the names of bootstrap.py)
"""The verb that refuses the artifact's code a block of memory. Runs in the namespace of bootstrap.py."""

import os
import time

read_verbs("elsewhere.py")

WARM_UP_CALLS = 3
EACH = 16
SPREAD = 12
REFUSAL_SECONDS = 1.5
DEATHS = 3


def artifact_paths():
    """What the paths of the artifact's own files begin with; libraries that a wheel brings along lie in `*.libs`."""
    for folder in job["path"]:
        for name in {name.partition(".")[0] for name in job["modules"]}:
            yield f"{folder}/{name}/"
            yield f"{folder}/{name}."
        for entry in os.listdir(folder):
            if entry.endswith(".libs"):
                yield f"{folder}/{entry}/"


def quiet_call(code):
    """What one call came to: `returned`, `as declared`, or the name of what it raised."""
    try:
        exec(code, main)  # noqa: S102
    except BaseException as error:  # noqa: BLE001
        names = [name_of(type(error)), *bases(type(error))]
        return "as declared" if exercise["raises"] in names else names[0]
    return "returned"


def asked_in(code):
    host.refuse(-1)
    quiet_call(code)
    asked = host.asked()
    host.refuse(0)
    return asked


def chosen(asked):
    """The first ones, and some of the rest at equal distances."""
    first = list(range(1, min(asked, EACH) + 1))
    return first + sorted(
        {EACH + 1 + (asked - EACH - 1) * i // (SPREAD - 1) for i in range(SPREAD)} if asked > EACH else ()
    )


def refused_call(code, nth):
    host.refuse(nth)
    outcome = quiet_call(code)
    reached = host.asked() >= nth
    host.refuse(0)
    return outcome if reached else "not asked"


def in_child(code, nth, patience):
    """In a forked child, so that what it dies of is found as often as it is there."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, refused_call(code, nth).encode())
        host.step("call")
        os._exit(0)
    os.close(writer)
    outcome = outcome_of(child, patience)
    told = os.read(reader, 1000).decode()
    os.close(reader)
    return told if outcome == "worked" else outcome


def refuse_blocks():
    """Calls again and again; in each call another of the blocks that the artifact's code asks for is refused."""
    host.guard_prepare("\n".join(artifact_paths()))
    code = attempt("call", lambda: compiled("call"))
    started = time.monotonic()
    for _ in range(1 if exercise["once"] else WARM_UP_CALLS):
        quiet_call(code)
    patience = CHILD_SECONDS + 10 * (time.monotonic() - started)
    asked = asked_in(code)
    observe("asked-blocks", asked)
    if not asked:
        skip("once it is warm, the call's own code asks for no memory")
    alone = len(os.listdir("/proc/self/task")) == 1
    until, deaths = time.monotonic() + REFUSAL_SECONDS, 0
    for nth in chosen(asked):
        observe("refusing", nth)
        outcome = in_child(code, nth, patience) if alone else refused_call(code, nth)
        observe("refusal", {"nth": nth, "outcome": outcome})
        deaths += outcome.startswith(("SIG", "status", "hung"))
        if deaths == DEATHS or time.monotonic() > until:
            break
    observe("refusing", None)
