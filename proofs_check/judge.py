"""One claim, one verdict: the only place that assigns one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from proofs_check.claim import Claim
from proofs_check.evidence import Evidence, gather
from proofs_check.mutants import Outcome, ProofMutants, copy_certificates, try_mutant, try_proof_mutants
from proofs_check.planted import Planted, plant
from proofs_check.probe import Budget, ProbeResult
from proofs_check.sharpness import try_sharpness
from proofs_check.verdict import Finding, Verdict, meets

Row = dict[str, Any]
T = TypeVar("T")

PROOF_MUTANTS = {"quick": 24, "full": 200}
ALL_PROOF_MUTANTS = 2000
"""Certificate edits tried for each claim, drawn at random; ``verify --mutants`` tries all, up to the larger number."""

MUTANT_TRIALS = {"quick": 200, "full": 2000}


@dataclass(frozen=True)
class Circumstances:
    """What a verdict depends on besides the code."""

    seed: int = 0
    budget: Budget = "quick"
    mutants: bool = False


@dataclass
class _Examination:
    """What the stages found, filled in one after the other."""

    evidence: Evidence | None = None
    blocked: str = ""
    probe: ProbeResult | None = None
    mutants: list[Outcome] = field(default_factory=list)
    proof: ProofMutants | None = None
    planted: Planted = field(default_factory=Planted)
    sharpness: list[Outcome] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def attempt(self, stage: str, work: Callable[[], T]) -> T | None:
        """Run one stage; its failure is recorded, and the other stages go on."""
        try:
            return work()
        except Exception as error:
            self.broken.append(f"{stage}: {type(error).__name__}: {error}")
            return None


def judge(
    claim: Claim,
    circumstances: Circumstances,
    certificates: Path,
    progress: Callable[[str], None] = lambda stage: None,
) -> Row:
    """Examine ``claim`` and return its row of ``verify``; accepted certificates are left in ``certificates``.

    Stages: derive, check (a fresh process reads the certificates from disk), probe, mutants, sharpness, verdict.
    """
    begun = time.perf_counter()
    seed = f"{circumstances.seed}/{claim.id}"
    found = _Examination()
    with TemporaryDirectory() as name:
        folder = Path(name)
        if claim.derivation is not None:
            progress("deriving")
            found.evidence = _derive(claim, folder, found)
        goals = found.evidence.statements if found.evidence is not None else ()
        if claim.probe is not None:
            progress("probing")
            probe = claim.probe
            found.probe = found.attempt("probe", lambda: probe.run(goals, seed, circumstances.budget))
        progress("planting errors")
        _try_mutants(claim, found, seed, circumstances)
        for item in claim.sharpness:
            outcome = found.attempt("sharpness", lambda item=item: try_sharpness(item, found.evidence, seed))  # type: ignore[misc]
            found.sharpness += [outcome] if outcome else []
        if found.evidence is not None:
            copy_certificates(found.evidence, folder, certificates)
    finding = conclude(claim, found.evidence, found.blocked, found.probe, found.proof)
    return _row(claim, found, finding, time.perf_counter() - begun)


def unjudged(claim: Claim, reason: str) -> Row:
    """The row of a claim that could not be examined: inconclusive, with the reason."""
    return _row(claim, _Examination(), Finding(Verdict.INCONCLUSIVE, None, reason), 0.0)


def conclude(
    claim: Claim,
    evidence: Evidence | None,
    blocked: str = "",
    probe: ProbeResult | None = None,
    proof: ProofMutants | None = None,
) -> Finding:
    """The verdict, from what the kernel accepted on disk and what the experiment saw; nothing else counts.

    >>> from proofs_check.claim import Source
    >>> claim = Claim(id="x", title="X", source=Source("dmf", "-", "stated"), statement="x", expected=("refuted",))
    >>> str(conclude(claim, None))
    'inconclusive: there is neither a derivation nor an experiment'
    """
    obstacle = blocked or _obstacle(claim, evidence)
    against = probe.counterexample if probe is not None else None
    if proof is not None and proof.false_ones:
        return Finding(Verdict.CONTRADICTION, None, f"the kernel accepts an edited proof: {proof.false_ones[0].text}")
    if evidence is not None and not obstacle:
        if against is not None:
            return Finding(Verdict.CONTRADICTION, None, f"the kernel accepted it, but {against}")
        return _proved(claim, evidence)
    if against is not None:
        return Finding(Verdict.REFUTED, against.kind, str(against))
    if probe is None:
        return Finding(Verdict.INCONCLUSIVE, None, obstacle or "there is neither a derivation nor an experiment")
    if probe.inconclusive or probe.powerless:
        return Finding(Verdict.INCONCLUSIVE, None, probe.inconclusive or f"powerless probe: {probe.powerless}")
    return Finding(Verdict.SUPPORTED, None, obstacle or claim.open_reason)


def _proved(claim: Claim, evidence: Evidence) -> Finding:
    if claim.instances:
        return Finding(Verdict.INSTANCES_PROVED, None, "instances: " + ", ".join(claim.instances))
    if all(evidence.check.accepted[goal]["rule"] == "ball" for goal in evidence.goals):
        return Finding(Verdict.CERTIFIED)
    if len(evidence.goals) == 1 and not evidence.prose:
        return Finding(Verdict.PROVED)
    composition = evidence.prose or f"{len(evidence.goals)} formal statements, put together in words"
    return Finding(Verdict.STEPS_PROVED, None, composition)


def _obstacle(claim: Claim, evidence: Evidence | None) -> str:
    """Why the evidence does not prove the claim (empty when it does, or when there is no derivation to speak of)."""
    if evidence is None:
        return ""
    if not evidence.complete:
        return evidence.fault()
    if claim.says and list(claim.says) != list(evidence.statements):
        return "the derivation proves another statement than the claim says"
    if claim.about_objective and not evidence.leaves.objectives:
        return "no objective stands among the leaves of the premise graph"
    return ""


def _derive(claim: Claim, folder: Path, found: _Examination) -> Evidence | None:
    assert claim.derivation is not None
    derivation = claim.derivation
    evidence = found.attempt("derivation", lambda: gather(derivation(), folder))
    if evidence is None:
        found.blocked = found.broken[-1]
    return evidence


def _try_mutants(claim: Claim, found: _Examination, seed: str, circumstances: Circumstances) -> None:
    trials = MUTANT_TRIALS[circumstances.budget]
    for mutant in claim.mutants:
        outcome = found.attempt(
            f"mutant {mutant.name!r}", lambda mutant=mutant: try_mutant(claim, mutant, found.evidence, seed, trials)  # type: ignore[misc]
        )  # fmt: skip
        found.mutants.append(outcome or Outcome(mutant.name, mutant.fate, False, found.broken[-1]))
    evidence = found.evidence
    if evidence is not None:
        goals, thorough = evidence.statements, circumstances.mutants
        found.planted = found.attempt("planted errors", lambda: plant(claim, goals, seed, thorough)) or Planted()
    if evidence is not None and evidence.complete:
        limit = ALL_PROOF_MUTANTS if circumstances.mutants else PROOF_MUTANTS[circumstances.budget]
        found.proof = found.attempt("proof mutants", lambda: try_proof_mutants(claim, evidence, seed, limit))


def shortcomings(claim: Claim, found: _Examination, finding: Finding) -> list[str]:
    """Why the claim is not as expected, one sentence each; empty when all is well."""
    wanted = " or ".join(claim.expected)
    reasons = [] if meets(finding.verdict, claim.expected) else [f"expected {wanted}, got {finding.verdict}"]
    reasons += [f"mutant {m.name!r} ({m.fate}): {m.text}" for m in found.mutants if not m.good]
    reasons += [f"sharpness of {s.name!r}: {s.text}" for s in found.sharpness if not s.good]
    if found.probe is not None and found.probe.powerless and finding.verdict is not Verdict.REFUTED:
        reasons.append(f"powerless probe: {found.probe.powerless}")
    reasons += found.planted.shortcomings(getattr(claim, "unrefuted", None))
    told = "\n".join(reasons) + finding.reason
    return reasons + [broken for broken in found.broken if broken not in told]


def _row(claim: Claim, found: _Examination, finding: Finding, seconds: float) -> Row:
    evidence, proof = found.evidence, found.proof
    fates = {fate: [m for m in found.mutants if m.fate == fate] for fate in ("false", "weaker", "open")}
    return {
        "id": claim.id,
        "paper": claim.source.paper,
        "item": claim.source.item,
        "standing": claim.source.standing,
        "statement": wording(claim, evidence),
        "expected": [str(verdict) for verdict in claim.expected],
        "verdict": str(finding.verdict),
        "kind": str(finding.kind) if finding.kind else None,
        "cites": evidence.cites if evidence else [],
        "steps": {"total": len(evidence.steps), "accepted": evidence.accepted} if evidence else
        {"total": 0, "accepted": 0},
        "probe": found.probe.to_json() if found.probe else None,
        "mutants": {
            "false": [sum(m.good for m in fates["false"]), len(fates["false"])],
            "weaker": len(fates["weaker"]),
            "open": len(fates["open"]),
            "proof": [proof.rejected, proof.total] if proof else [0, 0],
        },
        "slack": [f"{m.name}: {m.text}" for m in fates["open"] if m.text.startswith("survived")],
        "sharpness": [s.to_json() for s in found.sharpness],
        "premises": list(evidence.steps) if evidence else [],
        "seconds": seconds,
        "reason": finding.reason,
        "title": claim.title,
        "source": str(claim.source),
        "open": claim.open_reason or None,
        "goals": list(evidence.goals) if evidence else [],
        "leaves": evidence.leaves.to_json() if evidence else None,
        "prose": evidence.prose if evidence else "",
        "planted": [m.to_json() for m in found.mutants],
        "survivors": [s.to_json() for s in proof.survivors] if proof else [],
        **(found.planted.to_row() if evidence is not None else {}),
        "shortcomings": shortcomings(claim, found, finding),
    }  # fmt: skip


def wording(claim: Claim, evidence: Evidence | None) -> str:
    """The claim's sentence: its formal statements as read from disk; in words only where there are none. Letters
    that are declared as in the statement before are not repeated.
    """
    from theory.prove.render import statement_text

    if evidence is None or not evidence.statements:
        return claim.statement or claim.title
    texts, before = [], None
    for statement in evidence.statements:
        again = statement["letters"] == before
        before = statement["letters"]
        text = statement_text({**statement, "letters": []} if again else statement)
        texts.append("(the same letters)\n" * again + text)
    return "\n\n".join(texts)
