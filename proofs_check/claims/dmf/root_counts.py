"""Positive roots of s^L + q² s^(2−L) = q y, any L: two, one double, none (L ≥ 3); one or none (L = 2).

For L ≥ 3 and y > y* exactly one root lies on each side of the turning point L s^(2L−2) = (L−2) q²: '−' below, '+' above.
Source: arXiv:2506.20344 v3, roots of equation (10); reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.dmf import scalar_equation
from proofs_check.claims.dmf._models import derived, near_threshold, sampler, samplers
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source

LETTERS = "L lam mu ystar y"
ABOVE = sampler(LETTERS, near_threshold("existence", 1))
SAMPLERS = (
    ABOVE,
    ABOVE,
    ABOVE,
    sampler(LETTERS, near_threshold("existence", 0)),
    sampler(LETTERS, near_threshold("existence", -1)),
    sampler(LETTERS, near_threshold("two_layers", True)),
    sampler(LETTERS, near_threshold("two_layers", False)),
)

def stronger(weight: str) -> str:
    """Four times a weight: y* of the true weights is then higher than the y* of λ."""
    return str(4 * Fraction(weight))


claim = Claim(
    id="dmf-root-counts",
    title="How many positive roots the scalar equation has, and where",
    sentence=(
        r"[1] Let $L \ge 3$, $\lambda_1,\dots,\lambda_L > 0$, $\lambda = \lambda_1\cdots\lambda_L$, $y > 0$, and "
        r"let $y_\ast > 0$ be given by $y_\ast^{2L-2} = (2L-2)^{2L-2}L^{-L}(L-2)^{2-L}\lambda$. If $y > y_\ast$, "
        r"then $s \mapsto s^L + \lambda s^{2-L} - \sqrt\lambda\,y$ has on $s > 0$ exactly two roots, both simple. "
        r"[2] In the setting of [1]: if $y > y_\ast$, then $s \mapsto s^L + \lambda s^{2-L} - \sqrt\lambda\,y$ has "
        r"exactly one root in $\{s > 0 : Ls^{2L-2} > (L-2)\lambda\}$, and it is simple. [3] In the setting of [1]: "
        r"if $y > y_\ast$, then $s \mapsto s^L + \lambda s^{2-L} - \sqrt\lambda\,y$ has exactly one root in $\{s > "
        r"0 : Ls^{2L-2} < (L-2)\lambda\}$, and it is simple. [4] In the setting of [1]: if $y = y_\ast$, then $s "
        r"\mapsto s^L + \lambda s^{2-L} - \sqrt\lambda\,y$ has on $s > 0$ exactly one root, and it is double. [5] "
        r"In the setting of [1]: if $y < y_\ast$, then $s \mapsto s^L + \lambda s^{2-L} - \sqrt\lambda\,y$ has no "
        r"root on $s > 0$. [6] Let $L = 2$, $\lambda_1, \lambda_2 > 0$, $\lambda = \lambda_1\lambda_2$, $y > 0$ "
        r"and $y_\ast = \sqrt\lambda$. If $y > y_\ast$, then $s \mapsto s^2 + \lambda - \sqrt\lambda\,y$ has on $s "
        r"> 0$ exactly one root, and it is simple. [7] In the setting of [6]: if $y \le y_\ast$, then $s \mapsto "
        r"s^2 + \lambda - \sqrt\lambda\,y$ has no root on $s > 0$. [8] Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, "
        r"$\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times d_0}$, $W_l \in \mathbb{R}^{d_l\times "
        r"d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - Y\rVert_F^2 + \sum_{l=1}^L "
        r"\lambda_l\lVert W_l\rVert_F^2$, $\lambda = \lambda_1\cdots\lambda_L$; let $r \ge 0$, $U_l \in "
        r"\mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$, $S$ a diagonal $r\times r$ "
        r"matrix with positive diagonal and $M$ a real diagonal $r\times r$ matrix. If $\nabla F(W) = 0$, $W_l = "
        r"\lambda_l^{-1/2}U_lSU_{l-1}^\top$ for $1 \le l \le L$ and $Y^\top U_L = U_0M$, then for $1 \le i \le r$ "
        r"the entries $s = S_{ii}$ and $y = M_{ii}$ satisfy $\sqrt\lambda\,y = \lambda s^{2-L} + s^L$."
    ),
    source=Source("dmf", "roots of equation (10)", "reconstructed", version="v3"),
    derivation=derived("root_counts"),
    expected=("steps proved",),
    probe=StatementProbe(sampler=(*SAMPLERS, *samplers(scalar_equation.claim)), trials=(12, 120)),
    mutants=(
        Mutant(name="one root above y*", fate="false", change=(("simple=2", "simple=1"),), goal=0),
        Mutant(name="the double root is simple", fate="false", change=(("double=1", "simple=1"),), goal=3),
        Mutant(name="two roots from y* on, equality included", fate="false", goal=3, change=(("double=1", "simple=2"),)),
        Mutant(name="L = 2 has two roots", fate="false", goal=5, change=(("simple=1", "simple=2"),)),
    ),
    sharpness=(
        Sharpness(given="y > ystar", goal=0, sampler=SAMPLERS[4]),
        Sharpness(given="y == ystar", goal=3, sampler=ABOVE),
        Sharpness(given="ystar > y", goal=4, sampler=ABOVE),
        Sharpness(given="y > ystar", goal=5, sampler=SAMPLERS[6]),
        Sharpness(given="ystar >= y", goal=6, sampler=SAMPLERS[5]),
        Sharpness(
            given="all(k, 1, L, a*mu[k]**2 == b*lam[k])",
            goal=0,
            sampler=sampler(LETTERS, near_threshold("existence", 1), mu=lambda m: {**m["mu"], "1": stronger(m["mu"]["1"])}),
        ),
    ),
)
