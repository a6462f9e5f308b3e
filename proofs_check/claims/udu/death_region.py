"""Death region for linear f = −⟨A, X⟩ in any dimension: a column dies iff 2λ_0² < sup_{τ≥0} Σ u_i²(1 − e^(4μ_iτ)); for n = 2
and μ = ±m: iff |u_2| − |u_1| > √2 λ_0. For the quadratic f the region lies inside the true one. With equality λ tends to
0, along the stable direction of an equilibrium or like 1/t, and is never 0: the claim once had ≤.

Formal: λ² at every time for two eigenvalues of any multiplicities, and a bound for damped columns. In words: from there to the
region. Small steps against the formula, starts within 3 % of the edge left out. Source: ours, for arXiv:2501.16322 v2;
reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.dmf._oracle import hunt
from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import flows

Instance = tuple[tuple[float, ...], tuple[float, ...], float]


def draw(rng: Random) -> Instance | None:
    """Two or three eigenvalues of both signs; λ_0 within 25 % of the edge, not within 3 %."""
    from theory.udu.window import death_threshold

    mu = (rng.uniform(0.2, 2.0), *(-rng.uniform(0.2, 2.0) for _ in range(rng.randint(1, 2))))
    u = (rng.uniform(-0.7, 0.7), *(rng.uniform(0.5, 1.5) for _ in mu[1:]))
    edge = death_threshold(mu, u)
    return (mu, u, edge * (1 + rng.choice((-1, 1)) * rng.uniform(0.03, 0.25))) if edge > 0.1 else None


def violation(instance: Instance, quadratic: bool = False, factor: float = 1.0) -> Counterexample | None:
    """Against a run; ``factor`` on the predicted edge; ``quadratic`` asks only that predicted deaths happen."""
    from theory.udu.window import death_threshold

    mu, u, lam = instance
    told = lam < factor * death_threshold(mu, u)
    seen = died(mu, u, lam, quadratic)
    wrong = told and not seen if quadratic else told != seen
    return Counterexample(f"μ = {mu}, u = {u}, λ_0 = {lam}: told {told}, seen {seen}", size=len(mu)) if wrong else None


def died(mu: tuple[float, ...], u: tuple[float, ...], lam: float, quadratic: bool, step: float = 2e-4) -> bool:
    """Steps until λ = 0 (True), or until the top direction dominates (False)."""
    v = list(u)
    for _ in range(60_000):
        size = lam * sum(x * x for x in v) if quadratic else 0.0
        q = sum((size - m) * x * x for m, x in zip(mu, v, strict=True))  # uᵀGu, G = λuuᵀ − A or −A
        v, lam = [x - 2 * step * lam * (size - m) * x for m, x in zip(mu, v, strict=True)], lam - step * q
        if lam <= 0:
            return True
        if q < 0 and mu[0] * v[0] ** 2 > 2 * sum(-m * x * x for m, x in zip(mu[1:], v[1:], strict=True)):
            return False
    return False


def both(instance: Instance) -> Counterexample | None:
    """A violation under the linear f, else one under the quadratic f, else None."""
    return violation(instance) or violation(instance, quadratic=True)


claim = Claim(
    id="udu-death-region",
    title="Which starts lose a column",
    source=Source("udu", "death region", "reconstructed", version="v2"),
    sentence=(
        r"Let $m, n \ge 1$, $T, \mu, \nu > 0$, $u: [0,T] \to \mathbb{R}^m$, $v: [0,T] \to \mathbb{R}^n$, $\lambda: [0,T] \to "
        r"\mathbb{R}$ continuous, $E(t) = \exp\bigl(4\mu\int_0^t\lambda\bigr)$ and $F(t) = "
        r"\exp\bigl(-4\nu\int_0^t\lambda\bigr)$. [1] If $\dot u = 2\mu\lambda u$, $\dot v = -2\nu\lambda v$ and $\dot\lambda "
        r"= \mu\lVert u\rVert^2 - \nu\lVert v\rVert^2$, then $2\lambda(T)^2 = 2\lambda(0)^2 - \lVert u(0)\rVert^2(1 - E(T)) "
        r"- \lVert v(0)\rVert^2(1 - F(T))$. [2] If $\dot u = 2\mu\lambda u - \kappa u$, $\dot v = -2\nu\lambda v - \kappa v$ "
        r"with a continuous $\kappa \ge 0$, and $2\lambda^2 - \lVert u\rVert^2 - \lVert v\rVert^2$ has the same value at $0$ "
        r"and at $T$, then $2\lambda(T)^2 \le 2\lambda(0)^2 - \lVert u(0)\rVert^2(1 - E(T)) - \lVert v(0)\rVert^2(1 - F(T))$."
    ),
    derivation=derived(theorems.death_region),
    expected=("steps proved",),
    without_objective="about differential equations, which stand in the statement",
    probe=Together((
        StatementProbe(
            sampler=(
                sampler("m n T mu nu u v lam E F", flows.linear_death),
                sampler("m n T mu nu u v lam E F kap", flows.damped_death),
            ),
            trials=(10, 60),
        ),
        SearchProbe(instances=draw, violation=both, planted=lambda i: violation(i, factor=1.15), trials=(25, 300)),
    )),
    mutants=(
        Mutant(name="λ² for 2λ²", fate="false", goal=0, change=(("2*lam[T]**2", "lam[T]**2"),)),
        Mutant(name="a magnitude half as large", fate="false", goal=1, change=((">= 2*lam[T]", ">= 4*lam[T]"),)),
        Mutant(name="2λ_0² < 2 max for 2λ_0² < max", fate="false", search=hunt(draw, lambda i: violation(i, factor=2**0.5))),
    ),
)
