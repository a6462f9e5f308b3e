"""An inactive y_k above an active y_i is a strict saddle direction, also when r = d_min (the bottleneck does not save it).

Turning mode i towards (u_k, v_k) in layers 1 and L only: F(t) − F(0) = 2t² s^(L−2)(y_i − y_k)/q + t⁴ s^(2L−4)/q², exactly,
for every L ≥ 2. Source: arXiv:2506.20344 v3, strict saddles in Theorem 2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.dmf._models import MODE, derived, points, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source

LETTERS = f"{MODE} v w z t"

claim = Claim(
    id="dmf-inactive-direction",
    title="An inactive value above an active one gives a negative direction, any L ≥ 2",
    sentence=(
        r"Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times "
        r"d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - "
        r"Y\rVert_F^2 + \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $\lambda = \lambda_1\cdots\lambda_L$; let $r "
        r"\ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$, $S$ a diagonal "
        r"$r\times r$ matrix with positive diagonal and $M$ a real diagonal $r\times r$ matrix; let $u_l \in "
        r"\mathbb{R}^{d_l}$ with $\lVert u_l\rVert = 1$ and $U_l^\top u_l = 0$ for $0 \le l \le L$, $s > 0$, $y "
        r"\in \mathbb{R}$, and suppose $W_l = \lambda_l^{-1/2}(U_lSU_{l-1}^\top + s\,u_lu_{l-1}^\top)$ for $1 \le "
        r"l \le L$, $YU_0 = U_LM$, $Y^\top U_L = U_0M$, $Yu_0 = y\,u_L$, $Y^\top u_L = y\,u_0$ and "
        r"$\sqrt\lambda\,y = \lambda\,s^{2-L} + s^L$; let moreover $v \in \mathbb{R}^{d_0}$, $w \in "
        r"\mathbb{R}^{d_L}$, $z \in \mathbb{R}$ with $\lVert v\rVert = \lVert w\rVert = 1$, $U_0^\top v = 0$, "
        r"$u_0^\top v = 0$, $U_L^\top w = 0$, $u_L^\top w = 0$, $Yv = zw$ and $Y^\top w = zv$. If $W'$ is $W$ with "
        r"$W_1$ replaced by $W_1 + t\lambda_1^{-1/2}u_1v^\top$ and $W_L$ by $W_L + "
        r"t\lambda_L^{-1/2}wu_{L-1}^\top$, $t \in \mathbb{R}$, then $F(W') - F(W) = 2t^2s^{L-2}\lambda^{-1/2}(y-z) "
        r"+ t^4s^{2L-4}\lambda^{-1}$."
    ),
    source=Source("dmf", "Theorem 2, strict saddles (b)", "reconstructed", version="v3"),
    derivation=derived("inactive_direction"),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(LETTERS, points(most=3, whole=True)), trials=(8, 80)),
    mutants=(
        Mutant(name="order reversed", fate="false", change=(("(y - z)", "(z - y)"),)),
        Mutant(name="order by sigma: s in place of y", fate="false", change=(("(y - z)", "(s - z)"),)),
        Mutant(name="quartic term forgotten", fate="false", change=(("t**4*s**(2*L-4)", "0*s**(2*L-4)"),)),
    ),
    sharpness=(
        Sharpness(
            given="q[L]*y == q[L]**2*s**(2-L) + s**L",
            sampler=sampler(LETTERS, points(most=2, whole=True, value=Fraction(19, 3))),
        ),
    ),
)
