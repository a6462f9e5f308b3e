"""What a claim says about itself, as plain data: how a claim file that ran in another process is known in this one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from proofs_check.verify.claim import Claim, Source
from proofs_check.verify.parts import Part
from proofs_check.verify.strict import plain, read


@dataclass(frozen=True)
class Declaration:
    """The fields of a claim that are no functions; ``derived``: whether it has a derivation."""

    id: str
    title: str
    statement: str
    sentence: str
    subject: Literal["theorem", "conjecture", "data", "time", "probability"]
    open_reason: str
    without_objective: str
    source: Source
    expected: tuple[str, ...]
    instances: tuple[str, ...]
    inputs: tuple[str, ...]
    parts: tuple[Part, ...]
    derived: bool


def declare(claim: Claim) -> dict[str, Any]:
    """Plain fields of ``claim``; of its functions only whether there is a derivation.

    >>> claim = Claim(id="square", title="Squares", source=Source("dmf", "-", "reconstructed"), subject="conjecture",
    ...               statement="x² ≥ 0", expected=("supported",))
    >>> declared(declare(claim)) == claim
    True
    """
    said = Declaration(
        id=claim.id,
        title=claim.title,
        statement=claim.statement,
        sentence=claim.sentence,
        subject=claim.subject,
        open_reason=claim.open_reason,
        without_objective=claim.without_objective,
        source=claim.source,
        expected=claim.expected,
        instances=claim.instances,
        inputs=tuple(str(Path(path).resolve()) for path in claim.inputs),
        parts=claim.parts,
        derived=claim.derivation is not None,
    )
    return plain(said)


def declared(data: Any) -> Claim:
    """The claim again, validated, without its functions: its derivation can only be run where its file is loaded.

    Raises ValueError for anything else than what `declare` gives.
    """
    said = read(Declaration, data, "claim")
    return Claim(
        id=said.id,
        title=said.title,
        statement=said.statement,
        sentence=said.sentence,
        subject=said.subject,
        open_reason=said.open_reason,
        without_objective=said.without_objective,
        source=said.source,
        expected=said.expected,
        instances=said.instances,
        inputs=tuple(map(Path, said.inputs)),
        parts=said.parts,
        derivation=_elsewhere if said.derived else None,
    )


def _elsewhere() -> Any:
    raise RuntimeError("the derivation runs in the process that loads the claim file")
