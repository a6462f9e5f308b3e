"""Local rates: the step map with exact Θ multiplies K_ij by 1 − ηλ_j(λ_j − λ_i), kernel rows by 1 − ηλ_j², columns in N by 1,
and Θ modes by 1 − μ/2; so at the optimum tan_j contracts by |1 − ηλ_j²|, stable iff η < 2/λ_1², for every r ≥ r_A.

Jacobian of the solver's step by differences of the projector XXᵀ and of Θ. Source: ours, for arXiv:2606.31390 (T5.4, T5.5);
reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


def measure(seed: int) -> Comparison:
    """One eigenpair set J, one direction of each sector, one Θ mode; central differences of 1e-6."""
    import torch

    from numerics.problems import SymmetricFactorization
    from numerics.solvers import DirectionMagnitude

    rng = Random(seed)
    values = sorted(rng.sample(range(1, 8), 3), reverse=True)
    A = torch.diag(torch.tensor([*values, 0, 0, 0, 0], dtype=torch.float64))
    eta, mu = 0.5 / values[0] ** 2, rng.choice((0.5, 1.0, 1.5))
    active = sorted(rng.sample(range(3), rng.randint(1, 2)))
    missing = [k for k in range(3) if k not in active]
    chosen = [*active, 3]  # one column in the kernel of A
    eye = torch.eye(7, dtype=torch.float64)
    X, theta = eye[:, chosen], torch.diag(torch.diag(A)[chosen])
    solver, exact = (DirectionMagnitude(step=eta, magnitude_step=size) for size in (mu, 2.0))
    problem = SymmetricFactorization(A)

    def growth(row: int, column: int) -> float:
        """Coefficient of e_row x_columnᵀ in X₊ after X + ε e_row x_columnᵀ."""
        ends = []
        for sign in (1, -1):
            moved = X.clone()
            moved[row, column] += sign * 1e-6
            moved = torch.linalg.qr(moved).Q
            moved = moved * torch.sign((moved * X).sum(0))
            after = exact.update(problem, (moved, moved.mT @ A @ moved)).X
            ends.append(float((after @ (after.mT @ X))[row, column]))
        return (ends[0] - ends[1]) / 2e-6

    j, i = 0, missing[0]
    a, b = values[active[0]], values[i]
    moved = theta.clone()
    moved[0, 0] += 1e-3
    mode = float((solver.update(problem, (X, moved)).Theta - theta)[0, 0]) / 1e-3
    told = [1 - eta * a * (a - b), 1 - eta * a * a, 1.0, 1 - mu / 2]
    seen = [growth(i, j), growth(5, j), growth(i, len(chosen) - 1), mode]
    return Comparison(label=f"λ = {values}, J = {active}, μ = {mu}", predicted=told, measured=seen, budget=1e-6)


claim = Claim(
    id="dmd-local-rates",
    title="Jacobian of the step at critical points",
    source=Source("dmd", "T5.4 and T5.5", "reconstructed"),
    statement="The step map with exact magnitudes has the eigenvalues 1 − ηλ_j(λ_j − λ_i), 1 − ηλ_j², 1 and, for Θ, 1 − μ/2.",
    expected=("supported",),
    open_reason="Jacobians of retractions are no atoms of the kernel",
    probe=NumericProbe(measure=measure, trials=(30, 200), resolution=1e-4),
)
