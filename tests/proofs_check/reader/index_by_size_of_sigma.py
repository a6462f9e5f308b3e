"""False in a subtle way: the index formula with the order of σ in place of the order of y.

Lower roots reverse the order: σ_− falls as y grows, so a '+' is always larger than a '-' whatever their y.
"""

from __future__ import annotations

from _points import Point, random_point

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def predicted(point: Point) -> int:
    modes = range(len(point.y))
    active = [i for i in modes if point.sigma[i]]
    lower = [i for i in active if not point.upper(i)]
    pairs = sum(point.sigma[i] < point.sigma[j] for i in active for j in lower if point.upper(i))
    swaps = sum(point.y[k] > point.y[i] for i in active for k in modes if not point.sigma[k])
    return len(lower) * (len(lower) + 1) // 2 + pairs + swaps


def violation(point: Point) -> Counterexample | None:
    measured = point.inertia()[0]
    if measured == predicted(point):
        return None
    text = f"{point}: {measured} negative eigenvalues, {predicted(point)} predicted"
    return Counterexample(text, size=point.size)


claim = Claim(
    id="index-by-size-of-sigma",
    title="Index of a critical point from the order of its σ",
    source=Source("own", "-", "reconstructed"),
    subject="conjecture",
    statement="For L ≥ 3, distinct y and no double root, with b lower roots active: the index is b(b+1)/2 + "
    "#{(i '+', j '-'): σ_i < σ_j} + #{(i active, k inactive): y_k > y_i}.",
    expected=("supported",),
    probe=SearchProbe(instances=random_point, violation=violation, trials=(80, 800)),
)
