"""Writes the tables of Harnesses/Tables anew from the packages that are their sources; ../README.md says which."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from known_bugs import KnownBugs
from manylinux import Manylinux
from packages import fetched
from stable_abi import StableABI
from table import Table
from windows_libraries import WindowsLibraries

FOLDER = Path(__file__).resolve().parents[1]


def tables(advisories: Path | None) -> list[Table]:
    """Those that can be made: known bugs only from a checkout of their source."""
    return [StableABI(), Manylinux(), WindowsLibraries(), *([KnownBugs(advisories)] if advisories else [])]


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 Harnesses/Tables/refresh", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="TABLE", help="tables to refresh (default: all)")
    parser.add_argument(
        "--same-versions", action="store_true", help="from the versions that the tables name, not newer"
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where a table would change")
    parser.add_argument("--into", type=Path, default=FOLDER, help="the tables' folder (default: the repository's)")
    parser.add_argument(
        "--advisories", type=Path, metavar="FOLDER", help="a checkout of RustSec's advisory-db, for known-bugs"
    )
    parser.add_argument("--packages", type=Path, help="a folder with the source packages, in place of fetching them")
    chosen = parser.parse_args()
    known = [table.name for table in tables(chosen.advisories)]
    for name in chosen.names:
        if name == KnownBugs.name and not chosen.advisories:
            parser.error("known-bugs is made from a checkout of RustSec's advisory-db: name it with --advisories")
        if name not in known:
            parser.error(f"no table {name}: expected one of {', '.join(known)}")
    return chosen


def main() -> int:
    chosen = options()
    wanted = [table for table in tables(chosen.advisories) if table.name in chosen.names or not chosen.names]
    with tempfile.TemporaryDirectory() as scratch:
        requirements = {
            requirement
            for table in wanted
            for requirement in (table.pinned(chosen.into) if chosen.same_versions else table.packages)
        }
        packages = chosen.packages or fetched(sorted(requirements), Path(scratch))
        changed = [table.name for table in wanted if table.refresh(packages, chosen.into, write=not chosen.check)]
    print("\n".join(f"{name}: {'would change' if chosen.check else 'changed'}" for name in changed) or "no change")
    return 1 if chosen.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
