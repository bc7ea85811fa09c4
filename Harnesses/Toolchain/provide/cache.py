"""The cache folder that all checkouts share: `$XDG_CACHE_HOME/harness`."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def folder() -> Path:
    """XDG says a relative XDG_CACHE_HOME is to be ignored."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(home) if home.startswith("/") else Path.home() / ".cache") / "harness"


@contextmanager
def locked() -> Iterator[None]:
    """Only one checkout installs at a time; the lock goes with the process, however it ends."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "install.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in folder().glob(".downloads.*"):
            shutil.rmtree(leftover)
        yield


@contextmanager
def downloads() -> Iterator[Path]:
    """A folder for the time of a download; what a killed run left is removed by the next to take the lock."""
    with tempfile.TemporaryDirectory(prefix=".downloads.", dir=folder()) as place:
        yield Path(place)


@contextmanager
def replaced(place: Path) -> Iterator[Path]:
    """A folder to fill, which takes `place` only once it is whole; what an interrupted run left is removed."""
    place.parent.mkdir(parents=True, exist_ok=True)
    for leftover in place.parent.glob(f".{place.name}.*"):
        shutil.rmtree(leftover)
    draft = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    draft.chmod(0o755)
    try:
        yield draft
        if place.exists():
            place.rename(place.parent / f".{place.name}.old")
        draft.rename(place)
    finally:
        for leftover in place.parent.glob(f".{place.name}.*"):
            shutil.rmtree(leftover, ignore_errors=True)


def written(place: Path, text: str, mode: int = 0o644) -> None:
    """Writes a file in one step, so that a reader sees the old text or the new."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.draft")
    draft.write_text(text, encoding="utf-8")
    draft.chmod(mode)
    draft.rename(place)
