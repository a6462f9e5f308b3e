"""The projection at a critical point commutes with Σ = C S⁻¹ Cᵀ, so it is spanned by eigenvectors (Baldi and Hornik 1989).

Reconstructed: the second half of their Fact 4. W is the product, P the projection onto the columns of A.
"""

from proofs_check.public import Claim, Source, Theorem

theorem = Theorem(
    "P C S^-1 C^T = C S^-1 C^T P",
    where="P: p x p, P: symmetric, S: symmetric, C: p x n",
    hypotheses={"projected regression": "W = P C S^-1", "critical in A": "W S W^T = C W^T"},
)

claim = Claim(
    id="baldi-hornik-commutes",
    title="The projection at a critical point commutes with Σ",
    sentence="If P is symmetric, W = PCS⁻¹ and WSWᵀ = CWᵀ, then P and Σ = CS⁻¹Cᵀ commute.",
    source=Source("Baldi & Hornik 1989, Neural Networks 2", "Fact 4 (commuting)", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=theorem.mutants,
    sharpness=theorem.sharpness("critical in A"),
    without_objective="the critical equation is its hypothesis; the objective is not spoken of",
)
