"""`manylinux`: what each platform policy allows a binary to take from the system.

auditwheel's policies include one another, the newer the more; each library and version is written once, in the oldest
policy that has it. That they do is checked here, since the reader goes by it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from table import Table, dotted

LIBCS = {"glibc": "manylinux-policy.json", "musl": "musllinux-policy.json", "bionic": "android-policy.json"}


class Manylinux(Table):
    name = "manylinux"
    packages = ("auditwheel",)

    def facts(self, packages: Path, folder: Path) -> dict[str, Any]:
        folder = packages / "auditwheel" / "policy"
        return {libc: policies(json.loads((folder / file).read_text())) for libc, file in LIBCS.items()}


def policies(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Oldest system first. `linux`, which promises nothing, is left out."""
    rows = sorted((row for row in rows if row["name"] != "linux"), key=lambda row: -row["priority"])
    libraries: set[str] = set()
    versions: dict[tuple[str, str], set[str]] = {}
    return [policy(row, libraries, versions) for row in rows]


def policy(row: dict[str, Any], libraries: set[str], versions: dict[tuple[str, str], set[str]]) -> dict[str, Any]:
    return {
        "name": row["name"],
        "aliases": sorted(row["aliases"]),
        "libraries": " ".join(joined(row["lib_whitelist"], libraries, row["name"])),
        "versions": {
            architecture: {
                family: " ".join(sorted(new, key=dotted))
                for family, found in sorted(families.items())
                if (new := joined(found, versions.setdefault((architecture, family), set()), row["name"]))
            }
            for architecture, families in sorted(row["symbol_versions"].items())
        },
        "forbidden": {library: " ".join(sorted(names)) for library, names in sorted(row["blacklist"].items())},
    }


def joined(found: list[str], earlier: set[str], name: str) -> list[str]:
    """What wasn't in an older policy; adds it to `earlier`."""
    if lost := earlier - set(found):
        raise SystemExit(f"{name} lacks {', '.join(sorted(lost))}: expected all that older policies have")
    new = sorted(set(found) - earlier)
    earlier.update(new)
    return new
