"""F is bounded below by scalar wells, for every W; and each well is understood exactly. No Hessian is used.

F ≥ q⁻² tr T^(2L) − 2q⁻¹ tr T^L D + L tr T² + ‖Y‖², T^L the singular values of q W_L⋯W_1 and D the leading ones of Y;
g_y(x) ≥ g_y(s_+) for x ≥ s_−, and g_y(x) ≥ 0 for x ≤ s_− (for all x if y ≤ y*). This gives an explicit basin.
Source: ours (the Schatten-2/L reduction); reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.dmf._models import derived, near_threshold, points, sampler
from proofs_check.statement_probe import StatementProbe

WITNESS = {
    "A": lambda scene: scene["U"][str(scene["L"])],
    "T": lambda scene: scene["S"],
    "B": lambda scene: scene["U"]["0"],
    "C": lambda scene: scene["U"][str(scene["L"])],
    "D": lambda scene: scene["M"],
    "E": lambda scene: scene["U"]["0"],
}
"""At a closed-form point the factors are their own singular value decomposition: equality in both lemmas."""

claim = Claim(
    id="dmf-minimality",
    title="Lower bound by scalar wells and its explicit basin, any L",
    source=Source("dmf", "Theorem 2, local minimizers", "reconstructed", version="v3"),
    derivation=derived("minimality"),
    expected=("steps proved",),
    probe=StatementProbe(
        sampler=(
            sampler("L d W Y lam mu r", points(most=3), **WITNESS),
            sampler("L lam mu sp sm y x", near_threshold("root_pair")),
            sampler("L lam mu e y x", near_threshold("left_edge")),
            sampler("L lam mu e y x", near_threshold("right_edge")),
        ),
        trials=(8, 80),
    ),
    mutants=(
        Mutant(name="bound higher by fit", fate="false", goal=0, change=(("F >= a*(", "F >= a + a*("),)),
        Mutant(name="well minimum higher by 1/100", fate="false", goal=1,
               change=((">= (q[L]**(-2)*sp**(2*L)", ">= 1/100 + (q[L]**(-2)*sp**(2*L)"),)),
        Mutant(name="zero beaten left of the edge", fate="false", goal=2, change=((">= 0", ">= x**2*L"),)),
    ),
)  # fmt: skip
