"""Two runs against each other: whether every ratio and exponent of one is met by the other within the stated spread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from benchmarks.harness.results import Exponent, Range, faults


@dataclass(frozen=True)
class Difference:
    """One ratio, exponent or status in both runs."""

    what: str
    first: str
    second: str
    agrees: bool

    def __str__(self) -> str:
        return f"{'agrees' if self.agrees else 'DIFFERS'}  {self.what}: {self.first} | {self.second}"


def compare(first: dict[str, Any], second: dict[str, Any]) -> list[Difference]:
    """Every ratio, exponent and status of both; ValueError for what is no results file.

    Ratios agree where their stated spreads meet (`results.WIDENED`), exponents likewise (`results.FLAT`), statuses where
    they are
    the same; a bound (over time) agrees with whatever does not lie below it.
    """
    for results in (first, second):
        if found := faults(results):
            raise ValueError(f"two results of `python -m benchmarks` are needed: {found[0]}")
    one, two = dict(_everything(first)), dict(_everything(second))
    differences = []
    for what in [*one, *(name for name in two if name not in one)]:
        a, b = one.get(what), two.get(what)
        differences.append(Difference(what, _shown(a), _shown(b), _agree(a, b)))
    return differences


def _everything(results: dict[str, Any]) -> Iterator[tuple[str, Range | str]]:
    for question in results["questions"]:
        for case in question["cases"]:
            where = f"{question['name']}, {case['name']}"
            for entry in case["contenders"]:
                yield f"{where}: answer of {entry['contender']}", entry["status"]
            for ratio in case["ratios"]:
                yield f"{where}: {ratio['contender']} over {question['against']}", _range(ratio)
        for growth in question["growth"]:
            yield f"{question['name']}: exponent of {growth['contender']}", _range(growth, Exponent)


def _range(told: dict[str, Any], kind: type[Range] = Range) -> Range:
    return kind(told["median"], told["low"], told["high"], told.get("at_least", False))


def _agree(a: Range | str | None, b: Range | str | None) -> bool:
    if not isinstance(a, Range) or not isinstance(b, Range):
        return a == b
    (low, high), (bottom, top) = a.stated(), b.stated()
    return low <= top and bottom <= high


def _shown(value: Range | str | None) -> str:
    if not isinstance(value, Range):
        return value or "absent"
    return f"{'≥ ' if value.at_least else ''}{value.median:.3g} ({value.low:.3g} … {value.high:.3g})"
