"""Fixed points and optimality: a fixed point has X ⪰ 0 and GX = 0; it is a KKT point of min_{X⪰0} f iff also G ⪰ 0.

Exclusion says nothing about G ⪰ 0: fixed points that are no KKT points always exist (U = 0). In the solvable model KKT iff all
positive eigenvalues are learnt, and for r < n_+ no fixed point is one. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


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
    title="A fixed point is optimal iff G ⪰ 0",
    source=Source("udu", "fixed points and KKT points", "reconstructed", version="v2"),
    statement="f = ½‖X − A‖²: at a fixed point X_I the smallest eigenvalue of G is ≥ 0 iff X_I minimizes f over X ⪰ 0.",
    expected=("supported",),
    open_reason="positive semidefinite matrices with a spectral condition are no atoms of the kernel; GX = 0 is udu-exclusion",
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda p: violation(p, always=True), trials=(200, 2000)),
)
