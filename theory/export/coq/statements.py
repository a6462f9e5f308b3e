"""Reading certificates from files: strict, and without the kernel's reader, so that a misreading of one shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from theory.export.coq.atoms import Atom, read_atom
from theory.export.coq.faults import NotExported
from theory.export.coq.letters import Letters, declare

FIELDS = {"statement", "rule", "premises", "witness", "model"}


class Statement:
    """letters; given ⊢ exists …: then."""

    def __init__(self, json: dict):
        if set(json) - {"letters", "given", "then", "exists"} or not json.get("then"):
            raise NotExported("a statement has letters, given, then and perhaps exists")
        self.json = json
        try:
            self._read(json)
        except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
            raise NotExported(f"a malformed statement: {type(error).__name__}: {error}") from None

    def _read(self, json: dict) -> None:
        self.own = _spelled(json["letters"])
        self.further = _spelled(json.get("exists", []))
        self.letters = letters_of(self.own)
        self.inner = letters_of((*self.own, *self.further)) if self.further else self.letters
        self.given = tuple(read_atom(a, self.letters) for a in json.get("given", []))
        self.then: tuple[Atom, ...] = tuple(read_atom(a, self.inner) for a in json["then"])

    @property
    def fresh(self) -> list[str]:
        """A name that is not in use, or the letters that an existential provides."""
        return [name for name, _ in self.further]


@dataclass(frozen=True)
class Certificate:
    """One certificate, by the name of its file."""

    id: str
    rule: str
    premises: tuple[str, ...]
    witness: Any
    json: dict

    @cached_property
    def statement(self) -> Statement:
        """The statement, read once."""
        return Statement(self.json)

    @property
    def lemma(self) -> str:
        """The name of its lemma in Coq."""
        return f"c_{self.id[:16]}"


def _spelled(declarations: list) -> tuple[tuple[str, str], ...]:
    return tuple((name, json.dumps(spec, sort_keys=True)) for name, spec in declarations)


@lru_cache(maxsize=4000)
def letters_of(declarations: tuple[tuple[str, str], ...]) -> Letters:
    """The letters of a list of declarations; equal lists are read once."""
    if not declarations:
        return Letters()
    name, spec = declarations[-1]
    return declare(letters_of(declarations[:-1]), name, json.loads(spec), spec)


def read_certificate(path: Path) -> Certificate:
    """The certificate in a file whose name is the hash of its content; NotExported says what is wrong with it."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_unique, parse_float=_no, parse_constant=_no)
    except (OSError, ValueError, RecursionError) as error:
        raise NotExported(f"not readable as JSON: {type(error).__name__}") from None
    if not isinstance(data, dict) or set(data) != FIELDS or not isinstance(data["premises"], list):
        raise NotExported(f"a certificate has the fields {', '.join(sorted(FIELDS))}")
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    name = hashlib.sha256(text.encode()).hexdigest()
    if name != path.stem:
        raise NotExported("the name is not the hash of the content")
    if not isinstance(data["rule"], str) or not all(isinstance(p, str) for p in data["premises"]):
        raise NotExported("a rule and the premises are texts")
    return Certificate(name, data["rule"], tuple(data["premises"]), data["witness"], data["statement"])


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise NotExported("a field stands twice")
    return dict(pairs)


def _no(number: str) -> None:
    raise NotExported(f"exact numbers only, not {number[:40]}")


def closed(certificates: dict[str, Certificate]) -> tuple[dict[str, Certificate], dict[str, str]]:
    """(those below which nothing is missing; the others, each with a premise that is missing or hangs itself)."""
    hanging: dict[str, str] = {}
    users: dict[str, list[str]] = {}
    for name, c in certificates.items():
        for p in c.premises:
            users.setdefault(p, []).append(name)
    queue = [p for p in users if p not in certificates]
    while queue:
        premise = queue.pop()
        for name in users.get(premise, ()):
            if name not in hanging:
                hanging[name] = premise
                queue.append(name)
    return {n: c for n, c in certificates.items() if n not in hanging}, hanging


def in_order(certificates: dict[str, Certificate], roots: Iterable[str]) -> list[str]:
    """The roots and everything below them, premises first; NotExported if one is missing."""
    done: dict[str, None] = {}
    for root in roots:
        stack = [(root, False)]
        while stack:
            name, ready = stack.pop()
            if name in done:
                continue
            if name not in certificates:
                raise NotExported(f"the premise {name[:12]} is missing")
            if ready:
                done[name] = None
                continue
            stack.append((name, True))
            stack += [(p, False) for p in reversed(certificates[name].premises)]
    return list(done)
