"""f = ½‖X − A‖², A symmetric: RUD = 0, R = X − A, makes X = UDUᵀ satisfy X² = AX = XA.

In words: so at a fixed point with D ≥ 0, X = P_W A P_W with W invariant, A positive definite on W, dim W ≤ r. Source: ours, for
arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points

claim = Claim(
    id="udu-solvable-points",
    title="Solvable model: RUD = 0 makes X = UDUᵀ commute with A, and X² = AX",
    sentence=(
        r"Let $n, r \ge 1$, $A \in \mathbb{R}^{n\times n}$ symmetric, $U \in \mathbb{R}^{n\times r}$, $D$ a real "
        r"diagonal $r\times r$ matrix, $R = UDU^\top - A$ and $F(U,D) = \tfrac12\lVert UDU^\top - A\rVert_F^2$. "
        r"[1] If $RUD = 0$, then $(UDU^\top)^2 = A\,UDU^\top$. [2] If $RUD = 0$, then $A\,UDU^\top = UDU^\top A$."
    ),
    source=Source("udu", "solvable model", "reconstructed", version="v2"),
    derivation=derived(theorems.product_is_critical, about_objective=True),
    without_objective="about points with GUD = 0; `udu-gradients` derives G from the objective",
    expected=("steps proved",),
    probe=StatementProbe(sampler=sampler("n r B U D", points.random_critical), trials=(20, 200)),
    mutants=(
        Mutant(name="X² = 2AX", fate="false", goal=0, change=(("== A*U", "== 2*A*U"),)),
        Mutant(name="X anticommutes with A", fate="false", goal=1, change=(("== U*D*U.T*A", "== -U*D*U.T*A"),)),
    ),
    sharpness=(Sharpness(given="R*U*D == 0", sampler=sampler("n r B U D", points.random_point)),),
)
