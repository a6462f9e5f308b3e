"""The stages of one claim that run its own code: derive, experiment, plant errors, drop hypotheses. They end in findings,
which are plain data; the verdict is drawn from them elsewhere (`proofs_check.verify.judge`).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from traceback import extract_tb
from typing import Any, TypeVar

from proofs_check.planted.survivors import Outcome
from proofs_check.probes.probe import Budget, ProbeResult
from proofs_check.verify.claim import Claim
from proofs_check.verify.evidence import Evidence
from proofs_check.verify.mutants import ProofMutants, try_mutant, try_proof_mutants
from proofs_check.verify.plant import plant
from proofs_check.verify.report import PlantedSummary
from proofs_check.verify.sharpness import try_sharpness
from proofs_check.verify.strict import plain, read

T = TypeVar("T")

PROOF_MUTANTS = {"quick": 24, "full": 200}
ALL_PROOF_MUTANTS = 2000
"""Certificate edits tried for each claim, drawn at random; ``verify --mutants`` tries all, up to the larger number."""

MUTANT_TRIALS = {"quick": 200, "full": 2000}

FolderJudge = Callable[[Path, tuple[str, ...], str], Evidence]
"""Judges a folder of certificates for these goals and prose: `evidence.read_evidence`, or a question to the parent."""


@dataclass(frozen=True)
class Circumstances:
    """What a verdict depends on besides the code."""

    seed: int = 0
    budget: Budget = "quick"
    mutants: bool = False


@dataclass
class Findings:
    """What the stages found, filled in one after the other. ``blocked`` says why there is no evidence although there is
    a derivation; ``planted`` sums up the automatic planted errors, ``vacuous`` the goals whose strengthening
    nobody refuted; ``broken`` names every stage that failed.
    """

    blocked: str = ""
    probe: ProbeResult | None = None
    mutants: list[Outcome] = field(default_factory=list)
    proof: ProofMutants | None = None
    sharpness: list[Outcome] = field(default_factory=list)
    planted: PlantedSummary | None = None
    vacuous: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def attempt(self, stage: str, work: Callable[[], T]) -> T | None:
        """Run one stage; its failure is recorded, and the other stages go on."""
        try:
            return work()
        except Exception as error:
            where = "".join(f" ({note})" for note in getattr(error, "__notes__", ()))
            self.broken.append(f"{stage}: {type(error).__name__}: {error}{where}")
            return None

    def to_json(self) -> dict[str, Any]:
        """Plain fields, for another process.

        >>> Findings.from_json(Findings(broken=["probe: ValueError: no"]).to_json()).broken
        ['probe: ValueError: no']
        """
        return plain(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Findings:
        """The reverse; raises ValueError for anything else than what `to_json` gives."""
        return read(cls, data, "findings")


def examine(
    claim: Claim,
    circumstances: Circumstances,
    folder: Path,
    check: FolderJudge,
    progress: Callable[[str], None] = lambda stage: None,
) -> tuple[Findings, Evidence | None]:
    """Run every stage; certificates are written to the empty ``folder`` and judged there by ``check``."""
    seed = f"{circumstances.seed}/{claim.id}"
    found, evidence = derive(claim, folder, check, progress)
    goals = evidence.statements if evidence is not None else ()
    if claim.probe is not None:
        progress("probing")
        probe = claim.probe
        found.probe = found.attempt("probe", lambda: probe.run(goals, seed, circumstances.budget))
    progress("planting errors")
    _try_mutants(claim, found, evidence, seed, circumstances)
    for item in claim.sharpness:
        outcome = found.attempt("sharpness", lambda item=item: try_sharpness(item, evidence, seed))  # type: ignore[misc]
        found.sharpness += [outcome] if outcome else []
    return found, evidence


def derive(
    claim: Claim, folder: Path, check: FolderJudge, progress: Callable[[str], None] = lambda stage: None
) -> tuple[Findings, Evidence | None]:
    """The first stage alone: the derivation, if there is one, and what the kernel says of it."""
    found, evidence = Findings(), None
    if claim.derivation is not None:
        progress("deriving")
        derivation = claim.derivation
        evidence = found.attempt("derivation", lambda: _derive(derivation, folder, check))
        if evidence is None:
            found.blocked = found.broken[-1]
    return found, evidence


def _derive(derivation: Callable[[], Any], folder: Path, check: FolderJudge) -> Evidence:
    try:
        derived = derivation()
    except Exception as error:
        own = inspect.unwrap(derivation).__code__.co_filename if inspect.isfunction(derivation) else None
        lines = [frame.lineno for frame in extract_tb(error.__traceback__) if frame.filename == own]
        if own and lines:
            error.add_note(f"in {Path(own).name}, line {lines[-1]}")
        raise
    for certificate in derived.certificates:
        certificate.write(folder)
    return check(folder, tuple(map(str, derived.goals)), str(derived.prose))


def _try_mutants(claim: Claim, found: Findings, evidence: Evidence | None, seed: str, circumstances: Circumstances) -> None:
    trials = MUTANT_TRIALS[circumstances.budget]
    for mutant in claim.mutants:
        outcome = found.attempt(
            f"mutant {mutant.name!r}", lambda mutant=mutant: try_mutant(claim, mutant, evidence, seed, trials)  # type: ignore[misc]
        )  # fmt: skip
        found.mutants.append(outcome or Outcome(mutant.name, mutant.fate, False, found.broken[-1]))
    if evidence is not None:
        goals, thorough = evidence.statements, circumstances.mutants
        planted = found.attempt("planted errors", lambda: plant(claim, goals, seed, thorough))
        if planted is None:
            found.vacuous = [f"nothing shows that the goals say something: {found.broken[-1]}"]
        else:
            found.planted, found.vacuous = planted.summary(), planted.shortcomings(dict(claim.unrefuted))
    if evidence is not None and evidence.complete:
        limit = ALL_PROOF_MUTANTS if circumstances.mutants else PROOF_MUTANTS[circumstances.budget]
        found.proof = found.attempt("proof mutants", lambda: try_proof_mutants(claim, evidence, seed, limit))
