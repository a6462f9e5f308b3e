"""The main theorem on runs: from the paper's start, f_t ≤ e^(−βt/4) f_0 for all t ≤ β/(8η²f_0), β = ησ_r(X_0)² realized.

C = 4, ν = 1/100, ranks 1 … 4, d − r up to 4, κ up to 10, the step β/√(32 f_0 L) with L ∈ {1, 2, 4}; every sweep of the horizon
is looked at, and a draw with a horizon beyond 20,000 is left out. The slack of the theorem is 8 (the weakest mode falls like
e^(−2βt)); the planted error is 9β/4, an eighth beyond that. Source: arXiv:2305.06927 v2, main theorem (reconstructed).
"""

from __future__ import annotations

from random import Random
from typing import Any

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe, by_batches
from proofs_check.verify.claim import Claim, Source

BALANCE, NU, LONGEST, BATCH = 4.0, 0.01, 20_000, 16


def simulate(rng: Random) -> list[tuple[str, float, float] | None]:
    """(label, largest f_t e^(βt/4)/f_0, largest f_t e^(9βt/4)/f_0) over the whole horizon, for a batch of starts of one shape;
    None if that is too long."""
    import torch

    generator = torch.Generator().manual_seed(rng.getrandbits(48))
    r, more, term = rng.randint(1, 4), rng.randint(1, 4), rng.choice([1, 2, 4])
    d = r + more

    def normal(*shape: int) -> Any:
        return torch.randn(BATCH, *shape, dtype=torch.float64, generator=generator)

    exponents = torch.sort(torch.rand(BATCH, r, dtype=torch.float64, generator=generator), dim=1).values
    exponents[:, 0] = 0
    sigma = 10**-exponents
    A = (torch.linalg.qr(normal(9, r)).Q * sigma[:, None, :]) @ torch.linalg.qr(normal(8, r)).Q.mT
    scaled = A @ normal(8, d) / d**0.5 / BALANCE
    beta = torch.linalg.svdvals(scaled)[:, r - 1] ** 2
    guess = (1 + NU) ** 2 * A.square().sum((1, 2)) / 2
    step = torch.minimum(beta / (32 * guess * term) ** 0.5, torch.full_like(beta, 9 / (4 * BALANCE * NU)))[:, None, None]
    X, Y = scaled / step**0.5, step**0.5 * BALANCE * NU / 9 * normal(8, d) / 8**0.5
    R = X @ Y.mT - A
    first = R.square().sum((1, 2)) / 2
    horizon = (beta / (8 * step[:, 0, 0] ** 2 * first)).floor()
    fits = horizon <= LONGEST
    worst, faster = torch.zeros_like(beta), torch.zeros_like(beta)
    for t in range(1, int(horizon[fits].max()) + 1 if bool(fits.any()) else 1):
        X = X - step * R @ Y
        Y = Y - step * (X @ Y.mT - A).mT @ X
        R = X @ Y.mT - A
        share = R.square().sum((1, 2)) / 2 / first
        seen = (t <= horizon) & (share > 1e-24)
        for rate, most in ((0.25, worst), (2.25, faster)):
            torch.maximum(most, torch.where(seen, share * (rate * beta * t).exp(), 0.0 * share), out=most)
    labels = [f"r = {r}, d = {d}, L = {term}, β = {b:.3g}" for b in beta.tolist()]
    rows = zip(labels, worst.tolist(), faster.tolist(), fits.tolist(), strict=True)
    return [(label, one, other) if fine else None for label, one, other, fine in rows]


def violation(run: tuple[str, float, float]) -> Counterexample | None:
    """f_t beyond e^(−βt/4) f_0."""
    label, worst, _ = run
    return Counterexample(f"{label}: f_t = {worst:.6f}·e^(−βt/4) f_0") if worst > 1 + 1e-9 else None


def planted(run: tuple[str, float, float]) -> Counterexample | None:
    """Planted: f_t ≤ e^(−9βt/4) f_0."""
    label, _, faster = run
    return Counterexample(f"{label}: f_t = {faster:.6f}·e^(−9βt/4) f_0") if faster > 1 + 1e-9 else None


claim = Claim(
    id="agd-paper-theorem-runs",
    title="The main theorem on runs",
    source=Source("agd", "main theorem", "reconstructed", version="v2"),
    subject="data",
    statement="From the paper's start (C = 4, ν = 1/100), r ≤ 4, κ ≤ 10, at the step β/√(32 f_0 L), L ∈ {1, 2, 4}: "
    "f_t ≤ e^(−βt/4) f_0 for every t ≤ β/(8η²f_0), where that is at most 20,000.",
    expected=("supported",),
    probe=SearchProbe(
        instances=by_batches(lambda rng, turn: simulate(rng)), violation=violation, planted=planted, trials=(48, 320)
    ),
)
