"""Every critical point is a local minimizer or a strict saddle iff y_i ≠ y* for all i ≤ d_min (L ≥ 3); always for L = 2.

Put together from: '−' roots and inactive larger values are strict saddles, double roots are inflections, root counts, and
the bound by wells. Source: arXiv:2506.20344 v3: the condition is stated (second hand) as one on the regularization
parameters; its index range is reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.dmf import double_root_inflection, inactive_direction, lower_root_direction, minimality, root_counts
from proofs_check.claims.dmf._models import derived, samplers
from proofs_check.statement_probe import StatementProbe

PARTS = (lower_root_direction.claim, inactive_direction.claim, double_root_inflection.claim)
WELLS = samplers(minimality.claim)

claim = Claim(
    id="dmf-landscape-condition",
    title="Local minimizers and strict saddles only, iff no y_i with i ≤ d_min is at the threshold",
    source=Source("dmf", "necessary and sufficient condition", "reconstructed", version="v3"),
    derivation=derived("landscape_condition"),
    expected=("steps proved",),
    probe=StatementProbe(sampler=(*samplers(*PARTS), *root_counts.SAMPLERS[:5], *WELLS), trials=(3, 40)),
    mutants=(Mutant(name="two simple roots at the threshold", fate="false", goal=6, change=(("double=1", "simple=2"),)),),
)
