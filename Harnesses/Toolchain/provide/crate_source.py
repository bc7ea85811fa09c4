"""Where crates come from: a registry that is in reach, or Debian's crates."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from . import cache, debian_crates
from .provision import Fact, Provision, ProvisionError, say

OVERRIDE = "HARNESS_CRATES"
CHOICES = ("registry", "debian")
# A laptop that was off the network gets its registry back within the hour.
TRUSTED_SECONDS = 3600
# A crate without dependencies, a few kilobytes.
TRIAL = '[package]\nname = "trial"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\nunicode-ident = "1"\n'
TRIAL_SECONDS = 20
WHY = "dependencies of the sample crates"


def record() -> Path:
    return cache.folder() / "cargo" / "source.json"


def overridden() -> str | None:
    choice = os.environ.get(OVERRIDE)
    if choice and choice not in CHOICES:
        raise ProvisionError(f"{OVERRIDE} is '{choice}'; it may be {' or '.join(CHOICES)}")
    return choice


def remembered() -> str | None:
    try:
        return json.loads(record().read_text(encoding="utf-8"))["source"]
    except (OSError, ValueError, KeyError):
        return None


def is_registry() -> bool:
    """What was decided; asked after `CrateSource` has provided."""
    return (overridden() or remembered()) == "registry"


def is_fresh() -> bool:
    return record().exists() and time.time() - record().stat().st_mtime < TRUSTED_SECONDS


def tried() -> str:
    """Fetches a tiny crate with the user's own cargo configuration; only that tells."""
    with tempfile.TemporaryDirectory() as crate:
        (Path(crate) / "src").mkdir()
        (Path(crate) / "src" / "lib.rs").touch()
        (Path(crate) / "Cargo.toml").write_text(TRIAL, encoding="utf-8")
        bounded = {"CARGO_NET_RETRY": "0", "CARGO_HTTP_TIMEOUT": "5"}
        try:
            fetch = subprocess.run(
                ["cargo", "fetch", "--quiet"],
                cwd=crate,
                env={**os.environ, **bounded},
                capture_output=True,
                timeout=TRIAL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "debian"
        return "registry" if fetch.returncode == 0 else "debian"


def chosen() -> str:
    return overridden() or tried()


class CrateSource(Provision):
    def facts(self) -> list[Fact]:
        if not shutil.which("cargo"):
            return [Fact.missing("crates", "install Rust with rustup, then: make install-tools", WHY)]
        source = overridden() or remembered()
        if source == "registry" and not debian_crates.wrapper().exists():
            return [Fact.found("crates", "registry", WHY)]
        if source == "debian" and debian_crates.ready():
            return [Fact.found("crates", debian_crates.place(), WHY)]
        return [Fact.missing("crates", "make install-tools", WHY)]

    def settled(self) -> bool:
        return super().settled() and (overridden() is not None or is_fresh())

    def provide(self) -> None:
        if not shutil.which("cargo"):
            raise ProvisionError("no cargo in PATH; install Rust with rustup, then run this again")
        source = chosen()
        if source == "registry":
            debian_crates.wrapper().unlink(missing_ok=True)
        else:
            if not debian_crates.complete():
                say(f"no crate registry in reach: unpacking Debian's crates into {debian_crates.place()} ({WHY})")
                debian_crates.provide()
            debian_crates.configure()
        # What was decided by hand holds for this once; the next run without it tries.
        if not overridden():
            cache.written(record(), json.dumps({"source": source}) + "\n")
