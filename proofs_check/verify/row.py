"""The row of one claim in ``verify``: its verdict with everything that stands behind it, as plain fields."""

from __future__ import annotations

from typing import Any

from proofs_check.probes.probe import ProbeResult
from proofs_check.verify.claim import Claim
from proofs_check.verify.evidence import Evidence
from proofs_check.verify.examine import Findings
from proofs_check.verify.pins import Pin, drift, text_of
from proofs_check.verify.verdict import Finding, Verdict, meets

Row = dict[str, Any]

NOT_PINNED = "not pinned: read the statement, then run verify --bless"


def weakness(probe: ProbeResult | None) -> str:
    """Why the silence of this experiment says nothing (empty when it says something, or when it is not silent).

    >>> weakness(ProbeResult(trials=0)), weakness(ProbeResult(trials=3))
    ('no trial was decided', '')
    """
    if probe is None or probe.counterexample is not None:
        return probe.powerless if probe is not None else ""
    return probe.powerless or ("" if probe.trials else probe.inconclusive or "no trial was decided")


def make_row(
    claim: Claim, evidence: Evidence | None, found: Findings, finding: Finding, pin: Pin | None, seconds: float
) -> Row:
    """One entry of ``verify``'s "claims"."""
    fates = {fate: [m for m in found.mutants if m.fate == fate] for fate in ("false", "weaker", "open")}
    proof, moved = found.proof, _drift(claim, evidence, pin)
    return {
        "id": claim.id,
        "paper": claim.source.paper,
        "item": claim.source.item,
        "standing": claim.source.standing,
        "sentence": claim.sentence,
        "statement": wording(claim, evidence),
        "pin": "none needed" if claim.derivation is None else "not pinned" if pin is None else "drift" if moved else "pinned",
        "drift": moved,
        "notes": [NOT_PINNED] if claim.derivation is not None and pin is None else [],
        "expected": [str(verdict) for verdict in claim.expected],
        "verdict": str(finding.verdict),
        "kind": str(finding.kind) if finding.kind else None,
        "cites": evidence.cites if evidence else [],
        "steps": {"total": len(evidence.steps), "accepted": evidence.accepted} if evidence else
        {"total": 0, "accepted": 0},
        "probe": {**found.probe.to_json(), "powerless": weakness(found.probe)} if found.probe else None,
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
        "without_objective": claim.without_objective,
        "prose": evidence.prose if evidence else "",
        "planted": [m.to_json() for m in found.mutants],
        "survivors": [s.to_json() for s in proof.survivors] if proof else [],
        **found.planted,
        "shortcomings": shortcomings(claim, found, finding, moved),
    }  # fmt: skip


def shortcomings(claim: Claim, found: Findings, finding: Finding, moved: dict[str, str] | None = None) -> list[str]:
    """Why the claim is not as expected, one sentence each; empty when all is well."""
    wanted = " or ".join(claim.expected)
    reasons = [] if meets(finding.verdict, claim.expected) else [f"expected {wanted}, got {finding.verdict}"]
    reasons += [found.blocked] if found.blocked else []
    reasons += ["the pinned text and the present one differ"] if moved else []
    reasons += [f"mutant {m.name!r} ({m.fate}): {m.text}" for m in found.mutants if not m.good]
    reasons += [f"sharpness of {s.name!r}: {s.text}" for s in found.sharpness if not s.good]
    if weakness(found.probe) and finding.verdict is not Verdict.REFUTED:
        reasons.append(f"powerless probe: {weakness(found.probe)}")
    reasons += found.vacuous
    told = "\n".join(reasons) + finding.reason
    return reasons + [broken for broken in found.broken if broken not in told]


def wording(claim: Claim, evidence: Evidence | None) -> str:
    """The claim's formal statements as read from disk, numbered where there are several; in words only where there are
    none. Letters that are declared as in the statement before are not repeated.
    """
    if evidence is None or not evidence.statements:
        return claim.statement or claim.title
    texts, before = [], None
    for number, statement in enumerate(evidence.statements, 1):
        again = statement["letters"] == before
        before = statement["letters"]
        label = f"[{number}]" if len(evidence.statements) > 1 else ""
        text = text_of({**statement, "letters": []} if again else statement)
        head = " ".join(part for part in (label, "(the same letters)" if again else "") if part)
        texts.append(f"{head}\n{text}" if head else text)
    return "\n\n".join(texts)


def _drift(claim: Claim, evidence: Evidence | None, pin: Pin | None) -> dict[str, str] | None:
    if pin is None or claim.derivation is None or evidence is None:
        return None
    return drift(pin, claim.sentence, evidence.statements)
