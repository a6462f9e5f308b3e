"""Gradient flow conserves the difference of the Gram matrices of two factors (Du, Hu and Lee 2018).

Reconstructed: their theorem is about layers of a network; this is its linear core, with an arbitrary gradient G of the product.
"""

from proofs_check.public import Claim, Mutant, Source, Theorem

theorem = Theorem(
    "D^T U + U^T D = E^T V + V^T E",
    where="U: m x r, V: n x r, G: m x n",
    hypotheses={"flow of U": "D = -G V", "flow of V": "E = -G^T U"},
)

claim = Claim(
    id="flow-conserves-balance",
    title="Gradient flow conserves UᵀU − VᵀV",
    sentence="If U′ = −GV and V′ = −GᵀU, as for a loss of UVᵀ with gradient G, then (UᵀU)′ = (VᵀV)′.",
    source=Source("Du, Hu & Lee 2018, arXiv:1806.00900", "Theorem 2.2, for linear factors", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=(Mutant(name="one sign", fate="false", change=(("E.T*V + V.T*E", "E.T*V - V.T*E"),)),),
    sharpness=theorem.sharpness(),
    without_objective="it holds for the gradient of any loss of the product",
)
