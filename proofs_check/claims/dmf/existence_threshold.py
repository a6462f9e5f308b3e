"""The existence threshold: y*^(2L−2) = (2L−2)^(2L−2) L^(−L) (L−2)^(2−L) λ, L ≥ 3, in closed form and without roots.

The sign of L^L (L−2)^(L−2) y^(2L−2) − (2L−2)^(2L−2) λ (λ = Πλ_l, rational arithmetic only) decides between two, one double
and no root. Source: arXiv:2506.20344 v3, the condition on the regularization parameters; its form is reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf import scalar_equation
from proofs_check.claims.dmf._models import derived, near_threshold, sampler, samplers
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source

ABOVE, AT, BELOW = (near_threshold("existence", side) for side in (1, 0, -1))
COUNT = "L lam mu ystar y"

claim = Claim(
    id="dmf-existence-threshold",
    title="Existence threshold y* and its exact test",
    sentence=(
        r"[1] Let $L \ge 3$, $\lambda_1,\dots,\lambda_L > 0$, $\lambda = \lambda_1\cdots\lambda_L$, $y > 0$, and "
        r"let $y_\ast > 0$ be given by $y_\ast^{2L-2} = (2L-2)^{2L-2}L^{-L}(L-2)^{2-L}\lambda$. If "
        r"$L^L(L-2)^{L-2}y^{2L-2} > (2L-2)^{2L-2}\lambda$, then $y > y_\ast$. [2] In the setting of [1]: if "
        r"$L^L(L-2)^{L-2}y^{2L-2} < (2L-2)^{2L-2}\lambda$, then $y < y_\ast$. [3] In the setting of [1]: if "
        r"$L^L(L-2)^{L-2}y^{2L-2} > (2L-2)^{2L-2}\lambda$, then the function $s \mapsto s^L + \lambda s^{2-L} - "
        r"\sqrt\lambda\,y$ on $s > 0$ has exactly two roots, both simple. [4] In the setting of [1]: if "
        r"$L^L(L-2)^{L-2}y^{2L-2} < (2L-2)^{2L-2}\lambda$, then the function $s \mapsto s^L + \lambda s^{2-L} - "
        r"\sqrt\lambda\,y$ on $s > 0$ has no root. [5] In the setting of [1]: if $y = y_\ast$, then the function "
        r"$s \mapsto s^L + \lambda s^{2-L} - \sqrt\lambda\,y$ on $s > 0$ has exactly one root, and it is double. "
        r"[6] Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times "
        r"d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - "
        r"Y\rVert_F^2 + \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $\lambda = \lambda_1\cdots\lambda_L$; let $r "
        r"\ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$, $S$ a diagonal "
        r"$r\times r$ matrix with positive diagonal and $M$ a real diagonal $r\times r$ matrix. If $\nabla F(W) = "
        r"0$, $W_l = \lambda_l^{-1/2}U_lSU_{l-1}^\top$ for $1 \le l \le L$ and $Y^\top U_L = U_0M$, then for $1 "
        r"\le i \le r$ the entries $s = S_{ii}$ and $y = M_{ii}$ satisfy $\sqrt\lambda\,y = \lambda s^{2-L} + "
        r"s^L$."
    ),
    source=Source("dmf", "condition on the regularization parameters", "reconstructed", version="v3"),
    derivation=derived("existence_threshold"),
    expected=("steps proved",),
    probe=StatementProbe(
        sampler=(sampler(COUNT, ABOVE), sampler(COUNT, BELOW), sampler(COUNT, ABOVE), sampler(COUNT, BELOW),
                 sampler(COUNT, AT), *samplers(scalar_equation.claim)),
        trials=(12, 120),
    ),  # fmt: skip
    mutants=(
        Mutant(name="threshold from below", fate="false", goal=0, change=(("y > ystar", "ystar > y"),)),
        Mutant(name="a root below the threshold", fate="false", goal=3, change=(("simple=0", "simple=2"),)),
        Mutant(name="threshold 10 % higher", fate="false", goal=0, change=(("y > ystar", "10*y > 11*ystar"),)),
    ),
    sharpness=(
        Sharpness(given="L**L*m**(L-2)*a**L*y**(2*L-2) > p**(2*L-2)*b**L*Lam[L]", goal=0, sampler=sampler(COUNT, BELOW)),
        Sharpness(given="p**(2*L-2)*b**L*Lam[L] > L**L*m**(L-2)*a**L*y**(2*L-2)", goal=1, sampler=sampler(COUNT, ABOVE)),
        Sharpness(given="L**L*m**(L-2)*a**L*y**(2*L-2) > p**(2*L-2)*b**L*Lam[L]", goal=2, sampler=sampler(COUNT, BELOW)),
        Sharpness(given="p**(2*L-2)*b**L*Lam[L] > L**L*m**(L-2)*a**L*y**(2*L-2)", goal=3, sampler=sampler(COUNT, ABOVE)),
    ),
)  # fmt: skip
