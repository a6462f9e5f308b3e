"""The Hessian of F (read as the coefficient of e·t) in layer l along a direction Z in all layers: exactly, for every L ≥ 2:
the coefficient of e·t in F(W + tZ + eH) is tr Hᵀ H_l(Z) for every H in layer l.

H_l(Z) = 2 fit (A'_lᵀ(P − Y)P_{l−1}ᵀ + A_lᵀ P' P_{l−1}ᵀ + A_lᵀ(P − Y)P'_{l−1}ᵀ) + 2 ridge λ_l Z_l, a prime for the slope of a
product along Z. Source: arXiv:2506.20344 v3, the Hessian behind Theorem 2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf._models import derived, sampler, scene_of
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmf.proofs import derivation as theorems
from theory.dmf.scenes import hessian as scenes

claim = Claim(
    id="dmf-hessian",
    title="Second-order term of F: a direction in all layers against one layer, explicit, any L ≥ 2",
    sentence=(
        r"Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times d_0}$, "
        r"$W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - Y\rVert_F^2 + "
        r"\sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $A_l = W_L\cdots W_{l+1}$, $P_l = W_l\cdots W_1$ (so $A_L = "
        r"I_{d_L}$, $P_0 = I_{d_0}$); for $Z_l \in \mathbb{R}^{d_l\times d_{l-1}}$ ($1 \le l \le L$) and real $t$ let "
        r"$W_l(t) = W_l + tZ_l$, $P_l(t)$, $A_l(t)$ the same products of $W_1(t),\dots,W_L(t)$, $P_0' = 0$, $P_{k+1}' = "
        r"W_{k+1}P_k' + Z_{k+1}P_k$, $A_L' = 0$ and $A_k' = A_{k+1}'W_{k+1} + A_{k+1}Z_{k+1}$ for $0 \le k < L$ "
        r"(formally $D_{P,k}$, $D_{A,k}$), $\tilde P_0 = 0$, $\tilde P_{k+1} = W_{k+1}\tilde P_k + Z_{k+1}P_k' + "
        r"tZ_{k+1}\tilde P_k$, $\tilde A_L = 0$ and $\tilde A_k = \tilde A_{k+1}W_{k+1} + A_{k+1}'Z_{k+1} + t\tilde "
        r"A_{k+1}Z_{k+1}$ for $0 \le k < L$ (formally $R_{P,k}$, $R_{A,k}$): by induction, which is in no goal, $P_l(t) "
        r"= P_l + tP_l' + t^2\tilde P_l$ and $A_l(t) = A_l + tA_l' + t^2\tilde A_l$; write $R = P_L - Y$. Then for $1 "
        r"\le l \le L$, all $H \in \mathbb{R}^{d_l\times d_{l-1}}$ and real $e$: with $W(t)+eH$ denoting $W(t)$ with "
        r"$eH$ added in layer $l$, $F(W(t)+eH) = F(W(t)) + e\,\mathrm{tr}\bigl(H^\top(G + tK + t^2N)\bigr) + "
        r"e^2\bigl(\lVert A_l(t)HP_{l-1}(t)\rVert_F^2 + \lambda_l\lVert H\rVert_F^2\bigr)$, where $G = 2A_l^\top "
        r"RP_{l-1}^\top + 2\lambda_lW_l$, $K = 2(A_l'^\top RP_{l-1}^\top + A_l^\top P_L'P_{l-1}^\top + A_l^\top "
        r"RP_{l-1}'^\top) + 2\lambda_lZ_l$ and, with $\hat A = A_l' + t\tilde A_l$, $\hat P = P_L' + t\tilde P_L$, "
        r"$\check P = P_{l-1}' + t\tilde P_{l-1}$, $N = 2\bigl(\tilde A_l^\top RP_{l-1}^\top + A_l^\top\tilde "
        r"P_LP_{l-1}^\top + A_l^\top R\tilde P_{l-1}^\top + \hat A^\top\hat PP_{l-1}^\top + \hat A^\top R\check P^\top + "
        r"A_l^\top\hat P\check P^\top + t\hat A^\top\hat P\check P^\top\bigr)$."
    ),
    source=Source("dmf", "Theorem 2, second derivatives", "reconstructed", version="v3"),
    derivation=derived(theorems.hessian),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler("L d W Y lam l Z t H e", scene_of(scenes.random_second_order)), trials=(8, 80)),
    mutants=(
        Mutant(
            name="residual not differentiated", fate="false", change=(("A[l].T*DP[L]*P[l-1].T", "0*A[l].T*DP[L]*P[l-1].T"),)
        ),
        Mutant(name="regularizer counted once", fate="false", change=(("2*b*lam[l]*Z[l]", "b*lam[l]*Z[l]"),)),
    ),
)
