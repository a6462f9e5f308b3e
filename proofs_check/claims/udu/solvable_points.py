"""f = ½‖X − A‖², A symmetric: RUD = 0, R = X − A, makes X = UDUᵀ satisfy X² = AX = XA; for D ⪰ 0, X = P_W A P_W with W
invariant, A positive definite on W, W in the range of U.

In words: what [3] says of W; and the converse. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.planted.witnesses import frames
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import landscape, points

POINT = sampler("n r B U D", points.random_critical)
SQUARES = "n r B U D J k P S Q"

claim = Claim(
    id="udu-solvable-points",
    title="Solvable model: RUD = 0 makes X = UDUᵀ a part of A, cut to a subspace that A maps into itself",
    sentence=(
        r"Let $n, r \ge 1$, $A \in \mathbb{R}^{n\times n}$ symmetric, $U \in \mathbb{R}^{n\times r}$, $D$ a real diagonal "
        r"$r\times r$ matrix, $R = UDU^\top - A$ and $F(U,D) = \tfrac12\lVert UDU^\top - A\rVert_F^2$. [1] If $RUD = 0$, then "
        r"$(UDU^\top)^2 = A\,UDU^\top$. [2] If $RUD = 0$, then $A\,UDU^\top = UDU^\top A$. [3] If $RUD = 0$ and $D = J^2$ "
        r"with a real diagonal $J$, then there are an integer $k \ge 0$, $P, Q \in \mathbb{R}^{n\times k}$ and a diagonal "
        r"$k\times k$ matrix $S$ with positive diagonal such that $UDU^\top = PSQ^\top$, $P^\top P = Q^\top Q = I_k$, $AP = "
        r"PP^\top AP$, $UDU^\top = PP^\top APP^\top$, $P^\top AP = (P^\top UJ)(P^\top UJ)^\top$, $P^\top AP\,P^\top QS^{-1} = "
        r"I_k$, $P = UDU^\top QS^{-1}$ and $F(U,D) = \tfrac12(\lVert A\rVert_F^2 - \lVert P^\top AP\rVert_F^2)$."
    ),
    source=Source("udu", "solvable model", "reconstructed", version="v2"),
    derivation=derived(theorems.product_is_critical, about_objective=True),
    without_objective="about points with GUD = 0; `udu-gradients` derives G from the objective",
    expected=("steps proved",),
    probe=StatementProbe(sampler=(POINT, POINT, sampler(SQUARES, landscape.over_squares)),
                         witnesses=(None, None, frames("P", "S", "Q")), trials=(20, 200)),
    mutants=(
        Mutant(name="X² = 2AX", fate="false", goal=0, change=(("== A*U", "== 2*A*U"),)),
        Mutant(name="X anticommutes with A", fate="false", goal=1, change=(("== U*D*U.T*A", "== -U*D*U.T*A"),)),
        Mutant(name="A is X on all of the space", fate="false", goal=2, change=(("U*D*U.T == P*P.T*A*P*P.T", "U*D*U.T == A"),)),
        Mutant(name="the loss of what is learnt", fate="false", goal=2, change=(("c*(tr(A*A) - tr(P", "c*(tr(A*A) + tr(P"),)),
        Mutant(name="U inside W", fate="false", goal=2, change=(("A*P == P*P.T*A*P", "U == P*P.T*U"),)),
    ),
    sharpness=(Sharpness(given="R*U*D == 0", sampler=sampler("n r B U D", points.random_point)),),
)  # fmt: skip
