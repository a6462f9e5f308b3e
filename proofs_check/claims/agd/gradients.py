"""Gradients of F = ½‖XYᵀ − A‖²: ∇_X = RY and ∇_Y = RᵀX, by exact expansion along every direction; the F of the
statements is the loss that numerics minimizes. Source: arXiv:2305.06927 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import POINT, derived, loss, sampler
from proofs_check.probes.anchor import AnchorProbe, Together
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import points

claim = Claim(
    id="agd-gradients",
    title="Gradients of the factorization objective, block by block, any sizes",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X \in \mathbb{R}^{m\times d}$, $Y \in "
        r"\mathbb{R}^{n\times d}$, $R = XY^\top - A$ and $F(X,Y) = \tfrac12\lVert XY^\top - A\rVert_F^2$. [1] Then "
        r"$F(X+tH,Y) = F(X,Y) + t\,\mathrm{tr}(H^\top RY) + \tfrac{t^2}{2}\lVert HY^\top\rVert_F^2$ for all $H \in "
        r"\mathbb{R}^{m\times d}$ and real $t$. [2] Then $F(X,Y+tJ) = F(X,Y) + t\,\mathrm{tr}(J^\top R^\top X) + "
        r"\tfrac{t^2}{2}\lVert XJ^\top\rVert_F^2$ for all $J \in \mathbb{R}^{n\times d}$ and real $t$."
    ),
    source=Source("agd", "gradients", "reconstructed", version="v2"),
    derivation=derived(theorems.gradients),
    expected=("steps proved",),
    probe=Together((
        StatementProbe(sampler=(sampler(f"{POINT} H t", points.random_point), sampler(f"{POINT} J t", points.random_point)),
                       trials=(25, 250)),
        AnchorProbe(sampler=sampler(POINT, points.random_point), loss=loss),
    )),
    mutants=(
        Mutant(name="twice the gradient in X", fate="false", change=(("t*tr(H.T*GX)", "2*t*tr(H.T*GX)"),)),
        Mutant(name="gradient with the other sign", fate="false", goal=1, change=(("t*tr(J.T*GY)", "(-t)*tr(J.T*GY)"),)),
        Mutant(name="curvature without the coefficient", fate="false", change=(("c*t**2", "t**2"),)),
    ),
)
