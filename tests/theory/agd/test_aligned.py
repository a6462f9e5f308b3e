"""The κ¹ count for aligned starts against plain scalar iterations, and against matrix runs of the solver."""

from __future__ import annotations

import math
from random import Random

import pytest
import torch

from numerics import run
from numerics.problems import Factorization
from numerics.solvers import AlternatingGradientDescent
from theory.agd.aligned import aligned_sweeps, mode_sweeps


def measured(alpha: float, start: float, epsilon: float) -> int:
    """Sweeps of x ← x + ry, y ← y + (1 − y²)r·x until r ≤ εα, by a plain loop."""
    x, y, sweeps = math.sqrt(start), 0.0, 0
    while (r := alpha - x * y) > epsilon * alpha:
        x, y = x + r * y, y + (1 - y * y) * r * (x + r * y)
        sweeps += 1
    return sweeps


def instances(count: int) -> list[tuple[float, float, float]]:
    rng = Random(5)
    return [(0.25 * 10 ** -rng.uniform(0, 2.5), 0.5 * 10 ** -rng.uniform(0, 9), 10 ** -rng.uniform(1, 10))
            for _ in range(count)]  # fmt: skip


def test_the_count_is_never_exceeded_and_a_third_of_it_is():
    """Power first: a count three times smaller is exceeded on a good part of the same instances."""
    trials = [(mode_sweeps(*one), measured(*one)) for one in instances(60)]
    assert sum(3 * seen > bound for bound, seen in trials) > 20
    assert all(seen <= bound for bound, seen in trials)


def test_the_count_of_a_matrix_run():
    """κ = 20, aligned frames from QR: the solver meets ε within the count, and the count is of order κ."""
    generator = torch.Generator().manual_seed(3)
    u, v, q = (torch.linalg.qr(torch.randn(size, 3, dtype=torch.float64, generator=generator)).Q for size in (12, 9, 5))
    sigma, x = torch.tensor([1.0, 0.3, 0.05], dtype=torch.float64), torch.tensor([0.2, 0.1, 0.05], dtype=torch.float64)
    sweeps = aligned_sweeps(0.25, sigma.tolist(), x.tolist(), 1e-6)
    problem = Factorization((u * sigma) @ v.mT)
    trajectory = run(problem, AlternatingGradientDescent(step=0.25), ((u * x) @ q.mT, torch.zeros(9, 5, dtype=torch.float64)),
                     steps=sweeps)  # fmt: skip
    X, Y = trajectory.state
    modes = torch.diagonal(u.mT @ X @ Y.mT @ v)
    assert torch.all((modes - sigma).abs() <= 1e-6 * sigma)
    assert sweeps < 4 * 20 * (2 + 1.63 * math.log(2.75 * 0.05 / 0.05**2) + 8 / 7 * math.log(1e6))  # 4κ · the logarithms


@pytest.mark.parametrize(("alpha", "start", "epsilon"), [(0.3, 0.1, 0.1), (0.1, 0.6, 0.1), (0.1, 0.1, 0.0)])
def test_outside_the_theorem_there_is_no_count(alpha, start, epsilon):
    with pytest.raises(ValueError, match=r"must lie in \(0"):
        mode_sweeps(alpha, start, epsilon)
