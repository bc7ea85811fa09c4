"""`install` gets what is missing; `install --check` only tells, one JSON object a line."""

from __future__ import annotations

import argparse
import sys

from . import cache
from .crate_source import CrateSource
from .free_threaded import FreeThreadedPython
from .header_generator import HeaderGenerator
from .node_runtimes import NodeRuntimes
from .package_manager import PackageManager
from .provision import Provision, ProvisionError, say
from .python_runtimes import PythonRuntimes
from .python_tools import PythonTools
from .system_packages import SystemPackages
from .unpacked_packages import UnpackedPackages
from .unpacked_wheels import UnpackedWheels
from .wasm_bindgen import WasmBindgen
from .wasm_toolchain import WasmToolchain


def provisions() -> list[Provision]:
    """In this order: what a later one needs, an earlier one provides."""
    return [
        SystemPackages(),
        UnpackedPackages(),
        PackageManager(),
        PythonTools(),
        PythonRuntimes(),
        FreeThreadedPython(),
        NodeRuntimes(),
        UnpackedWheels(),
        HeaderGenerator(),
        CrateSource(),
        WasmToolchain(),
        WasmBindgen(),
    ]


def check() -> int:
    facts = [fact for provision in provisions() for fact in provision.facts()]
    for fact in facts:
        print(fact.line())
    return 1 if any(fact.is_missing for fact in facts) else 0


def install() -> int:
    if all(provision.settled() for provision in provisions()):
        return 0
    with cache.locked():
        for provision in provisions():
            if not provision.settled():
                provision.provide()
    say("complete")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="install", description=__doc__)
    parser.add_argument("--check", action="store_true", help="tell what is found and what is missing; change nothing")
    try:
        return check() if parser.parse_args().check else install()
    except ProvisionError as error:
        say(str(error))
        return 1


sys.exit(main())
