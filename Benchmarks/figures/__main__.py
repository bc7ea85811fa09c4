"""Measures the harness's speed and memory; see Benchmarks/README.md."""

import argparse
import os
from pathlib import Path

import machine
import packages
import peers
import questions
import samples
from harness import Harness
from table import render

FIGURES = {
    "overhead": questions.overhead,
    "list": questions.listing,
    "leak": questions.leak,
    "templates": questions.templates,
    "memory": questions.memory,
}
COMPARISONS = {"peers": peers.compare, "packages": packages.compare}
NAMES = [*FIGURES, *COMPARISONS]
ROOT = Path(__file__).resolve().parents[2]


def options():
    parser = argparse.ArgumentParser(prog="Benchmarks/run", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=f"of {', '.join(NAMES)}; default: all")
    parser.add_argument("--rounds", type=int, default=5, help="samples of each figure (default: 5)")
    parser.add_argument("--harness", type=Path, default=ROOT / ".build/release/harness", help="the program to measure")
    chosen = parser.parse_args()
    for figure in chosen.figures:
        if figure not in NAMES:
            parser.error(f"no figure {figure}: expected one of {', '.join(NAMES)}")
    if not chosen.harness.is_file():
        parser.error(f"no program at {chosen.harness}: `make bench` builds it")
    return chosen


def main():
    chosen = options()
    os.chdir(ROOT)
    folder = ROOT / ".harness/bench"
    folder.mkdir(parents=True, exist_ok=True)
    harness = Harness(chosen.harness.resolve(), folder)
    artifacts = [make(folder) for make in (samples.wheel, samples.library, samples.package, samples.module)]
    before = machine.load(), machine.noise()
    rows = []
    compared = []
    for name in chosen.figures or NAMES:
        if name in COMPARISONS:
            compared.append(COMPARISONS[name](harness, chosen.rounds))
            print(compared[-1], flush=True)
            continue
        measured = FIGURES[name](harness, artifacts, chosen.rounds)
        print(render(measured), flush=True)
        rows += measured
    tables = [*([render(rows)] if rows else []), *compared]
    report = machine.describe(before, (machine.load(), machine.noise())) + "\n" + "\n".join(tables)
    (ROOT / ".harness/bench.md").write_text(report)
    print(report + "\nwritten to .harness/bench.md")


main()
