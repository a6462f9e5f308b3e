"""Fixed points and optimality: a fixed point has X ⪰ 0 and GX = 0; it is a KKT point of min_{X⪰0} f iff also G ⪰ 0.

Derived for f = ½‖X − A‖² in every dimension; a fixed point has GUD = 0. Exclusion says nothing about G ⪰ 0: fixed points
that are no KKT points always exist (U = 0). In the solvable model KKT iff all positive eigenvalues are learnt, and for r <
n_+ no fixed point is one. Source: ours, for arXiv:2501.16322 v2; reconstructed.
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

POINT = "n r B U D"


@dataclass(frozen=True)
class Learnt:
    """Distinct eigenvalues of A, and those that the columns carry; λ_j = 1 for them and for r − |I| empty columns."""

    mu: tuple[Fraction, ...]
    active: frozenset[int]
    columns: int

    @property
    def smallest(self) -> Fraction:
        """min eig G, G = X − A diagonal in this basis."""
        return min(Fraction(0) if k in self.active else -value for k, value in enumerate(self.mu))

    @property
    def loss(self) -> Fraction:
        """½Σ μ² over the eigenvalues that no column carries."""
        return sum((value**2 for k, value in enumerate(self.mu) if k not in self.active), Fraction(0)) / 2


def draw(rng: Random) -> Learnt:
    """One to five distinct non-zero eigenvalues, one to five columns, and some of the positive eigenvalues, at most one a
    column.
    """
    mu = tuple(Fraction(x) for x in rng.sample([*range(-6, 0), *range(1, 9)], rng.randint(1, 5)))
    columns = rng.randint(1, 5)
    positive = [k for k, value in enumerate(mu) if value > 0]
    return Learnt(mu, frozenset(rng.sample(positive, rng.randint(0, min(columns, len(positive))))), columns)


def violation(point: Learnt, always: bool = False) -> Counterexample | None:
    """The minimum over X ⪰ 0 is ½Σ_{μ<0} μ², by hand; ``always`` takes every fixed point for optimal."""
    optimal = point.loss == sum((value**2 for value in point.mu if value < 0), Fraction(0)) / 2
    certified = point.smallest >= 0 or always
    return None if certified == optimal else Counterexample(f"{point}: min eig G = {point.smallest}", size=len(point.mu))


claim = Claim(
    id="udu-kkt",
    title="A fixed point of the solvable model is optimal over X ⪰ 0 iff G ⪰ 0",
    sentence=(
        r"[1] Let $n, r \ge 1$, $A \in \mathbb{R}^{n\times n}$ symmetric, $U \in \mathbb{R}^{n\times r}$, $D$ a real "
        r"diagonal $r\times r$ matrix, $R = UDU^\top - A$ and $F(U,D) = \tfrac12\lVert UDU^\top - A\rVert_F^2$; let $RUD = "
        r"0$ and $R \succeq 0$. Then $\tfrac12\lVert Z - A\rVert_F^2 \ge F(U,D)$ for every $Z \succeq 0$. [2] In the same "
        r"letters, let $RUD = 0$, $v \in \mathbb{R}^n$ with $v^\top Rv < 0$ and $s > 0$ with $s\lVert v\rVert^4 = -v^\top "
        r"Rv$. Then $\tfrac12\lVert UDU^\top + s\,vv^\top - A\rVert_F^2 < F(U,D)$."
    ),
    source=Source("udu", "fixed points and KKT points", "reconstructed", version="v2"),
    derivation=derived(theorems.optimality, about_objective=True),
    expected=("steps proved",),
    probe=Together((
        StatementProbe(sampler=(sampler(f"{POINT} p q K W", points.random_optimal),
                                sampler(f"{POINT} v s", points.random_improvable)), trials=(20, 200)),
        SearchProbe(instances=draw, violation=violation, planted=lambda p: violation(p, always=True), trials=(200, 2000)),
    )),
    mutants=(
        Mutant(name="every Z beaten by a factor", fate="false", change=(("F1 >= F", "F1 >= 2*F"),)),
        Mutant(name="every fixed point is optimal", fate="false", goal=1, change=(("F > F1", "F1 >= F"),)),
    ),
    sharpness=(Sharpness(given="R*U*D == 0", sampler=sampler(f"{POINT} p q K W", points.random_optimal, moved=True)),),
)
