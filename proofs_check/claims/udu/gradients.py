"""The two gradients of F(U, D) = ½‖UDUᵀ − A‖², block by block: ∇_U F = 2GUD and ∂F/∂λ_j = u_jᵀGu_j, with G = UDUᵀ − A, A
symmetric.

In words: for a general f of X = UDUᵀ the same holds with its symmetrised gradient G at X. Source: arXiv:2501.16322 v2, step
(5): stated second hand; the derivation reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points

claim = Claim(
    id="udu-gradients",
    title="Gradients of ½‖UDUᵀ − A‖² in U and in D",
    sentence=(
        r"Let $n, r \ge 1$, $A \in \mathbb{R}^{n\times n}$ symmetric, $U \in \mathbb{R}^{n\times r}$, $D$ a real "
        r"diagonal $r\times r$ matrix, $R = UDU^\top - A$ and $F(U,D) = \tfrac12\lVert UDU^\top - A\rVert_F^2$. "
        r"[1] For $H \in \mathbb{R}^{n\times r}$ and real $t$, with $M = HDU^\top + UDH^\top$ and $N = HDH^\top$: "
        r"$F(U+tH,D) = F(U,D) + 2t\,\mathrm{tr}(H^\top RUD) + t^2(\tfrac12\lVert M\rVert_F^2 + \mathrm{tr}(RN)) + "
        r"t^3\,\mathrm{tr}(MN) + \tfrac{t^4}{2}\mathrm{tr}(N^2)$. [2] For every real diagonal $r\times r$ matrix "
        r"$E$ and real $t$: $F(U,D+tE) = F(U,D) + t\,\mathrm{tr}(EU^\top RU) + \tfrac{t^2}{2}\mathrm{tr}(EU^\top "
        r"UEU^\top U)$."
    ),
    source=Source("udu", "step (5)", "reconstructed", version="v2"),
    derivation=derived(theorems.gradients, about_objective=True),
    expected=("steps proved",),
    probe=StatementProbe(
        sampler=(sampler("n r B U D H t", points.random_point), sampler("n r B U D E t", points.random_point)), trials=(20, 200)
    ),
    mutants=(
        Mutant(name="half the gradient in U", fate="false", goal=0, change=(("2*tr(H.T*2*c*R*U*D)", "tr(H.T*2*c*R*U*D)"),)),
        Mutant(name="twice the gradient in D", fate="false", goal=1, change=(("tr(E*U.T*2*c*R*U)", "tr(E*U.T*4*c*R*U)"),)),
    ),
)
