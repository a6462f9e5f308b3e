"""How runs end at every scale: 15 methods on data of size 1e-6 … 1e6 from their own starts, and from zero.

``python -m benchmarks.endings [--seed S] [--steps N]`` prints one line a method: per scale the word, c converged,
s stationary, t stalled, m max_steps, d diverged, o cycle, for three starts; an asterisk where the loss is not within
1e-6·‖A‖² of the optimum (Eckart–Young), so "c*" would be a false word. The data are s·A with A of rank 2, starts in units
of the data (√s for two factors).
"""

from __future__ import annotations

import argparse
import dataclasses
from typing import Any

import torch

from numerics import points, run
from numerics.problems import DeepFactorization, Factorization, SymmetricFactorization
from numerics.randomness import Seeds
from numerics.solvers import (
    UDU,
    UDV,
    AlternatingGradientDescent,
    AlternatingLeastSquares,
    DirectionMagnitude,
    GradientDescent,
    GradientFlow,
    Nesterov,
    PerturbedGradientDescent,
    PreconditionedGradientDescent,
    RecursiveDirectionMagnitude,
    ScaledDirectionMagnitude,
    ScaledGradientDescent,
    Solver,
    TwoSidedDirectionMagnitude,
)

LETTERS = {"converged": "c", "stationary": "s", "stalled": "t", "max_steps": "m", "diverged": "d", "cycle": "o"}
SCALES = tuple(10.0**k for k in range(-6, 7, 2))
SOLVERS: tuple[Solver, ...] = (
    GradientDescent(columns=2),
    PerturbedGradientDescent(columns=2),
    AlternatingGradientDescent(columns=2),
    Nesterov(columns=2),
    ScaledGradientDescent(columns=2),
    PreconditionedGradientDescent(columns=2),
    AlternatingLeastSquares(columns=2),
    UDU(columns=2),
    UDV(columns=2),
    UDV(columns=2, nonnegative=False),
    DirectionMagnitude(columns=2),
    ScaledDirectionMagnitude(columns=2),
    TwoSidedDirectionMagnitude(columns=2),
    RecursiveDirectionMagnitude(columns=2),
    GradientFlow(columns=2),
)


def problem_for(solver: Solver, scale: float) -> Any:
    """A symmetric problem where the method runs on one, else a rectangular one; singular values 3 and 1 times scale."""
    A = torch.zeros(5, 5, dtype=torch.float64)
    A.diagonal()[:2] = scale * torch.tensor([3.0, 1.0], dtype=torch.float64)
    for problem in (SymmetricFactorization(A), Factorization(A[:, :4])):
        try:
            solver.objective(problem)
        except ValueError:
            continue
        return problem
    return DeepFactorization(A, ridge=(0.1, 0.1))


def cell(solver: Solver, scale: float, seed: int, steps: int, *, zero: bool) -> str:
    """The words of three runs at one scale, one letter each."""
    problem = problem_for(solver, scale)
    if hasattr(solver, "scale") and not isinstance(solver, UDU | UDV):
        solver = dataclasses.replace(solver, scale=0.3 * scale**0.5)  # type: ignore[call-arg]
    start = solver.start(problem, 3, Seeds(torch.arange(seed, seed + 3)))
    if zero:
        start = points.tree_map(torch.zeros_like, solver.point(start))
    try:
        result = run(problem, solver, start, steps, at=steps)
    except ValueError:
        return "refused"
    words = ""
    for ended, loss in zip(result.ended, result.loss[:, -1].tolist(), strict=True):
        words += LETTERS[ended] + ("" if loss <= 1e-6 * scale**2 * 10 else "*")
    return words


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=2000)
    options = parser.parse_args()
    torch.set_num_threads(1)
    for zero in (False, True):
        print(f"\n| {'zero' if zero else 'own'} start | {' | '.join(f'{s:.0e}' for s in SCALES)} |")
        print("|---|" + "---|" * len(SCALES))
        for solver in SOLVERS:
            name = type(solver).__name__ + (" free" if getattr(solver, "nonnegative", True) is False else "")
            cells = [cell(solver, s, options.seed, options.steps, zero=zero) for s in SCALES]
            print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
