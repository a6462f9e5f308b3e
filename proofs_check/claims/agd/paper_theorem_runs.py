"""The main theorem on runs: from the paper's start, f_t ≤ e^(−βt/4) f_0 for t ≤ β/(8η²f_0), β = ησ_r(X_0)² realized.

C = 4, ν = 1/100, the paper's step. The planted error is the rate 5β/2 in place of β/4, beyond the
2β of the weakest mode. Source: arXiv:2305.06927 v2, main theorem (reconstructed).
"""

from __future__ import annotations

from random import Random

from proofs_check.claim import Claim, Source
from proofs_check.probe import Counterexample
from proofs_check.search_probe import SearchProbe

BALANCE, NU, RANK, COLUMNS = 4.0, 0.01, 2, 4


def instance(rng: Random) -> tuple[float, float, float]:
    """β, and the largest f_t e^(βt/4)/f_0 and f_t e^(5βt/2)/f_0 over the horizon, at most 3,000 sweeps."""
    import math

    import torch

    generator = torch.Generator().manual_seed(rng.getrandbits(48))

    def normal(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, dtype=torch.float64, generator=generator)

    sigma = torch.tensor([1.0, 10 ** -rng.uniform(0, 0.6)], dtype=torch.float64)
    U, V = torch.linalg.qr(normal(9, RANK)).Q, torch.linalg.qr(normal(8, RANK)).Q
    A = (U * sigma) @ V.mT
    scaled = A @ normal(8, COLUMNS) / COLUMNS**0.5 / BALANCE
    beta = float(torch.linalg.svdvals(scaled)[RANK - 1] ** 2)
    f0 = (1 + NU) ** 2 * float(A.square().sum()) / 2
    step = min(9 / (4 * BALANCE * NU), beta / (32 * f0 * 20) ** 0.5)
    X, Y = scaled / step**0.5, step**0.5 * BALANCE * NU / 9 * normal(8, COLUMNS) / 8**0.5
    R = X @ Y.mT - A
    first, worst, faster, horizon = float(R.square().sum()) / 2, 0.0, 0.0, min(3000, int(beta / (8 * step**2 * f0)))
    for t in range(1, horizon + 1):
        X = X - step * R @ Y
        Y = Y - step * (X @ Y.mT - A).mT @ X
        R = X @ Y.mT - A
        f = float(R.square().sum()) / 2
        if f < 1e-24 * first:
            break
        worst = max(worst, f / first * math.exp(beta * t / 4))
        faster = max(faster, f / first * math.exp(5 * beta * t / 2))
    return beta, worst, faster


def violation(run: tuple[float, float, float]) -> Counterexample | None:
    """f_t beyond e^(−βt/4) f_0."""
    beta, worst, _ = run
    return Counterexample(f"β = {beta:.3g}: f_t = {worst:.6f}·e^(−βt/4) f_0") if worst > 1 + 1e-9 else None


def planted(run: tuple[float, float, float]) -> Counterexample | None:
    """Planted: f_t ≤ e^(−5βt/2) f_0."""
    beta, _, faster = run
    return Counterexample(f"β = {beta:.3g}: f_t = {faster:.6f}·e^(−5βt/2) f_0") if faster > 1 + 1e-9 else None


claim = Claim(
    id="agd-paper-theorem-runs",
    title="The main theorem on runs",
    source=Source("agd", "main theorem", "reconstructed", version="v2"),
    subject="data",
    statement="From the paper's start (C = 4, ν = 1/100) at its step: f_t ≤ e^(−βt/4) f_0 for t ≤ β/(8η²f_0), t ≤ 3000.",
    expected=("supported",),
    probe=SearchProbe(instances=instance, violation=violation, planted=planted, trials=(30, 300)),
)
