"""Imbalance decays along gradient flow: D_l = W_lW_lᵀ − W_{l+1}ᵀW_{l+1} has the derivative
−4(λ_l W_lW_lᵀ − λ_{l+1} W_{l+1}ᵀW_{l+1}), at every W and for every L; with equal weights D_l(t) = e^(−4λt) D_l(0).

Source: classical for λ = 0 (balanced flows of deep linear networks); with ridge for arXiv:2506.20344 v3, reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.dmf._models import OBJECTIVE, derived, generic, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="dmf-imbalance",
    title="Imbalance decays as e^(−4λt) along gradient flow",
    source=Source("dmf", "balancedness along gradient flow", "reconstructed", version="v3"),
    derivation=derived("imbalance"),
    expected=("steps proved",),
    probe=StatementProbe(
        sampler=(sampler(f"{OBJECTIVE} l H t", generic),
                 sampler(f"{OBJECTIVE} l", generic, l=lambda scene: min(int(scene["l"]), scene["L"] - 1))),
        trials=(10, 100),
    ),
    mutants=(
        Mutant(name="rate 2 for 4", fate="false", goal=1, change=(("-4*b", "-2*b"),)),
        Mutant(name="conserved, as without ridge", fate="false", goal=1, change=(("-4*b", "0*b"),)),
    ),
)  # fmt: skip
