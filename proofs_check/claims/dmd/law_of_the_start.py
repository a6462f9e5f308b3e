"""Law of the start: 1/L_jj² − 1 ~ (m − r)/(r − j + 1)·F(m − r, r − j + 1), independent, for the Cholesky factor L of S_0 at a
Haar start.

Kolmogorov–Smirnov against the F law on Haar frames drawn in full, m = 40; E V_0 = r_A(m − r)/(r − r_A − 1); exactly
max(0, r + r_A − m) unit eigenvalues. Source: ours, for arXiv:2606.31390 (T2); reconstructed.
"""

from __future__ import annotations

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source

DRAWS = 4000


def measure(seed: int) -> Comparison:
    """KS of each u_j (predicted 0, budget the 1e-6 quantile 2.7/√N), half the largest correlation, and the unit eigenvalues."""
    import numpy as np
    import torch
    from scipy.special import fdtr

    rng = np.random.default_rng(seed)
    m, rank = 40, 3
    r = (6, 10, 20, 38)[seed % 4]
    generator = torch.Generator().manual_seed(seed % 2**31)
    inner = torch.linalg.qr(torch.randn(DRAWS, m, r, generator=generator, dtype=torch.float64)).Q[:, :rank]
    S = inner @ inner.mT
    units = (torch.linalg.eigvalsh(S) > 1 - 1e-9).sum(1)
    expected = max(0, r + rank - m)
    u = (1 / torch.linalg.cholesky(S).diagonal(dim1=1, dim2=2) ** 2 - 1).numpy()
    distances = []
    for j in range(rank):
        free = r - j
        if m - r < 1:
            continue
        law = fdtr(m - r, free, np.sort(u[:, j]) * free / (m - r))
        steps = np.arange(1, DRAWS + 1) / DRAWS
        distances.append(float(max(np.max(steps - law), np.max(law - steps + 1 / DRAWS))))
    ranks = np.argsort(np.argsort(u, axis=0), axis=0)
    correlation = np.abs(np.corrcoef(ranks.T) - np.eye(rank)).max()
    del rng
    return Comparison(
        label=f"m = {m}, r = {r}",
        predicted=[0.0] * len(distances) + [0.0, 0.0],
        measured=[*distances, float(correlation) / 2, float((units != expected).sum()) * 10],
        budget=2.7 / DRAWS**0.5,
    )


claim = Claim(
    id="dmd-law-of-the-start",
    title="The law of the start",
    source=Source("dmd", "T2", "reconstructed"),
    subject="probability",
    statement="For Haar X_0 the u_j are independent and F distributed, and S_0 has max(0, r + r_A − m) unit eigenvalues.",
    expected=("supported",),
    probe=NumericProbe(measure=measure, trials=(4, 40), resolution=0.08),
)
