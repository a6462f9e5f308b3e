"""The global threshold: a '+' root beats zero exactly for y > y_g, y_g^(2L−2) = (L−1)^(2L−2) (L−2)^(2−L) λ, L ≥ 3.

The gain of an active mode is s²(t − (L−2)), t = s^(2L−2)/λ. Source: arXiv:2506.20344 v3, global minimizers in Theorem 2;
reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.dmf import gain
from proofs_check.claims.dmf._models import derived, near_threshold, sampler, samplers
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source

ROOT = "L lam mu sg yg s y"
TEST = "L lam mu yg y"

def steeper(statement: dict) -> dict:
    """The conclusion with a larger constant; the hypotheses stay."""
    statement["then"] = ["s**(2*L-2) > 3*m*q[L]**2"]
    return statement


claim = Claim(
    id="dmf-global-threshold",
    title="Global threshold y_g and its exact test",
    sentence=(
        r"[1] Let $L \ge 3$, $\lambda_1,\dots,\lambda_L > 0$, $\lambda = \lambda_1\cdots\lambda_L$, $y > 0$, and "
        r"let $y_g > 0$ be given by $y_g^{2L-2} = (L-1)^{2L-2}(L-2)^{2-L}\lambda$; let $s > 0$ satisfy "
        r"$\sqrt\lambda\,y = s^L + \lambda s^{2-L}$ and $Ls^{2L-2} > (L-2)\lambda$. If $y > y_g$, then $s^{2L-2} > "
        r"(L-2)\lambda$. [2] In the setting of [1]: if $y \le y_g$, then $s^{2L-2} \le (L-2)\lambda$. [3] Let $L "
        r"\ge 3$, $\lambda_1,\dots,\lambda_L > 0$, $\lambda = \lambda_1\cdots\lambda_L$, $y > 0$, and let $y_g > "
        r"0$ be given by $y_g^{2L-2} = (L-1)^{2L-2}(L-2)^{2-L}\lambda$. If $(L-2)^{L-2}y^{2L-2} > "
        r"(L-1)^{2L-2}\lambda$, then $y > y_g$. [4] In the setting of [3]: if $(L-2)^{L-2}y^{2L-2} < "
        r"(L-1)^{2L-2}\lambda$, then $y < y_g$. [5] Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, "
        r"$\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times d_0}$, $W_l \in \mathbb{R}^{d_l\times "
        r"d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - Y\rVert_F^2 + \sum_{l=1}^L "
        r"\lambda_l\lVert W_l\rVert_F^2$, $\lambda = \lambda_1\cdots\lambda_L$; let $r \ge 0$, $U_l \in "
        r"\mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$, $S$ a diagonal $r\times r$ "
        r"matrix with positive diagonal and $M$ a real diagonal $r\times r$ matrix; let $u_l \in \mathbb{R}^{d_l}$ "
        r"with $\lVert u_l\rVert = 1$ and $U_l^\top u_l = 0$ for $0 \le l \le L$, $s > 0$, $y \in \mathbb{R}$, and "
        r"suppose $W_l = \lambda_l^{-1/2}(U_lSU_{l-1}^\top + s\,u_lu_{l-1}^\top)$ for $1 \le l \le L$, $YU_0 = "
        r"U_LM$, $Y^\top U_L = U_0M$, $Yu_0 = y\,u_L$, $Y^\top u_L = y\,u_0$ and $\sqrt\lambda\,y = "
        r"\lambda\,s^{2-L} + s^L$. Then $F(W) = \lambda^{-1}\mathrm{tr}(S^{2L}) - 2\lambda^{-1/2}\mathrm{tr}(S^LM) "
        r"+ L\,\mathrm{tr}(S^2) + \lVert Y\rVert_F^2 - s^2\bigl(\tfrac{s^{2L-2}}{\lambda} - (L-2)\bigr)$."
    ),
    source=Source("dmf", "Theorem 2, global minimizers", "reconstructed", version="v3"),
    derivation=derived("global_threshold"),
    expected=("steps proved",),
    probe=StatementProbe(
        sampler=(
            sampler(ROOT, near_threshold("at_global", True)),
            sampler(ROOT, near_threshold("at_global", False)),
            sampler(TEST, near_threshold("against_global", True)),
            sampler(TEST, near_threshold("against_global", False)),
            *samplers(gain.claim),
        ),
        trials=(15, 150),
    ),
    mutants=(
        Mutant(name="gain threshold at t = 3(L − 2)", fate="false", goal=0, change=steeper),
        Mutant(name="wrong side", fate="false", goal=2, change=(("y > yg", "yg > y"),)),
    ),
    sharpness=(
        Sharpness(given="y > yg", goal=0, sampler=sampler(ROOT, near_threshold("at_global", False))),
        Sharpness(given="yg >= y", goal=1, sampler=sampler(ROOT, near_threshold("at_global", True))),
        Sharpness(
            given="q[L]*y == s**L + q[L]**2*s**(2-L)",
            goal=0,
            sampler=sampler(ROOT, near_threshold("at_global", False), y=lambda m: str(2 * Fraction(m["yg"]))),
        ),
    ),
)  # fmt: skip
