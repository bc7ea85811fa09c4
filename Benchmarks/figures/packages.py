"""All package questions of a wheel beside the tools that look into wheels, on the same files."""

import os
import statistics
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass

from comparison import table
from environment import PEERS, PYTHON, Environment, cached

MOST_SECONDS = 120
PLATFORMS = ["manylinux2014_x86_64", "manylinux_2_17_x86_64", "manylinux_2_28_x86_64"]
COMMANDS = {
    "abi3audit": ("abi3audit",),
    "auditwheel": ("auditwheel", "show"),
    "check-wheel-contents": ("check-wheel-contents",),
    "pydistcheck": ("pydistcheck",),
    "twine": ("twine", "check"),
}


@dataclass(frozen=True)
class Timing:
    seconds: list
    peak: float = 0  # MiB; of us alone

    @property
    def median(self):
        return statistics.median(self.seconds)


def wheels():
    """The pinned wheels, downloaded once."""
    folder = cached("bench-wheels")
    platforms = [word for name in PLATFORMS for word in ("--platform", name)]
    kind = ["--no-deps", "--only-binary", ":all:", "--python-version", "3.11", "--implementation", "cp"]
    abis = ["--abi", "cp311", "--abi", "abi3", "--abi", "none"]
    command = [PYTHON, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", *kind, *abis, *platforms]
    subprocess.run([*command, "--dest", folder, "--requirement", PEERS / "wheels.txt"], check=True)
    return sorted(folder.glob("*.whl"), key=lambda path: path.stat().st_size)


def ours(harness, wheel, rounds):
    """`check --package`; the peak is that of the largest process, ours or the reader's."""
    seconds, peak = [], 0
    for _ in range(rounds + 1):
        began = time.monotonic()
        process = harness.start("check", "--package", wheel, "--quiet", "--output", harness.folder / "out")
        _, status, usage = os.wait4(process, 0)
        seconds.append(time.monotonic() - began)
        peak = max(peak, usage.ru_maxrss / 1024)
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            sys.exit(f"bench: harness check --package {wheel} ended with {status}")
    return Timing(seconds[1:], peak)


def theirs(environment, command, wheel, rounds):
    """A first run is not counted, as of ours: it fills the page cache and writes what Python compiles."""
    seconds = []
    for _ in range(rounds + 1):
        words = [str(environment.folder / "bin" / command[0]), *command[1:], str(wheel)]
        status, text, took = environment.run(*words, seconds=MOST_SECONDS)
        if status is None:
            return Timing([float("inf")])
        if "Traceback" in text:
            sys.exit(f"bench: {' '.join(command)} failed on {wheel.name}:\n{text[-2000:]}")
        seconds.append(took)
    return Timing(seconds[1:])


def unpacked(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return sum(member.file_size for member in archive.infolist()) / 1e6


def row(wheel, mine, others):
    fastest = min(timing.median for timing in others.values())
    name = "-".join(wheel.name.split("-")[:2])
    figures = [f"{timing.median:.2f}" for timing in others.values()]
    ratio = f"{fastest / mine.median:.1f}"
    return [name, f"{unpacked(wheel):.1f}", f"{mine.median:.3f}", f"{mine.peak:.0f}", *figures, ratio]


def compare(harness, rounds):
    """Seconds of each tool on each wheel, medians, as Markdown."""
    environment = Environment.made("packages.txt")
    rows = [["wheel", "MB unpacked", "harness, s", "peak, MiB", *COMMANDS, "fastest of them ÷ ours"]]
    for wheel in wheels():
        mine = ours(harness, wheel, rounds)
        others = {name: theirs(environment, command, wheel, rounds) for name, command in COMMANDS.items()}
        rows.append(row(wheel, mine, others))
        print("  ".join(rows[-1]), flush=True)
    return table(rows)
