"""The gradient of F for any number of layers: exact expansion along every direction H in every layer l.

F(…, W_l + tH, …) = F + t·tr Hᵀ(2A_lᵀ(W_L⋯W_1 − Y)B_lᵀ + 2λ_l W_l) + t²(‖A_l H B_l‖² + λ_l‖H‖²), A_l = W_L⋯W_{l+1},
B_l = W_{l−1}⋯W_1. Source: arXiv:2506.20344 v3, from objective (1); reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.dmf._models import OBJECTIVE, derived, generic, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="dmf-gradient",
    title="Gradient of the regularized objective, any L ≥ 2 and any layer",
    source=Source("dmf", "gradient of objective (1)", "reconstructed", version="v3"),
    derivation=derived("gradient"),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(f"{OBJECTIVE} l H t", generic), trials=(30, 300)),
    mutants=(
        Mutant(name="half the data term", fate="false", change=(("2*a*A[l]", "a*A[l]"),)),
        Mutant(name="half the regularizer", fate="false", change=(("2*b*lam[l]*W[l]", "b*lam[l]*W[l]"),)),
        Mutant(name="prefix one layer too long", fate="false", change=(("P[l-1].T", "P[l-1].T*P[l-1]*P[l-1].T"),)),
    ),
)
