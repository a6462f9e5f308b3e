"""From a start in the column space, if 0 < g < 1, g ≤ (s − D_X)², g ≤ 2 − (S + D_X)², 0 < D_X ≤ s, 0 < c_X = 1 − (S + D_X)²/2,
0 < c_Y = 1 − (y + D_Y)²/2 and η√f_0·√((2−g)/g) ≤ min(D_X√c_Y, D_Y√c_X), then f_k ≤ (1 − g)^(2k) f_0 and the radii D_X, D_Y
hold for every k.

No horizon (T is arbitrary), and no ε in the step; s bounds the scaled singular values of X_0 from below, S and y those of X_0
and Y_0 from above. By strong induction over iterations: contraction from the residual identity, the length of the path from
the decrease of √f, Weyl's inequality from the length. Source: ours; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import derived, horizon, over, simultaneous, wide
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import horizon as scenes

FREE = "DX DY p g q uY cX cY"

claim = Claim(
    id="agd-horizon-free",
    title="Linear convergence for every horizon, under two conditions on the radii",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $\eta > 0$, $T \ge 1$, and let $X_0,\dots,X_T \in "
        r"\mathbb{R}^{m\times d}$, $Y_0,\dots,Y_T \in \mathbb{R}^{n\times d}$ satisfy $X_{j+1} = X_j - \eta "
        r"(X_jY_j^\top - A)Y_j$ and $Y_{j+1} = Y_j - \eta (X_{j+1}Y_j^\top - A)^\top X_{j+1}$ for $0 \le j < T$; "
        r"write $F_k = \tfrac12\lVert X_kY_k^\top - A\rVert_F^2$. Let $r \ge 1$, $U \in \mathbb{R}^{m\times r}$ "
        r"with $U^\top U = I_r$, $UU^\top A = A$, $UU^\top X_0 = X_0$, and let $s > 0$, $S, y \ge 0$ satisfy $\eta "
        r"X_0X_0^\top \succeq s^2UU^\top$, $\eta X_0^\top X_0 \preceq S^2I_d$, $\eta Y_0^\top Y_0 \preceq y^2I_d$. "
        r"Suppose $0 < D_X \le s$, $D_Y > 0$, $0 < g < 1$, $g \le (s-D_X)^2$, $g \le 2 - (S+D_X)^2$, $c_X = "
        r"1-\tfrac12(S+D_X)^2 > 0$, $c_Y = 1-\tfrac12(y+D_Y)^2 > 0$, $\eta^2(2-g)F_0 \le g\,c_Y D_X^2$ and "
        r"$\eta^2(2-g)F_0 \le g\,c_X D_Y^2$. Then for $0 \le k \le T$: $F_k \le (1-g)^{2k}F_0$, $\eta\lVert "
        r"X_k-X_0\rVert_F^2 \le D_X^2$ and $\eta\lVert Y_k-Y_0\rVert_F^2 \le D_Y^2$."
    ),
    source=Source("agd", "horizon-free theorem (ours)", "reconstructed"),
    derivation=derived(theorems.horizon_free),
    expected=("proved",),
    without_objective="F and the iterates are defined in the statement; the gradients are those of `agd-gradients`",
    probe=StatementProbe(sampler=wide(FREE, scenes.random_horizon, "free"), trials=(30, 300)),
    mutants=(
        Mutant(name="rate p³", fate="false", change=(("p**(2*k)", "p**(3*k)"),)),
        Mutant(name="S for s", fate="false", change=(("(s-DX)**2 >= g", "(S-DX)**2 >= g"),)),
        Mutant(name="simultaneous updates", fate="false", search=simultaneous),
        Mutant(name="radius of Y a hundredth", fate="false", change=(("DY**2 >= 2*c*eta*tr", "1/10000*DY**2 >= 2*c*eta*tr"),)),
    ),
    sharpness=(
        Sharpness(given="U*U.T*A == A", sampler=over(FREE, "free", "column")),
        Sharpness(given="g*cY*DX**2 >= 2*c*eta**2*q*F[0]", sampler=horizon(FREE, scenes.random_horizon, over="X")),
        Sharpness(given="(s-DX)**2 >= g", sampler=horizon(FREE, scenes.random_horizon, over="rate")),
    ),
)
