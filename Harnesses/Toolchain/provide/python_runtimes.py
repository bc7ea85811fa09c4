"""Versions of CPython that this system does not have, of a newer suite of Debian, each with its C library and its pip."""

from __future__ import annotations

import shutil
from pathlib import Path

from . import apt, cache, listing, python_tools, suite_tree
from .provision import Fact, Provision, ProvisionError
from .unpacked import held

# What the library and the standard library's extension modules load. Not Tk with its fonts, and no documentation.
PARTS = (
    "libc6",
    "libgcc-s1",
    "libstdc++6",
    "libexpat1",
    "zlib1g",
    "libbz2",
    "libdb5",
    "libffi8",
    "libgdbm",
    "liblzma5",
    "libncursesw6",
    "libreadline8",
    "libsqlite3",
    "libssl3",
    "libtinfo6",
    "libuuid1",
    "libzstd1",
)


def place(version: str) -> Path:
    return cache.folder() / "packages" / f"cpython-{version}"


def interpreter(version: str) -> Path:
    return place(version) / "usr" / "bin" / f"python{version}"


def library(version: str) -> Path:
    return place(version) / "usr" / "lib" / f"python{version}"


def pip(version: str) -> Path:
    return place(version) / "usr" / "lib" / "python3" / "dist-packages" / "pip"


def packages(version: str) -> list[str]:
    return [
        f"libpython{version}",
        f"libpython{version}-dbg",
        f"python{version}-minimal",
        "libc6",
        "libgcc-s1",
        "libstdc++6",
    ]


class PythonRuntimes(Provision):
    def __init__(self) -> None:
        self.entries = listing.entries("python-runtimes.txt")

    def facts(self) -> list[Fact]:
        return [self.fact(entry) for entry in self.entries]

    def fact(self, entry: listing.Entry) -> Fact:
        """A place means whole; one of an earlier install has no compiled modules."""
        if held(library(entry.name), "__pycache__/os.*.pyc"):
            return Fact.found(f"cpython {entry.name}", place(entry.name), entry.why)
        return Fact.missing(f"cpython {entry.name}", "make install-tools", entry.why)

    def provide(self) -> None:
        for entry in self.entries:
            if self.fact(entry).is_missing:
                unpack(entry.name, entry.why)


def unpack(version: str, why: str) -> None:
    wanted = packages(version)

    def finish(draft: Path) -> None:
        prune(draft)
        add_interpreter(draft, version)
        add_pip(draft)
        compile_library(draft, version)

    parts = (f"libpython{version}", f"python{version}-minimal", *PARTS)
    suite_tree.fill(place(version), wanted, parts, why, finish)


def prune(draft: Path) -> None:
    """Static libraries and separate debugging information: half of what was unpacked, and nobody reads it."""
    shutil.rmtree(draft / "usr" / "lib" / "debug", ignore_errors=True)
    for archive in draft.glob("usr/lib/**/*.a"):
        archive.unlink()


def add_interpreter(draft: Path, version: str) -> None:
    """The script takes the interpreter's place, so that the interpreter finds its standard library from it."""
    name = f"python{version}"
    own = draft / "usr" / "libexec" / name
    own.parent.mkdir(parents=True, exist_ok=True)
    (draft / "usr" / "bin" / name).rename(own)
    script = suite_tree.launcher(f"usr/libexec/{name}", up="../..", argv0=f'"$root/usr/bin/{name}"')
    cache.written(draft / "usr" / "bin" / name, script, mode=0o755)


def add_pip(draft: Path) -> None:
    """PyPI's: this system's own is older than the interpreter and does not start on it."""
    target = draft / "usr" / "lib" / "python3" / "dist-packages"
    pip = [str(python_tools.place() / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    options = ["--disable-pip-version-check", "--no-deps", "--no-compile", "--target", str(target)]
    apt.run([*pip, *options, "pip"], "unpacking pip")
    if not held(target, "pip/__main__.py"):
        raise ProvisionError(f"pip is not in {target}")


def compile_library(draft: Path, version: str) -> None:
    """As Debian does when it installs; no host may write there, and each would compile what it imports."""
    command = [str(draft / "usr" / "bin" / f"python{version}"), "-m", "compileall", "-q", "-j", "0"]
    where = ["-s", str(draft), "-p", str(place(version))]
    apt.run([*command, *where, str(draft / "usr" / "lib")], f"compiling the standard library of {version}")
