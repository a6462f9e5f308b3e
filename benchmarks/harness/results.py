"""Seconds to ratios, exponents and goals, and all of it as JSON of a fixed schema."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from benchmarks.harness.measure import Measured
from benchmarks.harness.question import Case, Goal, Question

FORMAT = 1
WIDENED = 1.15
"""The stated spread of a ratio: from the least to the largest of a round, this factor wider at both ends for what differs from
one run to another on one machine (memory layout, clock, neighbours). Two runs agree in a ratio where these ranges meet."""
FLAT = 0.15
"""The same for an exponent, added at both ends."""


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

    def stated(self) -> tuple[float, float]:
        """The spread that is stated: another run should meet it."""
        return self.low / WIDENED, math.inf if self.at_least else self.high * WIDENED

    def to_json(self) -> dict[str, Any]:
        """Rounded to five digits."""
        numbers = {name: _rounded(getattr(self, name)) for name in ("median", "low", "high")}
        return {**numbers, **({"at_least": True} if self.at_least else {})}


class Exponent(Range):
    """The range of a fitted exponent, which has no unit to be wider by: ``FLAT`` either way."""

    def stated(self) -> tuple[float, float]:
        """The spread that is stated."""
        return self.low - FLAT, self.high + FLAT


class Outcome:
    """What was measured for one question; what its goals are judged by."""

    def __init__(self, question: Question, cases: Sequence[Case], measured: Sequence[Measured]) -> None:
        self.question, self.cases = question, list(cases)
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
        if mine is None or theirs is None or not mine.fine or not mine.seconds:
            return None
        if theirs.status == "over time":
            bound = self.question.limit / statistics.median(mine.seconds)
            return Range(bound, bound, bound, at_least=True)
        if not theirs.fine or not theirs.seconds:
            return None
        rounds = min(len(mine.seconds), len(theirs.seconds))
        return Range.of([theirs.seconds[i] / mine.seconds[i] for i in range(rounds)])

    def peers(self, case: str, fine: bool = False) -> list[str]:
        """Contenders that are not ours and take part; ``fine``: whose answers were right and in time."""
        names = [c.name for c in self.question.contenders if not c.ours and (c.name, case) in self._by]
        return [n for n in names if not fine or self._by[n, case].fine]

    def fastest_peer(self, over: str, case: str) -> tuple[str, Range] | None:
        """(name, ratio) of the peer that answered fastest; one that was over time where none answered."""
        found = [(name, r) for name in self.peers(case) if (r := self.ratio(name, over, case)) is not None]
        return min(found, key=lambda pair: (pair[1].at_least, pair[1].median), default=None)

    def growth(self, contender: str) -> tuple[Exponent, list[float]] | None:
        """The exponent e of seconds ~ size^e, fitted to each round by least squares in logarithms; None below three sizes."""
        sized = [(c.size, m.seconds) for c in self.cases if c.size and (m := self.of(contender, c.name)) and m.seconds]
        if len({size for size, _ in sized}) < 3:
            return None
        rounds = min(len(seconds) for _, seconds in sized)
        sizes = np.log([size for size, _ in sized])
        slopes = [float(np.polyfit(sizes, np.log([seconds[i] for _, seconds in sized]), 1)[0]) for i in range(rounds)]
        return Exponent.of(slopes), [float(size) for size, _ in sized]

    def to_json(self, seconds: float) -> dict[str, Any]:
        """The question's entry of the results."""
        question = self.question
        return {
            "name": question.name,
            "title": question.title,
            "asked": " ".join(question.asked.split()),
            "against": question.against,
            "limit": question.limit,
            "seconds": round(seconds, 1),
            "notes": {c.name: c.note for c in question.contenders if c.note},
            "ours": [c.name for c in question.contenders if c.ours],
            "cases": [self._case(case) for case in self.cases],
            "growth": [self._growth(c.name, *g) for c in question.contenders if c.ours and (g := self.growth(c.name))],
            "goals": [_goal(goal) for goal in question.goals(self)],
        }

    def _case(self, case: Case) -> dict[str, Any]:
        here = [m for c in self.question.contenders if (m := self.of(c.name, case.name))]
        ratios = []
        for m in here:
            found = self.ratio(m.contender, self.question.against, case.name) if m.contender != self.question.against else None
            if found is not None:
                ratios.append({"contender": m.contender, **found.to_json()})
        return {"name": case.name, "size": case.size, "contenders": [_entry(m) for m in here], "ratios": ratios}

    def _growth(self, contender: str, exponent: Exponent, sizes: list[float]) -> dict[str, Any]:
        return {"contender": contender, **exponent.to_json(), "sizes": sizes}


def _entry(m: Measured) -> dict[str, Any]:
    told: dict[str, Any] = {"contender": m.contender, "status": m.status}
    if m.reason:
        told["reason"] = m.reason
    if m.told and m.fine:
        told["told"] = m.told
    if m.fine and m.seconds:
        told |= {"seconds": [_rounded(s) for s in m.seconds], **Range.of([_rounded(s) for s in m.seconds]).to_json()}
    return told


def _goal(goal: Goal) -> dict[str, Any]:
    told: dict[str, Any] = {"text": goal.text, "figure": goal.figure, "reached": goal.reached}
    return told | ({"missed": " ".join(goal.missed.split())} if goal.reached is False else {})


def _rounded(value: float) -> float:
    return float(f"{value:.5g}")


def faults(results: Any) -> list[str]:
    """What in a results file is not as the schema says; what the tests and `compare` ask first."""
    found = []
    if not isinstance(results, dict) or results.get("format") != FORMAT:
        return [f"format must be {FORMAT}"]
    for name, kind in (("machine", dict), ("versions", dict), ("missing", dict), ("threads", int), ("seed", int),
                       ("quick", bool), ("seconds", float), ("questions", list)):  # fmt: skip
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
