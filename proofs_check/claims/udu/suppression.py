"""Any step, clipping and pattern of the ball: Σ_t (c_t² − 1)‖U_{t+1}‖² = 2(‖D_T‖² − ‖D_0‖²) − (‖U_T‖² − ‖U_0‖²) + Σ_t
(4η²‖G_tU_tD_t‖² − 2η²‖q_t‖² + 2‖N_t‖²), N_t the clipped part. For every horizon T, by induction.

Its limit η → 0 is ∫ν = (‖D_T‖² − ‖D_0‖²)/α² − (‖U_T‖² − ‖U_0‖²)/(2α²). Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.udu._models import derived, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="udu-suppression",
    title="Exact discrete suppression identity",
    source=Source("udu", "suppression identity", "reconstructed", version="v2"),
    derivation=derived("suppression"),
    expected=("proved",),
    without_objective="about the projected steps for any gradient G; no particular f",
    probe=StatementProbe(sampler=sampler("n r T k U D K Q N c eta", "random_path"), trials=(20, 200)),
    mutants=(
        Mutant(name="clipped part counted once", fate="false", goal=0, change=(("S[k] == 2*(", "S[k] == 1*("),)),
        Mutant(
            name="‖U‖² with the other sign",
            fate="false",
            goal=0,
            change=(("- (tr(U[k].T*U[k]) - tr", "+ (tr(U[k].T*U[k]) - tr"),),
        ),
    ),
    sharpness=(
        Sharpness(
            given="all(j, 0, T-1, tr(D[j+1]*N[j]) == 0)",
            sampler=sampler("n r T k U D K Q N c eta", "random_path", clipped=False),
        ),
    ),
)
