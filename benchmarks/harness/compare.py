"""Two runs against each other: whether every ratio and exponent of one lies within the spread that the other states."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.harness.results import faults

REACHED = {True: "reached", False: "missed", None: "told"}


@dataclass(frozen=True)
class Difference:
    """One ratio, exponent, status or goal in both runs."""

    what: str
    first: str
    second: str
    agrees: bool

    def __str__(self) -> str:
        return f"{'agrees' if self.agrees else 'DIFFERS'}  {self.what}: {self.first} | {self.second}"


@dataclass(frozen=True)
class Stated:
    """What a run states of one thing: a text, the range in which another run's median should lie (a point of text alone: none),
    and its own median (a bound has none).
    """

    text: str
    low: float = math.nan
    high: float = math.nan
    median: float = math.nan

    def meets(self, other: Stated) -> bool:
        """Each median lies in the range of the other; without ranges, the texts are the same."""
        if math.isnan(self.low) or math.isnan(other.low):
            return self.text == other.text
        return self._holds(other.median) and other._holds(self.median)

    def _holds(self, median: float) -> bool:
        return math.isnan(median) or self.low <= median <= self.high


def read(file: Path) -> dict[str, Any]:
    """The results in a file; ValueError, which names it, for one that cannot be read or holds something else."""
    try:
        results: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        found = faults(results)
    except OSError as error:
        found = [error.strerror or str(error)]
    except ValueError as error:
        found = [f"not JSON: {error}"]
    if found:
        raise ValueError(f"{file} must hold results of `python -m benchmarks --format json`: {found[0]}")
    return results


def made(results: dict[str, Any]) -> str:
    """What a run was made with, and by how much its spreads are widened, in one line."""
    m, factors = results["machine"], results["sitting_factors"]
    return (
        f"commit {results['versions'].get('commit', 'unknown')}, {m['processor']}, {m['cores']} cores, load {m['load']}, "
        f"seed {results['seed']}{', quick form' if results['quick'] else ''}; factor {factors['all']:.2f} as stated, "
        f"{factors['usual']:.2f} as usual"
    )


def compare(first: dict[str, Any], second: dict[str, Any], factor: str = "all") -> list[Difference]:
    """Every ratio, exponent, status and goal of both.

    A ratio is stated as its range over all rounds, at both ends wider by the ``factor`` that the sittings of the same run
    differ by, "all" or "usual" (`results.sitting_factors`); an exponent by what that factor at the ends of its sizes does to a
    slope. Two runs agree where the median of each lies in what the other states; a bound (over time) reaches to infinity. A
    goal is reached in both or in neither. Answers agree where their statuses are the same, and "over time" also agrees with a
    time whose range reaches the limit.
    """
    one, two = (dict(_everything(results, factor)) for results in (first, second))
    absent = Stated("absent")
    pairs = {what: (one.get(what, absent), two.get(what, absent)) for what in [*one, *two]}
    return [Difference(what, a.text, b.text, a.meets(b)) for what, (a, b) in pairs.items()]


def _everything(results: dict[str, Any], which: str) -> Iterator[tuple[str, Stated]]:
    factor = results["sitting_factors"][which]
    for question in results["questions"]:
        for case in question["cases"]:
            where = f"{question['name']}, {case['name']}"
            for entry in case["contenders"]:
                yield f"{where}: answer of {entry['contender']}", _answer(entry, question["limit"], factor)
                if entry["status"] == "not tried":
                    yield f"{where}: {entry['contender']} over {question['against']}", Stated("not tried", 0.0, math.inf)
            for ratio in case["ratios"]:
                high = math.inf if ratio.get("at_least") else ratio["high"] * factor
                yield f"{where}: {ratio['contender']} over {question['against']}", _stated(ratio, ratio["low"] / factor, high)
        for goal in question["goals"]:
            yield f"{question['name']}: {goal['text']}", Stated(REACHED[goal["reached"]])
        for growth in question["growth"]:
            wider = 2 * math.log(factor) / math.log(max(growth["sizes"]) / min(growth["sizes"]))
            stated = _stated(growth, growth["low"] - wider, growth["high"] + wider)
            yield f"{question['name']}: exponent of {growth['contender']}", stated


def _answer(entry: dict[str, Any], limit: float, factor: float) -> Stated:
    """The status; a time that reaches the limit, and no time within it, are one."""
    late = entry["status"] in ("over time", "not tried") or entry.get("high", 0.0) * factor >= limit
    return Stated("at the limit of time" if late else entry["status"])


def _stated(told: dict[str, Any], low: float, high: float) -> Stated:
    text = f"{'≥ ' if told.get('at_least') else ''}{told['median']:.3g} ({told['low']:.3g} … {told['high']:.3g})"
    return Stated(text, low, high, math.nan if told.get("at_least") else told["median"])
