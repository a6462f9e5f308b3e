"""From the paper's start to a number of sweeps: F_k ≤ ½ε‖A‖² as soon as ks² ≥ 2J and 2^J ε ≥ (1 + ν)², s = φ/(Cκ).

That is T = 2C²φ⁻²κ²⌈log₂((1 + ν)²/ε)⌉ sweeps, with no logarithm in the statement: a whole number J of halvings takes its place.
A bound on the step, 32η²(1 + ν)²‖A‖² ≤ s⁴, and the three bounds on the sketches are all that is asked of the start. Source:
arXiv:2305.06927 v2, main theorem and corollary (reconstructed), with the horizon-free rate of ours.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.agd._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes.start import random_run

RUN = "m n d r f e T k eta a b C nu sigma1 sigmar phi U V Sg Phi1 Phi2 Q P K N M E1 E2 X Y w"


def powers(rng: Random, over: bool = False) -> dict[str, Any]:
    """p + g = 1, k a little above J/g, or (``over``) half of that."""
    g, J = Fraction(rng.randint(1, 9), 10), rng.randint(1, 4)
    k = -(-J * g.denominator // g.numerator)
    k = k // 2 if over else k + rng.randint(0, 1)
    return {"p": str(1 - g), "g": str(g), "N": k + 2, "k": k, "J": J}


claim = Claim(
    id="agd-count",
    title="From the sketched start to T = 2C²κ²φ⁻²·⌈log₂((1 + ν)²/ε)⌉ sweeps",
    sentence=(
        r"[1] Let $p, g > 0$, $p + g = 1$, and let $J \ge 0$ and $0 \le k \le N$ be whole with $kg \ge J$. Then $2^Jp^k \le "
        r"1$. [2] Let $m, n, d, r \ge 1$, $U \in \mathbb{R}^{m\times r}$, $V \in \mathbb{R}^{n\times r}$ with $U^\top U = "
        r"V^\top V = I_r$, $\Sigma$ a real diagonal $r\times r$ matrix with $\sigma_r^2I_r \preceq \Sigma^2 \preceq "
        r"\sigma_1^2I_r$, $\sigma_1 \ge \sigma_r > 0$, and $A = U\Sigma V^\top$; let $\Phi_1, \Phi_2 \in \mathbb{R}^{n\times "
        r"d}$ and $G = V^\top\Phi_1$ with $GG^\top \succeq \varphi^2I_r$, $0 < \varphi \le 2$, $G^\top G \preceq 9I_d$ and "
        r"$\Phi_2^\top\Phi_2 \preceq 9I_d$ (as sums of squares of at most $f$ columns; $E_1, E_2 \in \mathbb{R}^{f\times e}$ "
        r"with $E_1E_1^\top = E_2E_2^\top = I_f$, $E_1E_2^\top = 0$ put two of them side by side); let $C \ge 4$, $\nu, \eta "
        r"> 0$, $4C\nu\sigma_1\eta \le 9$, $D = \tfrac19C\nu$, $X_0 = aA\Phi_1$, $Y_0 = b\Phi_2$ with $a, b > 0$, $\eta "
        r"a^2C^2\sigma_1^2 = 1$, $b^2 = \eta D^2\sigma_1^2$, and for $0 \le j < T$: $X_{j+1} = X_j - \eta (X_jY_j^\top - "
        r"A)Y_j$, $Y_{j+1} = Y_j - \eta (X_{j+1}Y_j^\top - A)^\top X_{j+1}$; write $F_k = \tfrac12\lVert X_kY_k^\top - "
        r"A\rVert_F^2$ and $s = \varphi\sigma_r/(C\sigma_1)$. If $32\eta^2(1+\nu)^2\lVert A\rVert_F^2 \le s^4$, then "
        r"$1-\tfrac14s^2 > 0$, $F_k \le (1-\tfrac14s^2)^{2k}F_0$ for $0 \le k \le T$, and $F_0 \le \tfrac12(1+\nu)^2\lVert "
        r"A\rVert_F^2$. [3] If moreover $\varepsilon > 0$ and $J \ge 0$ is whole with $2^J\varepsilon \ge (1+\nu)^2$ and "
        r"$ks^2 \ge 2J$, then $F_k \le \tfrac12\varepsilon\lVert A\rVert_F^2$."
    ),
    source=Source("agd", "main theorem and corollary, count", "reconstructed", version="v2"),
    derivation=derived(theorems.count),
    expected=("steps proved",),
    without_objective="F and the iterates are defined in the statement; the gradients are those of `agd-gradients`",
    probe=StatementProbe(
        sampler=(powers, sampler(f"{RUN} p", random_run), sampler(f"{RUN} eps J", random_run)), trials=(8, 80)
    ),
    mutants=(
        Mutant(name="4^J for 2^J", fate="false", change=(("two**J", "two**(2*J)"),)),
        Mutant(name="rate p^(20k)", fate="false", goal=1, change=(("p**(2*k)", "p**(20*k)"),)),
        Mutant(name="F_0 at most ½(1 − ν)²‖A‖²", fate="false", goal=1, change=(("c*(1+nu)**2*tr(A.T*A) >= F[0]",
               "c*(1-nu)**2*tr(A.T*A) >= F[0]"),)),
        Mutant(name="a tenth of ε", fate="false", goal=2, change=(("c*eps*tr(A.T*A)", "1/10*c*eps*tr(A.T*A)"),)),
    ),
    sharpness=(Sharpness(given="k*g >= J", sampler=lambda rng: powers(rng, over=True)),),
)  # fmt: skip
