"""What every provided thing answers: is it there, where, and how it is got."""

from __future__ import annotations

import json
import sys
from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass
from pathlib import Path


class ProvisionError(Exception):
    """Something could not be provided; the message says what was tried and what to do."""


@dataclass(frozen=True)
class Fact:
    """One line of `install --check`."""

    name: str
    state: str
    where: str | None
    command: str | None
    why: str

    @classmethod
    def found(cls, name: str, where: str | Path, why: str) -> Fact:
        return cls(name, "found", str(where), None, why)

    @classmethod
    def missing(cls, name: str, command: str, why: str) -> Fact:
        return cls(name, "missing", None, command, why)

    @property
    def is_missing(self) -> bool:
        return self.state == "missing"

    def line(self) -> str:
        return json.dumps(asdict(self))


class Provision(ABC):
    """A group of things that are provided the same way."""

    @abstractmethod
    def facts(self) -> list[Fact]:
        """Looks only; quick, no network."""

    @abstractmethod
    def provide(self) -> None:
        """Gets what `facts` calls missing; may be interrupted and run again."""

    def settled(self) -> bool:
        """Nothing to do."""
        return not any(fact.is_missing for fact in self.facts())


def say(text: str) -> None:
    print(f"toolchain: {text}", file=sys.stderr, flush=True)
