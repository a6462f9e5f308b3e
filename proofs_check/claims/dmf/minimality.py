"""F is bounded below by scalar wells, for every W; and each well is understood exactly. No Hessian is used.

F ≥ q⁻² tr T^(2L) − 2q⁻¹ tr T^L D + L tr T² + ‖Y‖², where q W_L⋯W_1 = A T^L Bᵀ and C D Eᵀ are singular value decompositions, D
the r largest singular values of Y (all frames orthonormal); g_y(x) ≥ g_y(s_+) for x ≥ s_−, and g_y(x) ≥ 0 for x ≤ s_− (for
all x if y ≤ y*), L ≥ 3. That this gives an explicit basin is in words. All admissible witnesses of the bound are known in the
models (`_bound_witnesses`), and an adversary chooses among them (`_adversary`). Source: ours (the Schatten-2/L reduction);
reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf._adversary import against, any_order
from proofs_check.claims.dmf._bound_witnesses import bound_probe
from proofs_check.claims.dmf._models import derived, near_threshold, sampler
from proofs_check.claims.dmf._sentences import WELLS, numbered
from proofs_check.claims.dmf._wells import half_basin
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmf.proofs import derivation as theorems
from theory.dmf.scenes import thresholds

WELL_SAMPLERS = (
    sampler("L lam mu sp sm y x", near_threshold(thresholds.root_pair)),
    sampler("L lam mu e y x", near_threshold(thresholds.left_edge)),
    sampler("L lam mu e y x", near_threshold(thresholds.right_edge)),
)
HIGHER, CROSS = ("F >= a*(", "F >= a + a*("), "tr(T**L*D)"

claim = Claim(
    id="dmf-minimality",
    title="Lower bound of F by scalar wells, any L ≥ 2, and what each well looks like, L ≥ 3",
    sentence=numbered(*WELLS),
    source=Source("dmf", "Theorem 2, local minimizers", "reconstructed", version="v3"),
    derivation=derived(theorems.minimality),
    expected=("steps proved",),
    probe=bound_probe((), WELL_SAMPLERS, trials=(8, 80)),
    mutants=(
        Mutant(name="bound higher by fit", fate="false", search=against((HIGHER,))),
        Mutant(name="bound higher by a million", fate="false", search=against((("F >= a*(", "F >= 1000000 + a*("),))),
        Mutant(name="bound strict", fate="false", search=against((("F >= a*(", "F > a*("),), equal=True)),
        Mutant(name="T^(L-1) for T^L beside D", fate="false", search=against(((CROSS, "tr(T**(L-1)*D)"),))),
        Mutant(name="ridge term one tenth larger", fate="false",
               search=against((("L*tr(T**2)", "11/10*L*tr(T**2)"),), equal=True)),
        Mutant(name="values of Y in any order beside T", fate="false", search=any_order),
        Mutant(name="well minimum higher by 1/100", fate="false", goal=1,
               change=((">= (q[L]**(-2)*sp**(2*L)", ">= 1/100 + (q[L]**(-2)*sp**(2*L)"),)),
        Mutant(name="basin from half the lower root", fate="false", search=half_basin),
        Mutant(name="zero beaten left of the edge", fate="false", goal=2, change=((">= 0", ">= x**2*L"),)),
    ),
)  # fmt: skip
