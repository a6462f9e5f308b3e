"""P(σ_r(G)/√d ≤ ρ) ≤ E(d, r, ρ) for an r × d standard Gaussian G, with equality at r = 1: an explicit small-ball bound.

Here d = 6, r = 3, ρ = 0.25, by 20,000 draws and Clopper–Pearson; the event with ρ a third larger is refuted by them. Proof
on paper (marginal density of the least Wishart eigenvalue). Source: ours, in place of Rudelson–Vershynin; reconstructed.
"""

from __future__ import annotations

from proofs_check.probes.probability_probe import ProbabilityProbe
from proofs_check.verify.claim import Claim, Source

ROWS, COLUMNS, RHO = 3, 6, 0.25


def ratio(seed: int) -> float:
    """σ_r(G)/√d of one draw."""
    import numpy as np

    draw = np.random.default_rng(seed).standard_normal((ROWS, COLUMNS))
    return float(np.linalg.svd(draw, compute_uv=False)[-1] / COLUMNS**0.5)


def small(seed: int) -> bool:
    """The event of the bound."""
    return ratio(seed) <= RHO


def larger(seed: int) -> bool:
    """Planted: an event of more than twice the probability."""
    return ratio(seed) <= 1.35 * RHO


def bound() -> float:
    """E(d, r, ρ) of the statement, from `theory.agd.bounds`."""
    from theory.agd.bounds import small_ball

    return small_ball(COLUMNS, ROWS, RHO)


claim = Claim(
    id="agd-small-ball",
    title="Explicit small-ball bound",
    source=Source("agd", "failure probability, small ball (ours)", "reconstructed"),
    subject="probability",
    statement=f"P(σ_{ROWS}(G)/√{COLUMNS} ≤ {RHO}) ≤ E({COLUMNS}, {ROWS}, {RHO}) for a {ROWS} × {COLUMNS} standard Gaussian G.",
    expected=("supported",),
    probe=ProbabilityProbe(event=small, bound=bound(), planted=larger, trials=(20000, 200000)),
)
