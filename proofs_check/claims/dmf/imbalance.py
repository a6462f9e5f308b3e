"""Along −∇F the imbalance D_l = W_lW_lᵀ − W_{l+1}ᵀW_{l+1} has the derivative −4(λ_l W_lW_lᵀ − λ_{l+1} W_{l+1}ᵀW_{l+1}), at
every W and for every L, and −4λ_l D_l where λ_l = λ_{l+1}. In words: along gradient flow D_l(t) = e^(−4λ_l t) D_l(0) there.

Source: classical for λ = 0 (balanced flows of deep linear networks); with ridge for arXiv:2506.20344 v3, reconstructed.
"""

from __future__ import annotations

from typing import Any

from proofs_check.claims.dmf._models import OBJECTIVE, derived, generic, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems


def inner(scene: dict[str, Any]) -> int:
    """A layer with a successor."""
    return min(int(scene["l"]), scene["L"] - 1)


def equal(scene: dict[str, Any]) -> dict[str, Any]:
    """One weight for all layers."""
    return dict.fromkeys(scene["lam"], next(iter(scene["lam"].values())))


claim = Claim(
    id="dmf-imbalance",
    title="How the imbalance W_lW_lᵀ − W_{l+1}ᵀW_{l+1} changes along −∇F, at every W and for every L ≥ 2",
    sentence=(
        r"[1] Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times "
        r"d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - "
        r"Y\rVert_F^2 + \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $A_l = W_L\cdots W_{l+1}$, $B_l = W_{l-1}\cdots "
        r"W_1$ (so $A_L = I_{d_L}$, $B_1 = I_{d_0}$). Then $F(W_1,\dots,W_l+tH,\dots,W_L) = F(W) + "
        r"t\,\mathrm{tr}\bigl(H^\top(2A_l^\top(W_L\cdots W_1-Y)B_l^\top + 2\lambda_lW_l)\bigr) + t^2\bigl(\lVert "
        r"A_lHB_l\rVert_F^2 + \lambda_l\lVert H\rVert_F^2\bigr)$ for $1 \le l \le L$, all $H \in "
        r"\mathbb{R}^{d_l\times d_{l-1}}$ and real $t$. [2] Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, "
        r"$\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times d_0}$, $W_l \in \mathbb{R}^{d_l\times "
        r"d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - Y\rVert_F^2 + \sum_{l=1}^L "
        r"\lambda_l\lVert W_l\rVert_F^2$, $A_l = W_L\cdots W_{l+1}$, $B_l = W_{l-1}\cdots W_1$ (so $A_L = I_{d_L}$, "
        r"$B_1 = I_{d_0}$), and $G_l = 2A_l^\top(W_L\cdots W_1-Y)B_l^\top + 2\lambda_lW_l$. Then $-(G_lW_l^\top + "
        r"W_lG_l^\top) + (W_{l+1}^\top G_{l+1} + G_{l+1}^\top W_{l+1}) = -4(\lambda_lW_lW_l^\top - "
        r"\lambda_{l+1}W_{l+1}^\top W_{l+1})$ for $1 \le l < L$. [3] In the setting of [2]: if $1 \le l < L$ and "
        r"$\lambda_l = \lambda_{l+1}$, then $-(G_lW_l^\top + W_lG_l^\top) + (W_{l+1}^\top G_{l+1} + G_{l+1}^\top "
        r"W_{l+1}) = -4\lambda_l(W_lW_l^\top - W_{l+1}^\top W_{l+1})$."
    ),
    source=Source("dmf", "balancedness along gradient flow", "reconstructed", version="v3"),
    derivation=derived(theorems.imbalance),
    expected=("steps proved",),
    probe=StatementProbe(
        sampler=(sampler(f"{OBJECTIVE} l H t", generic), sampler(f"{OBJECTIVE} l", generic, l=inner),
                 sampler(f"{OBJECTIVE} l", generic, l=inner, lam=equal)),
        trials=(10, 100),
    ),
    mutants=(
        Mutant(name="rate 2 for 4", fate="false", goal=1, change=(("-4*b", "-2*b"),)),
        Mutant(name="rate 2 for 4 at equal weights", fate="false", goal=2, change=(("-4*b", "-2*b"),)),
        Mutant(name="conserved, as without ridge", fate="false", goal=1, change=(("-4*b", "0*b"),)),
    ),
    sharpness=(Sharpness(given="lam[l] == lam[l+1]", goal=2, sampler=sampler(f"{OBJECTIVE} l", generic, l=inner)),),
)  # fmt: skip
