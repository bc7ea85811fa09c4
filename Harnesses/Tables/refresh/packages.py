"""The packages that tables are made from, as pip's configuration gets them."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path


def fetched(requirements: list[str], folder: Path) -> Path:
    """Installs without dependencies: only data and plain modules are read. Errors: CalledProcessError."""
    options = ["--quiet", "--no-deps", "--disable-pip-version-check", "--target", str(folder)]
    environment = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}
    if requirements:
        command = [sys.executable, "-m", "pip", "install", *options, *requirements]
        subprocess.run(command, check=True, env=environment)
    return folder


def version(package: str, folder: Path) -> str:
    for distribution in importlib.metadata.distributions(name=package, path=[str(folder)]):
        return distribution.version
    raise SystemExit(f"{folder} has no {package}: expected an installed package; install it there with pip --target")
