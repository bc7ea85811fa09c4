"""A Rust compiler that knows the wasm targets, for where rustup has not installed them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from . import apt, cache, crate_source, suite_tree
from .provision import Fact, Provision, say

TARGETS = ("wasm32-unknown-unknown", "wasm32-wasip1")
WHY = "compiles the wasm fixtures"
PACKAGES = ["rustc", "libstd-rust-dev-wasm32", "libc6", "libgcc-s1", "libstdc++6"]
# What rustc itself loads, and the standard libraries. It would also bring a C compiler, which is here already.
PARTS = (
    "rustc",
    "libstd-rust-",
    "libllvm",
    "libc6",
    "libgcc-s1",
    "libstdc++6",
    "zlib1g",
    "libzstd1",
    "libxml2",
    "libffi8",
    "libedit2",
    "libtinfo6",
    "libbsd0",
    "libmd0",
    "liblzma5",
    "libicu",
    "libz3-4",
)


def place() -> Path:
    return cache.folder() / "wasm-toolchain"


def rustc() -> Path:
    return place() / "bin" / "rustc"


def libraries(root: Path) -> list[Path]:
    return [root / "lib" / "rustlib" / target / "lib" for target in TARGETS]


def unpacked() -> bool:
    return rustc().exists() and all(folder.is_dir() for folder in libraries(place() / "usr"))


def sysroot() -> Path | None:
    """Of the rustc in PATH."""
    try:
        done = subprocess.run(["rustc", "--print", "sysroot"], text=True, capture_output=True, check=False)
    except OSError:
        return None
    return Path(done.stdout.strip()) if done.returncode == 0 else None


def ordinary() -> Path | None:
    """The sysroot, where it has both targets."""
    root = sysroot()
    return root if root and all(folder.is_dir() for folder in libraries(root)) else None


def linker() -> Path | None:
    """`wasm-ld` in PATH or beside `swift`; the one that rustup brings is found by rustc itself."""
    program = shutil.which("wasm-ld")
    if program:
        return Path(program)
    swift = shutil.which("swift")
    beside = Path(os.path.realpath(swift)).with_name("wasm-ld") if swift else None
    return beside if beside and beside.exists() else None


class WasmToolchain(Provision):
    def facts(self) -> list[Fact]:
        if unpacked():
            return [Fact.found("wasm-toolchain", place(), WHY), self.linker_fact()]
        root = ordinary()
        if root:
            return [Fact.found("wasm-toolchain", root, WHY)]
        return [Fact.missing("wasm-toolchain", "make install-tools", WHY)]

    def linker_fact(self) -> Fact:
        program = linker()
        if program:
            return Fact.found("wasm-ld", program, WHY)
        return Fact.missing("wasm-ld", "apt-get install lld", WHY)

    def provide(self) -> None:
        if not unpacked() and not self.added_by_rustup():
            self.unpack()
        if unpacked() and not linker():
            say(f"installing lld ({WHY})")
            apt.install(["lld"])

    def added_by_rustup(self) -> bool:
        """Only where crates come from a registry too: without one, rustup would wait for its server in vain."""
        if not crate_source.is_registry() or not shutil.which("rustup"):
            return False
        say(f"adding {' and '.join(TARGETS)} with rustup ({WHY})")
        added = subprocess.run(["rustup", "target", "add", *TARGETS], check=False)
        return added.returncode == 0 and ordinary() is not None

    def unpack(self) -> None:
        suite_tree.fill(place(), PACKAGES, PARTS, WHY, finish=add_launcher)


def add_launcher(draft: Path) -> None:
    script = suite_tree.launcher("usr/bin/rustc", up="..", argv0='"$root/usr/bin/rustc"')
    cache.written(draft / "bin" / "rustc", script, mode=0o755)
