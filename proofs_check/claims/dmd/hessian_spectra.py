"""Hessian spectra at critical points with AN = 0, PSD and indefinite A, against automatic differentiation.

The table of theory.dmd.critical_points. Source: ours, for arXiv:2606.31390 (T4); reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


def measure(seed: int) -> Comparison:
    """Coordinates X(I − ½WᵀW) + W, W = XΩ + X_⊥K, Θ + T, orthonormal in ‖Ω‖² + ‖K‖² + ‖T‖²; gradient zero, all eigenvalues."""
    import numpy as np
    import torch

    from theory.dmd.critical_points import critical_points

    rng = Random(seed)
    m, r = rng.randint(2, 6), 0
    rank = rng.randint(1, min(4, m))
    r = rng.randint(1, min(m, 4))
    values = [rng.randint(1, 6) * (rng.choice((-1, 1)) if seed % 3 == 0 else 1) for _ in range(rank)]
    points = [p for p in critical_points(tuple(values), r, m) if p.spectrum is not None]
    if not points:
        return Comparison(label=f"seed {seed}", predicted=[], measured=[], budget=0.0, undecided="isotropic points only")
    point = rng.choice(points)
    ordered = sorted(values, key=lambda v: (-abs(v), -v)) + [0] * (m - rank)
    chosen = [k - 1 for k in point.active] + list(range(rank, rank + r - len(point.active)))
    rest = [k for k in range(m) if k not in chosen]
    eye = torch.eye(m, dtype=torch.float64)
    A, X, outside = torch.diag(torch.tensor(ordered, dtype=torch.float64)), eye[:, chosen], eye[:, rest]
    theta, half = torch.diag(torch.diag(A)[chosen]), r * (r - 1) // 2
    upper = torch.triu_indices(r, r, 1)

    def moved(z: torch.Tensor) -> torch.Tensor:
        zero = torch.zeros(r, r, dtype=torch.float64)
        skew, even = (zero.index_put((upper[0], upper[1]), part / 2**0.5) for part in (z[:half], z[half : 2 * half]))
        skew, even = skew - skew.mT, even + even.mT + torch.diag(z[2 * half : 2 * half + r])
        W = X @ skew + outside @ z[2 * half + r :].reshape(m - r, r)
        frame = (X + W) @ (torch.eye(r, dtype=torch.float64) - W.mT @ W / 2)
        return ((frame @ (theta + even) @ frame.mT - A) ** 2).sum() / 4

    origin = torch.zeros(2 * half + r + (m - r) * r, dtype=torch.float64)
    slope = torch.autograd.functional.jacobian(moved, origin)
    found = np.linalg.eigvalsh(torch.autograd.functional.hessian(moved, origin).numpy())
    told = np.repeat(*map(np.array, zip(*((float(v), t) for v, t in point.spectrum or ()), strict=True)))
    size = max(1.0, float(np.abs(told).max()))
    return Comparison(
        label=f"λ = {values}, m = {m}, r = {r}, J = {point.active}",
        predicted=[*np.sort(told), 0.0],
        measured=[*found, float(slope.abs().max())],
        budget=1e-12 * size,
    )


claim = Claim(
    id="dmd-hessian-spectra",
    title="Hessian spectra at critical points",
    source=Source("dmd", "T4", "reconstructed"),
    statement="At a critical point over J with AN = 0 the Hessian has λ_j(λ_j − λ_i), λ_j², 0, 1/2 and (1 + (θ_p − θ_q)²)/2 "
    "with the counts of the table.",
    expected=("supported",),
    open_reason="tangent coordinates of the Stiefel manifold have no atom in the kernel",
    probe=NumericProbe(measure=measure, trials=(40, 300), resolution=1e-6),
)
