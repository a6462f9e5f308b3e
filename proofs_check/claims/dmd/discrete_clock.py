"""One step with h = η‖A‖² < 2: V − V₊ ≥ 2c₁η tr(Λ²D), c₁ = (2 − h)/(2(1 + h)), V = tr S⁻¹ − r_A, any signs of Λ, S invertible.

Every step is a sum of Gram traces with positive weights, and S₊⁻¹ = I + (I − Y)W(I − Y). Formal for invertible Λ and for the
S₊ of `dmd-recursion`; Λ with zeros by continuity, in words. Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmd.proofs import derivation_discrete as discrete
from theory.dmd.scenes import points

POINT = "q ew eF eE eB ey eC h d a L K J p N Y w F E B y C"

claim = Claim(
    id="dmd-discrete-clock",
    title="The discrete clock with an explicit constant, 0 < h < 2, Λ and S invertible",
    sentence=(
        r"Let $q \ge 1$, $h, d > 0$, $L$ a real diagonal $q\times q$ matrix with non-zero diagonal entries, $S \in "
        r"\mathbb{R}^{q\times q}$ symmetric positive definite with $S \preceq I_q$, $D = I_q - S \preceq dI_q$, $W = "
        r"S^{-1} - I_q$, $N = LSL \preceq hI_q$ (the letter $n$ of the formal statements) and $Y = N(I_q + DN)^{-1} = "
        r"(I_q + ND)^{-1}N$ with $0 \preceq Y \preceq hI_q$; $D, W \succeq 0$. [1] Then $(I_q + ND)\bigl(I_q + "
        r"(I_q-Y)W(I_q-Y)\bigr)(I_q + DN) = S^{-1} + NDN$. [2] Then $\mathrm{tr}\,W - \mathrm{tr}((I_q-Y)W(I_q-Y)) = "
        r"2\,\mathrm{tr}(WY) - \mathrm{tr}(WY^2)$. [3] Then $2\,\mathrm{tr}(WY) - \mathrm{tr}(WY^2) \ge "
        r"(2-h)\,\mathrm{tr}(WY)$. [4] Then $\mathrm{tr}(WY) \ge (1+hd)^{-1}\,\mathrm{tr}(WN)$. [5] Then "
        r"$\mathrm{tr}(WN) \ge \mathrm{tr}(L^2D)$. [6] If moreover $h < 2$ and $S_+ = (I_q + DN)Q(I_q + ND)$ with $Q \in "
        r"\mathbb{R}^{q\times q}$, $(I_q + SNDN)Q = S$ and $S_+Z = I_q$ for $Z \in \mathbb{R}^{q\times q}$, then "
        r"$\mathrm{tr}\,S^{-1} - \mathrm{tr}\,Z \ge \tfrac{2-h}{1+hd}\,\mathrm{tr}(L^2D)$."
    ),
    source=Source("dmd", "section 11, T6d", "reconstructed"),
    derivation=derived(discrete.discrete_clock),
    expected=("steps proved",),
    without_objective="about one step, which the statement defines; `dmd-gradients` derives its gradient from the objective",
    probe=StatementProbe(
        sampler=(*[sampler(POINT, points.random_clock)] * 5, sampler(f"{POINT} g Q Z1", points.random_clock)), trials=(6, 60)
    ),
    mutants=(
        Mutant(
            name="(2 − h) for (1 − h): more than it is",
            fate="false",
            goal=2,
            change=((">= (2-h)*tr(W*Y)", ">= (5-h)*tr(W*Y)"),),
        ),
        Mutant(name="a twice as large", fate="false", goal=3, change=((">= a*tr(W*n)", ">= 3*tr(W*n)"),)),
        Mutant(name="V − V₊: without the resolvent, (2 − h) for (2 − h)a", fate="false", goal=5,
               change=(("(2-h)*a*tr(L*L*D)", "9*(2-h)*tr(L*L*D)"),)),
        Mutant(name="twice τ", fate="false", goal=4, change=((">= tr(L*L*D)", ">= 9*tr(L*L*D)"),)),
    ),
)
