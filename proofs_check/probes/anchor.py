"""The anchor: the F of the formal statements and the loss that numerics minimizes are one function.

Both are evaluated on the same random points; a difference beyond rounding is a violation, which for a proved claim is
a contradiction: theory and numerics would be speaking about different objectives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.probe import Budget, Probe, ProbeResult, generator
from proofs_check.probes.statement import Statement


@dataclass(frozen=True, kw_only=True)
class AnchorProbe:
    """Compare the letter ``letter`` of every goal that declares it with ``loss(model)`` at models from ``sampler``.

    ``loss`` returns the float value and a bound on its rounding error (see :func:`rounding_bound`). The exact value
    comes from the goal's own definition of the letter, evaluated in rational arithmetic.

    >>> goal = {"letters": [["x", {"kind": "real"}], ["F", {"kind": "real", "value": "x*x"}]], "given": [],
    ...         "then": ["F >= 0"]}
    >>> probe = AnchorProbe(sampler=lambda rng: {"x": str(rng.randint(1, 9))}, trials=(5, 50),
    ...                     loss=lambda model: (float(model["x"]) ** 2, 1e-12))
    >>> probe.run((goal,), "seed", "quick").trials
    5
    """

    sampler: Callable[[Random], dict[str, Any]]
    loss: Callable[[dict[str, Any]], tuple[float, float]]
    letter: str = "F"
    trials: tuple[int, int] = (20, 200)

    def run(self, goals: tuple[Statement, ...], seed: str, budget: Budget) -> ProbeResult:
        """See :class:`~proofs_check.probes.probe.Probe`."""
        about = [goal for goal in goals if self.letter in dict(goal["letters"])]
        if not about:
            return ProbeResult(0, powerless=f"no goal declares the objective {self.letter}")
        rng = generator(seed, "anchor")
        models = (self.sampler(rng) for _ in range(self.trials[1]))

        def measure(_: int) -> Comparison:
            model = next(models)
            value, error = self.loss(model)
            exact = [exact_value(goal, self.letter, model) for goal in about]
            label = f"{self.letter} at the anchor point {sorted(model)}"
            return Comparison(label=label, predicted=exact, measured=[value] * len(exact), budget=error)

        return NumericProbe(measure=measure, trials=self.trials, resolution=1e-9).run(goals, seed, budget)


def exact_value(statement: Statement, letter: str, model: dict[str, Any]) -> float:
    """The value that ``statement`` gives to ``letter`` in an exact model, rounded once.

    >>> exact_value({"letters": [["x", {"kind": "real"}], ["F", {"kind": "real", "value": "x*x"}]]}, "F", {"x": "3/2"})
    2.25
    """
    from theory.kernel.declare import read_letters
    from theory.models.model import Model

    declared = [name for name, _ in statement["letters"]]
    letters = read_letters(statement["letters"][: declared.index(letter) + 1])
    return float(Model(letters, model).get(letter))


def rounding_bound(operations: int, size: float) -> float:
    """A bound on the rounding error of a float64 evaluation: n·u/(1 − n·u)·size, u = 2⁻⁵³.

    ``operations`` bounds the longest chain of rounded operations, the conversion of the data included; ``size`` is the
    same expression with every term replaced by its absolute value. Source: Higham, Accuracy and Stability of Numerical
    Algorithms, 2nd ed., Lemma 3.1 (stated).

    >>> rounding_bound(100, 1.0) < 1.2e-14
    True
    """
    product = operations * 2.0**-53
    return product / (1 - product) * size


@dataclass(frozen=True)
class Together:
    """Several experiments on one claim: each must have power, the smallest witness speaks.

    >>> Together(()).run((), "seed", "quick").powerless
    'there is no experiment'
    """

    probes: tuple[Probe, ...]

    def run(self, goals: tuple[Statement, ...], seed: str, budget: Budget) -> ProbeResult:
        """See :class:`~proofs_check.probes.probe.Probe`."""
        if not self.probes:
            return ProbeResult(0, powerless="there is no experiment")
        results = [probe.run(goals, f"{seed}/{number}", budget) for number, probe in enumerate(self.probes)]
        witnesses = [r.counterexample for r in results if r.counterexample is not None]
        measured = [r for r in results if r.max_error is not None and r.budget is not None]
        closest = max(measured, key=lambda r: (r.max_error or 0.0) - (r.budget or 0.0), default=None)
        return ProbeResult(
            trials=sum(r.trials for r in results),
            undecided=sum(r.undecided for r in results),
            counterexample=min(witnesses, key=lambda witness: witness.size, default=None),
            max_error=closest.max_error if closest else None,
            budget=closest.budget if closest else None,
            power="; ".join(r.power for r in results if r.power),
            powerless="; ".join(r.powerless for r in results if r.powerless),
            inconclusive="; ".join(r.inconclusive for r in results if r.inconclusive),
            missed=tuple(text for r in results for text in r.missed),
            points=tuple(point for r in results for point in r.points),
            frequencies=tuple(found for r in results for found in r.frequencies),
        )
