"""What was measured on, and how far it was disturbed meanwhile."""

import os
import platform
import statistics
import time
from pathlib import Path


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def load():
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def noise(times=200):
    """How much longer than its best the same short computation takes, in percent: median and 95th percentile."""
    seconds = sorted(spin() for _ in range(times))
    over = [100 * (value / seconds[0] - 1) for value in seconds]
    return f"{statistics.median(over):.0f} % median, {over[int(0.95 * times)]:.0f} % p95"


def spin():
    began = time.monotonic()
    sum(range(100_000))
    return time.monotonic() - began


def describe(before, after):
    cores = len(os.sched_getaffinity(0))
    return (
        f"{processor()}, {cores} cores; Linux {platform.release()}\n\n"
        f"Load before {before[0]}, after {after[0]}. "
        f"Noise (a short loop over its own best) before {before[1]}; after {after[1]}.\n"
    )
