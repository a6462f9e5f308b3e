"""Every critical point is balanced: λ_l W_l W_lᵀ = λ_{l+1} W_{l+1}ᵀ W_{l+1}, for every L ≥ 2 and 1 ≤ l < L.

Source: arXiv:2506.20344 v3, step towards Theorem 1; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf._models import OBJECTIVE, derived, generic, points, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems

LETTERS = f"{OBJECTIVE} l"


def inner(scene: dict) -> int:
    """A layer with a successor."""
    return min(int(scene["l"]), int(scene["L"]) - 1)


claim = Claim(
    id="dmf-balancedness",
    title="Critical points are balanced",
    sentence=(
        r"Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times "
        r"d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - "
        r"Y\rVert_F^2 + \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$. If $\nabla F(W) = 0$, then "
        r"$\lambda_lW_lW_l^\top = \lambda_{l+1}W_{l+1}^\top W_{l+1}$ for $1 \le l < L$."
    ),
    source=Source("dmf", "Theorem 1 (first step)", "reconstructed", version="v3"),
    derivation=derived(theorems.balancedness),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(LETTERS, points(most=3), l=inner), trials=(12, 120)),
    mutants=(
        Mutant(
            name="weights dropped",
            fate="false",
            change=(("lam[l]*W[l]*W[l].T", "W[l]*W[l].T"), ("lam[l+1]*W[l+1].T", "W[l+1].T")),
        ),
        Mutant(
            name="weights exchanged",
            fate="false",
            change=(("lam[l]*W[l]*W[l].T == lam[l+1]", "lam[l+1]*W[l]*W[l].T == lam[l]"),),
        ),
    ),
    sharpness=(Sharpness(given="critical(F, W)", sampler=sampler(LETTERS, generic, l=inner)),),
)
