"""Two-sided descent X Θ Yᵀ: on the pair (x_ij, y_ij) of a column j in J and a row i outside, the step has the sum mode
1 − ησ_j(σ_j − σ_i) and the difference mode 1 − ησ_j(σ_j + σ_i); rows in the kernel have 1 − ησ_j².

Central differences of the solver's step, read through the projectors. Source: ours, for arXiv:2606.31390 (T5.6); reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


def measure(seed: int) -> Comparison:
    """6 × 5, three singular values, one or two of them learnt; differences of 1e-6."""
    import torch

    from numerics.problems import Factorization
    from numerics.solvers import TwoSidedDirectionMagnitude

    rng = Random(seed)
    values = sorted(rng.sample(range(1, 8), 3), reverse=True)
    A = torch.zeros(6, 5, dtype=torch.float64)
    A[:3, :3] = torch.diag(torch.tensor(values, dtype=torch.float64))
    active = sorted(rng.sample(range(3), rng.randint(1, 2)))
    i, j = next(k for k in range(3) if k not in active), active[0]
    eta = rng.uniform(0.2, 0.9) / values[0] ** 2
    solver = TwoSidedDirectionMagnitude(step=eta, retraction=rng.choice(("polar", "qr")))
    ends = [torch.eye(n, dtype=torch.float64)[:, active] for n in (6, 5)]

    def growth(row: int, x: float, y: float) -> tuple[float, float]:
        """Coefficients of e_row e_jᵀ in X₊ and Y₊ after X + εx e_row e_jᵀ, Y + εy e_row e_jᵀ."""
        found = []
        for sign in (1, -1):
            moved = []
            for start, weight in zip(ends, (x, y), strict=True):
                turned = start.clone()
                turned[row, 0] += sign * weight * 1e-6
                moved.append(turned / turned.norm(dim=0))
            X, Y = moved
            after = solver.update(Factorization(A), (X, X.mT @ A @ Y, Y))
            sides = zip((after.X, after.Y), ends, strict=True)
            found.append([float((new @ (new.mT @ old))[row, 0]) for new, old in sides])
        up, down = found
        return (up[0] - down[0]) / 2e-6, (up[1] - down[1]) / 2e-6

    s, t = values[j], values[i]
    told = [1 - eta * s * (s - t)] * 2 + [1 - eta * s * (s + t), -(1 - eta * s * (s + t))] + [1 - eta * s * s] * 2
    seen = [*growth(i, 1, 1), *growth(i, 1, -1), *growth(4, 1, 1)]
    return Comparison(label=f"σ = {values}, J = {active}, η = {eta:.4f}", predicted=told, measured=seen, budget=1e-6)


claim = Claim(
    id="dmd-two-sided-rates",
    title="Sum and difference modes of two-sided descent",
    source=Source("dmd", "T5.6", "reconstructed"),
    statement="At critical points of XΘYᵀ the step map has the eigenvalues 1 − ησ_j(σ_j ∓ σ_i) on (x_ij, ±x_ij), "
    "and 1 − ησ_j².",
    expected=("supported",),
    open_reason="Jacobians of retractions are no atoms of the kernel",
    probe=NumericProbe(measure=measure, trials=(30, 200), resolution=1e-4),
)
