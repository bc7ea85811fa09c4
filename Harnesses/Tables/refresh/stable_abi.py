"""`stable-abi`: the symbols of CPython's stable ABI, by the version of Python in which each joined."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from table import Table, dotted

# Run in a process of its own, so that nothing of the package stays behind in this one.
LIST = """
import sys
sys.path.insert(0, sys.argv[1])
from abi3info import DATAS, FUNCTIONS
for kind, symbols in (("functions", FUNCTIONS), ("data", DATAS)):
    for symbol in symbols.values():
        print(kind, symbol.added, symbol.symbol.name)
"""


class StableABI(Table):
    name = "stable-abi"
    packages = ("abi3info",)

    def facts(self, packages: Path, folder: Path) -> dict[str, Any]:
        command = [sys.executable, "-B", "-c", LIST, str(packages)]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        names: dict[str, dict[str, list[str]]] = {"functions": {}, "data": {}}
        for kind, added, name in sorted(tuple(line.split()) for line in lines):
            names[kind].setdefault(added, []).append(name)
        return {kind: dict(sorted(joined.items(), key=lambda row: dotted(row[0]))) for kind, joined in names.items()}
