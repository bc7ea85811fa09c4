"""The rows of the report, on a terminal and in Markdown alike."""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure: its samples, in `unit`; the median has to stay at or below the target, where there is one."""

    figure: str
    unit: str
    samples: list
    target: float | None = None

    @property
    def median(self):
        return statistics.median(self.samples)

    @property
    def verdict(self):
        if self.target is None:
            return ""
        return f"≤ {self.target:g}: " + ("met" if self.median <= self.target else "**missed**")

    def cells(self):
        shown = [f"{value:.1f}" for value in (self.median, min(self.samples), max(self.samples))]
        return [self.figure, self.unit, *shown, str(len(self.samples)), self.verdict]


HEADINGS = ["figure", "unit", "median", "min", "max", "n", "target"]
NUMBERS = range(2, 6)


def render(rows):
    table = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(3, *(len(line[column]) for line in table)) for column in range(len(HEADINGS))]
    rule = ["-" * (width - 1) + (":" if column in NUMBERS else "-") for column, width in enumerate(widths)]

    def line(cells):
        padded = (
            cell.rjust(width) if column in NUMBERS else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return "| " + " | ".join(padded) + " |"

    return "\n".join(map(line, [table[0], rule, *table[1:]])) + "\n"
