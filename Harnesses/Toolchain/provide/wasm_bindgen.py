"""The wasm-bindgen command, of the same version as the crate: it refuses any other."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from . import apt, cache, crate_source, debian_crates, unpacked_packages
from .debian_suite import DebianSuite
from .provision import Fact, Provision, ProvisionError, say

PACKAGE = "wasm-bindgen"
WHY = "writes the JavaScript of a wasm-bindgen crate"


def link() -> Path:
    return cache.folder() / "tools" / "bin" / "wasm-bindgen"


def record() -> Path:
    return unpacked_packages.place(PACKAGE) / "version.txt"


def crate_version() -> str | None:
    """Of Debian's crate; nil where crates come from a registry."""
    folder = next(iter(sorted(debian_crates.registry().glob("wasm-bindgen-[0-9]*"))), None)
    return folder.name.removeprefix("wasm-bindgen-") if folder else None


def unpacked_version() -> str | None:
    return record().read_text(encoding="utf-8").strip() if record().exists() and link().exists() else None


class WasmBindgen(Provision):
    def facts(self) -> list[Fact]:
        program = self.program()
        if program:
            return [Fact.found("wasm-bindgen", program, WHY)]
        return [Fact.missing("wasm-bindgen", "make install-tools", WHY)]

    def program(self) -> str | None:
        if crate_source.is_registry():
            # A link leads to Debian's, which goes with Debian's crate.
            own = link().exists() and not link().is_symlink()
            return str(link()) if own else shutil.which("wasm-bindgen")
        version = crate_version()
        return str(link()) if version and unpacked_version() == version else None

    def provide(self) -> None:
        if crate_source.is_registry():
            self.install()
        else:
            self.unpack()

    def install(self) -> None:
        """The newest, as is the crate where there is no lock file."""
        say(f"installing wasm-bindgen-cli with cargo ({WHY})")
        link().unlink(missing_ok=True)
        command = ["cargo", "install", "--quiet", "--locked", "--root", str(cache.folder() / "tools")]
        apt.run([*command, "wasm-bindgen-cli"], "installing wasm-bindgen-cli")

    def unpack(self) -> None:
        version = crate_version()
        if not version:
            raise ProvisionError(f"no crate wasm-bindgen in {debian_crates.registry()}; add it to debian-crates.txt")
        for name in debian_crates.SUITES:
            try:
                unpack(DebianSuite(name), version)
                return
            except ProvisionError as error:
                say(f"suite {name} does not do: {error}")
        raise ProvisionError(
            f"no suite of {', '.join(debian_crates.SUITES)} has wasm-bindgen {version}, as is the crate"
        )


def unpack(suite: DebianSuite, version: str) -> None:
    """Alone: it needs a C library that is no newer than that of Debian 12, and nothing else."""
    closure = suite.closure([PACKAGE], prefix=PACKAGE)
    if not any(re.match(rf"{PACKAGE}=(\d+:)?{re.escape(version)}([-+~]|$)", package) for package in closure):
        raise ProvisionError(f"it has {', '.join(closure) or 'no such package'}, and the crate is {version}")
    say(f"unpacking {PACKAGE} {version} of suite {suite.name} into {unpacked_packages.place(PACKAGE)} ({WHY})")
    with cache.replaced(unpacked_packages.place(PACKAGE)) as draft, cache.downloads() as downloads:
        for archive in suite.download(closure, downloads):
            apt.unpack(archive, draft)
        cache.written(draft / record().name, version + "\n")
    link().parent.mkdir(parents=True, exist_ok=True)
    link().unlink(missing_ok=True)
    link().symlink_to(unpacked_packages.place(PACKAGE) / "usr" / "bin" / "wasm-bindgen")
