"""The gradient of F for any number of layers: exact expansion along every direction H in every layer l.

F(…, W_l + tH, …) = F + t·tr Hᵀ(2A_lᵀ(W_L⋯W_1 − Y)B_lᵀ + 2λ_l W_l) + t²(‖A_l H B_l‖² + λ_l‖H‖²), A_l = W_L⋯W_{l+1},
B_l = W_{l−1}⋯W_1. Source: arXiv:2506.20344 v3, from objective (1); reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf._models import OBJECTIVE, derived, generic, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmf.proofs import derivation as theorems

claim = Claim(
    id="dmf-gradient",
    title="Expansion of the objective in one layer, with its gradient, any L ≥ 2 and any layer",
    sentence=(
        r"Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times "
        r"d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - "
        r"Y\rVert_F^2 + \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $A_l = W_L\cdots W_{l+1}$, $B_l = "
        r"W_{l-1}\cdots W_1$ (so $A_L = I_{d_L}$, $B_1 = I_{d_0}$). Then $F(W_1,\dots,W_l+tH,\dots,W_L) = F(W) + "
        r"t\,\mathrm{tr}\bigl(H^\top(2A_l^\top(W_L\cdots W_1-Y)B_l^\top + 2\lambda_lW_l)\bigr) + t^2\bigl(\lVert "
        r"A_lHB_l\rVert_F^2 + \lambda_l\lVert H\rVert_F^2\bigr)$ for $1 \le l \le L$, all $H \in "
        r"\mathbb{R}^{d_l\times d_{l-1}}$ and real $t$."
    ),
    source=Source("dmf", "gradient of objective (1)", "reconstructed", version="v3"),
    derivation=derived(theorems.gradient),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(f"{OBJECTIVE} l H t", generic), trials=(30, 300)),
    mutants=(
        Mutant(name="half the data term", fate="false", change=(("2*a*A[l]", "a*A[l]"),)),
        Mutant(name="half the regularizer", fate="false", change=(("2*b*lam[l]*W[l]", "b*lam[l]*W[l]"),)),
        Mutant(name="prefix one layer too long", fate="false", change=(("P[l-1].T", "P[l-1].T*P[l-1]*P[l-1].T"),)),
    ),
)
