"""From an aligned start, X_0 = U diag(x_i) Qᵀ, Y_0 = V diag(y_i) Qᵀ, the iterates stay diagonal in these frames, and the
residual of a mode with 0 < α = ησ_i ≤ 1/4 contracts linearly, at a rate that does not depend on ε.

One mode in scaled letters (x = √η x_i, y = √η y_i), 0 < x_0² ≤ 1/2, 0 ≤ y_0 ≤ x_0, x_0y_0 ≤ α: if x_0² ≤ α, then after N
sweeps with (1 + 9α/28)^{2N} x_0² > 11α/4 the residual is below α/2 and contracts by 1 − 7α/8 a sweep; if x_0² ≥ α, by 1 − α
from the start. In words: the change of scale between matrix and mode, the sum over modes, and "iterations of order κ" (the
paper proves κ²). An X_0 = AΦ that is not aligned is not covered. Source: ours; reconstructed.
"""

from __future__ import annotations

from random import Random
from typing import Any

from proofs_check.claims.agd._models import derived
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems


def mode(names: str, phase: str) -> Any:
    """Models of one mode, cut down to ``names``."""

    def model(rng: Random) -> dict[str, Any]:
        from theory.agd.scenes.aligned import random_mode

        values = random_mode(rng, phase)
        return {name: values[name] for name in names.split()}

    return model


def run(rng: Random) -> dict[str, Any]:
    """Exact models of two sweeps of an aligned run, of the paper's objective."""
    from theory.agd.problem import Objective
    from theory.agd.scenes.aligned import random_aligned

    return random_aligned(rng, Objective())


def overshooting(rng: Random) -> dict[str, Any]:
    """x_0y_0 > α: the residual starts below zero."""
    from fractions import Fraction

    from theory.agd.scenes.aligned import mode as iterate

    x = Fraction(rng.randint(40, 70), 100)
    alpha = x * x * Fraction(rng.randint(2, 4), 5)
    found = iterate(min(alpha, Fraction(1, 4)), x, x, 2)
    return {name: found[name] for name in ONE.split()}


ONE = "alpha T x y k"
claim = Claim(
    id="agd-aligned-start",
    title="Aligned starts: the iterates stay aligned, and one mode converges linearly for α = ησ ≤ 1/4",
    sentence=(
        r"[1] Let $0 < \alpha \le \tfrac14$, $T \ge 1$, and let real $x_0,\dots,x_T$, $y_0,\dots,y_T$ and $r_j = "
        r"\alpha - x_jy_j$ satisfy $x_{j+1} = x_j + r_jy_j$ and $y_{j+1} = y_j + (1-y_j^2)r_jx_{j+1}$ for $0 \le j "
        r"< T$, with $x_0 > 0$, $x_0^2 \le \tfrac12$, $0 \le y_0 \le x_0$ and $x_0y_0 \le \alpha$. Then for $0 \le "
        r"k \le T$: $r_k \ge 0$, $x_k \ge x_0$, $y_k \ge 0$, $y_k^2 \le \tfrac{5}{14}$, $x_k^2 \le "
        r"\tfrac{11}{14}$, $(1-\tfrac{\alpha}{2})x_k^2 + r_k \le (1-\tfrac{\alpha}{2})x_0^2 + \alpha$, "
        r"$(1-\tfrac{\alpha}{2})y_k^2 + (1+\alpha)r_k \le (1+\alpha)\alpha$, $(1-\tfrac{\alpha}{2})^2(x_k^2-y_k^2) "
        r"+ (1+\alpha)\alpha r_k \le (1-\tfrac{\alpha}{2})^2x_0^2 + (1+\alpha)\alpha^2$ and "
        r"$(1-\tfrac{\alpha}{2})(y_k^2-x_k^2) + \alpha r_k \le \alpha^2$. [2] In the setting of [1]: if moreover "
        r"$x_0^2 \le \alpha$ and $0 \le N \le T$ is such that $4(1+\tfrac{9}{28}\alpha)^{2N}x_0^2 > 11\alpha$, "
        r"then $1-\tfrac78\alpha > 0$ and $r_{N+k} \le \tfrac{\alpha}{2}(1-\tfrac78\alpha)^k$ for $0 \le k \le "
        r"T-N$. [3] In the setting of [1]: if moreover $x_0^2 \ge \alpha$, then $1-\alpha > 0$ and $r_k \le "
        r"\alpha(1-\alpha)^k$ for $0 \le k \le T$. [4] Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $\eta "
        r"> 0$, $T \ge 1$, and let $X_0,\dots,X_T \in \mathbb{R}^{m\times d}$, $Y_0,\dots,Y_T \in "
        r"\mathbb{R}^{n\times d}$ satisfy $X_{j+1} = X_j - \eta (X_jY_j^\top - A)Y_j$ and $Y_{j+1} = Y_j - \eta "
        r"(X_{j+1}Y_j^\top - A)^\top X_{j+1}$ for $0 \le j < T$; let $r \ge 1$, let $U \in \mathbb{R}^{m\times "
        r"r}$, $V \in \mathbb{R}^{n\times r}$, $Q \in \mathbb{R}^{d\times r}$ satisfy $U^\top U = V^\top V = "
        r"Q^\top Q = I_r$, and let $\Sigma$, $a_0,\dots,a_T$, $b_0,\dots,b_T$ be real diagonal $r\times r$ "
        r"matrices with $A = U\Sigma V^\top$, $X_0 = Ua_0Q^\top$, $Y_0 = Vb_0Q^\top$ and $a_{j+1} = a_j - "
        r"\eta(a_jb_j-\Sigma)b_j$, $b_{j+1} = b_j - \eta(a_{j+1}b_j-\Sigma)a_{j+1}$ for $0 \le j < T$. Then $X_k = "
        r"Ua_kQ^\top$ and $Y_k = Vb_kQ^\top$ for $0 \le k \le T$."
    ),
    source=Source("agd", "aligned starts (ours)", "reconstructed"),
    derivation=derived(theorems.aligned_start),
    expected=("steps proved",),
    without_objective="about the scalar recursion of each mode; that the iterates stay aligned is one of its goals",
    probe=StatementProbe(sampler=(mode(ONE, "any"), mode(f"{ONE} N Z", "late"), mode(f"{ONE} Z", "wide"),
                                  run), trials=(20, 100)),
    mutants=(
        Mutant(name="potential of x without the residual's share", fate="false",
               change=(("(1-1/2*alpha)*x[0]**2 + alpha >= (1-1/2*alpha)*x[k]**2 + r[k]",
                        "(1-1/2*alpha)*x[0]**2 + 9/10*alpha >= (1-1/2*alpha)*x[k]**2 + r[k]"),)),
        Mutant(name="rate (1 − α)⁴ from a large start", fate="false", goal=2, change=(("alpha*Z**k", "alpha*Z**(4*k)"),)),
    ),
    sharpness=(Sharpness(given="alpha >= x[0]*y[0]", sampler=overshooting),),
)
