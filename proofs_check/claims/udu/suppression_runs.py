"""The exact suppression identity on float runs of the solver: Σ(c_t² − 1)‖U_{t+1}‖² against the right side, any step,
clipping on the way, sampled entries or the whole matrix; relative difference 1e-12. Its flow form for E = Σ ln c_t is off by
O(η).

Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from typing import Any

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


def sides(problem: Any, solver: Any, start: Any, steps: int) -> tuple[float, float, float, float, int]:
    """(left, right, E = Σ ln c, E of the flow form, number of clipped magnitudes) of one run; f = ½‖·‖² has scale ½."""
    import torch

    model = solver.objective(problem)
    U, lam = start
    left = right = logs = 0.0
    clipped = 0
    first = (U.square().sum(), lam.square().sum())
    for _ in range(steps):
        gradient = model.gradient((U, lam))
        after = solver.update(problem, (U, lam))
        bar = U - solver.step * gradient[0]
        c = float(torch.linalg.matrix_norm(bar) / solver.radius)
        c = max(c, 1.0)
        negative = (-(lam - solver.step * gradient[1])).clamp_min(0)
        clipped += int((negative > 0).sum())
        left += (c * c - 1) * float(after[0].square().sum())
        right += float(solver.step**2 * gradient[0].square().sum() - 2 * solver.step**2 * gradient[1].square().sum())
        right += 2 * float(negative.square().sum())
        logs += torch.log(torch.tensor(c, dtype=torch.float64)).item()
        U, lam = after
    right += float(2 * (lam.square().sum() - first[1]) - (U.square().sum() - first[0]))
    flow = float((lam.square().sum() - first[1]) - (U.square().sum() - first[0]) / 2) / solver.radius**2
    return left, right, logs, flow, clipped


def measure(seed: int) -> Comparison:
    """A random solver on a random problem: 300 steps from a random scale, some with clipping."""
    import torch

    from numerics.problems import SymmetricFactorization
    from numerics.solvers import UDU

    generator = torch.Generator().manual_seed(seed % 2**31)
    n = 2 + seed % 4
    A = torch.randn(n, n, generator=generator, dtype=torch.float64)
    problem = SymmetricFactorization(A + A.mT, scale=0.5)
    solver = UDU(step=(1e-3, 1e-2, 5e-2)[seed // 4 % 3], radius=(0.7, 1.0, 1.5)[seed // 12 % 3]).resolved(problem)
    U = torch.randn(n, n, generator=generator, dtype=torch.float64) * 0.5
    U = U * min(1.0, solver.radius / float(torch.linalg.matrix_norm(U)))
    lam = torch.rand(n, generator=generator, dtype=torch.float64)
    left, right, *_, clipped = sides(problem, solver, (U, lam), 300)
    size = max(1.0, abs(left), abs(right))
    return Comparison(
        label=f"seed {seed}, n = {n}, η = {solver.step}, {clipped} clipped",
        predicted=[right / size],
        measured=[left / size],
        budget=1e-12,
    )


claim = Claim(
    id="udu-suppression-runs",
    title="The suppression identity on runs of the solver",
    source=Source("udu", "suppression identity on runs", "reconstructed", version="v2"),
    subject="data",
    statement="On runs of 300 steps both sides of the exact identity agree to 1e-12 relative.",
    expected=("supported",),
    probe=NumericProbe(measure=measure, trials=(40, 200), resolution=1e-9),
)
