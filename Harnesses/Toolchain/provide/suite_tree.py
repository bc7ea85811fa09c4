"""A folder with packages of the first Debian suite that has them, and programs in it that run on their own C library."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from . import apt, cache
from .debian_suite import DebianSuite
from .provision import ProvisionError, say

# Unstable is at times not installable, stable is older.
SUITES = ("forky", "sid", "trixie")
UNREAD = ("doc", "man", "locale", "lintian", "bug")

# The C library of the suite is newer than the system's, so that its programs start through its loader.
LAUNCHER = """#!/bin/sh
# Written by Harnesses/Toolchain/install: Debian's {name}, unpacked, on the C library that it was built for.
root=$(cd "$(dirname "$0")/{up}" && pwd)
for loader in "$root"/usr/lib/*/ld-linux*.so.*; do break; done
exec "$loader" --library-path "${{loader%/*}}" --argv0 {argv0} "$root/{program}" "$@"
"""


def launcher(program: str, up: str, argv0: str) -> str:
    """A script for a program below the root of the tree, which is `up` from the script's own folder."""
    return LAUNCHER.format(name=Path(program).name, program=program, up=up, argv0=argv0)


def fill(place: Path, packages: list[str], parts: tuple[str, ...], why: str, finish: Callable[[Path], None]) -> None:
    """The packages and those they need whose names begin with one of the parts. `finish` gets the draft of the folder."""
    for name in SUITES:
        try:
            unpack(DebianSuite(name), place, packages, parts, why, finish)
            return
        except ProvisionError as error:
            say(f"suite {name} does not do: {error}")
    raise ProvisionError(f"no suite of {', '.join(SUITES)} has {', '.join(packages)} with all they need")


def unpack(
    suite: DebianSuite,
    place: Path,
    packages: list[str],
    parts: tuple[str, ...],
    why: str,
    finish: Callable[[Path], None],
) -> None:
    closure = suite.closure(packages, prefix=parts)
    say(f"unpacking {packages[0]}, {len(closure)} packages of suite {suite.name}, into {place} ({why})")
    with cache.replaced(place) as draft, cache.downloads() as downloads:
        for archive in suite.download(closure, downloads):
            apt.unpack(archive, draft)
            archive.unlink()
        for part in UNREAD:
            shutil.rmtree(draft / "usr" / "share" / part, ignore_errors=True)
        finish(draft)
        cache.written(draft / "packages.txt", "\n".join(closure) + "\n")
