"""`windows-libraries`: the DLLs that are on every Windows, by processor."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from table import Table

MACHINES = {"I386": "i686", "AMD64": "x86_64", "ARM64": "aarch64"}

# Run in a process of its own, so that nothing of the package stays behind in this one.
LIST = """
import json, sys
sys.path.insert(0, sys.argv[1])
from delvewheel._dll_list import ignore_names
print(json.dumps({machine.name: sorted(names) for machine, names in ignore_names.items()}))
"""


class WindowsLibraries(Table):
    name = "windows-libraries"
    packages = ("delvewheel",)

    def facts(self, packages: Path, folder: Path) -> dict[str, Any]:
        command = [sys.executable, "-B", "-c", LIST, str(packages)]
        lists = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        return {"libraries": {word: " ".join(lists[name]) for name, word in MACHINES.items()}}
