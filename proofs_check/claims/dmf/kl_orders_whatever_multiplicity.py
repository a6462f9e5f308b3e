"""False: "at a double root F − F_0 and ‖∇F‖ are of exact order 3 and 2 along the kernel". With two modes at one double root,
moved apart as diag(1, −1), F − F_0 has order 4.

Source: the rate at one double root carried over to several; ours, refuted (spec: L = 3, λ_l = 3, Y = diag(4, 4)).
"""

from __future__ import annotations

from proofs_check.claims.dmf._degenerate import directions
from proofs_check.claims.dmf.kl_exponents import three_and_two
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

claim = Claim(
    id="dmf-kl-orders-whatever-multiplicity",
    title="Orders 3 and 2 at every double root, whatever its multiplicity",
    source=Source("dmf", "degenerate rates, read without the multiplicity", "reconstructed", version="v3"),
    subject="conjecture",
    statement="For every L ≥ 3, at a critical point with double roots F − F_0 is of exact order 3 and ‖∇F‖ of exact order 2 "
    "along every direction of the kernel that leaves the orbit.",
    expected=("refuted",),
    probe=SearchProbe(instances=directions(traceless=True), violation=three_and_two, trials=(100, 1000)),
)
