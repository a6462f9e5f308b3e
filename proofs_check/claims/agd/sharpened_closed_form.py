"""S ≤ 3/4, s ≤ 1/2, s ≤ S, y ≤ s/12, η√f_0 ≤ s²/8, the start in a space that holds the columns of A: f_k ≤ (1 −
(15s/16)²)^(2k) f_0 for every k, with radii s/16 and 453s/2000. In words: so (4/7)L/β sweeps suffice, seven times fewer than
the paper's 4L/β.

The theorem and the scalar implications composed into one statement. Source: ours; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import derived, over, wide
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import horizon as scenes

claim = Claim(
    id="agd-sharpened-closed-form",
    title="Sharpened convergence in closed form, for S ≤ 3/4, s ≤ 1/2, y ≤ s/12, η√F_0 ≤ s²/8",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $\eta > 0$, $T \ge 1$, and let $X_0,\dots,X_T \in "
        r"\mathbb{R}^{m\times d}$, $Y_0,\dots,Y_T \in \mathbb{R}^{n\times d}$ satisfy $X_{j+1} = X_j - \eta "
        r"(X_jY_j^\top - A)Y_j$ and $Y_{j+1} = Y_j - \eta (X_{j+1}Y_j^\top - A)^\top X_{j+1}$ for $0 \le j < T$; "
        r"write $F_k = \tfrac12\lVert X_kY_k^\top - A\rVert_F^2$. Let $r \ge 1$, $U \in \mathbb{R}^{m\times r}$ "
        r"with $U^\top U = I_r$, $UU^\top A = A$, $UU^\top X_0 = X_0$, and let $s > 0$, $S, y \ge 0$ satisfy $\eta "
        r"X_0X_0^\top \succeq s^2UU^\top$, $\eta X_0^\top X_0 \preceq S^2I_d$, $\eta Y_0^\top Y_0 \preceq y^2I_d$. "
        r"If $s \le S \le \tfrac34$, $12y \le s \le \tfrac12$ and $64\,\eta^2F_0 \le s^4$, then "
        r"$1-\tfrac{225}{256}s^2 > 0$ and for $0 \le k \le T$: $F_k \le (1-\tfrac{225}{256}s^2)^{2k}F_0$, "
        r"$\eta\lVert X_k-X_0\rVert_F^2 \le (\tfrac{s}{16})^2$ and $\eta\lVert Y_k-Y_0\rVert_F^2 \le "
        r"(\tfrac{453}{2000}s)^2$."
    ),
    source=Source("agd", "sharpened horizon-free theorem, corollary (ours)", "reconstructed"),
    derivation=derived(theorems.sharpened_closed_form),
    expected=("proved",),
    without_objective="F and the iterates are defined in the statement; the gradients are those of `agd-gradients`",
    probe=StatementProbe(sampler=wide("p", scenes.corollary_scene, "closed sharp", sharp=True), trials=(30, 300)),
    mutants=(
        Mutant(name="rate p³", fate="false", change=(("p**(2*k)", "p**(3*k)"),)),
        Mutant(name="radius of Y a hundredth", fate="false", change=(("DY**2 >= 2*c*eta*tr", "1/10000*DY**2 >= 2*c*eta*tr"),)),
    ),
    sharpness=(Sharpness(given="U*U.T*A == A", sampler=over("p", "closed sharp", "column")),),
)
