"""From X_0 = AΦ_0 every iterate is X_k = AΦ_k with Φ_{k+1} = Φ_k − η(Φ_kY_kᵀ − I)Y_k, and R_k = A(Φ_kY_kᵀ − I).

By induction over iterations, any horizon. Source: arXiv:2305.06927 v2, start in the column space; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.agd._models import PATH, derived, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="agd-column-invariance",
    title="Iterates from the column space of A stay in it",
    source=Source("agd", "column space of A", "reconstructed", version="v2"),
    derivation=derived("column_invariance"),
    expected=("proved",),
    without_objective="about the iterates, which the statement defines; F does not occur",
    probe=StatementProbe(sampler=sampler(f"{PATH} Phi0", "random_path"), trials=(15, 150)),
    mutants=(
        Mutant(name="frozen Φ", fate="false", change=(("X[k] == A*Phi[k]", "X[k] == A*Phi[0]"),)),
        Mutant(name="residual without the target", fate="false", change=(("Phi[k]*Y[k].T-I(n)", "Phi[k]*Y[k].T"),)),
    ),
    sharpness=(Sharpness(given="X[0] == A*Phi0", sampler=sampler(f"{PATH} Phi0", "random_path", aligned=False)),),
)
