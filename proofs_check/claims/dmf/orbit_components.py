"""Connected components of a critical orbit with r ≥ 1 active modes: 2^(h − 1) if h > 0 and some used group has an inactive
value, else 2^h, where h = #{0 < l < L: d_l = r}; the origin is one point.

Compared with a count of sign patterns: components of the symmetry group over those of the subgroup that fixes the point.
Source: ours, from Theorem 1 of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable

from proofs_check.claims.dmf._oracle import components, hunt, mismatch
from proofs_check.claims.dmf._points import ExactPoint, exact_points
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source


def predicted(point: ExactPoint, minus_one: bool = True, always: bool = False) -> int:
    """The formula; without ``minus_one`` 2^h, with ``always`` 2^(h−1) whenever h > 0."""
    full = sum(d == point.rank for d in point.widths[1:-1]) if point.rank else 0
    used = {point.value(k) for k in point.active}
    loose = any(y in used for y in point.inactive)
    return int(2 ** (full - (minus_one and full > 0 and (loose or always))))


def violation(point: ExactPoint) -> Counterexample | None:
    """Components, counted, against the formula, and against the number that `theory` prints."""
    count = components(point)
    return mismatch(point, "components", (count, count), (predicted(point), point.orbit.components))


def changed(**variant: bool) -> Callable[[ExactPoint], Counterexample | None]:
    """The same test of a variant of ``predicted`` alone."""
    return lambda point: mismatch(point, "components", components(point), predicted(point, **variant))


DRAW = exact_points()

claim = Claim(
    id="dmf-orbit-components",
    title="Connected components of a critical orbit",
    source=Source("dmf", "Theorem 1, orthogonal factors Q_l and blocks O_i", "reconstructed", version="v3"),
    statement="For every L ≥ 2 and every critical point with r ≥ 1 active modes the orbit has 2^(h − [h > 0 and some value has "
    "both active and inactive positions]) components, h = #{0 < l < L: d_l = r}.",
    expected=("supported",),
    open_reason="components of orthogonal groups have no atom in the kernel",
    probe=SearchProbe(instances=DRAW, violation=violation, planted=changed(minus_one=False), trials=(200, 2000)),
    mutants=(
        Mutant(name="without the −1", fate="false", search=hunt(DRAW, changed(minus_one=False))),
        Mutant(name="always with the −1", fate="false", search=hunt(DRAW, changed(always=True))),
    ),
)
