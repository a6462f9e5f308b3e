"""The horizon-free theorem with the X condition η√(2f_0)(y + D_Y) ≤ g·D_X: X moves only because Y is there, and Y is tiny. The
other conditions stay: 0 < g < 1, g ≤ (s − D_X)², g ≤ 2 − (S + D_X)², D_X ≤ s, c_X, c_Y > 0, η√f_0·√((2−g)/g) ≤ D_Y√c_X.

‖X_{k+1} − X_k‖ = h‖R_kY_k‖ ≤ √(2η)(y + D_Y)√F_k, summed over a geometric sequence. Source: ours; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import derived, horizon, over, simultaneous, wide
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import horizon as scenes

FREE = "DX DY p g q uY cX cY"

claim = Claim(
    id="agd-sharpened",
    title="Linear convergence for every horizon, with the condition on X sharpened: X moved by Y alone",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $\eta > 0$, $T \ge 1$, and let $X_0,\dots,X_T \in "
        r"\mathbb{R}^{m\times d}$, $Y_0,\dots,Y_T \in \mathbb{R}^{n\times d}$ satisfy $X_{j+1} = X_j - \eta "
        r"(X_jY_j^\top - A)Y_j$ and $Y_{j+1} = Y_j - \eta (X_{j+1}Y_j^\top - A)^\top X_{j+1}$ for $0 \le j < T$; "
        r"write $F_k = \tfrac12\lVert X_kY_k^\top - A\rVert_F^2$. Let $r \ge 1$, $U \in \mathbb{R}^{m\times r}$ "
        r"with $U^\top U = I_r$, $UU^\top A = A$, $UU^\top X_0 = X_0$, and let $s > 0$, $S, y \ge 0$ satisfy $\eta "
        r"X_0X_0^\top \succeq s^2UU^\top$, $\eta X_0^\top X_0 \preceq S^2I_d$, $\eta Y_0^\top Y_0 \preceq y^2I_d$. "
        r"Suppose $0 < D_X \le s$, $D_Y > 0$, $0 < g < 1$, $g \le (s-D_X)^2$, $g \le 2 - (S+D_X)^2$, $c_X = "
        r"1-\tfrac12(S+D_X)^2 > 0$, $c_Y = 1-\tfrac12(y+D_Y)^2 > 0$, $2\eta^2(y+D_Y)^2F_0 \le g^2D_X^2$ and "
        r"$\eta^2(2-g)F_0 \le g\,c_X D_Y^2$. Then for $0 \le k \le T$: $F_k \le (1-g)^{2k}F_0$, $\eta\lVert "
        r"X_k-X_0\rVert_F^2 \le D_X^2$ and $\eta\lVert Y_k-Y_0\rVert_F^2 \le D_Y^2$."
    ),
    source=Source("agd", "sharpened horizon-free theorem (ours)", "reconstructed"),
    derivation=derived(theorems.sharpened),
    expected=("proved",),
    without_objective="F and the iterates are defined in the statement; the gradients are those of `agd-gradients`",
    probe=StatementProbe(sampler=wide(FREE, scenes.random_horizon, "sharp", sharp=True), trials=(30, 300)),
    mutants=(
        Mutant(name="rate p³", fate="false", change=(("p**(2*k)", "p**(3*k)"),)),
        Mutant(name="S for s", fate="false", change=(("(s-DX)**2 >= g", "(S-DX)**2 >= g"),)),
        Mutant(name="simultaneous updates", fate="false", search=simultaneous),
        Mutant(name="radius of Y a hundredth", fate="false", change=(("DY**2 >= 2*c*eta*tr", "1/10000*DY**2 >= 2*c*eta*tr"),)),
    ),
    sharpness=(
        Sharpness(given="U*U.T*A == A", sampler=over(FREE, "sharp", "column")),
        Sharpness(given="(s-DX)**2 >= g", sampler=horizon(FREE, scenes.random_horizon, sharp=True, over="rate")),
    ),
)
