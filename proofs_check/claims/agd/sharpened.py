"""The horizon-free theorem with the X condition η√(2f_0)(y + D_Y) ≤ g·D_X: X moves only because Y is there, and Y is tiny.

‖X_{k+1} − X_k‖ = h‖R_kY_k‖ ≤ √(2η)(y + D_Y)√F_k, summed over a geometric sequence. Source: ours; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.agd._models import derived, horizon, over, simultaneous, wide
from proofs_check.statement_probe import StatementProbe

FREE = "DX DY p g q uY cX cY"

claim = Claim(
    id="agd-sharpened",
    title="Linear convergence for every horizon, X moved by Y alone",
    source=Source("agd", "sharpened horizon-free theorem (ours)", "reconstructed"),
    derivation=derived("sharpened"),
    expected=("proved",),
    about_objective=False,
    probe=StatementProbe(sampler=wide(FREE, "random_horizon", "sharp", sharp=True), trials=(30, 300)),
    mutants=(
        Mutant(name="rate p³", fate="false", change=(("p**(2*k)", "p**(3*k)"),)),
        Mutant(name="S for s", fate="false", change=(("(s-DX)**2 >= g", "(S-DX)**2 >= g"),)),
        Mutant(name="simultaneous updates", fate="false", search=simultaneous),
        Mutant(name="radius of Y a hundredth", fate="false", change=(("DY**2 >= 2*c*eta*tr", "1/10000*DY**2 >= 2*c*eta*tr"),)),
    ),
    sharpness=(
        Sharpness(given="U*U.T*A == A", sampler=over(FREE, "sharp", "column")),
        Sharpness(given="(s-DX)**2 >= g", sampler=horizon(FREE, "random_horizon", sharp=True, over="rate")),
    ),
)
