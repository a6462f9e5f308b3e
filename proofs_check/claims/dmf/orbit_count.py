"""Number of critical orbits: Σ_{r ≤ d_min} [x^r] Π_g f_g(x), one factor for each distinct singular value.

f_g = Σ_{c ≤ n_g} (c+1) x^c with two roots (y_g > y*, L ≥ 3), Σ x^c with one (y_g = y*, or L = 2 above), 1 with none.
The count is compared with a listing that knows no threshold: roots by Sturm's theorem, assignments of roots to positions
one by one, equal ones dropped. Source: ours, from Theorem 1 of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import prod

from proofs_check.claims.dmf._oracle import hunt, mismatch, positive_roots
from proofs_check.claims.dmf._points import ExactPoint, exact_points
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source


def listed(point: ExactPoint) -> int:
    """Every way to leave a position inactive or give it a root; inside a group only the numbers a root count."""
    weight = prod(point.ridge, start=Fraction(1))
    choices = [range(positive_roots(point.layers, weight, y) + 1) for y in point.spectrum]
    kinds = set()
    for assignment in product(*choices):
        if sum(map(bool, assignment)) <= min(point.widths):
            kinds.add(tuple(sorted(zip(point.spectrum, assignment, strict=True))))
    return len(kinds)


def counted(point: ExactPoint, weights: bool = True, bottleneck: bool = True) -> int:
    """The coefficient sum, with the roots told by the thresholds of `theory`."""
    most = min(point.widths) if bottleneck else len(point.spectrum)
    series = [1] + [0] * most
    for group in point.landscape.singular_values.groups:
        ways = [{0: 0, 1: 1, 2: c + 1 if weights else 2}[len(group.roots)] if c else 1 for c in range(group.count + 1)]
        series = [sum(ways[c] * series[k - c] for c in range(min(k, group.count) + 1)) for k in range(most + 1)]
    return sum(series)


def violation(point: ExactPoint) -> Counterexample | None:
    """Orbits, listed one by one, against the coefficient sum, and against the number that `theory` prints."""
    found = listed(point)
    return mismatch(point, "orbits", (found, found), (counted(point), point.landscape.orbit_count))


def changed(**variant: bool) -> Callable[[ExactPoint], Counterexample | None]:
    """The same test of a count with one feature dropped."""
    return lambda point: mismatch(point, "orbits", listed(point), counted(point, **variant))


DRAW = exact_points(parameters=40)

claim = Claim(
    id="dmf-orbit-count",
    title="Number of critical orbits",
    source=Source("dmf", "Theorem 1, number of pairs (σ, Π)", "reconstructed", version="v3"),
    statement="For every L ≥ 2, widths, ridge and spectrum with distinct values y_g of multiplicity n_g, the number of "
    "critical orbits is Σ_{r ≤ d_min} [x^r] Π_g f_g(x), f_g = Σ_{c ≤ n_g} (c+1) x^c where y_g has two roots, Σ_{c ≤ n_g} x^c "
    "where it has one, 1 where it has none.",
    expected=("supported",),
    open_reason="counting subsets of a symbolic number of positions has no atom in the kernel; the count of roots for each "
    "value (dmf-root-counts) and the closed form of all points (dmf-every-critical-point) are proved",
    probe=SearchProbe(instances=DRAW, violation=violation, planted=changed(bottleneck=False), trials=(250, 2500)),
    mutants=(
        Mutant(name="bottleneck forgotten", fate="false", search=hunt(DRAW, changed(bottleneck=False))),
        Mutant(name="two ways to use a repeated value", fate="false", search=hunt(DRAW, changed(weights=False))),
    ),
)
