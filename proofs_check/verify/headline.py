"""The verdict on a headline claim: drawn from the verdicts on the claims that its clauses name.

What is judged here is never kept: it is put together anew from reports that were made, or repeated, under the same
circumstances, so a headline cannot outlive a claim that it rests on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from proofs_check.probes.probe import Refutation
from proofs_check.probes.statement import Statement
from proofs_check.verify.claim import Claim
from proofs_check.verify.discovery import Found, find_claims
from proofs_check.verify.evidence import Evidence, below, premises
from proofs_check.verify.kept import Shelf, taken_as_accepted
from proofs_check.verify.parts import Clause, Goal, Part, Standing, parts_text
from proofs_check.verify.pins import Drift, Pin, drift
from proofs_check.verify.report import Report, Steps
from proofs_check.verify.reporting import NOT_PINNED
from proofs_check.verify.verdict import Finding, Verdict, meets

T = TypeVar("T")
Judged = tuple[Standing, str, Refutation | None]
"""A standing, why it is not better, and how it was refuted."""

Certificates = dict[str, dict[str, Any]]


def needed(claims: Mapping[str, Found], found: Mapping[str, Found] | None = None) -> dict[str, Found]:
    """The claims that headlines among ``claims`` rest on and that are not among them: looked up in ``found``, then in this
    project. Raises ValueError for a claim that is not there, and for a headline that rests on another.
    """
    pool = {**(found or {}), **claims}
    missing: dict[str, Found] = {}
    for name, item in claims.items():
        for other in dict.fromkeys(other for part in item.claim.parts for other in part.claims):
            if other not in pool:
                pool = {**find_claims(), **pool}
            if other not in pool:
                raise ValueError(f"claim {name}: it rests on {other!r}, and there is no such claim")
            if other != name and pool[other].claim.parts:
                raise ValueError(f"claim {name}: it rests on {other!r}, which is a headline itself")
            if other not in claims:
                missing[other] = pool[other]
    return missing


def assemble(
    claims: Mapping[str, Found], reports: Mapping[str, Report], shelf: Shelf, kept: Mapping[str, Report] | None = None
) -> dict[str, Report]:
    """The reports on the headlines among ``claims`` for which every report is there: their own bare one, and those on the
    claims that they name; ``shelf`` has the certificates. ``kept``: reports that were put together before, by the same code;
    they are asked for nothing but the leaves below the same certificates.
    """
    known = kept or {}
    rests = {name: {name, *(other for part in item.claim.parts for other in part.claims)} for name, item in claims.items()}
    return {
        name: assembled(item, reports[name], reports, shelf, known.get(name))
        for name, item in claims.items()
        if item.claim.parts and rests[name] <= reports.keys()
    }


def assembled(item: Found, bare: Report, reports: Mapping[str, Report], shelf: Shelf, kept: Report | None = None) -> Report:
    """The report on a headline. ``bare`` tells what its own experiment and planted errors found, ``reports`` are those on
    the claims that its clauses name, ``kept`` is one that was put together before.
    """
    claim = item.claim
    known = {**reports, bare.id: bare}
    certificates = _certificates([_certificate(goal, known.get(goal.claim)) for goal in goals_named(claim.parts)], shelf)
    clauses = tuple(_clause(part, known, certificates) for part in claim.parts)
    evidence = _evidence(claim, clauses, certificates)
    moved = drift(item.pin, evidence.as_pin(claim)) if item.pin is not None and evidence is not None else None
    finding = conclude_headline(bare, clauses, _obstacle(item.pin, moved, evidence))
    cites = [name for part in claim.parts for name in part.facts]
    report = replace(
        bare,
        verdict=finding.verdict,
        kind=finding.kind,
        reason=finding.reason,
        statement="\n".join(f"({number}) {part.says}" for number, part in enumerate(claim.parts, start=1)),
        clauses=clauses,
        pin="not pinned" if item.pin is None else "drift" if moved else "pinned",
        drift=moved,
        notes=(NOT_PINNED,) if item.pin is None else (),
        shortcomings=_shortcomings(claim, bare, finding, moved, clauses),
        cites=tuple(dict.fromkeys((*(evidence.cites if evidence else ()), *cites))),
    )
    if evidence is None:
        return report
    steps = Steps(len(evidence.steps), len(evidence.steps))
    same = kept is not None and (kept.goals, kept.premises) == (evidence.goals, evidence.steps)
    leaves = kept.leaves if kept is not None and same and evidence.could_have(kept.leaves) else evidence.leaves
    proved = replace(report, goals=evidence.goals, premises=evidence.steps, leaves=leaves, steps=steps)
    return replace(proved, checkers=("kernel",))


def headline_pin(claim: Claim, pins: Mapping[str, Pin]) -> Pin:
    """What ``verify --bless`` pins of a headline: its title and sentence, its clauses with what stands behind them, and the
    goals that they name, as these are pinned. Raises ValueError where one is not.
    """
    goals = []
    for goal in goals_named(claim.parts):
        pinned = pins[goal.claim].goals if goal.claim in pins else ()
        if goal.number > len(pinned):
            raise ValueError(f"{goal} is not pinned")
        goals.append(pinned[goal.number - 1])
    return Pin(claim.sentence, tuple(_distinct((goal, goal) for goal in goals)), claim.title, parts_text(claim.parts))


def goals_named(parts: Sequence[Part]) -> tuple[Goal, ...]:
    """Every goal that the clauses name, once, in their order."""
    return tuple(dict.fromkeys(goal for part in parts for goal in part.named_goals))


def conclude_headline(bare: Report, clauses: Sequence[Clause], obstacle: str = "") -> Finding:
    """The verdict on a headline, by rule.

    A contradiction below it is one; a counterexample that its own experiment found refutes it (or, where every clause is
    formal, is a contradiction); a refuted clause refutes it; a clause that is inconclusive or not covered, or an
    ``obstacle`` of the pins, leaves it inconclusive; else it is *supported* if some clause is only measured, *steps proved*
    if one is left in words or cites a fact that no certificate holds, and *proved* if all are formal.

    >>> bare = Report(id="x", verdict=Verdict.SUPPORTED)
    >>> formal, words = Clause("a", Standing.FORMAL), Clause("b", Standing.WORDS)
    >>> print(conclude_headline(bare, [formal]))
    proved
    >>> print(conclude_headline(bare, [formal, words]))
    steps proved: in words: (2)
    >>> print(conclude_headline(bare, [formal, Clause("c", Standing.REFUTED, reason="d is refuted")]))
    refuted: clause (2): d is refuted
    """
    if told := _first(clauses, Standing.CONTRADICTION):
        return Finding(Verdict.CONTRADICTION, None, told)
    formal = all(clause.standing is Standing.FORMAL for clause in clauses) and not obstacle
    if bare.verdict is Verdict.REFUTED and formal:
        return Finding(Verdict.CONTRADICTION, None, f"every clause is formal, but {bare.reason}")
    if bare.verdict is Verdict.REFUTED:
        return Finding(Verdict.REFUTED, bare.kind, bare.reason)
    if told := _first(clauses, Standing.REFUTED):
        return Finding(Verdict.REFUTED, next(c.kind for c in clauses if c.standing is Standing.REFUTED), told)
    if told := _first(clauses, Standing.INCONCLUSIVE) or obstacle or _first(clauses, Standing.NOT_COVERED):
        return Finding(Verdict.INCONCLUSIVE, None, told)
    if any(clause.standing is Standing.MEASURED for clause in clauses):
        return Finding(Verdict.SUPPORTED, None, _listed(clauses))
    return Finding(Verdict.PROVED if formal else Verdict.STEPS_PROVED, None, _listed(clauses))


def _first(clauses: Sequence[Clause], standing: Standing) -> str:
    told = ((number, clause.reason) for number, clause in enumerate(clauses, start=1) if clause.standing is standing)
    return next((f"clause ({number}): {reason or standing}" for number, reason in told), "")


def _listed(clauses: Sequence[Clause]) -> str:
    """Which clauses are not formal: "in words: (2), (4); cited: (5)"."""
    kinds = [kind for kind in Standing if kind is not Standing.FORMAL]
    numbers = {kind: [f"({n})" for n, clause in enumerate(clauses, start=1) if clause.standing is kind] for kind in kinds}
    return "; ".join(f"{kind}: {', '.join(found)}" for kind, found in numbers.items() if found)


def _clause(part: Part, reports: Mapping[str, Report], certificates: Certificates) -> Clause:
    """The clause, with its standing: what it is at best, or the worst of what it rests on."""
    found = [_formal(goal, reports.get(goal.claim)) for goal in part.named_goals]
    found += [_measured(name, reports.get(name)) for name in part.measured]
    worst, reason, kind = max([(part.at_best, "", None), *found], key=lambda item: list(Standing).index(item[0]))
    goals = tuple(replace(goal, certificate=_certificate(goal, reports.get(goal.claim))) for goal in part.named_goals)
    lemmas = _evidence_of(goals, certificates).cites
    return Clause(part.says, worst, goals, lemmas, part.cites, part.words, part.measured, reason, kind)


FINE: Judged = (Standing.FORMAL, "", None)


def _formal(goal: Goal, report: Report | None) -> Judged:
    """How a goal stands: formal only as a goal of a claim that is proved, and so pinned and accepted."""
    if report is None or not report.proved:
        return _failed(goal.claim, report)
    if not _certificate(goal, report):
        return Standing.INCONCLUSIVE, f"{goal.claim} has no goal [{goal.number}]", None
    return FINE


def _measured(name: str, report: Report | None) -> Judged:
    if report is not None and (report.proved or report.verdict is Verdict.SUPPORTED):
        return FINE
    return _failed(name, report)


def _failed(name: str, report: Report | None) -> Judged:
    if report is None:
        return Standing.INCONCLUSIVE, f"{name} was not verified", None
    standing = {Verdict.CONTRADICTION: Standing.CONTRADICTION, Verdict.REFUTED: Standing.REFUTED}.get(report.verdict)
    told = f"{name} is {report.verdict}" + (f": {report.reason}" if report.reason else "")
    return standing or Standing.INCONCLUSIVE, told, report.kind


def _certificate(goal: Goal, report: Report | None) -> str:
    proved = report is not None and report.proved and 1 <= goal.number <= len(report.goals)
    return report.goals[goal.number - 1] if proved and report is not None else ""


def _evidence(claim: Claim, clauses: Sequence[Clause], certificates: Certificates) -> Evidence | None:
    """The goals of all clauses with everything below them; None where some goal has no certificate."""
    named = [goal for clause in clauses for goal in clause.goals]
    if not _evidence_of(named, certificates).complete:
        return None
    once = _distinct((certificates[goal.certificate]["statement"], goal) for goal in named)
    return replace(_evidence_of(once, certificates), prose=parts_text(claim.parts))


def _distinct(pairs: Iterable[tuple[Statement, T]]) -> list[T]:
    """One of each formal statement, in their order: two claims may have one goal."""
    found: dict[str, T] = {}
    for statement, value in pairs:
        found.setdefault(json.dumps(statement, sort_keys=True), value)
    return list(found.values())


def _evidence_of(goals: Sequence[Goal], certificates: Certificates) -> Evidence:
    names = tuple(dict.fromkeys(goal.certificate for goal in goals))
    order, missing = below(names, certificates)
    return Evidence(names, order, certificates, taken_as_accepted(order, certificates), "", missing)


def _certificates(goals: Sequence[str], shelf: Shelf) -> Certificates:
    """Everything below these goals that is on disk: the kernel accepted it when the claims of the goals were judged."""
    found: Certificates = {}
    todo = [goal for goal in goals if goal]
    while todo:
        name = todo.pop()
        if name not in found and (certificate := shelf.get(name)) is not None:
            found[name] = certificate
            todo += premises(certificate)
    return found


def _obstacle(pin: Pin | None, moved: Drift | None, evidence: Evidence | None) -> str:
    """Why the clauses, though each may stand, are not the theorem that was read."""
    if pin is None:
        return NOT_PINNED
    if moved is not None:
        return f"{moved.what} is no longer the pinned one"
    return "" if evidence is not None else "a certificate below a clause is not on disk: run verify again"


def _shortcomings(
    claim: Claim, bare: Report, finding: Finding, moved: Drift | None, clauses: Sequence[Clause]
) -> tuple[str, ...]:
    wanted = " or ".join(claim.expected)
    reasons = [] if meets(finding.verdict, claim.expected) else [f"expected {wanted}, got {finding.verdict}"]
    reasons += ["the pinned text and the present one differ"] if moved else []
    reasons += [f"clause ({number}): {clause.reason}" for number, clause in enumerate(clauses, start=1) if clause.reason]
    return (*reasons, *bare.shortcomings)
