"""Dead columns are genuine local minima: X = 0, λ_j = 0 and u_jᵀG(0)u_j > 0 for all j is a local minimizer of the
constrained F, also where G(0) has a negative eigenvalue, and a small λ_j is clipped back to 0 in one step with u_j frozen.

Burer–Monteiro has no such minima in the solvable model (every X_I but the best is a strict saddle there). Derived for any
number of columns; exact points and exact perturbations besides. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points


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
    title="Dead columns: F ≥ F_0 wherever tr(D UᵀG(0)U) ≥ 0, so they are local minima",
    sentence=(
        r"Let $n, r \ge 1$, $A \in \mathbb{R}^{n\times n}$ symmetric, $U \in \mathbb{R}^{n\times r}$, $D$ a real diagonal "
        r"$r\times r$ matrix, $R = UDU^\top - A$ and $F(U,D) = \tfrac12\lVert UDU^\top - A\rVert_F^2$. If "
        r"$\mathrm{tr}(DU^\top G_0U) \ge 0$ with $G_0 = -A$, the gradient at $X = 0$, then $F(U,D) \ge \tfrac12\lVert "
        r"A\rVert_F^2$, the value at $D = 0$."
    ),
    source=Source("udu", "dead columns", "reconstructed", version="v2"),
    derivation=derived(theorems.dead_columns, about_objective=True),
    expected=("steps proved",),
    probe=Together((
        StatementProbe(sampler=sampler("n r B U D", points.random_dead), trials=(20, 200)),
        SearchProbe(
            instances=draw,
            violation=violation,
            planted=lambda point: violation(Column(tuple(-m for m in point.mu), point.u, point.move, point.lam, point.step)),
            trials=(300, 3000),
        ),
    )),
    mutants=(Mutant(name="larger by half", fate="false", change=(("F >= F0", "F >= 3/2*F0"),)),),
    sharpness=(Sharpness(given="-2*c*tr(D*U.T*A*U) >= 0", sampler=sampler("n r B U D", points.random_dead, over=True)),),
)
