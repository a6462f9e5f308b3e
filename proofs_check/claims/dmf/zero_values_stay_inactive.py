"""At every critical point in closed form each active y is at least 2σ > 0: zero singular values of Y never become active.

From the scalar equation q y = q² σ^(2−L) + σ^L, entry by entry; in fact y ≥ 2σ, since q(y − 2σ) = σ^(2−L)(q − σ^(L−1))².
Source: arXiv:2506.20344 v3, Theorem 1 (which treats the kernel of Y apart: stated second hand); reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.dmf._conditions import negative_roots
from proofs_check.claims.dmf._models import FRAMES, derived, points, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems

LETTERS = f"{FRAMES} i"

claim = Claim(
    id="dmf-zero-values-stay-inactive",
    title="Active values are positive, y ≥ 2s > 0, at every critical point in closed form, any L ≥ 2",
    sentence=(
        r"Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times "
        r"d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - "
        r"Y\rVert_F^2 + \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $\lambda = \lambda_1\cdots\lambda_L$; let $r "
        r"\ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$, $S$ a diagonal "
        r"$r\times r$ matrix with positive diagonal and $M$ a real diagonal $r\times r$ matrix. If $\nabla F(W) = "
        r"0$, $W_l = \lambda_l^{-1/2}U_lSU_{l-1}^\top$ for $1 \le l \le L$ and $Y^\top U_L = U_0M$, then for $1 "
        r"\le i \le r$ the entries $s = S_{ii}$ and $y = M_{ii}$ satisfy $y \ge 2s$ and $y > 0$."
    ),
    source=Source("dmf", "Theorem 1, kernel of Y", "reconstructed", version="v3"),
    derivation=derived(theorems.active_values_are_positive),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(LETTERS, points(most=2)), trials=(6, 60)),
    mutants=(
        Mutant(name="active values exceed 9", fate="false", change=(("y > 0", "y > 9"),)),
        Mutant(name="S of any sign", fate="false", search=negative_roots),
        Mutant(name="active values are at least 5σ", fate="false", change=(("y >= 2*s", "y >= 5*s"),)),
        Mutant(name="active values are at least σ²", fate="false", change=(("y >= 2*s", "y >= s**2"),)),
    ),
    sharpness=(Sharpness(given="critical(F, W)", sampler=sampler(LETTERS, points(most=2, detune=Fraction(-(10**6))))),),
)
