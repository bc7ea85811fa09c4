"""`known-bugs`: bugs of the crates that are found in artifacts, with the versions that have them, from a checkout of RustSec's
advisory-db.

Which crates are looked for is in the table, under `crates`: add one there. What is kept of an advisory are facts; the sentence
about it is ours, and stays ours when the table is refreshed. Entries that are not RustSec's stay as they are.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from table import Table

# What an advisory may be about beside a bug.
NO_BUG = {"unmaintained", "notice"}


class KnownBugs(Table):
    name = "known-bugs"
    packages = ()

    def __init__(self, advisories: Path | None) -> None:
        self.advisories = advisories

    def source(self, packages: Path, folder: Path) -> str:
        return self.stored(folder).get("source", "")

    def facts(self, packages: Path, folder: Path) -> dict[str, Any]:
        stored = self.stored(folder)
        crates = stored.get("crates", "").split()
        words = {bug["id"]: bug["summary"] for bug in stored.get("bugs", [])}
        others = [bug for bug in stored.get("bugs", []) if not bug["id"].startswith("RUSTSEC-")]
        found = [bug(advisory, words) for crate in crates for advisory in self.of(crate)]
        return {"crates": " ".join(sorted(crates)), "bugs": sorted(found + others, key=order)}

    def of(self, crate: str) -> list[dict[str, Any]]:
        if self.advisories is None or not (self.advisories / "crates").is_dir():
            raise SystemExit(f"{self.advisories}: expected a checkout of RustSec's advisory-db, with a folder crates")
        read = [front_matter(path) for path in sorted((self.advisories / "crates" / crate).glob("RUSTSEC-*.md"))]
        return [advisory for advisory in read if is_bug(advisory["advisory"])]


def front_matter(path: Path) -> dict[str, Any]:
    """The TOML between the fences at the beginning."""
    text = path.read_text(encoding="utf-8")
    start, fence, rest = text.partition("```toml\n")
    front, end, _ = rest.partition("\n```")
    if start.strip() or not fence or not end:
        raise SystemExit(f"{path}: expected ```toml, facts and ``` at its beginning")
    advisory = tomllib.loads(front)
    if "id" not in advisory.get("advisory", {}) or "patched" not in advisory.get("versions", {}):
        raise SystemExit(f"{path}: expected advisory.id and versions.patched, found {', '.join(advisory) or 'nothing'}")
    return advisory


def is_bug(advisory: dict[str, Any]) -> bool:
    return (
        advisory.get("informational") not in NO_BUG
        and "withdrawn" not in advisory
        and not advisory["id"].startswith("RUSTSEC-0000")
    )


def bug(facts: dict[str, Any], words: dict[str, str]) -> dict[str, Any]:
    advisory, versions = facts["advisory"], facts["versions"]
    systems = facts.get("affected", {}).get("os", [])
    return {
        "id": advisory["id"],
        "crate": advisory["package"],
        "patched": [spaced(text) for text in versions["patched"]],
        **({"unaffected": [spaced(text) for text in versions["unaffected"]]} if versions.get("unaffected") else {}),
        **({"systems": systems} if systems and "linux" not in systems else {}),
        "summary": words.get(advisory["id"]) or summary(advisory),
        "link": f"https://rustsec.org/advisories/{advisory['id']}.html",
    }


def spaced(text: str) -> str:
    """`>=0.3.20` as `>= 0.3.20`, so that the same range is the same text."""
    parts = [part.strip() for part in text.split(",")]
    signs = [part[: len(part) - len(part.lstrip("<>=^~"))] for part in parts]
    return ", ".join(
        f"{sign} {part[len(sign) :].strip()}" if sign not in ("", "^", "~") else part
        for sign, part in zip(signs, parts, strict=True)
    )


def summary(advisory: dict[str, Any]) -> str:
    """For one that nobody has written about here yet."""
    what = ", ".join(advisory.get("categories", []) or advisory.get("keywords", [])) or advisory.get(
        "informational", "a vulnerability"
    )
    return f"it is reported for {what}"


def order(bug: dict[str, Any]) -> tuple[str, bool, str]:
    return (bug["crate"], not bug["id"].startswith("RUSTSEC-"), bug["id"])
