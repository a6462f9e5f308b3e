"""The main theorem, its deterministic part: for T ≤ D_X²/(2η²f_0), D_Y²/(2η²f_0), and scaled norms with (S + D_X)², (y + D_Y)²
≤ 1,

f_k ≤ (1 − g)^(2k) f_0 for k ≤ T, 0 < g < 1, g ≤ (s − D_X)², D_X ≤ s. In words: with D_X = D_Y = s/2, s ≤ 1/2 this is the
paper's horizon β/(8η²f_0), β = s², and a contraction of (1 − β/4)² where the paper has e^(−β/4); what makes β large with
probability 1 − δ is `agd-initial-scale` and `agd-small-ball`. Source: arXiv:2305.06927 v2, main theorem; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import derived, over, simultaneous, wide
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import horizon as scenes

FREE = "DX DY p g q uY cX cY"

claim = Claim(
    id="agd-main-theorem",
    title="Linear convergence up to the horizon T ≤ min(D_X², D_Y²)/(2η²F_0)",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $\eta > 0$, $T \ge 1$, and let $X_0,\dots,X_T \in "
        r"\mathbb{R}^{m\times d}$, $Y_0,\dots,Y_T \in \mathbb{R}^{n\times d}$ satisfy $X_{j+1} = X_j - \eta "
        r"(X_jY_j^\top - A)Y_j$ and $Y_{j+1} = Y_j - \eta (X_{j+1}Y_j^\top - A)^\top X_{j+1}$ for $0 \le j < T$; "
        r"write $F_k = \tfrac12\lVert X_kY_k^\top - A\rVert_F^2$. Let $r \ge 1$, $U \in \mathbb{R}^{m\times r}$ "
        r"with $U^\top U = I_r$, $UU^\top A = A$, $UU^\top X_0 = X_0$, and let $s > 0$, $S, y \ge 0$ satisfy $\eta "
        r"X_0X_0^\top \succeq s^2UU^\top$, $\eta X_0^\top X_0 \preceq S^2I_d$, $\eta Y_0^\top Y_0 \preceq y^2I_d$. "
        r"Suppose $0 < D_X \le s$, $D_Y > 0$, $0 < g < 1$, $g \le (s-D_X)^2$, $g \le 2-(S+D_X)^2$, $(S+D_X)^2 \le "
        r"1$, $(y+D_Y)^2 \le 1$, $2\eta^2TF_0 \le D_X^2$ and $2\eta^2TF_0 \le D_Y^2$. Then for $0 \le k \le T$: "
        r"$F_k \le (1-g)^{2k}F_0$ and $\lVert X_k-X_0\rVert_F^2 + \lVert Y_k-Y_0\rVert_F^2 \le 2k\eta(F_0-F_k)$."
    ),
    source=Source("agd", "main theorem, deterministic part", "reconstructed", version="v2"),
    derivation=derived(theorems.main_theorem),
    expected=("proved",),
    without_objective="F and the iterates are defined in the statement; the gradients are those of `agd-gradients`",
    probe=StatementProbe(sampler=wide(FREE, scenes.main_scene, "main", free=True, without="w"), trials=(20, 200)),
    mutants=(
        Mutant(name="rate p³", fate="false", change=(("p**(2*k)", "p**(3*k)"),)),
        Mutant(name="S for s", fate="false", change=(("(s-DX)**2 >= g", "(S-DX)**2 >= g"),)),
        Mutant(name="simultaneous updates", fate="false", search=simultaneous),
        Mutant(name="twice the horizon", fate="open", change=(
            ("DX**2 >= 4*c*eta**2*T*F[0]", "DX**2 >= 2*c*eta**2*T*F[0]"),
            ("DY**2 >= 4*c*eta**2*T*F[0]", "DY**2 >= 2*c*eta**2*T*F[0]"))),
        Mutant(name="a tenth of the drift", fate="false", change=(("2*k*eta*(F[0]-F[k])", "1/10*k*eta*(F[0]-F[k])"),)),
    ),
    sharpness=(Sharpness(given="U*U.T*A == A", sampler=over(FREE, "main", "column", without="w")),),
)
