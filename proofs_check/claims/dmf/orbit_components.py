"""Connected components of a critical orbit with r ≥ 1 active modes: 2^(h − 1) if h > 0 and some used group has an inactive
value, else 2^h, where h = #{0 < l < L: d_l = r}; the origin is one point.

The symmetries and those that fix the point are formal; components of the quotient are counted in words. Compared with a count
of sign patterns: components of the symmetry group over those of the subgroup that fixes the point.
Source: ours, from Theorem 1 of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable

from proofs_check.claims.dmf._oracle import components, group_components, hunt, mismatch
from proofs_check.claims.dmf._orbits import FIXING, GROUPS, SETTING, planted
from proofs_check.claims.dmf._points import ExactPoint, exact_points
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.parts import Part


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


def of_the_group(point: ExactPoint) -> Counterexample | None:
    """Against "the orbit has as many components as G"."""
    return mismatch(point, "components", components(point), group_components(point)[0])


def by_quotient(point: ExactPoint) -> Counterexample | None:
    """Against "… as G over those of the subgroup itself", where different components of the subgroup lie in one of G."""
    whole, _ = group_components(point)
    own = 2 ** sum(d > point.rank for d in point.widths[1:-1])
    return mismatch(point, "components", components(point), whole // own)


DRAW = exact_points()
PARTS = (
    FIXING,
    GROUPS,
    Part(
        says=r"The components of a critical orbit are as many as the cosets of $G_0H$ in $G$: $G_0$ the component of the "
        r"identity of $G$, $H$ the subgroup that leaves $W$ as it is.",
        cites=("orbits of compact Lie groups (they are quotients G/H; Lee, Introduction to Smooth Manifolds, 2nd ed., "
               "chapter 21)",),
        words="G → G/H is open and continuous, so the images of the finitely many cosets QG_0 are connected and open; two of "
        "them meet exactly if the cosets lie in one coset of G_0H (G_0 is normal), so these images are the components",
    ),
    Part(
        says=r"A critical orbit with $r \ge 1$ has $2^{h-1}$ components if $h > 0$ and $0 < c_g < n_g$ for some $g$, and $2^h$ "
        r"otherwise, where $h$ is the number of $0 < l < L$ with $d_l = r$.",
        cites=("components of the orthogonal group (two, told apart by det; Hall, Lie Groups, Lie Algebras, and "
               "Representations, 2nd ed., section 1.3)",),
        words="by 2 a component of G is a choice of the signs of det on ker Y, ker Yᵀ, the hidden layers and the E_g. H has "
        "all signs on both kernels, on hidden layers with d_l > r and on the E_g with c_g < n_g: these cancel. Left are h "
        "hidden layers, where det Q_l = det R, and the f groups with c_g = n_g, where det Q_0 on E_g is det R_g; R = "
        "diag(R_g) with any signs det R_g = ε_g, c_g ≥ 1. So the count is 2^(h+f) over the number of vectors (Π_g ε_g, the "
        "same for all h layers; ε_g for the f groups). If h = 0 these are 2^f. If h > 0 they are 2^(f+1) where some used g "
        "is not among the f, since its ε_g moves the product alone, and else 2^f",
    ),
)  # fmt: skip

claim = Claim(
    id="dmf-orbit-components",
    title="Connected components of a critical orbit",
    source=Source("dmf", "Theorem 1, orthogonal factors Q_l and blocks O_i", "reconstructed", version="v3"),
    sentence=SETTING,
    parts=PARTS,
    expected=("steps proved",),
    probe=SearchProbe(instances=DRAW, violation=violation, planted=changed(minus_one=False), trials=(200, 2000)),
    mutants=(
        *(mutant for number, part in enumerate(PARTS[:2], start=1) for mutant in planted(number, part)),
        Mutant(name="clause 3: as many as G has", fate="false", search=hunt(DRAW, of_the_group)),
        Mutant(name="clause 3: over free hidden layers alone", fate="false", search=hunt(DRAW, by_quotient)),
        Mutant(name="clause 4: without the −1", fate="false", search=hunt(DRAW, changed(minus_one=False))),
        Mutant(name="clause 4: always with the −1", fate="false", search=hunt(DRAW, changed(always=True))),
    ),
)
