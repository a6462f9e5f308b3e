"""How the report on one claim is put together from its evidence, the findings and the verdict."""

from __future__ import annotations

from proofs_check.probes.probe import ProbeResult
from proofs_check.verify.claim import Claim
from proofs_check.verify.evidence import Evidence
from proofs_check.verify.examine import Findings
from proofs_check.verify.pins import Drift, Pin, drift, text_of
from proofs_check.verify.report import MutantCounts, Pinned, Probed, Report, Steps
from proofs_check.verify.verdict import Finding, Verdict, meets

NOT_PINNED = "not pinned: read the statement, then run verify --bless"


def weakness(probe: ProbeResult | None) -> str:
    """Why the silence of this experiment says nothing (empty when it says something, or when it is not silent).

    >>> weakness(ProbeResult(trials=0)), weakness(ProbeResult(trials=3))
    ('no trial was decided', '')
    """
    if probe is None or probe.counterexample is not None:
        return probe.powerless if probe is not None else ""
    return probe.powerless or ("" if probe.trials else probe.inconclusive or "no trial was decided")


def make_report(
    claim: Claim, evidence: Evidence | None, found: Findings, finding: Finding, pin: Pin | None, seconds: float
) -> Report:
    """One entry of ``verify``'s "claims"."""
    proof, moved = found.proof, _drift(claim, evidence, pin)
    return Report(
        id=claim.id,
        paper=claim.source.paper,
        item=claim.source.item,
        link=claim.source.link,
        standing=claim.source.standing,
        sentence=claim.sentence,
        statement=wording(claim, evidence),
        pin=pin_state(claim, pin, moved),
        drift=moved,
        notes=pin_notes(claim, pin),
        expected=expected_verdicts(claim),
        verdict=finding.verdict,
        kind=finding.kind,
        cites=evidence.cites if evidence else (),
        checkers=("kernel",) if evidence and evidence.complete else (),
        steps=Steps(len(evidence.steps), evidence.accepted) if evidence else Steps(),
        probe=_probed(found.probe),
        mutants=_counts(found),
        slack=tuple(f"{m.name}: {m.text}" for m in found.mutants if m.fate == "open" and m.text.startswith("survived")),
        sharpness=tuple(found.sharpness),
        premises=evidence.steps if evidence else (),
        seconds=seconds,
        reason=finding.reason,
        title=claim.title,
        source=str(claim.source),
        open=claim.open_reason or None,
        goals=evidence.goals if evidence else (),
        leaves=evidence.leaves if evidence else None,
        without_objective=claim.without_objective,
        prose=evidence.prose if evidence else "",
        planted=tuple(found.mutants),
        survivors=proof.survivors if proof else (),
        automatic=found.planted,
        shortcomings=shortcomings(claim, found, finding, moved),
    )


def pin_state(claim: Claim, pin: Pin | None, moved: Drift | None) -> Pinned:
    """How the claim stands to its pin."""
    if claim.derivation is None:
        return "none needed"
    return "not pinned" if pin is None else "drift" if moved else "pinned"


def pin_notes(claim: Claim, pin: Pin | None) -> tuple[str, ...]:
    """What a reader is told where a claim is not pinned."""
    return (NOT_PINNED,) if claim.derivation is not None and pin is None else ()


def expected_verdicts(claim: Claim) -> tuple[Verdict, ...]:
    """The verdicts that the claim file expects."""
    return tuple(map(Verdict, claim.expected))


def shortcomings(claim: Claim, found: Findings, finding: Finding, moved: Drift | None = None) -> tuple[str, ...]:
    """Why the claim is not as expected, one sentence each; empty when all is well."""
    wanted = " or ".join(claim.expected)
    reasons = [] if claim.parts or meets(finding.verdict, claim.expected) else [f"expected {wanted}, got {finding.verdict}"]
    reasons += [found.blocked] if found.blocked else []
    reasons += ["the pinned text and the present one differ"] if moved else []
    reasons += [f"mutant {m.name!r} ({m.fate}): {m.text}" for m in found.mutants if not m.good]
    reasons += [f"sharpness of {s.name!r}: {s.text}" for s in found.sharpness if not s.good]
    if weakness(found.probe) and finding.verdict is not Verdict.REFUTED:
        reasons.append(f"powerless probe: {weakness(found.probe)}")
    reasons += found.vacuous
    told = "\n".join(reasons) + finding.reason
    return (*reasons, *(broken for broken in found.broken if broken not in told))


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


def _probed(probe: ProbeResult | None) -> Probed | None:
    if probe is None:
        return None
    return Probed(
        trials=probe.trials,
        max_error=probe.max_error,
        budget=probe.budget,
        undecided=probe.undecided,
        power=probe.power,
        powerless=weakness(probe),
        missed=probe.missed,
        points=probe.points,
        frequencies=probe.frequencies,
    )


def _counts(found: Findings) -> MutantCounts:
    false = [m.good for m in found.mutants if m.fate == "false"]
    return MutantCounts(
        false=(sum(false), len(false)),
        weaker=sum(m.fate == "weaker" for m in found.mutants),
        open=sum(m.fate == "open" for m in found.mutants),
        proof=(found.proof.rejected, found.proof.total) if found.proof else (0, 0),
    )


def _drift(claim: Claim, evidence: Evidence | None, pin: Pin | None) -> Drift | None:
    if pin is None or claim.derivation is None or evidence is None:
        return None
    return drift(pin, evidence.as_pin(claim))
