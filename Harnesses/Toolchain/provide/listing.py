"""The lists beside the installer: one thing a line, its columns, then why it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Entry:
    name: str
    columns: tuple[str, ...]
    why: str


def entries(list_name: str, columns: int = 0) -> list[Entry]:
    """Reads a list; `columns` is the number of words between the name and the reason."""
    lines = (FOLDER / list_name).read_text(encoding="utf-8").splitlines()
    return [parsed(line, columns) for line in lines if line.strip() and not line.startswith("#")]


def parsed(line: str, columns: int) -> Entry:
    name, *rest = line.split(maxsplit=columns + 1)
    return Entry(name, tuple(rest[:columns]), rest[columns])
