"""Rank-deficiency certificate: at a fixed point with an empty column u_j = 0, λ_j > 0 the step's Jacobian has the block
I − 2ηλ_jG, non-expanding iff 0 ⪯ G ⪯ I/(ηλ_j). So linear stability there gives G ⪰ 0: X is optimal for convex f.

Automatic differentiation of the projected step at random stationary points of random quadratic f, not of the solvable model.
Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


def measure(seed: int) -> Comparison:
    """f(X) = ½Σ w_ij(X − A)²_ij with A chosen so that G X = 0 at a random X of rank 1; the column block and its growth."""
    import numpy as np
    import torch

    rng = np.random.default_rng(seed)
    n, eta, lam = 3, 0.05, float(rng.uniform(0.3, 2.0))
    frame = np.linalg.qr(rng.standard_normal((n, n)))[0]
    G = frame[:, 1:] @ np.diag(rng.uniform(-1, 2, n - 1)) @ frame[:, 1:].T  # G u_1 = 0
    drawn = rng.uniform(0.5, 2.0, (n, n))
    weight = torch.tensor(drawn + drawn.T)
    u = torch.tensor(frame[:, :1] * 0.6)
    target = (u @ u.T) * 1.3 - torch.tensor(G) / weight

    def step(flat: torch.Tensor) -> torch.Tensor:
        U, d = flat[: 2 * n].reshape(n, 2), flat[2 * n :]
        gradient = weight * ((U * d) @ U.T - target)
        bar = U - 2 * eta * gradient @ U * d
        moved = d - eta * (U * (gradient @ U)).sum(0)
        return torch.cat([(bar * torch.clamp(1 / torch.linalg.matrix_norm(bar), max=1.0)).reshape(-1), moved.clamp_min(0)])

    U = torch.cat([u, torch.zeros_like(u)], 1)
    flat = torch.cat([U.reshape(-1), torch.tensor([1.3, lam], dtype=torch.float64)])
    jacobian = torch.autograd.functional.jacobian(step, flat).numpy()
    places = [1, 3, 5]  # the entries of the second column
    block = jacobian[np.ix_(places, places)]
    told = np.sort(1 - 2 * eta * lam * np.linalg.eigvalsh(G))
    leak = np.abs(np.delete(jacobian[places], places, axis=1)).max()
    return Comparison(
        label=f"seed {seed}",
        predicted=[*told, 0.0, 0.0],
        measured=[*np.sort(np.linalg.eigvalsh((block + block.T) / 2)), float(leak), float((step(flat) - flat).abs().max())],
        budget=1e-13,
    )


claim = Claim(
    id="udu-rank-deficiency",
    title="An empty column certifies optimality",
    source=Source("udu", "rank-deficiency certificate", "reconstructed", version="v2"),
    statement="At a fixed point with u_j = 0, λ_j > 0 the rows of the step's Jacobian for u_j are I − 2ηλ_jG and zero "
    "elsewhere, so linear stability implies 0 ⪯ G ⪯ I/(ηλ_j).",
    expected=("supported",),
    open_reason="Jacobians of a step are no atoms of the kernel; by hand: the step of u_j is u_j − 2ηλ_jGu_j",
    probe=NumericProbe(measure=measure, trials=(30, 300), resolution=1e-8),
)
