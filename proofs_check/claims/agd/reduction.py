"""A = U S Vᵀ, X_0 = U x_0, Y_0 = V y_0 with orthonormal frames: the iterates are U x_k, V y_k for the small iteration on S, and
the losses agree. `numerics.reduction` builds on it. Source: ours; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import structure

claim = Claim(
    id="agd-reduction",
    title="A large run from starts in orthonormal frames is a small run",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $\eta > 0$, $T \ge 1$, and let $X_0,\dots,X_T \in "
        r"\mathbb{R}^{m\times d}$, $Y_0,\dots,Y_T \in \mathbb{R}^{n\times d}$ satisfy $X_{j+1} = X_j - \eta "
        r"(X_jY_j^\top - A)Y_j$ and $Y_{j+1} = Y_j - \eta (X_{j+1}Y_j^\top - A)^\top X_{j+1}$ for $0 \le j < T$. "
        r"Let $r, p \ge 1$, $U \in \mathbb{R}^{m\times r}$ and $V \in \mathbb{R}^{n\times p}$ with $U^\top U = "
        r"I_r$, $V^\top V = I_p$, $S \in \mathbb{R}^{r\times p}$ with $A = USV^\top$, and $a_0,\dots,a_T \in "
        r"\mathbb{R}^{r\times d}$, $b_0,\dots,b_T \in \mathbb{R}^{p\times d}$ with $X_0 = Ua_0$, $Y_0 = Vb_0$, "
        r"$a_{j+1} = a_j - \eta(a_jb_j^\top - S)b_j$ and $b_{j+1} = b_j - \eta(a_{j+1}b_j^\top - S)^\top a_{j+1}$ "
        r"for $0 \le j < T$. Then $X_k = Ua_k$, $Y_k = Vb_k$ and $\tfrac12\lVert X_kY_k^\top - A\rVert_F^2 = "
        r"\tfrac12\lVert a_kb_k^\top - S\rVert_F^2$ for $0 \le k \le T$."
    ),
    source=Source("agd", "reduction lemma (ours)", "reconstructed"),
    derivation=derived(theorems.reduction),
    expected=("proved",),
    without_objective="about the iterates of two runs, which the statement defines",
    probe=StatementProbe(sampler=sampler("m n d r p A U V S X Y a b eta T k", structure.random_reduced), trials=(20, 200)),
    mutants=(
        Mutant(name="loss of the small run doubled", fate="false", change=(("F[k] == c*tr", "F[k] == 2*c*tr"),)),
    ),
)
