"""Number of critical orbits: Σ_{r ≤ d_min} [x^r] Π_g f_g(x), one factor for each distinct singular value.

f_g = Σ_{c ≤ n_g} (c+1) x^c with two roots (y_g > y*, L ≥ 3), Σ x^c with one (y_g = y*, or L = 2 above), 1 with none.
Which points are critical, the symmetries and the roots are formal; that orbits are what the numbers a_g, b_g tell apart is in
words. The count is compared with a listing that knows no threshold: roots by Sturm's theorem, assignments of roots to positions
one by one, equal ones dropped. Source: ours, from Theorem 1 of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import prod

from proofs_check.claims.dmf._oracle import hunt, mismatch, positive_roots
from proofs_check.claims.dmf._orbits import DRAW, INVARIANT, SAME_TYPE, SETTING, planted
from proofs_check.claims.dmf._points import ExactPoint
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.parts import Part


def listed(point: ExactPoint) -> int:
    """Every way to leave a position inactive or give it a root; inside a group only the numbers a root count."""
    weight = prod(point.ridge, start=Fraction(1))
    choices = [range(positive_roots(point.layers, weight, y) + 1) for y in point.spectrum]
    kinds = set()
    for assignment in product(*choices):
        if sum(map(bool, assignment)) <= min(point.widths):
            kinds.add(tuple(sorted(zip(point.spectrum, assignment, strict=True))))
    return len(kinds)


def counted(
    point: ExactPoint,
    weights: bool = True,
    bottleneck: bool = True,
    sides: bool = True,
    places: bool = True,
    rank: bool = False,
) -> int:
    """The coefficient sum, with the roots told by the thresholds of `theory`. Variants: ``weights`` off has two ways to use a
    repeated value, ``sides`` off one, ``places`` off any number of modes for a value, ``rank`` counts r alone."""
    most = min(point.widths) if bottleneck else len(point.spectrum)
    series = [1] + [0] * most
    for group in point.landscape.singular_values.groups:
        reach = group.count if places else most if group.roots else 0
        ways = [({0: 0, 1: 1, 2: c + 1 if weights else 2} if sides else {0: 0, 1: 1, 2: 1})[len(group.roots)] if c else 1
                for c in range(reach + 1)]  # fmt: skip
        series = [sum(ways[c] * series[k - c] for c in range(min(k, reach) + 1)) for k in range(most + 1)]
    return sum(map(bool, series)) if rank else sum(series)


def violation(point: ExactPoint) -> Counterexample | None:
    """Orbits, listed one by one, against the coefficient sum, and against the number that `theory` prints."""
    found = listed(point)
    return mismatch(point, "orbits", (found, found), (counted(point), point.landscape.orbit_count))


def changed(**variant: bool) -> Callable[[ExactPoint], Counterexample | None]:
    """The same test of a count with one feature dropped."""
    return lambda point: mismatch(point, "orbits", listed(point), counted(point, **variant))


PARTS = (
    INVARIANT,
    SAME_TYPE,
    Part(
        says=r"Numbers $a_g, b_g \ge 0$ are those of a critical point if and only if $c_g = a_g + b_g \le n_g$ for every "
        r"$g$, $\sum_g c_g \le d_{\min}$, and: $a_g = b_g = 0$ where the equation of the roots has no root for $y_g$, $b_g = "
        r"0$ where it has one.",
        goals=("dmf-critical-iff-closed-form [1]–[2]", "dmf-root-counts [1]–[8]", "dmf-zero-values-stay-inactive [1]"),
        words="the c_g columns of U_0 for y_g are orthonormal in the eigenspace of YᵀY for y_g², of dimension n_g; U_l has r "
        "= Σ c_g ≤ d_l orthonormal columns, and each mode is a root, the only one at L = 2 or y_g = y* being no '−'. "
        "Conversely take c_g orthonormal singular pairs of y_g, any frames of r columns in the hidden layers, and roots of "
        "the two kinds: that is a closed form, so critical",
    ),
    Part(
        says=r"The number of critical orbits is $\sum_{r\le d_{\min}}[x^r]\prod_gf_g(x)$, where $[x^r]$ takes the "
        r"coefficient of $x^r$ and $f_g = \sum_{c\le n_g}(c+1)x^c$ if the equation has two roots for $y_g$, $f_g = "
        r"\sum_{c\le n_g}x^c$ if it has one, $f_g = 1$ if none.",
        words="by 2 and 3 orbits are the choices of all (a_g, b_g); for one g, c + 1 of them have a_g + b_g = c where there "
        "are two roots, one where there is one root; the coefficient of x^r in the product counts those with Σ c_g = r",
    ),
)

claim = Claim(
    id="dmf-orbit-count",
    title="Number of critical orbits",
    source=Source("dmf", "Theorem 1, number of pairs (σ, Π)", "reconstructed", version="v3"),
    sentence=SETTING
    + r" The equation of the roots is $s^L + \lambda s^{2-L} = \sqrt\lambda\,y$ in $s > 0$; $d_{\min} = \min_l d_l$.",
    parts=PARTS,
    expected=("steps proved",),
    probe=SearchProbe(instances=DRAW, violation=violation, planted=changed(bottleneck=False), trials=(250, 2500)),
    mutants=(
        *planted(1, INVARIANT),
        Mutant(name="clause 2: r alone tells orbits apart", fate="false", search=hunt(DRAW, changed(rank=True))),
        Mutant(name="clause 2: c_g alone tells orbits apart", fate="false", search=hunt(DRAW, changed(sides=False))),
        Mutant(name="clause 3: bottleneck forgotten", fate="false", search=hunt(DRAW, changed(bottleneck=False))),
        Mutant(name="clause 3: c_g may exceed n_g", fate="false", search=hunt(DRAW, changed(places=False))),
        Mutant(name="clause 4: two ways to use a repeated value", fate="false", search=hunt(DRAW, changed(weights=False))),
    ),
)
