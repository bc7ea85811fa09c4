"""What is unpacked into the cache, because installing it would change the system."""

from __future__ import annotations

from pathlib import Path

from . import apt, cache, listing
from .provision import Fact, Provision, ProvisionError, say


def place(package: str) -> Path:
    return cache.folder() / "packages" / package


def unpack(package: str) -> None:
    """Whatever version the mirror has today: none is pinned, a mirror drops old ones."""
    apt.refresh()
    with cache.replaced(place(package)) as draft, cache.downloads() as downloads:
        for archive in apt.download([package], downloads):
            apt.unpack(archive, draft)


def held(package: str, pattern: str) -> Path | None:
    """The file of an unpacked package that answers the pattern."""
    return next(iter(sorted(place(package).glob(pattern))), None)


class UnpackedPackages(Provision):
    def __init__(self) -> None:
        self.entries = listing.entries("unpacked-packages.txt", columns=1)

    def facts(self) -> list[Fact]:
        return [self.fact(entry) for entry in self.entries]

    def fact(self, entry: listing.Entry) -> Fact:
        file = held(entry.name, entry.columns[0])
        if file:
            return Fact.found(entry.name, file, entry.why)
        return Fact.missing(entry.name, "make install-tools", entry.why)

    def provide(self) -> None:
        for entry in self.entries:
            if not self.fact(entry).is_missing:
                continue
            say(f"unpacking {entry.name} into {place(entry.name)} ({entry.why})")
            unpack(entry.name)
            if self.fact(entry).is_missing:
                raise ProvisionError(f"{entry.name} holds no {entry.columns[0]}; see {place(entry.name)}")
