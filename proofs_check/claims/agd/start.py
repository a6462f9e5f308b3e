"""The paper's start as matrices: X_0 = AΦ_1/(√η Cσ_1), Y_0 = √η Dσ_1Φ_2 meets the hypotheses of the convergence theorems.

Every ⪯ with its exact gap. The events ‖VᵀΦ_1‖, ‖Φ_2‖ ≤ 3 and σ_r(VᵀΦ_1) ≥ φ are hypotheses; their probability is
agd-theorem's. Source: arXiv:2305.06927 v2, initialization (form of the start and step cap stated second hand); reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes.start import random_start

LETTERS = "m n d r eQ eP eK eN eM eta a b C nu sigma1 sigmar phi U V Sg Phi1 Phi2 Q P K N M"

claim = Claim(
    id="agd-start",
    title="The paper's start, as matrices: column space, s = φσ_r/(Cσ_1), norms 3/C and 3ηDσ_1, and F_0 ≤ ½(1 + ν)²‖A‖²",
    sentence=(
        r"Let $m, n, d, r \ge 1$, $U \in \mathbb{R}^{m\times r}$, $V \in \mathbb{R}^{n\times r}$ with $U^\top U = V^\top V = "
        r"I_r$, $\Sigma$ a real diagonal $r\times r$ matrix with $\sigma_r^2I_r \preceq \Sigma^2 \preceq \sigma_1^2I_r$, "
        r"$\sigma_r, \sigma_1 > 0$, and $A = U\Sigma V^\top$; let $\eta, C, \nu > 0$, $D = \tfrac19C\nu$, $\Phi_1, \Phi_2 "
        r"\in \mathbb{R}^{n\times d}$, $G = V^\top\Phi_1$, and $X_0 = aA\Phi_1$, $Y_0 = b\Phi_2$ with $a, b > 0$, $\eta "
        r"a^2C^2\sigma_1^2 = 1$ and $b^2 = \eta D^2\sigma_1^2$. Suppose $GG^\top \succeq \varphi^2I_r$ with $\varphi > 0$, "
        r"$G^\top G \preceq 9I_d$ and $\Phi_2^\top\Phi_2 \preceq 9I_d$, and put $s = \varphi\sigma_r/(C\sigma_1)$, $y = "
        r"3\eta D\sigma_1$. Then $UU^\top A = A$, $UU^\top X_0 = X_0$, $\eta X_0X_0^\top \succeq s^2UU^\top$, $\eta X_0^\top "
        r"X_0 \preceq (3/C)^2I_d$ and $\eta Y_0^\top Y_0 \preceq y^2I_d$, each with the sum of squares that is its gap; "
        r"$\lVert X_0Y_0^\top\rVert_F \le \nu\lVert A\rVert_F$ and $F_0 = \tfrac12\lVert X_0Y_0^\top - A\rVert_F^2 \le "
        r"\tfrac12(1+\nu)^2\lVert A\rVert_F^2$."
    ),
    source=Source("agd", "initialization", "reconstructed", version="v2"),
    derivation=derived(theorems.start),
    expected=("proved",),
    without_objective="about the start, before any step; F_0 is defined in the statement",
    probe=StatementProbe(sampler=sampler(LETTERS, random_start), trials=(12, 120)),
    mutants=(
        Mutant(name="twice the floor", fate="false", change=(("+ s**2*U*U.T", "+ 2*s**2*U*U.T"),)),
        Mutant(name="‖X_0‖ at most 2/C", fate="false", change=(("== 9*C**(-2)*I(d)", "== 4*C**(-2)*I(d)"),)),
        Mutant(name="half of ν", fate="open", change=(("nu**2*tr(A.T*A) >=", "1/4*nu**2*tr(A.T*A) >="),)),
        Mutant(name="a thousandth of ν", fate="false", change=(("nu**2*tr(A.T*A) >=", "1/1000000*nu**2*tr(A.T*A) >="),)),
        Mutant(name="F_0 at most ½(1 − ν)²‖A‖²", fate="false", change=(("c*(1+nu)**2*tr(A.T*A)", "c*(1-nu)**2*tr(A.T*A)"),)),
    ),
    sharpness=(Sharpness(given="G.T*G + N*N.T == 9*I(d)", sampler=sampler(LETTERS, random_start, over="norm")),),
)
