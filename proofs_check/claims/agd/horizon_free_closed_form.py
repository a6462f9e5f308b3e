"""S, y ≤ 3/4, s ≤ 1/2, h√f_0 ≤ s²/8: f_k ≤ (1 − s²/4)^(2k) f_0 for every k, so 2L/β sweeps suffice, half the paper's count.

The theorem and the scalar implications composed into one statement. Source: ours; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.agd._models import derived, over, wide
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="agd-horizon-free-closed-form",
    title="Horizon-free convergence in closed form",
    source=Source("agd", "horizon-free theorem, corollary (ours)", "reconstructed"),
    derivation=derived("horizon_free_closed_form"),
    expected=("proved",),
    about_objective=False,
    probe=StatementProbe(sampler=wide("p", "corollary_scene", "closed"), trials=(30, 300)),
    mutants=(
        Mutant(name="rate p^20", fate="false", change=(("p**(2*k)", "p**(20*k)"),)),
        Mutant(name="rate p³", fate="open", change=(("p**(2*k)", "p**(3*k)"),)),
        Mutant(name="radius of Y a hundredth", fate="false", change=(("DY**2 >= 2*c*eta*tr", "1/10000*DY**2 >= 2*c*eta*tr"),)),
    ),
    sharpness=(Sharpness(given="U*U.T*A == A", sampler=over("p", "closed", "column")),),
)
