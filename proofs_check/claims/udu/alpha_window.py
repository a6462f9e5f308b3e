"""The window of α: from an aligned small start with D_0 = I the ball is inactive iff α ≥ α_c, α_c² = Σ μ_i/λ_i, 2λ_i³ − 2λ_i
= μ_i.

1.532659 for (1, 2), 2.108386 for (1, 2, 3). Runs at 1 ± 1/200 of α_c; and the column of a second mode sinks as deep as told.
Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


def measure(seed: int) -> Comparison:
    """Whether the ball was ever active just above and just below α_c; and ln depth at a small α over its formula."""
    import numpy as np

    from proofs_check.claims.udu._flow import run
    from theory.udu.window import critical_radius, trap_depth

    rng = Random(seed)
    mu = [rng.uniform(0.5, 3.0) for _ in range(rng.randint(1, 3))]
    edge = critical_radius(mu)
    active = []
    for factor in (1.005, 0.995):
        end = run(mu, 1e-3 * np.eye(len(mu)), np.ones(len(mu)), 1e-3, 40_000, factor * edge, tolerance=1e-12)
        active.append(float(end.largest > 1))
    radius, first = rng.uniform(0.42, 0.52), rng.uniform(1.5, 2.5)
    told = trap_depth((first, first / 2), radius)
    U, lam, low, step = 1e-3 * np.eye(2), np.ones(2), 0.0, 1e-3
    A = np.diag([first, first / 2])
    for _ in range(60_000):
        G = (U * lam) @ U.T - A
        bar, moved = U - 2 * step * G @ U * lam, np.maximum(lam - step * (U * (G @ U)).sum(0), 0)
        U, lam = bar / max(1.0, float(np.linalg.norm(bar)) / radius), moved
        depth = float(np.log(abs(U[1, 1]) / 1e-3))
        if low < -3 and depth > low + 3:
            break
        low = min(low, depth)
    return Comparison(
        label=f"μ = {[round(m, 3) for m in mu]}, α_c = {edge:.4f}; depth {-low:.1f} of {told:.1f}",
        predicted=[0.0, 1.0, 1.0],
        measured=[*active, -low / told],
        budget=0.12,
    )


claim = Claim(
    id="udu-alpha-window",
    title="Which radii make the ball active, and how deep a trailing column sinks",
    source=Source("udu", "role of α", "reconstructed", version="v2"),
    statement="Aligned small starts, D_0 = I: the ball becomes active iff α < α_c; the second column sinks by the formula of "
    "theory.udu.window.trap_depth, to 12 % at steps of 1e-3.",
    expected=("supported",),
    open_reason="limits of flows are no atoms of the kernel",
    probe=NumericProbe(measure=measure, trials=(8, 60), resolution=0.2),
)
