"""What several tools said of the same calls, and the tables of it."""

import statistics
from dataclasses import dataclass, field

SOUND = "sound-"


@dataclass
class Answers:
    tool: str
    flags: dict = field(default_factory=dict)  # exercise → whether it was flagged, round by round
    holds: dict = field(default_factory=dict)  # (function, length) → what was told, each time
    named: list = field(default_factory=list)  # of holds that were told: whether the planted line was named
    seconds: list = field(default_factory=list)

    def add(self, exercise, flagged, seconds):
        self.flags.setdefault(exercise, []).append(flagged)
        self.seconds.append(seconds)

    def tell(self, function, length, told, seconds, named):
        self.holds.setdefault((function, length), []).append(told)
        self.seconds.append(seconds)
        if function == "hold" and told:
            self.named.append(named)

    def names(self):
        return list(self.flags)

    def counts(self, sound):
        """Flagged exercises, in each round."""
        rounds = zip(*(flags for name, flags in self.flags.items() if name.startswith(SOUND) == sound), strict=True)
        return [sum(flags) for flags in rounds]

    def ever_wrong(self, sound):
        return [
            name
            for name, flags in self.flags.items()
            if name.startswith(SOUND) == sound and (any(flags) if sound else not all(flags))
        ]

    def right(self, length):
        """Holds and releases of this length that were told as what they are."""
        held, let_go = self.holds["hold", length], self.holds["let-go", length]
        return f"{held.count(True)} + {let_go.count(False)} of {len(held)} + {len(let_go)}"


def spread(values, digits=2):
    low, high = min(values), max(values)
    middle = statistics.median(values)
    return f"{middle:.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def counted(counts):
    """One number where all rounds agree."""
    return str(counts[0]) if len(set(counts)) == 1 else f"{min(counts)}–{max(counts)}"


def table(rows):
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    rule = "|---|" + "--:|" * (len(rows[0]) - 1)
    return "\n".join([lines[0], rule, *lines[1:]]) + "\n"


def leak_table(tools):
    flags = tools[0].flags
    defects = sum(not name.startswith(SOUND) for name in flags)
    rows = [["leaks", f"caught of {defects}", f"flagged of {len(flags) - defects} sound", "seconds a verdict"]]
    for tool in tools:
        rows.append([tool.tool, counted(tool.counts(False)), counted(tool.counts(True)), spread(tool.seconds)])
    notes = []
    for tool in tools:
        for word, names in (("missed", tool.ever_wrong(False)), ("flagged", tool.ever_wrong(True))):
            if names:
                notes.append(f"- {tool.tool} {word}, in one round or more: {', '.join(names)}")
    return table(rows) + "\n" + "\n".join(notes) + "\n"


def hold_table(tools, lengths):
    titles = [f"told right, {length} ms (holds + releases)" for length in lengths]
    rows = [["GIL, the other core busy", *titles, "planted line named", "seconds a verdict"]]
    for tool in tools:
        named = f"{sum(tool.named)} of {len(tool.named)}"
        rows.append([tool.tool, *(tool.right(length) for length in lengths), named, spread(tool.seconds)])
    return table(rows)
