"""Experiments: what a claim file may attach to a statement, and what an experiment reports.

Four kinds, one file each:

- :class:`~proofs_check.probes.statement_probe.StatementProbe`: the formal statement, evaluated exactly on random models;
- :class:`~proofs_check.probes.search_probe.SearchProbe`: a sentence checked on random exact instances, looking for a witness;
- :class:`~proofs_check.probes.numeric_probe.NumericProbe`: a prediction against a measurement, within a computed budget;
- :class:`~proofs_check.probes.probability_probe.ProbabilityProbe`: a probability, by Clopper–Pearson.

Each one first shows its power: it must find a planted error of the same kind, or it is *powerless* and its silence
says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from random import Random
from typing import Any, Literal, Protocol

from proofs_check.probes.statement import Statement

Budget = Literal["quick", "full"]


class Refutation(StrEnum):
    """How a claim was refuted: by an exact counterexample, at a level ≤ 1e-6, or by an exact asymptotic statement."""

    EXACT = "exact"
    STATISTICAL = "statistical"
    ASYMPTOTIC = "asymptotic"


@dataclass(frozen=True)
class Counterexample:
    """An instance where a statement fails, in words that let a reader repeat the check.

    ``size`` orders witnesses: the search keeps the smallest.

    >>> print(Counterexample("y = 4: 3 roots, claimed 2"))
    y = 4: 3 roots, claimed 2
    """

    text: str
    kind: Refutation = Refutation.EXACT
    size: float = 0.0

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Point:
    """One decided trial of a measurement, as a picture shows it: of its numbers the one with the largest error.

    ``budget`` is the bound on |predicted − measured| that was computed before the comparison.
    """

    label: str
    predicted: float
    measured: float
    budget: float


@dataclass(frozen=True)
class Frequency:
    """An event counted against the claim P(event) ≤ ``bound``: its probability is at least ``low``, at most ``high``, each
    of the two limits wrong with the small probability that `ProbabilityProbe` names.
    """

    hits: int
    trials: int
    bound: float
    low: float
    high: float


@dataclass(frozen=True)
class ProbeResult:
    """What an experiment saw.

    ``trials`` decided ones only; ``undecided`` those that could not decide (unconverged, hypotheses not met).
    ``max_error`` and ``budget`` belong to the trial that came closest to its budget; both None for exact experiments.
    ``power`` says which planted errors were found; ``powerless`` why silence would say nothing (empty: it would not);
    ``missed`` names edited conclusions that were never seen to fail, so they may be true as well. ``points`` and
    ``frequencies`` are for pictures: they decide nothing.
    """

    trials: int
    counterexample: Counterexample | None = None
    undecided: int = 0
    max_error: float | None = None
    budget: float | None = None
    power: str = ""
    powerless: str = ""
    inconclusive: str = ""
    missed: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    frequencies: tuple[Frequency, ...] = ()


class Probe(Protocol):
    """An experiment on the goals of a claim; same seed, same trials."""

    def run(self, goals: tuple[Statement, ...], seed: str, budget: Budget) -> ProbeResult:
        """Run it. ``goals`` are the formal statements read back from disk (empty for a claim in words)."""
        ...


def generator(*axes: object) -> Random:
    """A generator seeded by named axes, such as seed, claim and stage: no two stages share random numbers.

    >>> generator(0, "roots", "probe").random() == generator(0, "roots", "probe").random()
    True
    """
    return Random("/".join(str(axis) for axis in axes))


def model_size(value: Any) -> int:
    """How much there is to write down: bits of numerators and denominators, over all entries. Orders witnesses.

    >>> model_size({"x": Fraction(1, 2), "y": [[1, 0]]}) < model_size({"x": Fraction(355, 113), "y": [[1, 0]]})
    True
    """
    if isinstance(value, dict):
        return sum(model_size(item) for item in value.values())
    if isinstance(value, (list, tuple)):
        return sum(1 + model_size(item) for item in value)
    number = _number(value)
    return len(str(value)) if number is None else number.numerator.bit_length() + number.denominator.bit_length()


def describe(model: dict[str, Any]) -> str:
    """A model in one line.

    >>> describe({"y": Fraction(9, 2), "W": [[1, "2/4"]]})
    'W = [[1, 1/2]], y = 9/2'
    """
    return ", ".join(f"{name} = {_plain(model[name])}" for name in sorted(model))


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_plain(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_plain(item)}" for key, item in value.items()) + "}"
    number = _number(value)
    return str(value if number is None else number)


def _number(value: Any) -> Fraction | None:
    """A rational, also where it is written as text such as ``"4/6"``."""
    try:
        return Fraction(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
