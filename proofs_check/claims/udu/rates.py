"""Rates at rank-deficient targets. Burer–Monteiro: a trailing direction without gradient obeys p' = −4p², p(t) = p_0/(1 +
4p_0t), so f falls like t^(−2); unconstrained UDU the same with 4λ². On the sphere (n = r = 1) the error of λ shrinks by 1 −
ηα⁴ a step.

Steps against the closed forms, with the discretization as budget. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


def measure(seed: int) -> Comparison:
    """u ← u − 2ηu³ for BM on A = 0; u ← u − 2ηλ²u³ with λ nearly fixed; and the ratio of errors of λ on the sphere."""
    rng = Random(seed)
    start, step, steps = rng.uniform(0.1, 1.0), 1e-3, 20_000
    p, time = start, step * steps
    for _ in range(steps):
        p = p * (1 - 2 * step * p) ** 2
    lam0 = rng.uniform(1.0, 2.0)
    u, lam = 0.05, lam0
    for _ in range(steps):
        u, lam = u * (1 - 2 * step * lam * lam * u * u), lam - step * lam * u**4
    told = 0.05**2 / (1 + 4 * lam0**2 * 0.05**2 * time)
    radius, mu, eta = rng.uniform(0.6, 0.95), rng.uniform(1.0, 3.0), 0.005
    limit, u, lam = mu / radius**2, radius, 0.9 * mu / radius**2
    for _ in range(5):
        before = limit - lam
        g = lam * u * u - mu
        bar, lam = u - 2 * eta * g * u * lam, lam - eta * g * u * u
        u = min(bar, radius)
    return Comparison(
        label=f"p_0 = {start:.3f}, λ_0 = {lam0:.3f}, α = {radius:.3f}",
        predicted=[1.0, 1.0, 1 - eta * radius**4],
        measured=[p * (1 + 4 * start * time) / start, u_ratio(told, lam0, time), (limit - lam) / before],
        budget=5e-3,
    )


def u_ratio(told: float, lam0: float, time: float) -> float:
    """The UDU trailing mass again by its own recursion in p, over the closed form."""
    p, lam, step = 0.05**2, lam0, 1e-3
    for _ in range(round(time / step)):
        p, lam = p * (1 - 2 * step * lam * lam * p) ** 2, lam - step * lam * p * p
    return p / told


claim = Claim(
    id="udu-rates",
    title="Sublinear tails without the ball, a linear rate on the sphere",
    source=Source("udu", "rates", "reconstructed", version="v2"),
    statement="BM: p(t) = p_0/(1 + 4p_0t) in a trailing direction; unconstrained UDU: 4λ²p_0 for 4p_0; on the sphere errors "
    "of λ contract by 1 − ηα⁴.",
    expected=("supported",),
    open_reason="solutions of differential equations are no atoms of the kernel",
    probe=NumericProbe(measure=measure, trials=(10, 100), resolution=2e-2),
)
