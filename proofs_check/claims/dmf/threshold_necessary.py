"""False at L = 2: "if every critical point is a local minimizer or a strict saddle, then y_i ≠ y* for all i ≤ d_min".

With two layers nothing is ever a non-strict saddle: at y_i = √λ the origin is a degenerate minimizer (quartic growth) or a
strict saddle. Source: a risk of a condition stated for all L ≥ 2; ours, refuted.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.dmf._oracle import cubic, inertia
from proofs_check.claims.dmf._points import ExactPoint, at_threshold, threshold_point
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def violation(point: ExactPoint) -> Counterexample | None:
    """A value at y* within d_min, every orbit a minimizer or strict saddle, and no cubic term at the point that could fail."""
    if not (at_threshold(point, min(point.widths)) and point.landscape.min_or_strict_saddle):
        return None
    negative, zero, _ = inertia(point)
    if negative == 0 and cubic(point, Random(1)):
        return None
    text = f"{point}: a value is at y*; the origin has {negative} negative and {zero} zero eigenvalues and no cubic term"
    return Counterexample(text, size=point.size)


claim = Claim(
    id="dmf-threshold-necessary",
    title="No value at the threshold, stated for every L ≥ 2",
    source=Source("dmf", "necessary and sufficient condition, read for L = 2", "reconstructed", version="v3"),
    subject="conjecture",
    statement="For every L ≥ 2: if every critical point is a local minimizer or a strict saddle, then y_i ≠ y* for all "
    "i ≤ d_min.",
    expected=("refuted",),
    probe=SearchProbe(instances=threshold_point, violation=violation, trials=(200, 2000)),
)
