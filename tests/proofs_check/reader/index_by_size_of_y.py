"""True: the index formula, with the order of y. Its planted error is the formula without the pairs."""

from __future__ import annotations

from _points import Point, random_point

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def predicted(point: Point, pairs: bool = True) -> int:
    modes = range(len(point.y))
    active = [i for i in modes if point.sigma[i]]
    lower = [i for i in active if not point.upper(i)]
    crossed = sum(point.y[i] < point.y[j] for i in active for j in lower if point.upper(i))
    swaps = sum(point.y[k] > point.y[i] for i in active for k in modes if not point.sigma[k])
    return len(lower) * (len(lower) + 1) // 2 + crossed * pairs + swaps


def violation(point: Point, pairs: bool = True) -> Counterexample | None:
    measured = point.inertia()[0]
    if measured == predicted(point, pairs):
        return None
    text = f"{point}: {measured} negative eigenvalues, {predicted(point, pairs)} predicted"
    return Counterexample(text, size=point.size)


claim = Claim(
    id="index-by-size-of-y",
    title="Index of a critical point from the order of its y",
    source=Source("own", "-", "reconstructed"),
    subject="conjecture",
    statement="For L ≥ 3, distinct y and no double root, with b lower roots active: the index is b(b+1)/2 + "
    "#{(i '+', j '-'): y_i < y_j} + #{(i active, k inactive): y_k > y_i}.",
    expected=("supported",),
    probe=SearchProbe(
        instances=random_point,
        violation=violation,
        planted=lambda point: violation(point, pairs=False),
        trials=(80, 800),
    ),
)
