"""Whether a row of the ledger may be repeated: it is compared with the claim file, its pin and the certificates on disk."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from proofs_check.verify.claim import Claim
from proofs_check.verify.evidence import Check, Evidence, below, premises, read_folder
from proofs_check.verify.pins import Pin, drift
from proofs_check.verify.row import NOT_PINNED, Row, wording

_PROVED = ("proved", "steps proved", "proved for instances")


def repeatable(row: Row, claim: Claim, pin: Pin | None, certificates: Path) -> bool:
    """Whether everything in ``row`` that can be known without running the claim again is still so.

    The statement is the one in the certificates, whose names are the hashes of their content; the steps are those of
    the premise graph; the pin is the present one. What an experiment saw cannot be known so: the seal of the row
    (`proofs_check.verify.ledger`) stands for it.
    """
    try:
        return _as_claimed(row, claim) and _as_on_disk(row, claim, pin, certificates)
    except (KeyError, TypeError, ValueError, AttributeError, OSError):
        return False


def digests(files: list[str]) -> dict[str, str]:
    """SHA-256 of each file; a file that is gone has the empty digest.

    >>> digests(["/nowhere"])
    {'/nowhere': ''}
    """
    return {file: _digest(Path(file)) for file in files}


def _as_claimed(row: Row, claim: Claim) -> bool:
    told = {
        "id": claim.id,
        "title": claim.title,
        "sentence": claim.sentence,
        "source": str(claim.source),
        "paper": claim.source.paper,
        "item": claim.source.item,
        "standing": claim.source.standing,
        "expected": [str(verdict) for verdict in claim.expected],
        "open": claim.open_reason or None,
        "without_objective": claim.without_objective,
    }
    return all(row[name] == value for name, value in told.items())


def _as_on_disk(row: Row, claim: Claim, pin: Pin | None, folder: Path) -> bool:
    steps, goals = row["steps"], tuple(row["goals"])
    if claim.derivation is None or not goals:
        nothing = steps == {"total": 0, "accepted": 0} and row["premises"] == [] and row["leaves"] is None
        return nothing and row["verdict"] not in _PROVED and row["statement"] == (claim.statement or claim.title)
    if steps["accepted"] != steps["total"]:
        return row["verdict"] not in _PROVED  # refused certificates are not handed on, so there is nothing to compare
    if not all(_named_by_hash(folder / f"{name}.json") for name in row["premises"]):
        return False
    certificates = read_folder(folder, row["premises"])
    order, missing = below(goals, certificates)
    evidence = Evidence(goals, order, certificates, _lemmas(order, certificates), row["prose"], missing)
    moved = drift(pin, claim.sentence, evidence.statements) if pin is not None else None
    now: dict[str, Any] = {
        "premises": list(order),
        "steps": {"total": len(order), "accepted": len(order)},
        "statement": wording(claim, evidence),
        "drift": moved,
        "pin": "not pinned" if pin is None else "drift" if moved else "pinned",
        "notes": [NOT_PINNED] if pin is None else [],
        "leaves": evidence.leaves.to_json(),
        "cites": evidence.cites,
    }
    return not missing and all(row[name] == value for name, value in now.items())


def _named_by_hash(path: Path) -> bool:
    from theory.kernel.budget import Fault
    from theory.kernel.certificate import Certificate

    try:
        return Certificate.read(path).id == path.stem
    except Fault:
        return False


def _lemmas(order: tuple[str, ...], certificates: dict[str, dict[str, Any]]) -> Check:
    """The lemmas that each step cites, from the steps below it; in the form of the checker's report."""
    cites: dict[str, set[str]] = {}
    for name in order:
        certificate = certificates[name]
        own = {certificate["witness"]["lemma"]} if certificate["rule"] == "lemma" else set()
        cites[name] = own.union(*(cites.get(premise, set()) for premise in premises(certificate)))
    return Check({name: {"cites": sorted(found)} for name, found in cites.items()})


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
