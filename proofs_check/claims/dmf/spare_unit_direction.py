"""L = 2: a spare hidden unit and an inactive y_k above √λ give a negative direction; for L ≥ 3 spare width does not matter.

F(t) − F(0) = 2t²(1 − y_k/q) + t⁴/q², exactly. Source: arXiv:2506.20344 v3, Theorem 2 at L = 2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf._conditions import spare_everywhere
from proofs_check.claims.dmf._models import derived, points, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source

claim = Claim(
    id="dmf-spare-unit-direction",
    title="Two layers: a spare unit turns an inactive value above √λ into a negative direction",
    sentence=(
        r"Let $d_0, d_1, d_2 \ge 1$, $\lambda_1, \lambda_2 > 0$, $\lambda = \lambda_1\lambda_2$, $Y \in "
        r"\mathbb{R}^{d_2\times d_0}$, $W_1 \in \mathbb{R}^{d_1\times d_0}$, $W_2 \in \mathbb{R}^{d_2\times d_1}$, "
        r"$F(W) = \lVert W_2W_1 - Y\rVert_F^2 + \lambda_1\lVert W_1\rVert_F^2 + \lambda_2\lVert W_2\rVert_F^2$; "
        r"let $r \ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $l = 0, 1, 2$, $S$ a "
        r"diagonal $r\times r$ matrix with positive diagonal, $W_l = \lambda_l^{-1/2}U_lSU_{l-1}^\top$ for $l = 1, "
        r"2$; let $h \in \mathbb{R}^{d_1}$, $v \in \mathbb{R}^{d_0}$, $w \in \mathbb{R}^{d_2}$ be unit vectors "
        r"with $U_0^\top v = 0$, $U_1^\top h = 0$, $U_2^\top w = 0$, and $z \in \mathbb{R}$ with $Yv = zw$, "
        r"$Y^\top w = zv$. Then for every real $t$: $F(W_1 + t\lambda_1^{-1/2}hv^\top,\ W_2 + "
        r"t\lambda_2^{-1/2}wh^\top) - F(W_1,W_2) = 2t^2(1 - \lambda^{-1/2}z) + t^4\lambda^{-1}$."
    ),
    source=Source("dmf", "Theorem 2, strict saddles at L = 2", "reconstructed", version="v3"),
    derivation=derived("spare_unit_direction"),
    expected=("proved",),
    probe=StatementProbe(
        sampler=sampler("d W Y lam mu r U S h v w z t", points(least=2, most=2)), trials=(10, 100)
    ),
    mutants=(
        Mutant(name="λ for √λ", fate="false", change=(("q[2]**(-1)*z", "q[2]**(-2)*z"),)),
        Mutant(name="a spare unit at L ≥ 3 as well", fate="false", search=spare_everywhere),
        Mutant(name="sign of the threshold", fate="false", change=(("1 - q[2]", "1 + q[2]"),)),
    ),
)
