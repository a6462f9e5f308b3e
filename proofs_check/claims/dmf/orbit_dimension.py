"""Dimension of a critical orbit: Σ_{0<l<L} (r d_l − r(r+1)/2) + Σ_g (c_g (n_g − c_g) + a_g b_g).

c_g = a_g + b_g of the n_g equal values y_g are active, a_g at '+' (or '0') and b_g at '−'. The symmetries and those that fix
the point are formal; the dimension of the quotient is counted in words. Compared with the exact rank of the infinitesimal
symmetries of F at the point. Source: ours, from Theorem 1 of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable

from proofs_check.claims.dmf._oracle import hunt, mismatch, orbit_dimension
from proofs_check.claims.dmf._orbits import DRAW, FIXING, GROUPS, INVARIANT, SETTING, group_violation, planted
from proofs_check.claims.dmf._points import ExactPoint
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.parts import Part


def predicted(point: ExactPoint, mixed: int = 1, groups: int = 1, frames: int = 1) -> int:
    """The formula; ``mixed`` keeps a_g b_g, ``groups`` c_g (n_g − c_g), ``frames`` is the 1 in r(r+1)/2."""
    r, total = point.rank, 0
    for d in point.widths[1:-1]:
        total += r * d - r * (r + frames) // 2
    for y in set(point.spectrum):
        roots = [root for k, root in point.active.items() if point.value(k) == y]
        lower = roots.count("-")
        total += groups * len(roots) * (point.spectrum.count(y) - len(roots)) + mixed * (len(roots) - lower) * lower
    return total


def violation(point: ExactPoint) -> Counterexample | None:
    """The dimension, an exact rank, against the formula, and against the number that `theory` prints; the two groups too."""
    rank = orbit_dimension(point)
    return mismatch(point, "dimension", (rank, rank), (predicted(point), point.orbit.dimension)) or group_violation(point)


def changed(**variant: int) -> Callable[[ExactPoint], Counterexample | None]:
    """The same test of a variant of ``predicted`` alone."""
    return lambda point: mismatch(point, "dimension", orbit_dimension(point), predicted(point, **variant))


PARTS = (
    INVARIANT,
    FIXING,
    GROUPS,
    Part(
        says=r"A critical orbit has dimension $\sum_{0<l<L}\bigl(rd_l - \tfrac12r(r+1)\bigr) + \sum_g\bigl(c_g(n_g-c_g) + "
        r"a_gb_g\bigr)$.",
        cites=("orbits of compact Lie groups (they are quotients G/H of dimension dim G − dim H; Lee, Introduction to Smooth "
               "Manifolds, 2nd ed., chapter 21)",),
        words="dim O(n) = n(n−1)/2, so by 3 the difference of dimensions is Σ_l (d_l(d_l−1) − (d_l−r)(d_l−r−1))/2, a term "
        "rd_l − r(r+1)/2 each, plus for every g (n(n−1) − (n−c)(n−c−1) − a(a−1) − b(b−1))/2 = nc − (c² + a² + b²)/2 = c(n−c) "
        "+ ab, since c = a + b",
    ),
)  # fmt: skip

claim = Claim(
    id="dmf-orbit-dimension",
    title="Dimension of a critical orbit",
    source=Source("dmf", "Theorem 1, orthogonal factors Q_l and blocks O_i", "reconstructed", version="v3"),
    sentence=SETTING,
    parts=PARTS,
    expected=("steps proved",),
    probe=SearchProbe(instances=DRAW, violation=violation, planted=changed(mixed=0), trials=(200, 2000)),
    mutants=(
        *(mutant for number, part in enumerate(PARTS[:3], start=1) for mutant in planted(number, part)),
        Mutant(name="clause 4: '+' and '-' of one value not mixed", fate="false", search=hunt(DRAW, changed(mixed=0))),
        Mutant(name="clause 4: repeated values not turned", fate="false", search=hunt(DRAW, changed(groups=0))),
        Mutant(name="clause 4: r(r−1)/2 for r(r+1)/2", fate="false", search=hunt(DRAW, changed(frames=-1))),
    ),
)
