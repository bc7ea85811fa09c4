"""apt-get and dpkg, as far as they are needed here."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from pathlib import Path

from .provision import ProvisionError, say

# apt warns where its own user cannot read the folder that it downloads to.
UNSANDBOXED = ("-o", "APT::Sandbox::User=root")


def run(command: list[str], purpose: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs to the end; a failure carries the last lines of what the command said."""
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **options)
    if done.returncode != 0:
        tail = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise ProvisionError(f"{purpose} failed, status {done.returncode}: {' '.join(command)}\n{tail}")
    return done


def elevated(command: list[str]) -> list[str]:
    if os.geteuid() == 0:
        return command
    if shutil.which("sudo"):
        return ["sudo", *command]
    raise ProvisionError(f"neither root nor sudo here; as root, run: {' '.join(command)}")


@functools.cache
def refresh() -> None:
    """Reads the package lists anew, once a run; one broken source of another vendor must not stop us."""
    say("reading the package lists (apt-get update)")
    try:
        run(elevated(["apt-get", "-qq", "update"]), "reading the package lists")
    except ProvisionError as error:
        say(f"going on with the lists that are there: {error}")


def installed(packages: list[str]) -> set[str]:
    """Which of these dpkg has installed."""
    query = ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n", *packages]
    done = subprocess.run(query, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return {line.split()[1] for line in done.stdout.splitlines() if line.startswith("installed ")}


def install(packages: list[str]) -> None:
    refresh()
    options = ["-qq", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
    command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *options, "install", *packages]
    run(elevated(command), "installing packages")


def download(packages: list[str], into: Path, environment: dict[str, str] | None = None) -> list[Path]:
    """The .deb files of these packages; apt checks their hashes."""
    command = ["apt-get", "-qq", *UNSANDBOXED, "download", *packages]
    run(command, "downloading packages", cwd=into, env=environment)
    return sorted(into.glob("*.deb"))


def unpack(archive: Path, into: Path) -> None:
    run(["dpkg-deb", "-x", str(archive), str(into)], f"unpacking {archive.name}")
