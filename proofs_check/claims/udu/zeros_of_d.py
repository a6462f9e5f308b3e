"""D never hits zero from D_0 = I; from a small D_0 it does. Rank read from zeros of D is n; from svd(U D^½) it is the rank.

Counts of λ_j = 0 over runs that learn A of rank 2 in dimension 6 with negative noise directions.
Source: ours, for arXiv:2501.16322 v2 (columns of U vanish: stated in public reviews); reconstructed.
"""

from __future__ import annotations

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


def measure(seed: int) -> Comparison:
    """(zeros of D, rank by svd(U D^½) at 1e-3) from D_0 = I; D_0 = 1e-3 I must clip at least one magnitude."""
    import numpy as np

    from proofs_check.claims.udu._flow import run

    rng = np.random.default_rng(seed)
    mu = [2.0, 1.0, -0.4, -0.6, -0.8, -0.2]
    U = rng.standard_normal((6, 6))
    U /= np.linalg.norm(U)
    ends = {start: run(mu, U.copy(), np.full(6, start), 5e-3, 12_000, 1.0, tolerance=1e-10) for start in (1.0, 1e-3)}
    whole = ends[1.0]
    values = np.linalg.svd(whole.U * np.sqrt(whole.lam), compute_uv=False)
    rank, zeros = int((values > 1e-3 * values[0]).sum()), int((whole.lam == 0).sum())
    small = float((ends[1e-3].lam == 0).sum() > 0 or ends[1e-3].smallest == 0)
    return Comparison(label=f"seed {seed}", predicted=[0.0, 2.0, 1.0], measured=[float(zeros), float(rank), small], budget=0.0)


claim = Claim(
    id="udu-zeros-of-d",
    title="Rank is read from svd(U D^½), not from zeros of D",
    source=Source("udu", "where the rank is", "reconstructed", version="v2"),
    subject="data",
    statement="From D_0 = I no λ_j reaches 0 and svd(U D^½) shows rank 2; from D_0 = 1e-3 I and ‖U_0‖ = 1 some λ_j is clipped.",
    expected=("supported",),
    probe=NumericProbe(measure=measure, trials=(6, 40), resolution=0.2),
)
