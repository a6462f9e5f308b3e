"""Scalar flow (n = r = 1, ball inactive), b = p − 2λ² conserved: where λ ends, and when it dies.

μ > 0: the root of 2λ³ + bλ = μ with b + 2λ² > 0; μ < 0, b < 0: √(−b/2); μ < 0, b > 0: λ hits 0 at the integral T* of
theory.udu.window.death_time; μ < 0, b = 0: λ ~ 1/(2|μ|t), never 0; μ = 0, b > 0: λ → 0 at rate b². Formal: the conserved b,
G(T) exactly, its decay from below, a bound on the time of death. In words: the phase line. Runge–Kutta steps against the
formulas. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from math import log
from random import Random

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import flows

STEP = 5e-3
"""Of the Runge–Kutta runs; with a tenth of it nothing measured moves by 1e-5, of a budget of 2e-2."""


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

        x, h = lam, STEP
        for t in range(round(until / h)):
            k1 = slope(x)
            k2, k3 = slope(x + h / 2 * k1), 0.0
            k3 = slope(x + h / 2 * k2)
            new = x + h / 6 * (k1 + 2 * k2 + 2 * k3 + slope(x + h * k3))
            if new <= 0:
                return 0.0, (t + x / (x - new)) * h
            x = new
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
    sentence=(
        r"Let $T > 0$, $\mu \in \mathbb{R}$ and let $u, \lambda: [0,T] \to \mathbb{R}$ be differentiable with $\dot u = "
        r"-2\lambda Gu$ and $\dot\lambda = -u^2G$, where $G(t) = \lambda(t)u(t)^2 - \mu$. [1] Then $u(T)^2 - 2\lambda(T)^2 = "
        r"u(0)^2 - 2\lambda(0)^2$; [2] $G(T)E(T) = G(0)$ with $E(t) = \exp\int_0^t(u^4 + 4\lambda^2u^2)$. [3] If $\lambda(0) "
        r"\ge 0$ and $\mu \ge \lambda(0)u(0)^2$, then $-G(0) \ge -G(T)(1 + u(0)^4T)$. [4] If $\mu < 0$, $b = u(0)^2 - "
        r"2\lambda(0)^2 \ge 0$ and $\lambda(t) \ge 0$ for $0 \le t \le T$, then $\lambda(0) - \lambda(T) \ge -\mu bT$."
    ),
    derivation=derived(theorems.scalar_flow),
    expected=("steps proved",),
    without_objective="about a differential equation, which stands in the statement",
    probe=Together(
        (
            StatementProbe(
                sampler=(
                    sampler("T mu u lam", flows.scalar),
                    sampler("T mu u lam E", flows.scalar),
                    sampler("T mu u lam", flows.scalar),
                    sampler("T mu u lam", flows.dying),
                ),
                trials=(10, 60),
            ),
            NumericProbe(measure=measure, trials=(8, 60), resolution=0.1),
        )
    ),
    mutants=(
        Mutant(
            name="u² − λ² is conserved",
            fate="false",
            goal=0,
            change=(("2*lam[T]**2", "lam[T]**2"), ("2*lam[0]**2", "lam[0]**2")),
        ),
        Mutant(name="G grows", fate="false", goal=1, change=(("*E[T]", "*E[T]**(-1)"),)),
        Mutant(name="four times as fast", fate="false", goal=2, change=(("u[0]**4*T", "100*u[0]**4*T"),)),
        Mutant(name="dead after a tenth of the time", fate="false", goal=3, change=(("(-mu*", "(-100*mu*"),)),
    ),
)
