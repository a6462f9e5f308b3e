"""An empty column with λ_j = 0, beside any other columns: moved by (tv, tw) it changes F by t³w vᵀGv + ½t⁶w²‖v‖⁴, and by
nothing of first or second order.

So the Hessian vanishes in (u_j, λ_j), and where G has a negative eigenvalue F falls cubically. Exact search at X = 0
besides. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points

Instance = tuple[tuple[Fraction, ...], tuple[Fraction, ...], Fraction]


def draw(rng: Random) -> Instance:
    """Eigenvalues with a positive one, a direction v, and t."""
    mu = (Fraction(rng.randint(1, 6)), *(Fraction(rng.randint(-6, 6)) for _ in range(rng.randint(0, 2))))
    return mu, tuple(Fraction(rng.randint(-4, 4) or 1, 3) for _ in mu), Fraction(1, rng.randint(5, 1000))


def violation(instance: Instance, order: int = 3) -> Counterexample | None:
    """F(tv, t) − F(0, 0) against t³ vᵀGv + ½ t⁶‖v‖⁴, G = −A, exactly; and e_1 descends."""
    mu, v, t = instance
    u = [t * x for x in v]
    n = range(len(mu))
    after = sum((((t * u[i] * u[j]) - (mu[i] if i == j else 0)) ** 2 for i in n for j in n), Fraction(0)) / 2
    excess = after - sum(m * m for m in mu) / 2
    told = -(t**order) * sum(m * x * x for m, x in zip(mu, v, strict=True)) + t**6 * sum(x * x for x in v) ** 2 / 2
    descends = -(t**3) * mu[0] + t**6 / 2 < 0
    return None if excess == told and descends else Counterexample(f"μ = {mu}, v = {v}, t = {t}: {excess}", size=len(mu))


claim = Claim(
    id="udu-idle-columns",
    title="Empty columns with λ = 0: F changes at third order, by the sign of vᵀGv, and at no lower one",
    sentence=(
        r"Let $n, r \ge 1$, $A \in \mathbb{R}^{n\times n}$ symmetric, $U \in \mathbb{R}^{n\times r}$, $D$ a real diagonal "
        r"$r\times r$ matrix, $R = UDU^\top - A$ and $F(U,D) = \tfrac12\lVert UDU^\top - A\rVert_F^2$, $G = R$ the gradient "
        r"of $\tfrac12\lVert X - A\rVert_F^2$ at $X = UDU^\top$. Add a column: for every $v \in \mathbb{R}^n$ and real $w$, "
        r"$t$, $\tfrac12\lVert UDU^\top + tw\,(tv)(tv)^\top - A\rVert_F^2 = F(U,D) + t^3w\,v^\top Gv + \tfrac12t^6w^2\lVert "
        r"v\rVert^4$."
    ),
    source=Source("udu", "cubic escape", "reconstructed", version="v2"),
    derivation=derived(theorems.idle_columns, about_objective=True),
    expected=("proved",),
    probe=Together((
        StatementProbe(sampler=sampler("n r B U D v w t", points.random_point), trials=(20, 200)),
        SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, order=2), trials=(200, 2000)),
    )),
    mutants=(
        Mutant(name="of second order", fate="false", change=(("t**3*w", "t**2*w"),)),
        Mutant(name="half the cubic term", fate="false", change=(("t**3*w", "1/2*t**3*w"),)),
        Mutant(name="no term of sixth order", fate="false", change=(("c*t**6", "2*c*t**6"),)),
    ),
)
