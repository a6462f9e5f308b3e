"""One claim, one verdict: the only place that assigns one.

What is protected, and what is not. A verdict follows from certificates that the kernel accepted from disk in a process
of its own, and from the findings of experiments. The claim files of this project are part of the program and run in
this process. A reader's claim file runs in a worker process (`proofs_check.verify.workers`), one for each file: it can break
or patch anything there, but verdicts are drawn here, from the certificates that it left and that the kernel checks
again, so it cannot give itself or another claim a proof. What its experiments and planted errors found is heard from it;
of a reader's claim a process of its own looks again, with the adversary's models alone, for a goal that says nothing
(`proofs_check.verify.second_look`). Beyond that it can lie about its own experiment. And it is code of the
user: it may write to every file that the user may write to, this program among them. Read a claim file before it runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from proofs_check.probes.probe import ProbeResult
from proofs_check.verify.claim import Claim
from proofs_check.verify.composition import hollow, repeated, uncited, unmatched
from proofs_check.verify.evidence import Evidence, read_evidence
from proofs_check.verify.examine import Circumstances, Findings, examine
from proofs_check.verify.mutants import ProofMutants, copy_certificates
from proofs_check.verify.opinions import Opinion
from proofs_check.verify.pins import Pin, drift
from proofs_check.verify.report import Report
from proofs_check.verify.reporting import NOT_PINNED, make_report, weakness
from proofs_check.verify.verdict import Finding, Verdict

__all__ = ["Circumstances", "Findings", "Report", "conclude", "judge", "reconsidered", "report_on", "unjudged"]


def judge(
    claim: Claim,
    circumstances: Circumstances,
    certificates: Path,
    progress: Callable[[str], None] = lambda stage: None,
    pin: Pin | None = None,
) -> Report:
    """Examine ``claim`` in this process and return the report on it; accepted certificates are left in
    ``certificates``.

    Stages: derive, check (a fresh process reads the certificates from disk), probe, mutants, sharpness, verdict.
    """
    begun = time.perf_counter()
    with TemporaryDirectory() as name:
        folder = Path(name)
        found, evidence = examine(claim, circumstances, folder, read_evidence, progress)
        if evidence is not None:
            copy_certificates(evidence, folder, certificates)
    return report_on(claim, evidence, found, pin, time.perf_counter() - begun)


def report_on(claim: Claim, evidence: Evidence | None, found: Findings, pin: Pin | None, seconds: float) -> Report:
    """The verdict and the report, from evidence that was judged here and from the findings."""
    finding = conclude(claim, evidence, found.blocked, found.probe, found.proof, pin, found.vacuous, found.broken)
    return make_report(claim, evidence, found, finding, pin, seconds)


def unjudged(claim: Claim, reason: str, pin: Pin | None = None) -> Report:
    """The report on a claim that could not be examined: inconclusive, with the reason, and never as expected."""
    return report_on(claim, None, Findings(blocked=reason), pin, 0.0)


def reconsidered(report: Report, opinion: Opinion | None) -> Report:
    """The report with what Coq said of exactly its certificates: a second checker, or a contradiction. Never a better verdict.

    >>> kernel = Report(id="x", verdict=Verdict.PROVED, goals=("g",), checkers=("kernel",))
    >>> reconsidered(kernel, Opinion("8.16.1")).checkers
    ('kernel', 'coq')
    >>> str(reconsidered(kernel, Opinion("8.16.1", refused="c0ffee (expand)")).verdict)
    'contradiction'
    """
    if not report.whole:
        return replace(report, checkers=(), coq=None)
    if opinion is None or not opinion.refused:
        return replace(report, checkers=("kernel",) if opinion is None else ("kernel", "coq"), coq=opinion)
    reason = f"the kernel accepts what Coq refuses: {opinion.refused}"
    told = (reason, *report.shortcomings)
    return replace(report, verdict=Verdict.CONTRADICTION, kind=None, reason=reason, shortcomings=told, checkers=("kernel",),
                   coq=opinion)  # fmt: skip


def conclude(
    claim: Claim,
    evidence: Evidence | None,
    blocked: str = "",
    probe: ProbeResult | None = None,
    proof: ProofMutants | None = None,
    pin: Pin | None = None,
    vacuous: Sequence[str] = (),
    broken: Sequence[str] = (),
) -> Finding:
    """The verdict, from what the kernel accepted on disk and what the experiment saw; nothing else counts.

    A claim with a derivation is proved by it, refuted by a counterexample, or inconclusive: an experiment does not
    stand in for a proof that failed. Nor does a goal prove anything that may be ``vacuous``, for the reasons given.

    >>> from proofs_check.verify.claim import Source
    >>> claim = Claim(id="x", title="X", source=Source("dmf", "-", "stated"), statement="x", expected=("refuted",))
    >>> str(conclude(claim, None))
    'inconclusive: there is neither a derivation nor an experiment'
    """
    obstacle = blocked or _obstacle(claim, evidence, pin) or next(iter(vacuous), "")
    against = probe.counterexample if probe is not None else None
    if proof is not None and proof.false_ones:
        return Finding(Verdict.CONTRADICTION, None, f"the kernel accepts an edited proof: {proof.false_ones[0].text}")
    if evidence is not None and obstacle in ("", NOT_PINNED) and against is not None:
        return Finding(Verdict.CONTRADICTION, None, f"the kernel accepted it, but {against}")
    if evidence is not None and not obstacle:
        return _proved(claim, evidence)
    if blocked:
        return Finding(Verdict.INCONCLUSIVE, None, blocked + (f"; besides, {against}" if against is not None else ""))
    if against is not None:
        return Finding(Verdict.REFUTED, against.kind, str(against))
    if obstacle:
        return Finding(Verdict.INCONCLUSIVE, None, obstacle)
    if probe is None:
        failed = next((f"the experiment broke: {text}" for text in broken if text.startswith("probe: ")), "")
        return Finding(Verdict.INCONCLUSIVE, None, failed or "there is neither a derivation nor an experiment")
    if probe.inconclusive or weakness(probe):
        return Finding(Verdict.INCONCLUSIVE, None, probe.inconclusive or f"powerless probe: {weakness(probe)}")
    return Finding(Verdict.SUPPORTED, None, claim.open_reason)


def _proved(claim: Claim, evidence: Evidence) -> Finding:
    if claim.instances:
        return Finding(Verdict.INSTANCES_PROVED, None, "instances: " + ", ".join(claim.instances))
    if len(evidence.goals) == 1 and not evidence.prose:
        return Finding(Verdict.PROVED)
    return Finding(Verdict.STEPS_PROVED, None, evidence.prose)


def _obstacle(claim: Claim, evidence: Evidence | None, pin: Pin | None) -> str:
    """Why the evidence does not prove the claim (empty when it does, or when there is no derivation to speak of)."""
    if evidence is None:
        return "" if claim.derivation is None else "there is no evidence"
    if not evidence.complete:
        return evidence.fault()
    if pin is None:
        return NOT_PINNED
    if moved := drift(pin, evidence.as_pin(claim)):
        return f"{moved.what} is no longer the pinned one"
    if again := repeated(evidence.statements):
        return again
    if nothing := hollow(evidence.statements):
        return nothing
    if not claim.without_objective and not evidence.leaves.objective:
        return "no objective among the leaves used; a claim about none gives its reason in `without_objective`"
    if claim.instances:
        return unmatched(claim.instances, evidence.statements)
    return uncited(evidence.prose, len(evidence.goals))
