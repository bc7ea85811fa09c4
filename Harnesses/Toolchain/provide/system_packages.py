"""What apt installs on the system."""

from __future__ import annotations

import shutil

from . import apt, listing
from .provision import Fact, Provision, ProvisionError, say


class SystemPackages(Provision):
    def __init__(self) -> None:
        self.entries = listing.entries("system-packages.txt")

    def facts(self) -> list[Fact]:
        present = apt.installed([entry.name for entry in self.entries]) if shutil.which("dpkg-query") else set()
        return [self.fact(entry, entry.name in present) for entry in self.entries]

    def fact(self, entry: listing.Entry, present: bool) -> Fact:
        if present:
            return Fact.found(entry.name, "dpkg", entry.why)
        return Fact.missing(entry.name, f"apt-get install {entry.name}", entry.why)

    def provide(self) -> None:
        missing = [fact for fact in self.facts() if fact.is_missing]
        if not shutil.which("apt-get"):
            names = ", ".join(fact.name for fact in missing)
            raise ProvisionError(f"no apt-get here; install by hand what these Debian packages hold: {names}")
        for fact in missing:
            say(f"installing {fact.name} ({fact.why})")
        apt.install([fact.name for fact in missing])
