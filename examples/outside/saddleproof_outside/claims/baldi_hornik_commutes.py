"""The projection at a critical point commutes with Σ = Y Xᵀ(XXᵀ)⁻¹X Yᵀ, so it is spanned by eigenvectors (Baldi, Hornik 1989).

Reconstructed: the second half of their Fact 4. F is ‖ABX − Y‖²; the projection is A(AᵀA)⁻¹Aᵀ, where AᵀA has an inverse.
"""

from proofs_check.public import Claim, Source, Theorem

theorem = Theorem(
    "A (A^T A)^-1 A^T Y X^T (X X^T)^-1 X Y^T = Y X^T (X X^T)^-1 X Y^T A (A^T A)^-1 A^T",
    where="A: p x k, B: k x n, X: n x m",
    objective="||A B X - Y||^2",
    critical="A, B",
)

claim = Claim(
    id="baldi-hornik-commutes",
    title="The projection at a critical point commutes with Σ",
    sentence="If F(A, B) = ‖ABX − Y‖² is critical in A and in B, with AᵀA and XXᵀ invertible, then A(AᵀA)⁻¹Aᵀ and "
    "Σ = YXᵀ(XXᵀ)⁻¹XYᵀ commute.",
    source=Source("Baldi & Hornik 1989, Neural Networks 2", "Fact 4 (commuting)", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=theorem.mutants,
    sharpness=theorem.sharpness(),
)
