"""Debian's crates as a cargo directory source, and a cargo that uses it."""

from __future__ import annotations

import shutil
from pathlib import Path

from . import apt, cache, listing
from .debian_suite import DebianSuite
from .provision import ProvisionError, say

# Newest first, and of these the ones whose crates still build with a current rustc; unstable is at times not
# installable, stable is older than what the fixtures are written for but builds them.
SUITES = ("forky", "sid", "trixie")

# A wrapper first in PATH is the one way that every packager honours, and it leaves CARGO_HOME to the user.
WRAPPER = """#!/bin/sh
# Written by Harnesses/Toolchain/install: no crate registry was in reach. Runs the next cargo in PATH with Debian's crates.
own=$(cd "$(dirname "$0")" && pwd)
rest=
IFS=:
for folder in $PATH; do
  [ "$folder" = "$own" ] || rest=$rest${rest:+:}$folder
done
unset IFS
PATH=$rest
case ${1-} in
  +*) toolchain=$1; shift; exec cargo "$toolchain" --config "$own/../config.toml" "$@" ;;
esac
exec cargo --config "$own/../config.toml" "$@"
"""


def place() -> Path:
    return cache.folder() / "crates"


def registry() -> Path:
    return place() / "usr" / "share" / "cargo" / "registry"


def wrapper() -> Path:
    return cache.folder() / "cargo" / "bin" / "cargo"


def configuration() -> Path:
    return cache.folder() / "cargo" / "config.toml"


def wanted() -> set[str]:
    return {entry.name for entry in listing.entries("debian-crates.txt")}


def provided() -> set[str]:
    record = place() / "wanted.txt"
    return set(record.read_text(encoding="utf-8").split()) if record.exists() else set()


def complete() -> bool:
    return wanted() <= provided()


def ready() -> bool:
    return complete() and configuration().exists() and wrapper().exists()


def configure() -> None:
    cache.written(
        configuration(),
        '[source.crates-io]\nreplace-with = "debian"\n\n'
        f'[source.debian]\ndirectory = "{registry()}"\n\n[net]\noffline = true\n',
    )
    cache.written(wrapper(), WRAPPER, mode=0o755)


def provide() -> None:
    """Tries each suite in turn; what another checkout wanted stays in."""
    packages = sorted(wanted() | provided())
    reasons = []
    for name in SUITES:
        try:
            unpack(DebianSuite(name), packages)
            return
        except ProvisionError as error:
            say(f"suite {name} does not do: {error}")
            reasons.append(name)
    raise ProvisionError(f"no suite of {', '.join(reasons)} has {', '.join(packages)} with all they need")


def unpack(suite: DebianSuite, packages: list[str]) -> None:
    closure = suite.closure(packages, prefix="librust-")
    say(f"downloading {len(closure)} packages of suite {suite.name}")
    with cache.replaced(place()) as draft, cache.downloads() as downloads:
        for archive in suite.download(closure, downloads):
            apt.unpack(archive, draft)
        # Only the crates are read; the packages' documentation is half of the files.
        shutil.rmtree(draft / "usr" / "share" / "doc", ignore_errors=True)
        cache.written(draft / "packages.txt", "\n".join(closure) + "\n")
        cache.written(draft / "wanted.txt", "\n".join(packages) + "\n")
