"""Rates at rank-deficient targets. Burer–Monteiro: a trailing direction without gradient obeys p' = −4p², p(t) = p_0/(1 +
4p_0t), so f falls like t^(−2); unconstrained UDU the same with 4λ². On the sphere (n = r = 1) the error of λ shrinks by 1 −
ηα⁴ a step.

Formal: both solutions (λ moves: between two bounds) and the step. Steps against the closed forms, with the discretization as
budget. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import flows


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
    sentence=(
        r"[1] Let $T > 0$ and $u: [0,T] \to \mathbb{R}$ with $\dot u = -2u^3$. Then $u(T)^2(1 + 4u(0)^2T) = u(0)^2$. Let $u, "
        r"\lambda: [0,T] \to \mathbb{R}$ with $\dot u = -2\lambda^2u^3$ and $\dot\lambda = -\lambda u^4$. [2] Then $u(T)^2(1 "
        r"+ 4\lambda(0)^2u(0)^2T) \ge u(0)^2$ [3] and $u(T)^2(1 + (4\lambda(0)^2 - 2u(0)^2)u(0)^2T) \le u(0)^2$. [4] For "
        r"$\eta, \alpha > 0$, $\mu, \lambda \in \mathbb{R}$ and $\lambda_+ = \lambda - \eta\alpha^2(\lambda\alpha^2 - \mu)$: "
        r"$\lambda_+ - \mu/\alpha^2 = (1 - \eta\alpha^4)(\lambda - \mu/\alpha^2)$."
    ),
    derivation=derived(theorems.rates),
    expected=("steps proved",),
    without_objective="about two differential equations and a step, which stand in the statement",
    probe=Together((
        StatementProbe(
            sampler=(
                sampler("T u", flows.single),
                sampler("T u lam", flows.magnitude),
                sampler("T u lam", flows.magnitude),
                sampler("eta alpha mu lam", flows.single),
            ),
            trials=(10, 60),
        ),
        NumericProbe(measure=measure, trials=(10, 100), resolution=2e-2),
    )),
    mutants=(
        Mutant(name="2 for 4", fate="false", goal=0, change=(("4*u[0]", "2*u[0]"),)),
        Mutant(name="2λ² for 4λ²", fate="false", goal=1, change=(("4*lam[0]", "2*lam[0]"),)),
        Mutant(name="λ_0² for its lower bound", fate="false", goal=2, change=(("(4*lam[0]**2-2*u[0]**2)", "(4*lam[0]**2)"),)),
        Mutant(name="1 − 2ηα⁴", fate="false", goal=3, change=(("eta*alpha**4", "2*eta*alpha**4"),)),
    ),
)
