"""From a start in the column space, if g ≤ (s − D_X)², g ≤ 2 − (S + D_X)² and η√f_0·√((2−g)/g) ≤ min(D_X√c_Y, D_Y√c_X),
then f_k ≤ (1 − g)^(2k) f_0 and the radii D_X, D_Y hold for every k: no horizon, and no ε in the step.

By strong induction over iterations: contraction from the residual identity, the length of the path from the decrease of
√f, Weyl's inequality from the length. Source: ours; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.agd._models import derived, horizon, over, simultaneous, wide
from proofs_check.statement_probe import StatementProbe

FREE = "DX DY p g q uY cX cY"

claim = Claim(
    id="agd-horizon-free",
    title="Linear convergence for every horizon",
    source=Source("agd", "horizon-free theorem (ours)", "reconstructed"),
    derivation=derived("horizon_free"),
    expected=("proved",),
    about_objective=False,
    probe=StatementProbe(sampler=wide(FREE, "random_horizon", "free"), trials=(30, 300)),
    mutants=(
        Mutant(name="rate p³", fate="false", change=(("p**(2*k)", "p**(3*k)"),)),
        Mutant(name="S for s", fate="false", change=(("(s-DX)**2 >= g", "(S-DX)**2 >= g"),)),
        Mutant(name="simultaneous updates", fate="false", search=simultaneous),
        Mutant(name="radius of Y a hundredth", fate="false", change=(("DY**2 >= 2*c*eta*tr", "1/10000*DY**2 >= 2*c*eta*tr"),)),
    ),
    sharpness=(
        Sharpness(given="U*U.T*A == A", sampler=over(FREE, "free", "column")),
        Sharpness(given="g*cY*DX**2 >= 2*c*eta**2*q*F[0]", sampler=horizon(FREE, "random_horizon", over="X")),
        Sharpness(given="(s-DX)**2 >= g", sampler=horizon(FREE, "random_horizon", over="rate")),
    ),
)
