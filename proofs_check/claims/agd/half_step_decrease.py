"""Both half steps of a sweep decrease F by η‖G‖² − (η²/2)‖GYᵀ‖² and η‖G₊‖² − (η²/2)‖X₊G₊ᵀ‖², exactly, whatever the step.

Source: arXiv:2305.06927 v2, gradient-sum lemma; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.agd._models import SWEEP, derived, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="agd-half-step-decrease",
    title="Exact decrease of both half steps, any step",
    source=Source("agd", "gradient-sum lemma", "reconstructed", version="v2"),
    derivation=derived("half_step_decrease"),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(SWEEP, "random_point"), trials=(25, 250)),
    mutants=(
        Mutant(name="no curvature term", fate="false", change=(("c*eta**2*tr((GX", "0*tr((GX"),)),
        Mutant(name="curvature of the other factor", fate="false",
               change=(("(X1*GY1.T).T*(X1*GY1.T)", "(X*GY1.T).T*(X*GY1.T)"),)),
    ),
)
