"""Wheels of PyPI that are unpacked into the cache, for a library in them that a host loads."""

from __future__ import annotations

import zipfile
from pathlib import Path

from . import apt, cache, python_tools
from .provision import ProvisionError
from .unpacked import Unpacked


def place(requirement: str) -> Path:
    """`wasmtime==50.0.1` is in wheels/wasmtime-50.0.1: a runtime never finds another version."""
    return cache.folder() / "wheels" / requirement.replace("==", "-")


def download(requirement: str, into: Path) -> Path:
    pip = [str(python_tools.place() / "bin" / "python"), "-m", "pip", "download", "--quiet"]
    options = ["--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", "--dest", str(into)]
    apt.run([*pip, *options, requirement], f"downloading {requirement} from PyPI")
    wheels = sorted(into.glob("*.whl"))
    if not wheels:
        raise ProvisionError(f"pip downloaded no wheel for {requirement}; is there one for this platform?")
    return wheels[0]


def unpack(requirement: str) -> None:
    with (
        cache.replaced(place(requirement)) as draft,
        cache.downloads() as downloads,
        zipfile.ZipFile(download(requirement, downloads)) as wheel,
    ):
        wheel.extractall(draft)


class UnpackedWheels(Unpacked):
    def __init__(self) -> None:
        super().__init__("unpacked-wheels.txt", place, unpack)
