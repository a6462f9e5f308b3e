"""Whether a kept report may be repeated: it is compared with the claim file, its pin and the certificates on disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from proofs_check.verify.claim import Claim
from proofs_check.verify.evidence import Check, Evidence, below, premises, readable
from proofs_check.verify.fingerprint import Sources
from proofs_check.verify.kernel_process import Accepted
from proofs_check.verify.pins import Pin, drift
from proofs_check.verify.report import Report, Steps
from proofs_check.verify.reporting import expected_verdicts, pin_notes, pin_state, wording


class Shelf:
    """The certificates of one folder; each is read once, however many claims rest on it."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._known: dict[str, dict[str, Any]] = {}

    def get(self, name: str) -> dict[str, Any] | None:
        """The certificate of this name as plain JSON; None where there is none whose content has this name as its hash."""
        if name not in self._known and (found := _named_by_hash(self._folder / f"{name}.json")) is not None:
            self._known[name] = found
        return self._known.get(name)


def repeatable(report: Report, claim: Claim, pin: Pin | None, certificates: Shelf) -> bool:
    """Whether everything in ``report`` that can be known without running the claim again is still so.

    The statement is the one in the certificates, whose names are the hashes of their content; the steps are those of
    the premise graph; the pin is the present one. What an experiment saw cannot be known so, and which of the listed
    objectives the steps use takes long to know: the seal of its row (`proofs_check.verify.ledger`) stands for them.
    """
    try:
        return as_claimed(report, claim) and _as_on_disk(report, claim, pin, certificates)
    except (KeyError, TypeError, ValueError, AttributeError, OSError):  # what is no certificate in that folder
        return False


def digests(files: list[str]) -> dict[str, str]:
    """SHA-256 of each file, as it is now; a file that is gone has the empty digest.

    >>> digests(["/nowhere"])
    {'/nowhere': ''}
    """
    return dict(zip(files, map(Sources().digest, map(Path, files)), strict=True))


def as_claimed(report: Report, claim: Claim) -> bool:
    """Whether the report is one on this claim: what it repeats of the claim file is what the file says now."""
    return report == replace(
        report,
        id=claim.id,
        title=claim.title,
        sentence=claim.sentence,
        source=str(claim.source),
        paper=claim.source.paper,
        item=claim.source.item,
        link=claim.source.link,
        standing=claim.source.standing,
        expected=expected_verdicts(claim),
        open=claim.open_reason or None,
        without_objective=claim.without_objective,
    )


def _as_on_disk(report: Report, claim: Claim, pin: Pin | None, shelf: Shelf) -> bool:
    if claim.derivation is None or not report.goals:
        nothing = replace(report, steps=Steps(), premises=(), leaves=None, statement=claim.statement or claim.title,
                          checkers=(), coq=None)  # fmt: skip
        return report == nothing and not report.proved
    if not report.whole:
        return not report.proved  # refused certificates are not handed on, so there is nothing to compare
    certificates = {name: found for name in report.premises if (found := shelf.get(name)) is not None}
    if len(certificates) < len(report.premises):
        return False
    order, missing = below(report.goals, certificates)
    evidence = Evidence(report.goals, order, certificates, taken_as_accepted(order, certificates), report.prose, missing)
    moved = drift(pin, evidence.as_pin(claim)) if pin is not None else None
    return not missing and evidence.could_have(report.leaves) and report == replace(
        report,
        premises=order,
        steps=Steps(len(order), len(order)),
        statement=wording(claim, evidence),
        drift=moved,
        pin=pin_state(claim, pin, moved),
        notes=pin_notes(claim, pin),
        cites=evidence.cites,
        checkers=("kernel",),
        coq=None,
    )


def _named_by_hash(path: Path) -> dict[str, Any] | None:
    from theory.kernel.budget import Fault
    from theory.kernel.certificate import Certificate

    try:
        certificate = Certificate.read(path)
    except Fault:
        return None
    content = certificate.content()
    return content if certificate.id == path.stem and readable(content) else None


def taken_as_accepted(order: tuple[str, ...], certificates: dict[str, dict[str, Any]]) -> Check:
    """What the checker says of certificates that it is known to have accepted: the lemmas that each step of ``order`` cites,
    from the steps below it."""
    cites: dict[str, set[str]] = {}
    for name in order:
        certificate = certificates[name]
        own = {certificate["witness"]["lemma"]} if certificate["rule"] == "lemma" else set()
        cites[name] = own.union(*(cites.get(premise, set()) for premise in premises(certificate)))
    return Check({name: Accepted(certificates[name]["rule"], tuple(sorted(found))) for name, found in cites.items()})
