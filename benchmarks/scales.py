"""How runs end at every scale of the data and of the loss: ``python -m benchmarks.scales [--seed S] [--steps N] [--json]``.

The data are s·A and the loss c·F, for s and c in 1e-6 … 1e6; every method has its own start and its own default steps. The
table has a line a method and a column a scale: a letter a run, c converged, s stationary, t stalled, m max_steps, d diverged,
o cycle, and an asterisk where no recorded loss is within 1e-11·c·s² of the optimum (0 for rank two with two columns, Eckart
and Young; for two layers with ridge r the sum of 2ry − r² over the singular values y > r). Perturbed gradient descent never
ends: it is kicked as long as it runs. Below: the largest relative difference between the
loss traces, in units c·s², and those at s = c = 1: of one run in other units there is only rounding.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

import torch
from torch import Tensor

from benchmarks.endings import LETTERS, SCALES
from benchmarks.endings import SOLVERS as UNNAMED
from numerics import run
from numerics.problems import DeepFactorization, Factorization, SymmetricFactorization
from numerics.randomness import Seeds
from numerics.solvers import (
    AlternatingGradientDescent,
    GradientDescent,
    GradientFlow,
    Nesterov,
    PerturbedGradientDescent,
    Solver,
)

SOLVERS: dict[str, Solver] = {
    **{type(s).__name__ + (", free magnitudes" if getattr(s, "nonnegative", True) is False else ""): s for s in UNNAMED},
    "GradientDescent, deep": GradientDescent(),
    "AlternatingGradientDescent, deep": AlternatingGradientDescent(),
    "Nesterov, deep": Nesterov(),
    "PerturbedGradientDescent, deep": PerturbedGradientDescent(),
    "GradientFlow, deep": GradientFlow(),
}
RIDGE = 0.05


def problem_for(name: str, data: float, loss: float) -> Any:
    """Singular values 3 and 1 times ``data``, the loss times ``loss``; symmetric where the method runs on that."""
    solver = SOLVERS[name]
    A = torch.zeros(5, 5, dtype=torch.float64)
    A.diagonal()[:2] = data * torch.tensor([3.0, 1.0], dtype=torch.float64)
    if name.endswith("deep"):
        return DeepFactorization(A[:2, :2], ridge=(RIDGE * data * loss,) * 2, fit=loss)
    for problem in (SymmetricFactorization(A, scale=0.25 * loss), Factorization(A[:, :4], scale=0.5 * loss)):
        try:
            solver.objective(problem)
        except ValueError:
            continue
        return problem
    raise AssertionError(name)


def optimum(problem: Any) -> float:
    """0 for rank 2 with two columns; two layers, one number y: w₁ = w₂, w² = y − r, so r² + 2r(y − r)."""
    if not isinstance(problem, DeepFactorization):
        return 0.0
    ratio = float(problem.ridge[0]) / problem.fit
    return problem.fit * sum(2 * ratio * y - ratio**2 for y in torch.linalg.svdvals(problem.Y).tolist())


def ends(name: str, data: float, loss: float, seed: int, steps: int) -> tuple[str, Tensor]:
    """The letters of three runs, and their loss traces in units."""
    problem, solver = problem_for(name, data, loss), SOLVERS[name]
    start = solver.start(problem, 3, Seeds(torch.arange(seed, seed + 3)))
    result = run(problem, solver, start, steps, at="log")
    unit, letters = data**2 * loss, ""
    for ended, value in zip(result.ended, result.loss.amin(1).tolist(), strict=True):
        letters += LETTERS[ended] + ("" if value - optimum(problem) <= 1e-11 * unit else "*")
    return letters, result.loss / unit


def drift(one: Tensor, other: Tensor) -> float:
    """The largest difference of two traces, relative to the larger of the value and 1e-6 of the first, over 40 entries."""
    early = slice(0, 40)
    size = torch.maximum(other[:, early].abs(), 1e-6 * other[:, :1].abs())
    return float(((one - other)[:, early].abs() / size).max())


def table(seed: int, steps: int, scales: tuple[float, ...] = SCALES) -> list[dict[str, Any]]:
    """A row a method: the letters by scale of the data and by scale of the loss, and the largest drift."""
    rows = []
    for name in SOLVERS:
        _, reference = ends(name, 1.0, 1.0, seed, steps)
        row: dict[str, Any] = {"method": name, "data": {}, "loss": {}, "drift": 0.0}
        for scale in scales:
            for side, pair in (("data", (scale, 1.0)), ("loss", (1.0, scale))):
                row[side][f"{scale:.0e}"], trace = ends(name, *pair, seed, steps)
                row["drift"] = max(row["drift"], drift(trace, reference))
        rows.append(row)
    return rows


def main() -> None:
    """Print the two tables, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)
    rows = table(options.seed, options.steps)
    if options.json:
        print(json.dumps(rows, allow_nan=False))
        return
    for side in ("data", "loss"):
        print(f"\n| scale of the {side} | {' | '.join(rows[0][side])} |")
        print("|---|" + "---|" * len(rows[0][side]))
        for row in rows:
            print(f"| {row['method']} | {' | '.join(row[side].values())} |")
    print("\n| method | largest drift of a trace in units |\n|---|---|")
    for row in rows:
        print(f"| {row['method']} | {row['drift']:.1e} |")


if __name__ == "__main__":
    main()
