"""Python tools, in an environment of their own in the cache."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from . import apt, cache, listing
from .provision import Fact, Provision, say

# Not the first python3 in PATH: a version manager's shim there costs 150 ms a start and may change beneath us.
BASE = "/usr/bin/python3"


def place() -> Path:
    return cache.folder() / "tools" / "python"


class PythonTools(Provision):
    def __init__(self) -> None:
        self.entries = listing.entries("python-tools.txt")

    def facts(self) -> list[Fact]:
        present = self.recorded()
        return [self.fact(entry, entry.name in present) for entry in self.entries]

    def fact(self, entry: listing.Entry, present: bool) -> Fact:
        if present:
            return Fact.found(entry.name, place(), entry.why)
        return Fact.missing(entry.name, "make install-tools", entry.why)

    def recorded(self) -> set[str]:
        """What was installed for the Python that is here now; the record is written last, so it means whole."""
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        if not (place() / "lib" / version).is_dir():
            return set()
        record = place() / "provided.txt"
        return set(record.read_text(encoding="utf-8").split()) if record.exists() else set()

    def provide(self) -> None:
        present = self.recorded()
        if not present:
            self.create()
        missing = [entry for entry in self.entries if entry.name not in present]
        for entry in missing:
            say(f"installing {entry.name} from PyPI into {place()} ({entry.why})")
        pip = [str(place() / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        apt.run([*pip, *(entry.name for entry in missing)], "installing Python tools")
        cache.written(place() / "provided.txt", "\n".join(sorted(present | {entry.name for entry in missing})) + "\n")

    def create(self) -> None:
        """In place, not moved there: the scripts of an environment name its path."""
        shutil.rmtree(place(), ignore_errors=True)
        apt.run([BASE, "-m", "venv", str(place())], "creating an environment for Python tools")
