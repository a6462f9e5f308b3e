"""Seconds to ratios, exponents and goals, and all of it as JSON of a fixed schema."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from benchmarks.harness.measure import Measured
from benchmarks.harness.question import Case, Goal, Question

FORMAT = 3
USUAL = 0.95
"""The share of the ratios whose sittings differ by at most the usual factor of `sitting_factors`."""


@dataclass(frozen=True)
class Range:
    """Median, least and largest of the rounds; of a bound (``at_least``) all three are that bound."""

    median: float
    low: float
    high: float
    at_least: bool = False

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        """The range of these values.

        >>> Range.of([3, 1, 2])
        Range(median=2, low=1, high=3, at_least=False)
        """
        return cls(statistics.median(values), min(values), max(values))

    def to_json(self) -> dict[str, Any]:
        """Rounded to five digits."""
        numbers = {name: _rounded(getattr(self, name)) for name in ("median", "low", "high")}
        return {**numbers, **({"at_least": True} if self.at_least else {})}


class Outcome:
    """What was measured for one question, ``repetitions`` rounds a sitting; what its goals are judged by."""

    def __init__(self, question: Question, cases: Sequence[Case], measured: Sequence[Measured], repetitions: int = 1) -> None:
        self.question, self.cases, self.repetitions = question, list(cases), repetitions
        self._by = {(m.contender, m.case): m for m in measured}

    def of(self, contender: str, case: str) -> Measured | None:
        """The entry of a contender in a case, None where it takes no part."""
        return self._by.get((contender, case))

    def seconds(self, contender: str, case: str) -> Range | None:
        """The range of its seconds, None where none count."""
        measured = self.of(contender, case)
        return Range.of(measured.seconds) if measured and measured.fine and measured.seconds else None

    def ratio(self, peer: str, over: str, case: str) -> Range | None:
        """Seconds of ``peer`` over those of ``over``, round by round; a bound where ``peer`` was over time."""
        mine, theirs = self.of(over, case), self.of(peer, case)
        if mine is not None and theirs is not None and mine.seconds and theirs.status == "over time":
            bound = self.question.limit / statistics.median(mine.seconds)
            return Range(bound, bound, bound, at_least=True)
        rounds = self.rounds(peer, over, case)
        return Range.of(rounds) if rounds else None

    def rounds(self, peer: str, over: str, case: str) -> list[float]:
        """The ratio in each round in which both have a time."""
        mine, theirs = self.of(over, case), self.of(peer, case)
        if mine is None or theirs is None:
            return []
        return [b / a for a, b in zip(mine.seconds, theirs.seconds, strict=False)]

    def peers(self, case: str, fine: bool = False) -> list[str]:
        """Contenders that are not ours and take part; ``fine``: whose answers were right and in time."""
        names = [c.name for c in self.question.contenders if not c.ours and (c.name, case) in self._by]
        return [n for n in names if not fine or self._by[n, case].fine]

    def fastest_peer(self, over: str, case: str) -> tuple[str, Range] | None:
        """(name, ratio) of the peer that answered fastest; one that was over time where none answered."""
        found = [(name, r) for name in self.peers(case) if (r := self.ratio(name, over, case)) is not None]
        return min(found, key=lambda pair: (pair[1].at_least, pair[1].median), default=None)

    def growth(self, contender: str) -> tuple[Range, list[float]] | None:
        """The exponent e of seconds ~ size^e, fitted to each round by least squares in logarithms; None below three sizes."""
        sized = [(c.size, m.seconds) for c in self.cases if c.size and (m := self.of(contender, c.name)) and m.seconds]
        if len({size for size, _ in sized}) < 3:
            return None
        rounds = min(len(seconds) for _, seconds in sized)
        sizes = np.log([size for size, _ in sized])
        slopes = [float(np.polyfit(sizes, np.log([seconds[i] for _, seconds in sized]), 1)[0]) for i in range(rounds)]
        return Range.of(slopes), [float(size) for size, _ in sized]

    def to_json(self, seconds: float, profile: Callable[[str, Case], str]) -> dict[str, Any]:
        """The question's entry of the results; ``profile``: where the time of a contender goes in a case."""
        question = self.question
        return {
            "name": question.name,
            "title": question.title,
            "asked": " ".join(question.asked.split()),
            "against": question.against,
            "size": question.size,
            "limit": question.limit,
            "seconds": round(seconds, 1),
            "notes": {c.name: c.note for c in question.contenders if c.note},
            "ours": [c.name for c in question.contenders if c.ours],
            "cases": [self._case(case) for case in self.cases],
            "growth": [self._growth(c.name, *g) for c in question.contenders if c.ours and (g := self.growth(c.name))],
            "goals": [self._goal(goal, profile) for goal in [*question.goals(self), *self._failures()]],
        }

    def _case(self, case: Case) -> dict[str, Any]:
        here = [m for c in self.question.contenders if (m := self.of(c.name, case.name))]
        ratios = []
        for m in here:
            over = self.question.against
            found = self.ratio(m.contender, over, case.name) if m.contender != over else None
            if found is not None:
                rounds = self.rounds(m.contender, over, case.name)
                parts = [rounds[k : k + self.repetitions] for k in range(0, len(rounds), self.repetitions)]
                sittings = [_rounded(statistics.median(part)) for part in parts]
                ratios.append({"contender": m.contender, **found.to_json(), "sittings": sittings})
        return {"name": case.name, "size": case.size, "contenders": [_entry(m) for m in here], "ratios": ratios}

    def _growth(self, contender: str, exponent: Range, sizes: list[float]) -> dict[str, Any]:
        return {"contender": contender, **exponent.to_json(), "sizes": sizes}

    def _failures(self) -> list[Goal]:
        """Missed where an answer of ours is wrong or crashed, or where the contender that ratios are over gives none: without
        it a goal of the question may have no figure, and say nothing."""
        ours = [m for c in self.question.contenders if c.ours for case in self.cases if (m := self.of(c.name, case.name))]
        failed = [
            f"{m.contender}, {m.case}: {m.status}, {m.reason}"
            for m in ours
            if m.status in ("wrong", "crashed") or (m.contender == self.question.against and not m.fine)
        ]
        if not failed:
            return []
        return [Goal("no answer of ours fails", f"{len(failed)} of {len(ours)} failed", False, f"{'; '.join(failed)}.")]

    def _goal(self, goal: Goal, profile: Callable[[str, Case], str]) -> dict[str, Any]:
        told: dict[str, Any] = {"text": goal.text, "figure": goal.figure, "reached": goal.reached}
        if goal.reached is not False:
            return told
        reasons = [goal.why] if goal.why else []
        if goal.slow is not None:
            contender, name = goal.slow
            reasons.append(profile(contender, next(case for case in self.cases if case.name == name)))
        if goal.needed:
            reasons.append(f"Needed: {' '.join(goal.needed.split())}")
        return told | {"missed": " ".join(reasons)}


def _entry(m: Measured) -> dict[str, Any]:
    told: dict[str, Any] = {"contender": m.contender, "status": m.status}
    if m.reason:
        told["reason"] = m.reason
    if m.told and m.fine:
        told["told"] = m.told
    if m.fine and m.seconds:
        told |= {"seconds": [_rounded(s) for s in m.seconds], **Range.of([_rounded(s) for s in m.seconds]).to_json()}
    return told


def _rounded(value: float) -> float:
    return float(f"{value:.5g}")


def sitting_factors(questions: Sequence[dict[str, Any]]) -> dict[str, float]:
    """By what factor the medians of two sittings of one ratio differ at most: in ``USUAL`` of the ratios that have two, and in
    all of them.

    A ratio differs from process to process and from hour to hour, not only from round to round. Wider by the factor of all at
    both ends is the range of a ratio when it is compared with another run's: what every ratio is to keep must allow for the
    one that moved most.

    >>> ratio = {"contender": "peer", "sittings": [2.0, 2.2]}
    >>> sitting_factors([{"cases": [{"ratios": [ratio]}]}])
    {'usual': 1.1, 'all': 1.1}
    """
    pairs = [r["sittings"] for q in questions for case in q["cases"] for r in case["ratios"] if len(r["sittings"]) > 1]
    moved = [abs(math.log(b / a)) for a, b, *_ in pairs] or [0.0]
    return {"usual": round(math.exp(np.quantile(moved, USUAL)), 4), "all": round(math.exp(max(moved)), 4)}


def faults(results: Any) -> list[str]:
    """What in a results file is not as the schema says; what the tests and `compare` ask first."""
    found = []
    if not isinstance(results, dict):
        return [f"format must be {FORMAT}, got none"]
    if results.get("format") != FORMAT:
        return [f"format must be {FORMAT}, got {results.get('format', 'none')}"]
    for name, kind in (("machine", dict), ("versions", dict), ("missing", dict), ("threads", int), ("seed", int),
                       ("quick", bool), ("seconds", float), ("sitting_factors", dict), ("questions", list)):  # fmt: skip
        if not isinstance(results.get(name), kind):
            found.append(f"{name} must be {kind.__name__}")
    for question in results.get("questions") or []:
        where = question.get("name", "?")
        for name, kind in (("title", str), ("asked", str), ("cases", list), ("goals", list), ("growth", list), ("ours", list)):
            if not isinstance(question.get(name), kind):
                found.append(f"{where}: {name} must be {kind.__name__}")
        for case in question.get("cases") or []:
            found += [f"{where}, {case.get('name')}: {fault}" for e in case["contenders"] if (fault := _entry_fault(e))]
        for goal in question.get("goals") or []:
            if goal.get("reached") not in (True, False, None) or (goal["reached"] is False) != ("missed" in goal):
                found.append(f"{where}: a goal that is missed, and it alone, says why")
    return found


def _entry_fault(entry: dict[str, Any]) -> str:
    statuses = ("timed", "wrong", "no answer", "over time", "not tried", "crashed", "missing")
    if entry.get("status") not in statuses:
        return f"status must be one of {', '.join(statuses)}"
    if ("seconds" in entry) != (entry["status"] == "timed"):
        return f"{entry['contender']}: seconds stand where the answer was right, and there alone"
    if entry["status"] != "timed" and not entry.get("reason"):
        return f"{entry['contender']}: {entry['status']} without a reason"
    return ""
