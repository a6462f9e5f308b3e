"""At a critical point of a linear network with one hidden layer the product is a projected regression (Baldi and Hornik 1989).

Reconstructed. F is ‖ABX − Y‖², X are the inputs and Y the outputs; AᵀA and XXᵀ have inverses. The equation of B alone is used.
"""

from proofs_check.public import Claim, Source, Theorem

theorem = Theorem(
    "A B = A (A^T A)^-1 A^T Y X^T (X X^T)^-1",
    where="A: p x k, B: k x n, X: n x m",
    objective="||A B X - Y||^2",
    critical="B",
)

claim = Claim(
    id="baldi-hornik-projection",
    title="The product at a critical point is the projected regression",
    sentence="If F(A, B) = ‖ABX − Y‖² is critical in B, with AᵀA and XXᵀ invertible, then AB = A(AᵀA)⁻¹Aᵀ YXᵀ(XXᵀ)⁻¹.",
    source=Source("Baldi & Hornik 1989, Neural Networks 2", "Fact 3 (the global map)", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=theorem.mutants,
    sharpness=theorem.sharpness(),
)
