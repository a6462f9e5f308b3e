"""What an active mode is worth: F = F(mode at zero) − fit·G with G = s²(t − (L − 2)), t = s^(2L−2)/q², every L ≥ 2.

Exact for any set of other modes. So F = fit·(‖Y‖² − Σ G) on an orbit, and a mode pays for itself iff t > L − 2.
Source: ours, from objective (1) of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.dmf._models import MODE, derived, points, sampler
from proofs_check.claims.dmf._violations import mode_sharpness
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source

LEVEL = "q[L]*y == q[L]**2*s**(2-L) + s**L"

claim = Claim(
    id="dmf-gain",
    title="The gain of an active mode, any L ≥ 2",
    sentence=(
        r"Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times "
        r"d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - "
        r"Y\rVert_F^2 + \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $\lambda = \lambda_1\cdots\lambda_L$; let $r "
        r"\ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$, $S$ a diagonal "
        r"$r\times r$ matrix with positive diagonal and $M$ a real diagonal $r\times r$ matrix; let $u_l \in "
        r"\mathbb{R}^{d_l}$ with $\lVert u_l\rVert = 1$ and $U_l^\top u_l = 0$ for $0 \le l \le L$, $s > 0$, $y "
        r"\in \mathbb{R}$, and suppose $W_l = \lambda_l^{-1/2}(U_lSU_{l-1}^\top + s\,u_lu_{l-1}^\top)$ for $1 \le "
        r"l \le L$, $YU_0 = U_LM$, $Y^\top U_L = U_0M$, $Yu_0 = y\,u_L$, $Y^\top u_L = y\,u_0$ and "
        r"$\sqrt\lambda\,y = \lambda\,s^{2-L} + s^L$. Then $F(W) = \lambda^{-1}\mathrm{tr}(S^{2L}) - "
        r"2\lambda^{-1/2}\mathrm{tr}(S^LM) + L\,\mathrm{tr}(S^2) + \lVert Y\rVert_F^2 - "
        r"s^2\bigl(\tfrac{s^{2L-2}}{\lambda} - (L-2)\bigr)$."
    ),
    source=Source("dmf", "loss at the points of equation (8)", "reconstructed", version="v3"),
    derivation=derived("gain"),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(MODE, points(most=3, whole=True)), trials=(8, 80)),
    mutants=(
        Mutant(name="L − 1 for L − 2", fate="false", change=(("q[L]**(-2) - (L-2))", "q[L]**(-2) - (L-1))"),)),
        Mutant(name="a loss in place of a gain", fate="false", change=((") - a*s**2", ") + a*s**2"),)),
        Mutant(name="t without the weights", fate="false", change=(("s**(2*L-2)*q[L]**(-2)", "s**(2*L-2)"),)),
    ),
    sharpness=(
        *mode_sharpness(),
        Sharpness(given=LEVEL, sampler=sampler(MODE, points(most=2, whole=True, value=Fraction(19, 3)))),
    ),
)
