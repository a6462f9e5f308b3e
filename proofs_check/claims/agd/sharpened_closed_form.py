"""S ≤ 3/4, s ≤ 1/2, y ≤ s/12, h√f_0 ≤ s²/8: f_k ≤ (1 − (15s/16)²)^(2k) f_0 for every k, so (4/7)L/β sweeps suffice.

Seven times fewer than the paper's 4L/β. Source: ours; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.agd._models import derived, over, wide
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="agd-sharpened-closed-form",
    title="Sharpened convergence in closed form",
    source=Source("agd", "sharpened horizon-free theorem, corollary (ours)", "reconstructed"),
    derivation=derived("sharpened_closed_form"),
    expected=("proved",),
    about_objective=False,
    probe=StatementProbe(sampler=wide("p", "corollary_scene", "closed sharp", sharp=True), trials=(30, 300)),
    mutants=(
        Mutant(name="rate p³", fate="false", change=(("p**(2*k)", "p**(3*k)"),)),
        Mutant(name="radius of Y a hundredth", fate="false", change=(("DY**2 >= 2*c*eta*tr", "1/10000*DY**2 >= 2*c*eta*tr"),)),
    ),
    sharpness=(Sharpness(given="U*U.T*A == A", sampler=over("p", "closed sharp", "column")),),
)
