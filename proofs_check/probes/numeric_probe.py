"""A prediction against a measurement, within an error budget that was computed, not tuned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite

from proofs_check.probes.probe import Budget, Counterexample, Point, ProbeResult, Refutation
from proofs_check.probes.statement import Statement

COARSEST = 0.25
"""A probe that sees only larger relative errors supports nothing."""
DRAWN = 60
"""Trials that a picture shows: the first so many, and the one that came closest to its budget."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One trial: numbers from theory, the same numbers measured, and the largest error that rounding explains.

    ``budget`` is a bound on |predicted − measured| entry by entry (0 for counts), computed from conditioning and
    rounding before the comparison. ``undecided`` says why the trial decides nothing (for example: unconverged).

    >>> Comparison(label="y = 4", predicted=[2.0], measured=[2.0 + 1e-15], budget=1e-12).error < 1e-12
    True
    """

    label: str
    predicted: Sequence[float]
    measured: Sequence[float]
    budget: float
    undecided: str = ""

    def __post_init__(self) -> None:
        if len(self.predicted) != len(self.measured):
            raise ValueError(f"{self.label}: {len(self.predicted)} predictions for {len(self.measured)} measurements")
        if not 0 <= self.budget < float("inf"):
            raise ValueError(f"{self.label}: the error budget must be finite and not negative, got {self.budget}")

    @property
    def error(self) -> float:
        """Largest |predicted − measured|; infinite when one of them is not a number."""
        return _distance(self.predicted, self.measured)

    @property
    def violated(self) -> bool:
        """Whether the error is beyond the budget."""
        return self.error > self.budget

    @property
    def point(self) -> Point | None:
        """The number with the largest error, for a picture; None where it is not finite.

        >>> Comparison(label="y", predicted=[1.0, 2.0], measured=[1.0, 2.5], budget=1.0).point
        Point(label='y', predicted=2.0, measured=2.5, budget=1.0)
        """
        pairs = list(zip(map(float, self.predicted), map(float, self.measured), strict=True))
        if not pairs or not all(isfinite(a) and isfinite(b) for a, b in pairs):
            return None
        return Point(self.label, *max(pairs, key=lambda pair: abs(pair[0] - pair[1])), float(self.budget))

    def planted(self, size: float) -> bool:
        """Whether a prediction wrong by the relative ``size`` (at least ``size`` where it is zero) would be seen."""
        wrong = [value + size * max(abs(value), 1.0 if value == 0 else 0.0) for value in self.predicted]
        return _distance(wrong, self.measured) > self.budget


@dataclass(frozen=True, kw_only=True)
class NumericProbe:
    """Compare ``measure(seed)`` for a row of seeds; a violation is an error beyond its budget.

    ``resolution`` is the relative error of a prediction that the experiment must be able to see: a probe whose budget
    hides it in every trial is powerless. ``kind`` is what a violation amounts to when nothing was proved.

    >>> def measure(seed):
    ...     return Comparison(label=f"seed {seed}", predicted=[0.5], measured=[1 / 2], budget=1e-15)
    >>> NumericProbe(measure=measure, trials=(3, 3)).run((), "seed", "quick").trials
    3
    """

    measure: Callable[[int], Comparison]
    trials: tuple[int, int] = (20, 200)
    """Seeds, for the quick and the full budget."""
    resolution: float = 1e-3
    kind: Refutation = Refutation.STATISTICAL

    def __post_init__(self) -> None:
        if not 0 < self.resolution <= COARSEST:
            raise ValueError(f"resolution, a relative error to be seen, must lie in (0, {COARSEST}], got {self.resolution}")

    def run(self, goals: tuple[Statement, ...], seed: str, budget: Budget) -> ProbeResult:
        """See :class:`~proofs_check.probes.probe.Probe`."""
        from proofs_check.probes.probe import generator

        rng = generator(seed, "numeric")
        trials = [self.measure(rng.getrandbits(48)) for _ in range(self.trials[budget == "full"])]
        decided = [trial for trial in trials if not trial.undecided and trial.predicted]
        if not decided:
            reason = next((trial.undecided for trial in trials if trial.undecided), "nothing was compared")
            text = f"no trial decided: {reason}"
            return ProbeResult(0, undecided=len(trials), inconclusive=text, powerless=text)
        closest = max(decided, key=lambda trial: trial.error - trial.budget)
        seen = sum(trial.planted(self.resolution) for trial in decided)
        return ProbeResult(
            trials=len(decided),
            undecided=len(trials) - len(decided),
            counterexample=self._witness(closest) if closest.violated else None,
            max_error=closest.error,
            budget=closest.budget,
            power=f"a relative error of {self.resolution:g} would be seen in {seen} of {len(decided)} trials",
            powerless="" if seen else f"no trial would see a relative error of {self.resolution:g}",
            points=_drawn(decided, closest),
        )

    def _witness(self, trial: Comparison) -> Counterexample:
        text = f"{trial.label}: error {trial.error:.3g} beyond the budget {trial.budget:.3g}"
        return Counterexample(text, kind=self.kind, size=len(trial.predicted))


def _drawn(decided: Sequence[Comparison], closest: Comparison) -> tuple[Point, ...]:
    shown = decided[:DRAWN]
    kept = shown if any(trial is closest for trial in shown) else [*shown, closest]
    return tuple(trial.point for trial in kept if trial.point is not None)


def _distance(left: Sequence[float], right: Sequence[float]) -> float:
    errors = [abs(a - b) for a, b in zip(left, right, strict=True)]
    return max((error if error == error else float("inf") for error in errors), default=0.0)
