"""What is unpacked into the cache from a list: a name, and a file that it has to hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from . import listing
from .provision import Fact, Provision, ProvisionError, say


def held(place: Path, pattern: str) -> Path | None:
    """The file below a place that answers the pattern."""
    return next(iter(sorted(place.glob(pattern))), None)


class Unpacked(Provision):
    def __init__(self, name: str, place: Callable[[str], Path], unpack: Callable[[str], None]) -> None:
        self.entries = listing.entries(name, columns=1)
        self.place = place
        self.unpack = unpack

    def facts(self) -> list[Fact]:
        return [self.fact(entry) for entry in self.entries]

    def fact(self, entry: listing.Entry) -> Fact:
        file = held(self.place(entry.name), entry.columns[0])
        if file:
            return Fact.found(entry.name, file, entry.why)
        return Fact.missing(entry.name, "make install-tools", entry.why)

    def provide(self) -> None:
        for entry in self.entries:
            if not self.fact(entry).is_missing:
                continue
            say(f"unpacking {entry.name} into {self.place(entry.name)} ({entry.why})")
            self.unpack(entry.name)
            if self.fact(entry).is_missing:
                raise ProvisionError(f"{entry.name} holds no {entry.columns[0]}; see {self.place(entry.name)}")
