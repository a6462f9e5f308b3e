"""Every critical point is a local minimizer or a strict saddle iff y_i ≠ y* for all i ≤ d_min (L ≥ 3); always for L = 2.

Put together in words from: '−' roots and inactive larger values are strict saddles, double roots are saddles, root counts, and
the bound by wells. Both directions of the *iff* are searched at the point of given data that is most likely to be a non-strict
saddle, by exact second and third derivatives. Source: arXiv:2506.20344 v3: the condition is stated (second hand) as one on the
regularization parameters; its index range is reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf import (
    minimality,
    root_counts,
    saddle_double_root,
    strict_saddle_inactive,
    strict_saddle_lower_root,
)
from proofs_check.claims.dmf._adversary import against
from proofs_check.claims.dmf._bound_witnesses import bound_probe
from proofs_check.claims.dmf._conditions import beyond, condition, iff, worst_point
from proofs_check.claims.dmf._kinds import DOUBLE_ROOT_SADDLE, INACTIVE_STRICT, LOWER_ROOT_STRICT
from proofs_check.claims.dmf._models import derived, samplers
from proofs_check.claims.dmf._oracle import hunt
from proofs_check.claims.dmf._sentences import (
    DOUBLE_ROOT,
    LOWER_ROOT,
    NO_ROOT,
    TWO_ROOTS,
    UPPER_ROOT,
    WELLS,
    numbered,
)
from proofs_check.probes.anchor import Together
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmf.proofs import derivation as theorems

PARTS = (strict_saddle_lower_root.claim, strict_saddle_inactive.claim, saddle_double_root.claim)

claim = Claim(
    id="dmf-landscape-condition",
    title="Steps to the landscape condition, L ≥ 3: strict saddles, saddles, root counts, the bound by wells",
    sentence=numbered(LOWER_ROOT_STRICT, INACTIVE_STRICT, DOUBLE_ROOT_SADDLE, TWO_ROOTS, UPPER_ROOT, LOWER_ROOT, DOUBLE_ROOT,
                      NO_ROOT, *WELLS),
    source=Source("dmf", "necessary and sufficient condition", "reconstructed", version="v3"),
    derivation=derived(theorems.landscape_condition),
    expected=("steps proved",),
    probe=Together(
        (
            bound_probe((*samplers(*PARTS), *root_counts.SAMPLERS[:5]), minimality.WELL_SAMPLERS, trials=(3, 40)),
            SearchProbe(instances=worst_point, violation=iff, planted=condition(two=True), trials=(80, 800)),
        )
    ),
    mutants=(
        Mutant(name="two simple roots at the threshold", fate="false", goal=6, change=(("double=1", "simple=2"),)),
        Mutant(name="y_g for y*", fate="false", search=hunt(worst_point, condition(level=beyond))),
        Mutant(name="range i ≤ rank Y", fate="false", search=hunt(worst_point, condition(reach="rank"))),
        Mutant(name="L = 2 included", fate="false", search=hunt(worst_point, condition(two=True))),
        Mutant(name="bound higher by a million", fate="false", search=against((("F >= a*(", "F >= 1000000 + a*("),))),
    ),
)
