"""3,200 runs inside the hypotheses of the sharpened horizon-free theorem: none leaves its rate
or radii; the rate is reached to 1e-5.

Half of them at the step cap and with the residual along the weakest direction of X, D_X/s down to 1e-3. The same sampler
finds the rate 1 − 1.1·g violated. The theorem is `agd-sharpened`. Source: ours; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._horizon_runs import broken, broken_faster, runs
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

claim = Claim(
    id="agd-sharpened-runs",
    title="Sharpened horizon-free theorem against runs",
    source=Source("agd", "sharpened horizon-free theorem (ours), float runs", "reconstructed"),
    subject="data",
    statement="In float64, 150 sweeps from random starts inside the hypotheses: √f_{t+1} ≤ (1 − g)√f_t above rounding, and "
    "the distances from the start stay below D_X/√η and D_Y/√η.",
    expected=("supported",),
    probe=SearchProbe(instances=runs(sharp=True), violation=broken, planted=broken_faster, trials=(3200, 32000)),
)
