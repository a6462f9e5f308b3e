"""λ_j = 0 with u_jᵀGu_j = 0 is a non-strict saddle where G has a negative eigenvalue: along u_j + t v, λ_j = t the excess is
cubic, t³ vᵀGv + O(t⁴), with no quadratic term.

Exact at X = 0, u_j = 0 in the solvable model. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

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
    title="Empty columns with λ = 0 are non-strict saddles",
    source=Source("udu", "cubic escape", "reconstructed", version="v2"),
    statement="At X = 0, u_j = 0, λ_j = 0: F(tv, t) − F = t³ vᵀGv + ½t⁶‖v‖⁴, so the Hessian is zero in (u_j, λ_j) and F "
    "descends cubically along an eigenvector of a negative eigenvalue of G.",
    expected=("supported",),
    open_reason="one line of algebra at one point; stated for the table of fixed points",
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, order=2), trials=(200, 2000)),
)
