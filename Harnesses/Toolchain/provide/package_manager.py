"""npm: builds and packs the packages that hold Node addons."""

from __future__ import annotations

import shutil

from . import apt
from .provision import Fact, Provision, say

WHY = "packs npm packages"


class PackageManager(Provision):
    """Whatever is in PATH: other vendors' nodejs brings one, and Debian's would replace that nodejs."""

    def facts(self) -> list[Fact]:
        program = shutil.which("npm")
        if program:
            return [Fact.found("npm", program, WHY)]
        return [Fact.missing("npm", "apt-get install npm", WHY)]

    def provide(self) -> None:
        say(f"installing npm ({WHY})")
        apt.install(["npm"])
