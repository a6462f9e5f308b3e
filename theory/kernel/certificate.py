"""Certificates: content-named JSON files. The name is the hash of the content; premises are named by hash."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from theory.kernel.integers import Fault

FIELDS = ("statement", "rule", "premises", "witness", "model")


@dataclass(frozen=True)
class Certificate:
    """One step. ``premises``: tuple of {"cert": id, "set": …, "rename": …, "given": …}; ``model``: exact values.

    >>> c = Certificate({"letters": [], "given": [], "then": ["1 == 1"]}, "expand", (), [[]], {})
    >>> len(c.id)
    64
    """

    statement: dict
    rule: str
    premises: tuple = ()
    witness: Any = None
    model: dict = field(default_factory=dict)

    def content(self) -> dict:
        return {k: list(self.premises) if k == "premises" else getattr(self, k) for k in FIELDS}

    @property
    def id(self) -> str:
        text = json.dumps(self.content(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def write(self, folder: Path | str) -> Path:
        path = Path(folder) / f"{self.id}.json"
        path.write_text(json.dumps(self.content(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return path

    @staticmethod
    def from_json(data: object) -> Certificate:
        if not isinstance(data, dict) or set(data) != set(FIELDS):
            raise Fault(f"a certificate has exactly the fields {', '.join(FIELDS)}")
        if not isinstance(data["premises"], list) or not isinstance(data["rule"], str):
            raise Fault("premises must be a list and rule a text")
        return Certificate(data["statement"], data["rule"], tuple(data["premises"]), data["witness"], data["model"])

    @staticmethod
    def read(path: Path | str) -> Certificate:
        try:
            text = Path(path).read_text(encoding="utf-8")
            data = json.loads(text, object_pairs_hook=_unique, parse_float=_no, parse_constant=_no)
            return Certificate.from_json(data)
        except (OSError, ValueError, RecursionError) as error:
            raise Fault(f"not readable as JSON: {error}") from None


def _unique(pairs: list) -> dict:
    if len(dict(pairs)) != len(pairs):
        raise Fault("a field stands twice")
    return dict(pairs)


def _no(number: str) -> None:
    raise Fault(f"exact numbers only, not {number}")
