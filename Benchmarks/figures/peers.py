"""Peers beside the harness on the same calls: the planted fixture's defects, its sound look-alikes, its holds."""

import contextlib
import json
import os
import re
import subprocess
import sys

from comparison import Answers, hold_table, leak_table
from environment import ROOT, Environment

MATRIX = ROOT / "Harnesses/Fixtures/planted/Matrix.yaml"
VERDICT_SECONDS = 60
HOLD_LENGTHS = (10, 50)
HOLD_TIMES = 20  # of each length, holds and releases each
HOLD_CALLS = 9  # what blocking/host-held makes of a call of 10 ms
HOLDS_FROM = 0.5  # the share from which a call holds, for all of them


def asked(environment, exercise, *command):
    # PYTHONMALLOC is what psleak asks for.
    variables = {"PYTHONMALLOC": "malloc", "MATRIX": str(MATRIX), "EXERCISE": exercise}
    return environment.run(*command, seconds=VERDICT_SECONDS, variables=variables)


# Whether a peer flags an exercise, and the seconds of its process.


def psleak(environment, exercise):
    status, text, seconds = asked(environment, exercise, environment.python, "psleak_case.py")
    return answered("psleak", exercise, status, text, "FAILED" in text, "\nOK" in text), seconds


def memray(environment, exercise):
    command = [environment.python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--memray", "test_memray.py"]
    status, text, seconds = asked(environment, exercise, *command)
    return answered("memray", exercise, status, text, "1 failed" in text, "1 passed" in text), seconds


def answered(peer, exercise, status, text, flagged, passed):
    """A run that says neither has not seen the call: nothing to compare, unless it was ended by its time."""
    if status is not None and not flagged and not passed:
        sys.exit(f"bench: {peer} gave no answer for {exercise}:\n{text[-2000:]}")
    return flagged


LEAK_PEERS = {
    "psleak 0.1.6": psleak,
    "memray 1.20.0 (pytest-memray 1.11.0)": memray,
}


def harness_leaks(harness, answers):
    """One run over all exercises; a verdict's seconds are those of every cell of its exercise."""
    run(harness, "run", "--matrix", MATRIX, "--only", "planted/*/ownership/*", "--jobs", 1)
    flagged, seconds = {}, {}
    results = read(harness)
    for cell in results["cells"]:
        name = cell["exercise"]
        flagged[name] = flagged.get(name, False) or cell["verdict"] in ("failed", "warned")
        seconds[name] = seconds.get(name, 0) + cell["seconds"]
    for name, flag in flagged.items():
        answers.add(name, flag, seconds[name])
    return results["targets"][0]["artifact"]["path"]


def run(harness, *arguments):
    os.waitpid(harness.start(*arguments, "--output", harness.folder / "out"), 0)


def read(harness):
    results = json.loads((harness.folder / "out/results.json").read_text())
    if results["run"]["canaries"] != "caught" or any(cell["verdict"] == "broken" for cell in results["cells"]):
        sys.exit(f"bench: the harness is blind or broken; see {harness.folder}/out")
    return results


def leaks(harness, rounds):
    ours = Answers("harness")
    wheel = None
    for _ in range(rounds):
        wheel = harness_leaks(harness, ours)
    environment = Environment.made("requirements.txt")
    environment.install("--no-deps", "--force-reinstall", wheel)
    others = []
    for title, verdict in LEAK_PEERS.items():
        answers = Answers(title)
        for _ in range(rounds):
            for name in ours.names():
                answers.add(name, *verdict(environment, f"planted/{name}"))
        others.append(answers)
    return environment, wheel, leak_table([ours, *others])


# Holds.


@contextlib.contextmanager
def other_core_busy():
    """One process that computes all the time, on a machine that has another core for the call."""
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        busy.kill()
        busy.wait()


def harness_holds(harness, wheel, rounds, answers):
    lines = ["version: 1", "targets:", "  planted:", "    kind: wheel", f"    artifact: {wheel}"]
    lines += ["    hosts: [cpython-3.11]", "    exercises:"]
    for function in ("hold", "let_go"):
        for length in HOLD_LENGTHS:
            for number in range(rounds):
                call = f"setup: import planted, call: planted.{function}({length}), probes: [blocking/host-held]"
                lines.append(f"      {function.replace('_', '-')}-{length}-n{number}: {{ {call} }}")
    matrix = harness.folder / "holds.yaml"
    matrix.write_text("\n".join(lines) + "\n")
    run(harness, "run", "--matrix", matrix, "--only", "*/blocking/host-held/*")
    for cell in read(harness)["cells"]:
        function, length, _ = cell["exercise"].rsplit("-", 2)
        told = {"failed": True, "passed": False}.get(cell["verdict"])
        named = any("src/hold.c" in line for finding in cell["findings"] for line in finding["where"])
        answers.tell(function, int(length), told, cell["seconds"], named)


def py_spy(environment, function, length):
    """`record --gil` at 1,000 Hz: samples in the call over those that there is time for."""
    raw = environment.folder / "samples.txt"
    call = ["holding.py", function, str(length), str(HOLD_CALLS)]
    command = ["py-spy", "record", "--gil", "--native", "--rate", "1000", "--format", "raw", "--output", str(raw)]
    status, text, seconds = asked(
        environment, "", str(environment.folder / "bin/py-spy"), *command[1:], "--", environment.python, *call
    )
    if status != 0:
        sys.exit(f"bench: py-spy ended with status {status}:\n{text[-2000:]}")
    lines = [line for line in raw.read_text().splitlines() if "measured" in line]
    samples = sum(int(line.rsplit(" ", 1)[1]) for line in lines)
    named = any(re.search(r"\bhold\b.*hold\.c", line) for line in lines)
    return samples / (HOLD_CALLS * length) >= HOLDS_FROM, seconds, named


def gilknocker(environment, function, length):
    """`contention_metric` over the calls, polled every millisecond."""
    status, text, seconds = asked(
        environment, "", environment.python, "holding.py", function, str(length), str(HOLD_CALLS), "knock"
    )
    # At the end of a process it may abort ("exception not rethrown"), after the reading has been printed.
    reading = text.partition("\n")[0]
    if not re.fullmatch(r"[0-9.e-]+", reading):
        sys.exit(f"bench: gilknocker ended with status {status}:\n{text[-2000:]}")
    return float(reading) >= HOLDS_FROM, seconds, False


HOLD_PEERS = {"py-spy 0.4.3": py_spy, "gilknocker 0.4.2": gilknocker}


def holds(harness, environment, wheel, rounds):
    with other_core_busy():
        ours = Answers("harness")
        harness_holds(harness, wheel, rounds, ours)
        others = []
        for title, verdict in HOLD_PEERS.items():
            answers = Answers(title)
            for _ in range(rounds):
                for function in ("hold", "let_go"):
                    for length in HOLD_LENGTHS:
                        answers.tell(function.replace("_", "-"), length, *verdict(environment, function, length))
            others.append(answers)
    return hold_table([ours, *others], HOLD_LENGTHS)


def compare(harness, rounds):
    """Both tables, as Markdown. Leaks are asked `rounds` times over, each hold 20 times."""
    environment, wheel, table = leaks(harness, rounds)
    print(table, flush=True)
    return f"{table}\n{holds(harness, environment, wheel, HOLD_TIMES)}"
