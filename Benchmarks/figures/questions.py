"""The four figures, each as rows of samples."""

import os
import statistics
import time

import samples
from capture import capture
from harness import own_peak
from table import Row

SINGLE_CALL = "panic/contained"
GROWTH = "ownership/call-growth"
BARE_STARTS = 20
# A collection of V8's heap takes milliseconds, and linear memory grows in pages: what they cost is told, not held.
LEAK_TARGETS = {"python": 200, "native": 200}


def overhead(harness, samples, rounds, cells=100):
    """What a cell costs beyond its host: (a run of N cells − a run of one) ÷ (N − 1) − the host process alone.

    Every cell starts a process of its own here; what templates spare is asked in `templates`.
    """
    rows = []
    for sample in samples:
        one, many = (sample.matrix(f"{n}-cells", [sample.nothing] * n, SINGLE_CALL) for n in (1, cells))
        bare = capture(harness, sample, SINGLE_CALL)
        harness.run(many, SINGLE_CALL, "passed")
        hosts, supervised, whole, fixed, boxed = [], [], [], [], []
        for _ in range(rounds):
            hosts.append(median_ms(bare.host_seconds))
            supervised.append(median_ms(bare.supervised_seconds))
            fixed.append(1000 * harness.run(one, SINGLE_CALL, "passed", "--fresh"))
            whole.append((1000 * harness.run(many, SINGLE_CALL, "passed", "--fresh") - fixed[-1]) / (cells - 1))
            single, all_of_them = (
                1000 * harness.run(matrix, SINGLE_CALL, "passed", "--fresh", "--sandbox") for matrix in (one, many)
            )
            boxed.append((all_of_them - single) / (cells - 1))
        rows += [
            Row(f"overhead per cell, {sample.host}", "ms", less(whole, hosts), 10),
            Row("· the bare host process", "ms", hosts),
            Row("· what the supervisor adds", "ms", less(supervised, hosts)),
            Row("· what the orchestrator adds", "ms", less(whole, supervised)),
            Row("· what the sandbox of `check` adds to that", "ms", less(boxed, whole), 10),
            Row("· a run of one cell, canaries and all", "ms", fixed),
        ]
    return rows


def templates(harness, samples_, rounds, cells=100):
    """A run of trivial cells over a wheel that takes 70 ms to import, from start to report: forked, and each for itself."""
    del samples_
    sample = samples.slow_wheel(harness.folder)
    matrix = sample.matrix(f"slow-{cells}-cells", [sample.nothing] * cells, SINGLE_CALL)
    both = ("--jobs", len(os.sched_getaffinity(0)))
    harness.run(matrix, SINGLE_CALL, "passed", *both)
    rows = []
    for name, options, target in [("from templates", (), 1500), ("each in a process of its own", ("--fresh",), None)]:
        spent = [1000 * harness.run(matrix, SINGLE_CALL, "passed", *both, *options) for _ in range(rounds)]
        rows.append(Row(f"{cells} trivial cells, import of 70 ms, {name}", "ms", spent, target))
    return rows


def median_ms(start):
    return 1000 * statistics.median(start() for _ in range(BARE_STARTS))


def less(minuends, subtrahends):
    return [minuend - subtrahend for minuend, subtrahend in zip(minuends, subtrahends, strict=True)]


def listing(harness, samples, rounds):
    """`harness list` of the repository's own matrix."""
    del samples

    def once():
        began = time.monotonic()
        os.waitpid(harness.start("list"), 0)
        return 1000 * (time.monotonic() - began)

    once()
    return [Row("harness list", "ms", [once() for _ in range(4 * rounds)], 50)]


def leak(harness, samples, rounds, cells=10):
    """The harness's own seconds for a growth cell on a fast call, host start included."""
    del rounds
    rows = []
    for sample, name, call, verdict, options, target in leak_verdicts(samples):
        matrix = sample.matrix(name.partition(",")[0], [call] * cells, GROWTH)
        harness.run(matrix, GROWTH, verdict, *options)  # compiles the exercise
        harness.run(matrix, GROWTH, verdict, *options)
        seen = harness.results(verdict)
        rows.append(
            Row(f"leak verdict, {sample.host}, {name}", "ms", milliseconds(cell["seconds"] for cell in seen), target)
        )
        passes = [harness.exits()[cell["id"]] for cell in seen]
        words = ["first pass", "second pass, with stacks"]
        columns = zip(*passes, strict=True)
        rows += [
            Row(f"· host, {word}", "ms", milliseconds(column)) for word, column in zip(words, columns, strict=False)
        ]
    return rows


def leak_verdicts(samples):
    for sample in samples:
        target = LEAK_TARGETS.get(sample.host)
        for name, call, verdict in [("sound", sample.nothing, "passed"), ("leaking", sample.keep, "failed")]:
            yield sample, name, call, verdict, ("--fresh",), target
            if sample.host == "python":
                yield sample, f"{name}, from a template", call, verdict, (), 120


def milliseconds(seconds):
    return [1000 * value for value in seconds]


def memory(harness, samples, rounds, cells=1000):
    """The orchestrator's own peak over a run of 1,000 Python cells, two at a time."""
    sample = samples[0]
    matrix = sample.matrix(f"{cells}-cells", [sample.nothing] * cells, SINGLE_CALL)
    peaks = []
    for _ in range(rounds):
        peaks.append(own_peak(harness.start(*harness.arguments(matrix, SINGLE_CALL, 2))))
        harness.results("passed")
    return [
        Row(f"peak of the orchestrator, {cells} {sample.host} cells", "MiB", [own for own, _ in peaks], 60),
        Row("· the largest of it and its children", "MiB", [bound for _, bound in peaks]),
    ]
