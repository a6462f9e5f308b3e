"""Theory's F and numerics' loss are one function, for any objective; a wrong one of either is a contradiction."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
import torch

from numerics.problems import DeepFactorization
from proofs_check.probes.anchor import AnchorProbe, Together, rounding_bound
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.judge import Circumstances, judge
from tests.proofs_check import samples
from tests.proofs_check.pinning import read
from theory.dmf.problem import Objective
from theory.dmf.proofs.derivation import gradient


def random_point(rng: Random) -> dict[str, Any]:
    """Factors, target and weights of a random chain, L = 2 … 4, no structure."""
    layers = rng.choice([2, 3, 4])
    widths = [rng.randint(1, 3) for _ in range(layers + 1)]
    steps = range(1, layers + 1)
    return {
        "L": layers,
        "d": {str(n): widths[n] for n in range(layers + 1)},
        "W": {str(n): samples.matrix(rng, widths[n], widths[n - 1]) for n in steps},
        "Y": samples.matrix(rng, widths[-1], widths[0]),
        "lam": {str(n): f"{rng.randint(1, 9)}/{rng.randint(1, 4)}" for n in steps},
        "l": rng.randint(1, layers),
        "t": "2/3",
    }


def loss_of(objective: Objective) -> Any:
    """The loss of numerics at a model, with the bound on its rounding."""

    def tensor(rows: list[list[str]]) -> torch.Tensor:
        return torch.tensor([[float(Fraction(x)) for x in row] for row in rows], dtype=torch.float64)

    def loss(model: dict[str, Any]) -> tuple[float, float]:
        factors = tuple(tensor(model["W"][str(n)]) for n in range(1, model["L"] + 1))
        ridge = [float(objective.ridge * Fraction(weight)) for weight in model["lam"].values()]
        target = tensor(model["Y"])
        value = float(DeepFactorization(target, ridge, fit=float(objective.fit)).loss(factors))
        sizes = DeepFactorization(-target.abs(), ridge, fit=float(objective.fit))
        size = float(sizes.loss(tuple(factor.abs() for factor in factors)))
        longest = 2 * (sum(max(f.shape) + 1 for f in factors) + 2) + target.numel() + 8
        return value, rounding_bound(longest, size)

    return loss


@pytest.mark.parametrize("objective", [Objective(), Objective("1/2", 3)], ids=str)
def test_theory_and_numerics_mean_the_same_objective(objective: Objective) -> None:
    derivation = gradient(objective)
    goal = next(c.statement for c in derivation.certificates if c.rule == "objective")
    probe = AnchorProbe(sampler=random_point, loss=loss_of(objective), trials=(200, 200))
    result = probe.run((goal,), "anchor", "quick")
    assert (result.counterexample, result.powerless, result.trials) == (None, "", 200)
    assert result.max_error is not None and result.budget is not None
    other = AnchorProbe(sampler=random_point, loss=loss_of(Objective(1, "1001/1000")), trials=(20, 20))
    assert other.run((goal,), "anchor", "quick").counterexample is not None


def test_another_objective_in_numerics_is_a_contradiction(tmp_path: Path) -> None:
    def squared(model: dict[str, Any]) -> tuple[float, float]:
        rows = zip(model["W"], model["Y"], strict=True)
        return float(sum((Fraction(w) - Fraction(y)) ** 2 for r in rows for w, y in zip(*r, strict=True))), 1e-9

    def halved(model: dict[str, Any]) -> tuple[float, float]:
        value, error = squared(model)
        return value / 2, error

    rows = {}
    for loss in (squared, halved):
        both = Together(
            (StatementProbe(sampler=samples.sampler, trials=(8, 8)), AnchorProbe(sampler=samples.sampler, loss=loss))
        )
        subject = samples.claim(probe=both)
        rows[loss] = judge(subject, Circumstances(), tmp_path, pin=read(subject))
    assert rows[squared].verdict == "proved"
    assert rows[squared].probe.trials == 28
    assert rows[halved].verdict == "contradiction"


def test_a_goal_without_the_objective_decides_nothing() -> None:
    goal = {"letters": [["x", {"kind": "real"}]], "given": [], "then": ["x == x"]}
    probe = AnchorProbe(sampler=lambda rng: {"x": "1"}, loss=lambda model: (0.0, 0.0))
    assert probe.run((goal,), "s", "quick").powerless == "no goal declares the objective F"
