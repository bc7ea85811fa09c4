"""cbindgen: writes the header of a c-abi crate."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from . import cache, unpacked_packages
from .provision import Fact, Provision, say
from .unpacked import held

# The first to know `#[unsafe(no_mangle)]`: https://github.com/mozilla/cbindgen/issues/1040; Debian 12 has 0.24.3.
OLDEST = (0, 28)
PACKAGE = "cbindgen-web"
WHY = "writes the header of a c-abi crate"


def link() -> Path:
    return cache.folder() / "tools" / "bin" / "cbindgen"


def version(program: str) -> tuple[int, ...]:
    done = subprocess.run([program, "--version"], text=True, capture_output=True, check=False)
    numbers = re.search(r"(\d+)\.(\d+)", done.stdout)
    return tuple(int(number) for number in numbers.groups()) if numbers else (0, 0)


def in_path() -> str | None:
    program = shutil.which("cbindgen")
    return program if program and version(program) >= OLDEST else None


class HeaderGenerator(Provision):
    def facts(self) -> list[Fact]:
        program = str(link()) if link().exists() else in_path()
        if program:
            return [Fact.found("cbindgen", program, WHY)]
        return [Fact.missing("cbindgen", "make install-tools", WHY)]

    def provide(self) -> None:
        say(f"unpacking {PACKAGE} into {unpacked_packages.place(PACKAGE)} ({WHY})")
        if not held(unpacked_packages.place(PACKAGE), "usr/bin/cbindgen"):
            unpacked_packages.unpack(PACKAGE)
        link().parent.mkdir(parents=True, exist_ok=True)
        link().unlink(missing_ok=True)
        link().symlink_to(unpacked_packages.place(PACKAGE) / "usr" / "bin" / "cbindgen")
