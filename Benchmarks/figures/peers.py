"""Peers beside the harness on the same calls: the planted fixture's defects, its sound look-alikes, its holds."""

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from comparison import Answers, hold_table, leak_table

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "Benchmarks/peers"
MATRIX = ROOT / "Harnesses/Fixtures/planted/Matrix.yaml"
PYTHON = "/usr/bin/python3.11"
VERDICT_SECONDS = 60
HOLD_LENGTHS = (10, 50)
HOLD_TIMES = 20  # of each length, holds and releases each
HOLD_CALLS = 9  # what blocking/host-held makes of a call of 10 ms
HOLDS_FROM = 0.5  # the share from which a call holds, for all of them


@dataclass(frozen=True)
class Environment:
    """A virtual environment in the cache with the pinned peers and the planted wheel."""

    folder: Path

    @property
    def python(self):
        return str(self.folder / "bin/python")

    @staticmethod
    def made(wheel):
        requirements = PEERS / "requirements.txt"
        key = hashlib.sha256(requirements.read_bytes()).hexdigest()[:16]
        cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        environment = Environment(cache / f"harness/peers/{key}")
        if not (environment.folder / "made").exists():
            shutil.rmtree(environment.folder, ignore_errors=True)
            subprocess.run([PYTHON, "-m", "venv", environment.folder], check=True)
            environment.install("--requirement", str(requirements))
            (environment.folder / "made").touch()
        environment.install("--no-deps", "--force-reinstall", wheel)
        return environment

    def install(self, *arguments):
        pip = [self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
        subprocess.run(pip, check=True)

    def run(self, *command, exercise=""):
        variables = {
            "PATH": f"{self.folder}/bin:/usr/bin:/bin",
            "HOME": str(self.folder),
            "PYTHONMALLOC": "malloc",  # what psleak asks for
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "MATRIX": str(MATRIX),
            "EXERCISE": exercise,
        }
        began = time.monotonic()
        try:
            done = subprocess.run(
                command,
                check=False,
                env=variables,
                cwd=PEERS,
                capture_output=True,
                text=True,
                timeout=VERDICT_SECONDS,
            )
        except subprocess.TimeoutExpired:
            return None, "", time.monotonic() - began
        return done.returncode, done.stdout + done.stderr, time.monotonic() - began


# Whether a peer flags an exercise, and the seconds of its process.


def psleak(environment, exercise):
    status, text, seconds = environment.run(environment.python, "psleak_case.py", exercise=exercise)
    return answered("psleak", exercise, status, text, "FAILED" in text, "\nOK" in text), seconds


def memray(environment, exercise):
    command = [environment.python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--memray", "test_memray.py"]
    status, text, seconds = environment.run(*command, exercise=exercise)
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
    environment = Environment.made(wheel)
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
    status, text, seconds = environment.run(
        str(environment.folder / "bin/py-spy"), *command[1:], "--", environment.python, *call
    )
    if status != 0:
        sys.exit(f"bench: py-spy ended with status {status}:\n{text[-2000:]}")
    lines = [line for line in raw.read_text().splitlines() if "measured" in line]
    samples = sum(int(line.rsplit(" ", 1)[1]) for line in lines)
    named = any(re.search(r"\bhold\b.*hold\.c", line) for line in lines)
    return samples / (HOLD_CALLS * length) >= HOLDS_FROM, seconds, named


def gilknocker(environment, function, length):
    """`contention_metric` over the calls, polled every millisecond."""
    status, text, seconds = environment.run(
        environment.python, "holding.py", function, str(length), str(HOLD_CALLS), "knock"
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
