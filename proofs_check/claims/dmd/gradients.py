"""∇_X f = 4c(XΘXᵀ − A)XΘ, ∇_Θ f = 2c(Θ − B), B = XᵀAX, and the projection to the tangent space: −(I − XXᵀ)AXΘ − ½X(BΘ − ΘB),
times 4c.

Source: arXiv:2606.31390, objective through notes on arXiv:2510.01175; the derivation reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="dmd-gradients",
    title="Gradients, and the Riemannian gradient",
    source=Source("dmd", "gradients", "reconstructed"),
    derivation=derived("gradients", about_objective=True),
    expected=("steps proved",),
    probe=StatementProbe(
        sampler=(
            sampler("m r B0 X T0 H t", "random_point"),
            sampler("m r B0 X T0 E0 t", "random_point"),
            sampler("m r B0 X T0", "random_point"),
        ),
        trials=(10, 100),
    ),
    mutants=(
        Mutant(name="half the gradient in X", fate="false", goal=0, change=(("4*c*R*X*T", "2*c*R*X*T"),)),
        Mutant(name="twice the gradient in Θ", fate="false", goal=1, change=(("tr(E*2*c*(T", "tr(E*4*c*(T"),)),
        Mutant(
            name="commutator with the other sign",
            fate="false",
            goal=2,
            change=(("- 1/2*X*(X.T*A*X*T - T*X.T*A*X)", "+ 1/2*X*(X.T*A*X*T - T*X.T*A*X)"),),
        ),
    ),
)
