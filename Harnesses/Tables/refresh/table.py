"""A table: what it is made from, and how it is written so that the same facts are the same bytes."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from packages import version


class Table:
    """`facts` returns what is in the file beside `source` and `retrieved`; everything in it is sorted."""

    name: str
    packages: tuple[str, ...]

    def facts(self, packages: Path, folder: Path) -> dict[str, Any]:
        """`folder` has the table as it was."""
        raise NotImplementedError

    def source(self, packages: Path, folder: Path) -> str:
        return ", ".join(f"{package} {version(package, packages)}" for package in self.packages)

    def path(self, folder: Path) -> Path:
        return folder / f"{self.name}.json"

    def stored(self, folder: Path) -> dict[str, Any]:
        path = self.path(folder)
        return json.loads(path.read_text()) if path.is_file() else {}

    def pinned(self, folder: Path) -> tuple[str, ...]:
        """`abi3info==2026.9.25`, from the `source` of the table that is there."""
        sources = self.stored(folder).get("source", "").split(", ") if self.packages else []
        return tuple(source.replace(" ", "==") for source in sources if source) or self.packages

    def refresh(self, packages: Path, folder: Path, *, write: bool) -> bool:
        """True where the facts or their source changed; the day alone is no change."""
        source = self.source(packages, folder)
        made = {"source": source, **self.facts(packages, folder)}
        stored = self.stored(folder)
        if made == {key: value for key, value in stored.items() if key != "retrieved"}:
            return False
        if write:
            retrieved = datetime.datetime.now(datetime.UTC).date().isoformat()
            content = {"source": source, "retrieved": retrieved, **made}
            self.path(folder).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
        return True


def dotted(text: str) -> list[tuple[int, str]]:
    """Sorts versions as people do, and words that are no version behind them."""
    return [(int(part), "") if part.isdigit() else (1 << 30, part) for part in text.split(".")]
