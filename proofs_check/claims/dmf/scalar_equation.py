"""The scalar equation: at a critical point in closed form each active pair obeys q y = q² σ^(2−L) + σ^L.

Multiplied by σ^(L−1)/q this is, without the root 0, σ^(2L−1) − √λ y σ^(L−1) + λσ = 0 with √λ = q. Source: arXiv:2506.20344
v3, equation (10): stated (second hand); derived here entry by entry from the objective.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from proofs_check.claims.dmf._models import FRAMES, derived, points, sampler
from proofs_check.claims.dmf._violations import ORTHONORMAL, SCALED
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems

LETTERS = f"{FRAMES} i"


def times(factor: Fraction, *names: str) -> dict[str, Callable[[dict], Any]]:
    """Some letters of the scene multiplied by a number, entry by entry."""

    def change(name: str) -> Callable[[dict], Any]:
        return lambda scene: scale(scene[name], factor)

    return {name: change(name) for name in names}


def scale(entries: Any, factor: Fraction) -> Any:
    """Every number of a matrix or family times the factor, as text."""
    if isinstance(entries, dict):
        return {key: scale(entry, factor) for key, entry in entries.items()}
    return [scale(entry, factor) for entry in entries] if isinstance(entries, list) else str(Fraction(entries) * factor)


claim = Claim(
    id="dmf-scalar-equation",
    title="Scalar equation of the active values at critical points in closed form, any L ≥ 2",
    sentence=(
        r"Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times "
        r"d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - "
        r"Y\rVert_F^2 + \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $\lambda = \lambda_1\cdots\lambda_L$; let $r "
        r"\ge 0$, $U_l \in \mathbb{R}^{d_l\times r}$ with $U_l^\top U_l = I_r$ for $0 \le l \le L$, $S$ a diagonal "
        r"$r\times r$ matrix with positive diagonal and $M$ a real diagonal $r\times r$ matrix. If $\nabla F(W) = "
        r"0$, $W_l = \lambda_l^{-1/2}U_lSU_{l-1}^\top$ for $1 \le l \le L$ and $Y^\top U_L = U_0M$, then for $1 "
        r"\le i \le r$ the entries $s = S_{ii}$ and $y = M_{ii}$ satisfy $\sqrt\lambda\,y = \lambda s^{2-L} + "
        r"s^L$."
    ),
    source=Source("dmf", "equation (10)", "reconstructed", version="v3"),
    derivation=derived(theorems.scalar_equation),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(f"{FRAMES} i", points(most=4)), trials=(10, 100)),
    mutants=(
        Mutant(name="q for q² (√λ for λ)", fate="false", change=(("q[L]**2*s**(2-L)", "q[L]*s**(2-L)"),)),
        Mutant(name="exponent off by one", fate="false", change=(("q[L]**2*s**(2-L)", "q[L]**2*s**(1-L)"),)),
    ),
    sharpness=(
        Sharpness(given=SCALED, sampler=sampler(LETTERS, points(most=2), **times(Fraction(2), "mu", "S"))),
        Sharpness(
            given=ORTHONORMAL,
            sampler=sampler(LETTERS, points(most=2), **times(Fraction(2), "U"), **times(Fraction(1, 4), "S")),
        ),
        Sharpness(
            given="all(k, 1, L, W[k] == mu[k]**(-1)*U[k]*S*U[k-1].T)",
            sampler=sampler(LETTERS, points(most=2), **times(Fraction(2), "S")),
        ),
        Sharpness(given="Y.T*U[L] == U[0]*M", sampler=sampler(LETTERS, points(most=2), **times(Fraction(2), "M"))),
        Sharpness(given="critical(F, W)", sampler=sampler(f"{FRAMES} i", points(most=2, detune=Fraction(1)))),
    ),
)
