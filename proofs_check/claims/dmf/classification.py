"""Classification of all critical points. Index first: strict saddle iff (a) some active root is '−', or (b) some inactive y_k
exceeds some active y_i, or (c) L = 2, r < d_1 and some inactive y_k > √λ. Otherwise, for L = 2: global minimizer; for L ≥ 3
with a double root: non-strict saddle; for L ≥ 3 with '+' roots only: local minimizer.

The formal steps give strict saddles, saddles and a bound for minimizers, put together in words; each is probed in exact models.
Rational points are classified without theory as well: inertia, cubic terms along the kernel, and Morse–Bott nondegeneracy
(no negative direction, nullity = dimension of the orbit). Source: arXiv:2506.20344 v3, Theorem 2: the four classes are stated
(second hand), the inequalities reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from random import Random

from proofs_check.claims.dmf import (
    minimality,
    root_counts,
    saddle_double_root,
    strict_saddle_inactive,
    strict_saddle_lower_root,
    strict_saddle_spare_unit,
)
from proofs_check.claims.dmf import thresholds_at_two_layers as two_layers
from proofs_check.claims.dmf._adversary import against
from proofs_check.claims.dmf._bound_witnesses import bound_probe
from proofs_check.claims.dmf._conditions import spare_everywhere
from proofs_check.claims.dmf._kinds import DOUBLE_ROOT_SADDLE, INACTIVE_STRICT, LOWER_ROOT_STRICT, SPARE_UNIT_STRICT
from proofs_check.claims.dmf._models import derived, samplers
from proofs_check.claims.dmf._oracle import cubic, hunt, inertia, mismatch, orbit_dimension
from proofs_check.claims.dmf._points import ExactPoint, exact_points
from proofs_check.claims.dmf._sentences import (
    DOUBLE_ROOT,
    LOWER_ROOT,
    NO_ROOT,
    NO_ROOT_TWO_LAYERS,
    ONE_ROOT,
    TWO_ROOTS,
    UPPER_ROOT,
    WELL_TWO_LAYERS,
    WELLS,
    numbered,
)
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmf.proofs import derivation as theorems


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
PARTS = (strict_saddle_lower_root.claim, strict_saddle_inactive.claim, strict_saddle_spare_unit.claim, saddle_double_root.claim)
"""Claims of the first four goals, whose exact models are used here."""

claim = Claim(
    id="dmf-classification",
    title="Steps to the classification of critical points: strict saddles, saddles, root counts, the bound by wells",
    sentence=numbered(
        LOWER_ROOT_STRICT, INACTIVE_STRICT, SPARE_UNIT_STRICT, DOUBLE_ROOT_SADDLE, TWO_ROOTS, UPPER_ROOT, LOWER_ROOT,
        DOUBLE_ROOT, NO_ROOT, ONE_ROOT, NO_ROOT_TWO_LAYERS, *WELLS, WELL_TWO_LAYERS,
    ),
    source=Source("dmf", "Theorem 2", "reconstructed", version="v3"),
    derivation=derived(theorems.classification),
    expected=("steps proved",),
    probe=Together(
        (
            bound_probe((*samplers(*PARTS), *root_counts.SAMPLERS), (*minimality.WELL_SAMPLERS, two_layers.root), (3, 40)),
            SearchProbe(instances=DRAW, violation=violation, planted=changed(bottleneck=True), trials=(250, 2500)),
        )
    ),
    mutants=(
        Mutant(name="'-' roots may be minimizers", fate="false", search=hunt(DRAW, changed(lower=False))),
        Mutant(name="the bottleneck saves an inactive larger value", fate="false", search=hunt(DRAW, changed(bottleneck=True))),
        Mutant(name="spare units count at L ≥ 3 too", fate="false", search=spare_everywhere),
        Mutant(name="bound higher by a million", fate="false", search=against((("F >= a*(", "F >= 1000000 + a*("),))),
        Mutant(name="double root before index", fate="false", search=hunt(DRAW, changed(double_first=True))),
    ),
)  # fmt: skip
