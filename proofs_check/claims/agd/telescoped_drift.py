"""While η‖Y_j‖², η‖X_{j+1}‖² ≤ 1: ‖X_k − X_0‖² + ‖Y_k − Y_0‖² ≤ 2kη(F_0 − F_k), any horizon.

Sharper than the paper's 2kηF_0. By two inductions over iterations. Source: arXiv:2305.06927 v2, boundedness; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import PATH, derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import points

claim = Claim(
    id="agd-telescoped-drift",
    title="Drift of the iterates by the decrease of F, while η‖Y_j‖₂², η‖X_{j+1}‖₂² ≤ 1",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $\eta > 0$, $T \ge 1$, and let $X_0,\dots,X_T \in "
        r"\mathbb{R}^{m\times d}$, $Y_0,\dots,Y_T \in \mathbb{R}^{n\times d}$ satisfy $X_{j+1} = X_j - \eta "
        r"(X_jY_j^\top - A)Y_j$ and $Y_{j+1} = Y_j - \eta (X_{j+1}Y_j^\top - A)^\top X_{j+1}$ for $0 \le j < T$; "
        r"write $F_k = \tfrac12\lVert X_kY_k^\top - A\rVert_F^2$. If $\eta Y_j^\top Y_j \preceq I_d$ and $\eta "
        r"X_{j+1}^\top X_{j+1} \preceq I_d$ for $0 \le j < T$, then $\lVert X_k-X_0\rVert_F^2 + \lVert "
        r"Y_k-Y_0\rVert_F^2 \le 2k\eta(F_0-F_k)$ for $1 \le k \le T$."
    ),
    source=Source("agd", "boundedness of the iterates", "reconstructed", version="v2"),
    derivation=derived(theorems.telescoped_drift),
    expected=("proved",),
    without_objective="F and the iterates are defined in the statement; the gradients are those of `agd-gradients`",
    probe=StatementProbe(sampler=sampler(f"{PATH} e KY KX", points.random_path, capped=True, aligned=False), trials=(12, 60)),
    mutants=(
        Mutant(name="half the drift", fate="false", change=(("2*k*eta", "k*eta"),)),
    ),
)
