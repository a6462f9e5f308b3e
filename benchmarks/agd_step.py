"""One alternating step at 2000 × 1500, d = 50, against the DGEMM rate of the same run.

Two counts, because the step does not form the residual: the floating point operations of the algorithm as written
(R, RY, R₊, R₊ᵀX₊: 8mnd), and those actually carried out (AY, AᵀX and the small products: 4mnd + 4(m + n)d²).
"""

from __future__ import annotations

import torch

from benchmarks.timing import Figure, best_in_turn
from numerics.problems import Factorization
from numerics.solvers import AlternatingGradientDescent

M, N, D = 2000, 1500, 50


def figures(seed: int) -> list[Figure]:
    """Rates relative to a 2000³ matrix product."""
    generator = torch.Generator().manual_seed(seed)

    def draw(a: int, b: int) -> torch.Tensor:
        return torch.randn(a, b, generator=generator, dtype=torch.float64)

    problem = Factorization(draw(M, D) @ draw(D, N))
    solver = AlternatingGradientDescent(columns=D).resolved(problem)
    start = solver.start(problem, 1, generator)
    square, thin = draw(2000, 2000), start.Y[0]
    step, dgemm, product = best_in_turn(
        [lambda: solver.update(problem, start), lambda: square @ square, lambda: problem.A @ thin], 9
    )
    rate = 2 * 2000**3 / dgemm
    written, done = 8 * M * N * D / step / rate, (4 * M * N * D + 4 * (M + N) * D * D) / step / rate
    plain = 2 * M * N * D / product / rate
    return [
        Figure("AGD step: operations as written over DGEMM", 100 * written, "%", "≥ 75 %", written >= 0.75),
        Figure("AGD step: operations carried out over DGEMM", 100 * done, "%", "(told)", True),
        Figure("for comparison: plain A @ Y, d = 50, over DGEMM", 100 * plain, "%", "(told)", True),
    ]
