"""What is unpacked into the cache, because installing it would change the system."""

from __future__ import annotations

from pathlib import Path

from . import apt, cache
from .unpacked import Unpacked


def place(package: str) -> Path:
    return cache.folder() / "packages" / package


def unpack(package: str) -> None:
    """Whatever version the mirror has today: none is pinned, a mirror drops old ones."""
    apt.refresh()
    with cache.replaced(place(package)) as draft, cache.downloads() as downloads:
        for archive in apt.download([package], downloads):
            apt.unpack(archive, draft)


class UnpackedPackages(Unpacked):
    def __init__(self) -> None:
        super().__init__("unpacked-packages.txt", place, unpack)
