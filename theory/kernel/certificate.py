"""Certificates: content-named JSON files. The name is the hash of the content; premises are named by hash."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

from theory.kernel.budget import Fault

FIELDS = ("statement", "rule", "premises", "witness", "model")
BYTES, DEPTH, PREMISES = 2_000_000, 200, 100
DIGITS = 4000
_STEPS = [(c in b"[{") - (c in b"]}") for c in range(256)]
_NO_BRACKETS = bytes(c for c in range(256) if not _STEPS[c])


@dataclass(frozen=True)
class Certificate:
    """One step. ``premises``: ids of certificates; ``model``: exact values, which the kernel does not look at.

    >>> c = Certificate({"letters": [], "given": [], "then": ["1 == 1"]}, "expand", (), [[]], {})
    >>> len(c.id)
    64
    """

    statement: dict
    rule: str
    premises: tuple[str, ...] = ()
    witness: Any = None
    model: dict = field(default_factory=dict)

    def content(self) -> dict:
        """The five fields as they stand in the file, premises as a list."""
        return {k: list(self.premises) if k == "premises" else getattr(self, k) for k in FIELDS}

    @property
    def id(self) -> str:
        """SHA-256 in hex of the content as JSON (keys sorted, no blanks, ASCII): the name of the file."""
        text = json.dumps(self.content(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def write(self, folder: Path | str) -> Path:
        """Write ``<id>.json`` into a folder that exists; its path."""
        path = Path(folder) / f"{self.id}.json"
        path.write_text(json.dumps(self.content(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return path

    @staticmethod
    def from_json(data: object) -> Certificate:
        """The certificate in parsed JSON; Fault unless it has exactly the five fields, each of its type."""
        if not isinstance(data, dict) or set(data) != set(FIELDS):
            raise Fault(f"a certificate has exactly the fields {', '.join(FIELDS)}")
        premises = data["premises"]
        if not isinstance(premises, list) or len(premises) > PREMISES or not all(isinstance(p, str) for p in premises):
            raise Fault(f"premises must be a list of at most {PREMISES} names of certificates")
        if not isinstance(data["rule"], str) or not isinstance(data["model"], dict) or not isinstance(
                data["statement"], dict):  # fmt: skip
            raise Fault("rule must be a text, statement and model objects")
        return Certificate(data["statement"], data["rule"], tuple(premises), data["witness"], data["model"])

    @staticmethod
    def read(path: Path | str) -> Certificate:
        """The certificate in a file; Fault for no regular file of bounded size, no JSON, a float, or a key that stands
        twice. Whether the name is the id, `check_folder` asks.
        """
        return Certificate.parse(Certificate.text(path))

    @staticmethod
    def parse(text: str) -> Certificate:
        """The certificate in the text of a file; Fault as for `read`."""
        try:
            return Certificate.from_json(json.loads(text, object_pairs_hook=unique, parse_float=_no, parse_constant=_no,
                                                    parse_int=_integer))  # fmt: skip
        except (ValueError, RecursionError) as error:
            raise Fault(_unreadable(error)) from None

    @staticmethod
    def text(path: Path | str) -> str:
        """The text of a regular file of bounded size; Fault for links, devices, pipes and what is no text."""
        try:
            return _text(path)
        except (OSError, ValueError) as error:
            raise Fault(_unreadable(error)) from None


def _unreadable(error: Exception) -> str:
    return f"not readable as JSON: {type(error).__name__}: {str(error)[:200]}"


def _text(path: Path | str) -> str:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > BYTES:
            raise Fault(f"a certificate is a regular file of at most {BYTES} bytes")
        content = file.read(BYTES + 1)
    text = content.decode("utf-8")  # in which no byte of another sign is a bracket
    brackets = content.translate(None, _NO_BRACKETS)
    if max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > DEPTH:
        raise Fault(f"brackets are nested more than {DEPTH} deep")
    return text


def unique(pairs: list) -> dict:
    """An object of JSON, no field of which stands twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Fault("a field stands twice")
    return found


def _no(number: str) -> None:
    raise Fault(f"exact numbers only, not {number[:40]}")


def _integer(digits: str) -> int:
    if len(digits) > DIGITS:
        raise Fault(f"a number has more than {DIGITS} digits")
    return int(digits)
