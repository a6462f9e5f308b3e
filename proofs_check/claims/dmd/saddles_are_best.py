"""J = {1, 3} is critical and no best approximation.

Source: arXiv:2510.01175, Lemma 4.1 through notes (a sufficient condition); the converse is refuted, reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claim import Claim, Source
from proofs_check.probe import Counterexample
from proofs_check.search_probe import SearchProbe
from proofs_check.verdict import Refutation


def draw(rng: Random) -> tuple[tuple[int, ...], int, int]:
    """Distinct positive eigenvalues, r, m."""
    values = tuple(sorted(rng.sample(range(1, 9), rng.randint(2, 4)), reverse=True))
    return values, rng.randint(1, 3), len(values) + 4


def violation(instance: tuple[tuple[int, ...], int, int]) -> Counterexample | None:
    """A critical set that is no prefix, checked on the matrix: AXB = XB² at X = [U_J, kernel vectors], diagonal A."""
    from theory.dmd.critical_points import critical_points

    values, r, m = instance
    for point in critical_points(values, r, m):
        if point.active != tuple(range(1, len(point.active) + 1)) and "saddle" in point.kind:
            matrix = f"diag({', '.join(map(str, values))}, 0, …)"
            text = f"A = {matrix}, r = {r}: J = {set(point.active)} is a {point.kind}, f = {point.value}"
            return Counterexample(text, kind=Refutation.EXACT, size=sum(values) + r)
    return None


claim = Claim(
    id="dmd-saddles-are-best-approximations",
    title="The saddles are exactly the best low-rank approximations",
    source=Source("dmd", "Lemma 4.1, read as an equivalence", "reconstructed"),
    statement="For A ⪰ 0 every saddle has XΘXᵀ = A_l, a best rank-l approximation.",
    expected=("refuted",),
    subject="conjecture",
    probe=SearchProbe(instances=draw, violation=violation, planted=violation, trials=(60, 200)),
)
