"""A suite of Debian that this system does not run: an apt state of its own, which touches nothing of the system's."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from . import apt, cache
from .provision import ProvisionError

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


def mirror() -> str:
    """The address that this system's own apt uses for Debian."""
    targets = ["apt-get", "indextargets", "--format", "$(LABEL)|$(REPO_URI)", "Created-By: Packages"]
    listed = subprocess.run(targets, text=True, capture_output=True, check=False).stdout.splitlines()
    addresses = [line.split("|", 1)[1] for line in listed if line.startswith("Debian|")]
    if not addresses:
        raise ProvisionError(
            "apt knows no Debian mirror here; get a crate registry in reach and set HARNESS_CRATES=registry"
        )
    return addresses[0]


class DebianSuite:
    def __init__(self, name: str) -> None:
        self.name = name
        self.state = cache.folder() / "debian" / name
        self.environment = dict(os.environ, APT_CONFIG=str(self.state / "apt.conf"))
        self.is_read = False

    def read(self) -> None:
        """An empty dpkg status, so that apt counts nothing as installed already."""
        if self.is_read:
            return
        apt.refresh()
        for folder in ("lists/partial", "archives/partial"):
            (self.state / folder).mkdir(parents=True, exist_ok=True)
        (self.state / "status").touch()
        source = f"deb [signed-by={KEYRING}] {mirror()} {self.name} main\n"
        (self.state / "sources.list").write_text(source, encoding="utf-8")
        (self.state / "apt.conf").write_text(self.settings(), encoding="utf-8")
        apt.run(["apt-get", "-qq", "update"], f"reading suite {self.name}", env=self.environment)
        self.is_read = True

    def settings(self) -> str:
        values = {
            "Dir::Etc::SourceList": self.state / "sources.list",
            "Dir::Etc::SourceParts": "/dev/null",
            "Dir::Etc::Preferences": "/dev/null",
            "Dir::Etc::PreferencesParts": "/dev/null",
            "Dir::State": self.state,
            "Dir::State::Lists": self.state / "lists",
            "Dir::State::status": self.state / "status",
            "Dir::Cache": self.state,
            "Dir::Cache::archives": self.state / "archives",
            "Acquire::Languages": "none",
            "APT::Sandbox::User": "root",
        }
        return "".join(f'{key} "{value}";\n' for key, value in values.items())

    def closure(self, packages: list[str], prefix: str | tuple[str, ...]) -> list[str]:
        """`name=version` of all that apt would install for these and whose name has the prefix, or one of them."""
        self.read()
        command = ["apt-get", "-qq", "--simulate", "--no-install-recommends", "install", *packages]
        plan = apt.run(command, f"resolving {', '.join(packages)}", env=self.environment).stdout
        steps = re.findall(r"^Inst (\S+) \((\S+) ", plan, re.MULTILINE)
        return sorted(f"{name}={version}" for name, version in steps if name.startswith(prefix))

    def download(self, closure: list[str], into: Path) -> list[Path]:
        return apt.download(closure, into, environment=self.environment)
