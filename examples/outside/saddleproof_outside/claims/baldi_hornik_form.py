"""The form of A and B at a critical point: A = UC with a frame U of its columns, and B from it (Baldi and Hornik 1989).

Reconstructed: their Fact 4 (the form A = U_J C). Any frame U of the columns of A will do here; that it can be made of
eigenvectors of Σ follows from `baldi-hornik-commutes` by the spectral theorem, which is not part of the claim.
"""

from proofs_check.public import Claim, Source, Theorem

theorem = Theorem(
    "A = U C, B = (A^T A)^-1 A^T Y X^T (X X^T)^-1, A B = U U^T Y X^T (X X^T)^-1",
    where="A: p x k, B: k x n, X: n x m, U: p x k",
    hypotheses={"columns of A": "A (A^T A)^-1 A^T = U U^T", "coordinates": "C = U^T A"},
    objective="||A B X - Y||^2",
    critical="B",
)

claim = Claim(
    id="baldi-hornik-form",
    title="The form of both factors at a critical point",
    sentence="If F(A, B) = ‖ABX − Y‖² is critical in B, with AᵀA and XXᵀ invertible, UUᵀ = A(AᵀA)⁻¹Aᵀ and C = UᵀA, "
    "then A = UC, B = (AᵀA)⁻¹Aᵀ YXᵀ(XXᵀ)⁻¹ and AB = UUᵀ YXᵀ(XXᵀ)⁻¹.",
    source=Source("Baldi & Hornik 1989, Neural Networks 2", "Fact 4 (the form of A and B)", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=theorem.mutants,
    sharpness=theorem.sharpness("critical in B"),
)
