"""Scalar flow (n = r = 1, ball inactive), b = p − 2λ² conserved: where λ ends, and when it dies.

μ > 0: the root of 2λ³ + bλ = μ with b + 2λ² > 0; μ < 0, b < 0: √(−b/2); μ < 0, b > 0: λ hits 0 at the integral T* of
theory.udu.window.death_time; μ < 0, b = 0: λ ~ 1/(2|μ|t), never 0; μ = 0, b > 0: λ → 0 at rate b². Runge–Kutta steps against
the formulas. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from math import log
from random import Random

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


def measure(seed: int) -> Comparison:
    """One case of each sign of μ and b."""
    from theory.udu.window import death_time, free_limit

    rng = Random(seed)
    mu, lam, balance = rng.uniform(0.5, 2.0), rng.uniform(0.4, 1.2), rng.uniform(0.2, 1.0)

    def end(m: float, b: float, until: float) -> tuple[float, float]:
        """λ at ``until`` and the time when it crosses 0 (or ``until``), classical Runge–Kutta on λ' = −pG, p = b + 2λ²."""
        def slope(x: float) -> float:
            p = b + 2 * x * x
            return -p * (x * p - m)

        x, t, h = lam, 0.0, 5e-4
        while t < until:
            k1 = slope(x)
            k2, k3 = slope(x + h / 2 * k1), 0.0
            k3 = slope(x + h / 2 * k2)
            new = x + h / 6 * (k1 + 2 * k2 + 2 * k3 + slope(x + h * k3))
            if new <= 0:
                return 0.0, t + h * x / (x - new)
            x, t = new, t + h
        return x, until

    grows = end(mu, balance, 20.0)[0]
    rests = end(-mu, -min(balance, 1.9 * lam**2), 60.0)[0]
    dies = end(-mu, balance, 60.0)[1]
    slow = end(-mu, 0.0, 200.0)[0]
    flat = rng.uniform(0.9, 1.2)  # μ = 0: λ decays at rate b²
    rate = log(end(0.0, flat, 4.0)[0] / end(0.0, flat, 6.0)[0]) / 2
    bound = -min(balance, 1.9 * lam**2)
    return Comparison(
        label=f"μ = ±{mu:.3f}, λ_0 = {lam:.3f}, b = ±{balance:.3f}",
        predicted=[free_limit(mu, balance + 2 * lam**2, lam), free_limit(-mu, bound + 2 * lam**2, lam),
                   death_time(-mu, balance + 2 * lam**2, lam), 1.0, 1.0],
        measured=[grows, rests, dies, slow * 2 * mu * 200.0, rate / flat**2], budget=0.02)  # fmt: skip


claim = Claim(
    id="udu-scalar-flow",
    title="Limits and death time of one column in one dimension",
    source=Source("udu", "scalar flow", "reconstructed", version="v2"),
    statement="n = r = 1 without the ball: limits of λ and the death time as functions of μ and b = p − 2λ².",
    expected=("supported",),
    open_reason="solutions of differential equations are no atoms of the kernel; that b is conserved is proved (udu-flow-laws)",
    probe=NumericProbe(measure=measure, trials=(8, 60), resolution=0.1),
)
