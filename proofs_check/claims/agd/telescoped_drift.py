"""While η‖Y_j‖², η‖X_{j+1}‖² ≤ 1: ‖X_k − X_0‖² + ‖Y_k − Y_0‖² ≤ 2kη(F_0 − F_k), any horizon.

Sharper than the paper's 2kηF_0. By two inductions over iterations. Source: arXiv:2305.06927 v2, boundedness; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.agd._models import PATH, derived, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="agd-telescoped-drift",
    title="Drift of the iterates by the decrease of F",
    source=Source("agd", "boundedness of the iterates", "reconstructed", version="v2"),
    derivation=derived("telescoped_drift"),
    expected=("proved",),
    without_objective="F and the iterates are defined in the statement; the gradients are those of `agd-gradients`",
    probe=StatementProbe(sampler=sampler(f"{PATH} e KY KX", "random_path", capped=True, aligned=False), trials=(12, 60)),
    mutants=(
        Mutant(name="half the drift", fate="false", change=(("2*k*eta", "k*eta"),)),
    ),
)
