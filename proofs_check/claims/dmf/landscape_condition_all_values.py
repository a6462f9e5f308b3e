"""False: "every critical point is a local minimizer or a strict saddle iff y_i ≠ y* for all i ≤ d_Y" (L ≥ 3).

Sufficient, but not necessary once d_min < d_Y: beyond d_min a double root leaves a larger value inactive, which is a
negative direction. Source: a risk of a condition stated for all singular values; ours, refuted.
"""

from __future__ import annotations

from proofs_check.claims.dmf._oracle import inertia
from proofs_check.claims.dmf._points import ExactPoint, at_threshold, threshold_point
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def violation(point: ExactPoint) -> Counterexample | None:
    """A value at y* beyond d_min only: its double root has a negative eigenvalue, and no orbit is a non-strict saddle."""
    if point.layers == 2 or at_threshold(point, min(point.widths)):
        return None
    negative = inertia(point)[0]
    if not (negative and point.landscape.min_or_strict_saddle):
        return None
    return Counterexample(f"{point}: the double root has {negative} negative eigenvalues", size=point.size)


claim = Claim(
    id="dmf-landscape-condition-all-values",
    title="The landscape condition over all singular values",
    source=Source("dmf", "necessary and sufficient condition, range d_Y", "reconstructed", version="v3"),
    subject="conjecture",
    statement="For every L ≥ 3: every critical point is a local minimizer or a strict saddle iff y_i ≠ y* for all i ≤ d_Y.",
    expected=("refuted",),
    probe=SearchProbe(instances=threshold_point, violation=violation, trials=(200, 2000)),
)
