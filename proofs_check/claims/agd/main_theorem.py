"""The main theorem, its deterministic part: for T ≤ D²/(2η²f_0), D_X = D_Y = D, and scaled norms that stay below 1,

f_k ≤ (1 − g)^(2k) f_0 for k ≤ T, g ≤ (s − D_X)². With D = s/2, s ≤ 1/2: the paper's horizon β/(8η²f_0), β = s², and a
contraction of (1 − β/4)² where the paper has e^(−β/4). What makes β large with probability 1 − δ is `agd-initial-scale` and
`agd-small-ball`. Source: arXiv:2305.06927 v2, main theorem; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.agd._models import derived, over, simultaneous, wide
from proofs_check.statement_probe import StatementProbe

FREE = "DX DY p g q uY cX cY"

claim = Claim(
    id="agd-main-theorem",
    title="Linear convergence up to the horizon",
    source=Source("agd", "main theorem, deterministic part", "reconstructed", version="v2"),
    derivation=derived("main_theorem"),
    expected=("proved",),
    about_objective=False,
    probe=StatementProbe(sampler=wide(FREE, "main_scene", "main", free=True, without="w"), trials=(20, 200)),
    mutants=(
        Mutant(name="rate p³", fate="false", change=(("p**(2*k)", "p**(3*k)"),)),
        Mutant(name="S for s", fate="false", change=(("(s-DX)**2 >= g", "(S-DX)**2 >= g"),)),
        Mutant(name="simultaneous updates", fate="false", search=simultaneous),
        Mutant(name="twice the horizon", fate="open", change=(
            ("DX**2 >= 4*c*eta**2*T*F[0]", "DX**2 >= 2*c*eta**2*T*F[0]"),
            ("DY**2 >= 4*c*eta**2*T*F[0]", "DY**2 >= 2*c*eta**2*T*F[0]"))),
        Mutant(name="a tenth of the drift", fate="false", change=(("2*k*eta*(F[0]-F[k])", "1/10*k*eta*(F[0]-F[k])"),)),
    ),
    sharpness=(Sharpness(given="U*U.T*A == A", sampler=over(FREE, "main", "column", without="w")),),
)
