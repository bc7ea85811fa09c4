"""Runs of the harness itself, each with its wall time and its own peak memory."""

import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

SAMPLING_SECONDS = 0.005


@dataclass(frozen=True)
class Harness:
    program: Path
    folder: Path

    def start(self, *arguments):
        with (self.folder / "console.txt").open("w") as console:
            streams = [(os.POSIX_SPAWN_DUP2, console.fileno(), 1), (os.POSIX_SPAWN_DUP2, console.fileno(), 2)]
            command = [str(self.program), *map(str, arguments)]
            return os.posix_spawn(self.program, command, os.environ, file_actions=streams)

    def arguments(self, matrix, probe, jobs):
        return ("run", "--matrix", matrix, "--only", f"*/{probe}/*", "--jobs", jobs, "--output", self.folder / "out")

    def run(self, matrix, probe, expected, *options):
        """Wall seconds of a run, after which every cell has to have come out as expected."""
        began = time.monotonic()
        process = self.start(*self.arguments(matrix, probe, 1), *options)
        os.waitpid(process, 0)
        seconds = time.monotonic() - began
        self.results(expected)
        return seconds

    def results(self, expected):
        """The cells in results.json; a benchmark of something that went wrong would be worthless."""
        results = json.loads((self.folder / "out/results.json").read_text())
        wrong = [cell for cell in results["cells"] if cell["verdict"] != expected]
        if wrong or not results["cells"] or results["run"]["canaries"] != "caught":
            reason = wrong[0]["reason"] or wrong[0]["findings"] if wrong else results["run"]["canaries"]
            sys.exit(f"bench: expected every cell {expected} and the canaries caught; found {reason}")
        return results["cells"]

    def exits(self):
        """The hosts' own seconds by cell, in the order of the passes, from observations.jsonl."""
        seconds = {}
        for line in (self.folder / "out/observations.jsonl").read_text().splitlines():
            record = json.loads(line)
            if "exit" in record:
                seconds.setdefault(record["cell"], []).append(record["exit"]["seconds"])
        return seconds


def own_peak(process):
    """Peak resident MiB of a process until it ends, and what wait4 says of it and of all its descendants.

    VmHWM is the process's own. Linux's wait4 gives the largest of the process and its reaped children, so it
    is an upper bound, which also covers the last milliseconds that sampling misses.
    """
    own = 0
    while True:
        ended, _, usage = os.wait4(process, os.WNOHANG)
        if ended:
            return own / 1024, usage.ru_maxrss / 1024
        own = max(own, high_water(process))
        time.sleep(SAMPLING_SECONDS)


def high_water(process):
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return 0  # a zombie: its memory is gone
