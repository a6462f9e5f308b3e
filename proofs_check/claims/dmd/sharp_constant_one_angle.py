"""The sharp constant of the clock for every r_A and any signs where one principal angle alone is open, S = I − d·uuᵀ: V −
V₊ ≥ 2c(h)·tr(L²D), 0 < h ≤ 2, c(h) the constant of r_A = 1.

Formal for every size: after |nu|² ≤ h·uᵀLS²Lu a polynomial in four numbers is left, for c = 1 − h/2 and h ≥ 1/2
non-negative by one Bernstein certificate, for h ≤ 1 a sum of products of what r_A = 1 says. A part of the conjecture
`dmd-sharp-constant` that needs no bound on r_A. Source: ours, for arXiv:2606.31390 (T6d restated); reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from proofs_check.claims.dmd._models import derived
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmd.proofs import one_angle

LETTERS = "q h s d w g L E u Y y"


def model(letters: str, small: bool = False) -> Callable[[Random], dict[str, Any]]:
    """Models with these letters."""
    return lambda rng: {name: value for name, value in one_angle.random_angle(rng, small).items() if name in letters.split()}


claim = Claim(
    id="dmd-sharp-constant-one-angle",
    title="The sharp constant of the clock for every r_A, one principal angle open",
    sentence=(
        r"Let $q \ge 1$, $h > 0$, $L$ a real diagonal $q\times q$ matrix with $hI_q - L^2 = E^2$ for a real diagonal $E$, "
        r"$u \in \mathbb{R}^q$ with $u^\top u = 1$, $0 < d < 1$, $s = 1 - d$, $w = d/s$, $D = duu^\top$, $W = wuu^\top$, "
        r"$S = I_q - D$, $N = LSL$ (the letter $n$ of the formal statements), $g = 1 + du^\top Nu > 0$ and $Y \in "
        r"\mathbb{R}^{q\times q}$ with $Y(I_q + DN) = N = (I_q + ND)Y$; let $a = u^\top L^2u$, $m = u^\top Lu$ and $m^2 = "
        r"ay$ with $0 \le y \le 1$. [1] If $\tfrac12 \le h \le 2$, then $2\,\mathrm{tr}(WY) - \mathrm{tr}(WY^2) \ge "
        r"(2-h)\,\mathrm{tr}(L^2D)$. [2] If $h \le 1$, $c > 0$, $2(1 + dhs) - hs \ge 2c(1 + dhs)^2$ and $2c \le 2 - h$, "
        r"then $2\,\mathrm{tr}(WY) - \mathrm{tr}(WY^2) \ge 2c\,\mathrm{tr}(L^2D)$."
    ),
    source=Source("dmd", "T6d restated, one angle", "reconstructed"),
    derivation=derived(one_angle.one_angle),
    expected=("steps proved",),
    without_objective="about one step, which the statement defines; `dmd-gradients` derives its gradient from the objective",
    probe=StatementProbe(sampler=(model(LETTERS), model(f"{LETTERS} c", small=True)), trials=(20, 200)),
    mutants=(
        Mutant(name="c = 1 for 1 − h/2", fate="false", change=((">= (2-h)*", ">= 2*"),)),
        Mutant(name="c + 1/10", fate="false", goal=1, change=((">= 2*c*", ">= (2*c+1/5)*"),)),
    ),
)  # fmt: skip
