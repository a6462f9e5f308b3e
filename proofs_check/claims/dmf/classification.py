"""Classification of all critical points. Index first: strict saddle iff (a) some active root is '−', or (b) some inactive y_k
exceeds some active y_i, or (c) L = 2, r < d_1 and some inactive y_k > √λ. Otherwise, for L = 2: global minimizer; for L ≥ 3
with a double root: non-strict saddle; for L ≥ 3 with '+' roots only: local minimizer.

Strict saddles are formal, and so are saddles, a bound for minimizers and the minimizer W = 0; what puts them together is proved
in words. Rational points are classified without theory as well: inertia, cubic terms along the kernel, and Morse–Bott
nondegeneracy (no negative direction, nullity = dimension of the orbit). Source: arXiv:2506.20344 v3, Theorem 2: the four
classes are stated (second hand), the inequalities reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from random import Random

from proofs_check.claims.dmf._class_words import CLASSES, SETTING
from proofs_check.claims.dmf._conditions import spare_everywhere
from proofs_check.claims.dmf._oracle import cubic, hunt, inertia, mismatch, orbit_dimension
from proofs_check.claims.dmf._points import ExactPoint, exact_points
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source


def seen(point: ExactPoint) -> str:
    """The class from exact second and third derivatives; at L = 2 a degenerate point without descent counts as minimizer."""
    negative, zero, _ = inertia(point)
    if negative:
        return "strict saddle"
    if zero > orbit_dimension(point) and cubic(point, Random(1)):
        return "non-strict saddle"
    degenerate = zero > orbit_dimension(point) and point.layers > 2
    return "undecided" if degenerate else "minimizer"


def told(point: ExactPoint, lower: bool = True, bottleneck: bool = False, double_first: bool = False) -> str:
    """The theorem. Variants: ``lower`` off accepts '−' roots, ``bottleneck`` forgives an inactive larger value at r = d_min,
    ``double_first`` decides by the double root before the index.
    """
    roots = point.active.values()
    double = point.layers > 2 and "0" in roots
    above = any(z > point.value(i) for z in point.inactive for i in point.active)
    above = above and not (bottleneck and point.rank == min(point.widths))
    spare = point.layers == 2 and point.rank < point.widths[1] and any(z**2 > prod(point.ridge) for z in point.inactive)
    if double and double_first:
        return "non-strict saddle"
    if (lower and "-" in roots) or above or spare:
        return "strict saddle"
    return "non-strict saddle" if double else "minimizer"


def violation(point: ExactPoint) -> Counterexample | None:
    """The exact class of the point against the theorem, and against the class that `theory` prints."""
    kind = point.orbit.kind.replace("global ", "").replace("local ", "")
    measured = seen(point)
    return mismatch(point, "class", (measured, measured), (told(point), kind))


def changed(**variant: bool) -> Callable[[ExactPoint], Counterexample | None]:
    """The same test of a variant of ``told`` alone."""
    return lambda point: mismatch(point, "class", seen(point), told(point, **variant))


DRAW = exact_points()


def spare_forgotten(point: ExactPoint) -> Counterexample | None:
    """Against "global minimizer" whatever the spare units: no inactive value above an active one, and a negative eigenvalue."""
    swap = any(z > point.value(k) for z in point.inactive for k in point.active)
    if point.layers != 2 or swap or not inertia(point)[0]:
        return None
    text = f"{point}: no inactive value exceeds an active one, and an eigenvalue of ∇²F is negative"
    return Counterexample(text, size=point.size)


def double_is_minimal(point: ExactPoint) -> Counterexample | None:
    """Against "local minimizer" at a double root: a cubic term along the kernel."""
    if point.layers == 2 or told(point) != "non-strict saddle" or not cubic(point, Random(1)):
        return None
    return Counterexample(f"{point}: F has a cubic term along the kernel of ∇²F ⪰ 0", size=point.size)



FALSE = (
    Mutant(name="clause 1: '-' roots may be minimizers", fate="false", search=hunt(DRAW, changed(lower=False))),
    Mutant(name="clause 1: the bottleneck saves an inactive larger value", fate="false",
           search=hunt(DRAW, changed(bottleneck=True))),
    Mutant(name="clause 1: spare units count at L ≥ 3 too", fate="false", search=spare_everywhere),
    Mutant(name="clause 2: whatever the spare units", fate="false", search=hunt(DRAW, spare_forgotten)),
    Mutant(name="clause 3: double root before index", fate="false", search=hunt(DRAW, changed(double_first=True))),
    Mutant(name="clause 4: with '0' modes too", fate="false", search=hunt(DRAW, double_is_minimal)),
)  # fmt: skip
"""Planted errors of the four classes."""

claim = Claim(
    id="dmf-classification",
    title="The class of every critical point",
    sentence=SETTING,
    source=Source("dmf", "Theorem 2", "reconstructed", version="v3"),
    parts=CLASSES,
    expected=("steps proved",),
    probe=SearchProbe(instances=DRAW, violation=violation, planted=changed(bottleneck=True), trials=(250, 2500)),
    mutants=FALSE,
)
