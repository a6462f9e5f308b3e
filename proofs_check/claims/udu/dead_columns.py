"""Dead columns are genuine local minima: X = 0, λ_j = 0 and u_jᵀG(0)u_j > 0 for all j is a local minimizer of the constrained
F, also where G(0) has a negative eigenvalue, and a small λ_j is clipped back to 0 in one step with u_j frozen.

Burer–Monteiro has no such minima in the solvable model (every X_I but the best is a strict saddle there).
Exact points and exact perturbations. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


@dataclass(frozen=True)
class Column:
    """A = diag(μ), one column u with λ = 0, a direction and a small λ."""

    mu: tuple[Fraction, ...]
    u: tuple[Fraction, ...]
    move: tuple[Fraction, ...]
    lam: Fraction
    step: Fraction

    def excess(self, u: tuple[Fraction, ...]) -> Fraction:
        """½‖λuuᵀ − A‖² − ½‖A‖² = λ uᵀG(0)u + ½λ²‖u‖⁴."""
        return -self.lam * self.weight(u) + self.lam**2 * sum(x * x for x in u) ** 2 / 2

    def weight(self, u: tuple[Fraction, ...]) -> Fraction:
        """uᵀAu."""
        return sum((m * x * x for m, x in zip(self.mu, u, strict=True)), Fraction(0))


def draw(rng: Random, dead: bool = True) -> Column | None:
    """One positive and one or two negative eigenvalues; u with uᵀAu < 0 (``dead``) or > 0."""
    n = rng.randint(2, 3)
    mu = (Fraction(rng.randint(1, 6)), *(Fraction(-rng.randint(1, 6)) for _ in range(n - 1)))
    u = tuple(Fraction(rng.choice((-1, 1)) * rng.randint(1, 6), 4) for _ in range(n))
    point = Column(mu, u, tuple(Fraction(rng.randint(-5, 5), 5) for _ in range(n)), Fraction(1, 1000), Fraction(1, 20))
    return point if (point.weight(u) < 0) == dead and point.weight(u) else None


def violation(point: Column) -> Counterexample | None:
    """A lower value within |h| ≤ radius where uᵀAu keeps its sign, or a λ that survives the next step."""
    size = sum(abs(x) for x in point.u) + 1
    radius = abs(point.weight(point.u)) / (4 * max(map(abs, point.mu)) * size * len(point.u))
    near = tuple(x + radius * h for x, h in zip(point.u, point.move, strict=True))
    q = -point.weight(near) + point.lam * sum(x * x for x in near) ** 2  # uᵀGu at the moved point
    clipped = point.lam - point.step * q <= 0 or q > 0
    if point.excess(near) >= 0 and clipped:
        return None
    return Counterexample(f"{point}: F changes by {point.excess(near)}", size=float(size))


claim = Claim(
    id="udu-dead-columns",
    title="Dead columns are local minima",
    source=Source("udu", "dead columns", "reconstructed", version="v2"),
    statement="If X = 0, λ = 0 and u_jᵀG(0)u_j > 0 for all j, F has a local minimum there, even if G(0) is not ⪰ 0.",
    expected=("supported",),
    open_reason="neighbourhoods are no atoms of the kernel; by hand: F − F_0 = λuᵀG(0)u + ½λ²‖u‖⁴ near u",
    probe=SearchProbe(
        instances=draw,
        violation=violation,
        planted=lambda point: violation(Column(tuple(-m for m in point.mu), point.u, point.move, point.lam, point.step)),
        trials=(300, 3000),
    ),
)
