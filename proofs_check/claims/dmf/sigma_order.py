"""False: strict saddles told by the order of σ. '−' roots reverse the order of y, so the index must be counted in y.

Source: a risk of statements in the pairs (σ, Π) of arXiv:2506.20344 v3, where σ is sorted; the claim is ours, and refuted.
"""

from __future__ import annotations

from proofs_check.claims.dmf._oracle import inertia, mismatch
from proofs_check.claims.dmf._points import ExactPoint, exact_points
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def in_sigma_order(point: ExactPoint) -> int:
    """The index formula with σ_i < σ_j in place of y_i < y_j (σ and w stand in the same order)."""
    lower = [w for _, root, w in point.modes if root == "-"]
    pairs = sum(w < z for _, root, w in point.modes for z in lower if root != "-")
    swaps = sum(y > point.value(i) for i in point.active for y in point.inactive)
    return len(lower) * (len(lower) + 1) // 2 + pairs + swaps


def violation(point: ExactPoint) -> Counterexample | None:
    """Negative eigenvalues, counted exactly, against the formula in the order of σ."""
    return mismatch(point, "index", inertia(point)[0], in_sigma_order(point))


claim = Claim(
    id="dmf-sigma-order",
    title="Strict saddles in the order of σ",
    source=Source("dmf", "Theorem 2, read in the pairs (σ, Π)", "reconstructed", version="v3"),
    subject="conjecture",
    statement="For L ≥ 3 the index of a critical point is b(b+1)/2 + #{(i not '-', j '-'): σ_i < σ_j} + "
    "#{(i active, k inactive): y_k > y_i}.",
    expected=("refuted",),
    probe=SearchProbe(instances=exact_points(layers=(3, 4)), violation=violation, trials=(400, 4000)),
)
