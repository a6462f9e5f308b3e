"""Gradient flow conserves the imbalance of adjacent layers of a deep linear network (Arora, Cohen and Hazan 2018).

Reconstructed. P and Q are the layers above and below the two adjacent ones, whatever their number.
"""

from proofs_check.public import Claim, Mutant, Source, Theorem

theorem = Theorem(
    "E^T W_2 + W_2^T E = D W_1^T + W_1 D^T",
    where="W_1: k x n, W_2: m x k, P: p x m, Q: n x q, G: p x q",
    hypotheses={"flow of the lower": "D = -W_2^T P^T G Q^T", "flow of the upper": "E = -P^T G Q^T W_1^T"},
)

claim = Claim(
    id="deep-balance",
    title="Gradient flow conserves the imbalance of adjacent layers",
    sentence="With G the gradient at the product P W₂ W₁ Q, the flow of W₁ and W₂ has (W₂ᵀW₂)′ = (W₁W₁ᵀ)′.",
    source=Source("Arora, Cohen & Hazan 2018, arXiv:1802.06509", "Theorem 1 (balancedness, first step)", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=(Mutant(name="twice", fate="false", change=(("W_1*D.T", "2*W_1*D.T"),)),),
    sharpness=theorem.sharpness(),
    without_objective="it holds for the gradient of any loss of the product",
)
