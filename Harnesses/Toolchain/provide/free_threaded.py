"""A free-threaded CPython. Debian has none; PyPI's freeze-core brings the whole interpreter as one program, whose own `main`
runs frozen applications. `start.c` gives it Python's; the standard library is that of Debian's ordinary build."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from . import apt, cache, listing, python_runtimes
from .provision import Fact, Provision, ProvisionError, say
from .unpacked import held

WHEEL = "freeze-core"
VERSION = "3.14"
NAME = f"{VERSION}t"
WHY = f"runtime cpython-{NAME}"
# What differs from the ordinary build's, in whose file all the rest is.
BUILD = """# Written by Harnesses/Toolchain/install.
import importlib

_vars = dict(importlib.import_module("{ordinary}").build_time_vars)
_vars.update(Py_GIL_DISABLED=1, ABIFLAGS="t", SOABI="{soabi}", EXT_SUFFIX=".{soabi}.so", VERSION="{version}")
build_time_vars = _vars
"""
LAUNCHER = """#!/bin/sh
# Written by Harnesses/Toolchain/install: an interpreter on {wheel}'s program, whose own main runs frozen applications.
root=$(cd "$(dirname "$0")/.." && pwd)
for loader in /lib64/ld-linux-*.so.* /lib/ld-linux-*.so.*; do [ -e "$loader" ] && break; done
exec "$loader" --preload "$root/lib/start.so" --argv0 "$root/bin/{name}" "$root/libexec/{name}" "$@"
"""


def place() -> Path:
    return python_runtimes.place(NAME)


class FreeThreadedPython(Provision):
    def facts(self) -> list[Fact]:
        program = held(place(), f"libexec/python{NAME}") and held(place(), f"lib/python{NAME}/__pycache__")
        if program:
            return [Fact.found(f"cpython {NAME}", place(), WHY)]
        return [Fact.missing(f"cpython {NAME}", "make install-tools", WHY)]

    def provide(self) -> None:
        say(f"unpacking {WHEEL} of PyPI into {place()} ({WHY})")
        with cache.replaced(place()) as draft, cache.downloads() as downloads:
            with zipfile.ZipFile(download(downloads)) as wheel:
                wheel.extractall(draft / "wheel")
            add_program(draft)
            add_library(draft)


def download(into: Path) -> Path:
    """By the ordinary build of the same version, whose pip knows the platform's tags."""
    tag = f"cp{VERSION.replace('.', '')}"
    interpreter = str(python_runtimes.interpreter(VERSION))
    select = ["--implementation", "cp", "--python-version", VERSION, "--abi", f"{tag}t", "--only-binary", ":all:"]
    pip = [interpreter, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    apt.run([*pip, *select, "--dest", str(into), WHEEL], f"downloading {WHEEL} from PyPI")
    wheel = held(into, f"*-{tag}-{tag}t-*.whl")
    if not wheel:
        raise ProvisionError(f"PyPI has no {WHEEL} for free-threaded Python {VERSION} on this platform")
    return wheel


def add_program(draft: Path) -> None:
    name = f"python{NAME}"
    program = held(draft, "wheel/freeze_core/bases/console-cpython-*t-*")
    if not program:
        raise ProvisionError(f"{WHEEL} holds no interpreter any more")
    (draft / "libexec").mkdir()
    program.rename(draft / "libexec" / name)
    (draft / "libexec" / name).chmod(0o755)
    (draft / "lib").mkdir()
    source = listing.FOLDER / "preload" / "start.c"
    compile_ = ["cc", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", str(draft / "lib" / "start.so")]
    apt.run([*compile_, str(source), "-ldl"], "compiling start.c")
    cache.written(draft / "bin" / name, LAUNCHER.format(wheel=WHEEL, name=name), mode=0o755)


def add_library(draft: Path) -> None:
    """Links to the ordinary build's modules in Python; the extension modules are the wheel's, and find their libraries
    two folders above."""
    library = draft / "lib" / f"python{NAME}"
    library.mkdir()
    ordinary = python_runtimes.library(VERSION)
    for entry in ordinary.iterdir():
        if not entry.name.startswith(("_sysconfig", "lib-dynload", "build-details", "config-")):
            (library / entry.name).symlink_to(entry)
    (draft / "wheel" / "freeze_core" / "lib").rename(library / "lib-dynload")
    (draft / "wheel" / "freeze_core.libs").rename(draft / "lib" / "freeze_core.libs")
    shutil.rmtree(draft / "wheel")
    add_build_time_variables(library, ordinary)
    (library / "site-packages").mkdir()
    (library / "site-packages" / "pip").symlink_to(python_runtimes.pip(VERSION))


def add_build_time_variables(library: Path, ordinary: Path) -> None:
    """Of the multiarch name that the program has, which its extension modules tell."""
    extension = held(library, "lib-dynload/_asyncio.*.so")
    described = held(ordinary, "_sysconfigdata__linux_*.py")
    if not extension or not described:
        raise ProvisionError(f"{library} or {ordinary} is not what it was: no extension modules or no build variables")
    (library / described.name).symlink_to(described)
    soabi = extension.name.split(".")[1]
    text = BUILD.format(ordinary=described.stem, soabi=soabi, version=VERSION)
    cache.written(library / described.name.replace("data__", "data_t_"), text)
