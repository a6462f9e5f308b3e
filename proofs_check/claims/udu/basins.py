"""Basins for n = 2, r = 1, small steps. Both μ > 0: the top eigenvector, unless u_1 = 0; μ_1 > 0 > μ_2: the top if the column
lives, X = 0 if it dies; both < 0: X = 0, by u → 0 if b < 0, by λ → 0 if b > 0.

Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

Instance = tuple[tuple[float, float], tuple[float, float], float]


def draw(rng: Random) -> Instance:
    """Signs ++, +− and −−; balances off zero."""
    kind = rng.randint(0, 2)
    mu = (rng.uniform(0.8, 1.5) * (1 if kind < 2 else -1), rng.uniform(0.3, 0.6) * (1 if kind == 0 else -1))
    return mu, (rng.uniform(0.2, 1.5), rng.uniform(-1.5, 1.5)), rng.uniform(0.2, 1.2)


def violation(instance: Instance, always: bool = False) -> Counterexample | None:
    """``always`` expects the top eigenvector whenever μ_1 > 0."""
    import numpy as np

    from proofs_check.claims.udu._flow import run

    mu, u, lam = instance
    end = run(list(mu), np.array(u)[:, None], np.array([lam]), 4e-3, 12_000, tolerance=1e-9)
    X = (end.U * end.lam) @ end.U.T
    dead = end.smallest == 0
    top = mu[0] > 0 and (always or not dead)
    target = np.diag([mu[0], 0.0]) if top else np.zeros((2, 2))
    balance = u[0] ** 2 + u[1] ** 2 - 2 * lam**2
    good = float(np.abs(X - target).max()) < 2e-2
    if mu[0] < 0 and abs(balance) > 0.2:
        good = good and (dead == (balance > 0) or abs(balance) < 0.4)
    return None if good else Counterexample(f"μ = {mu}, u = {u}, λ = {lam}: X = {X.tolist()}", size=sum(map(abs, mu)))


claim = Claim(
    id="udu-basins",
    title="Basins in two dimensions",
    source=Source("udu", "2 × 2 basins", "reconstructed", version="v2"),
    statement="n = 2, r = 1: a column that lives and has u_1 ≠ 0 ends at the top positive eigenvector; otherwise X → 0.",
    expected=("supported",),
    open_reason="limits of flows are no atoms of the kernel",
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, always=True), trials=(40, 300)),
)
