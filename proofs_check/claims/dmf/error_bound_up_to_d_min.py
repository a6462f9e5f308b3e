"""False: "the error bound holds iff y_i ≠ y* for all i ≤ d_min". A value at y* beyond d_min has a double root as well, whose
orbit (a strict saddle) is degenerate: ‖∇F‖ = O(t²) at distance t.

Source: the range of the landscape condition carried over; ours, refuted.
"""

from __future__ import annotations

from proofs_check.claims.dmf._points import threshold_point
from proofs_check.claims.dmf.error_bound_condition import up_to_d_min
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

claim = Claim(
    id="dmf-error-bound-up-to-d-min",
    title="Error bound from the values up to d_min",
    source=Source("dmf", "range of the landscape condition", "reconstructed", version="v3"),
    subject="conjecture",
    statement="For every L ≥ 2: if y_i ≠ y* for all i ≤ d_min, every critical orbit is Morse–Bott nondegenerate.",
    expected=("refuted",),
    probe=SearchProbe(instances=threshold_point, violation=up_to_d_min, trials=(200, 2000)),
)
