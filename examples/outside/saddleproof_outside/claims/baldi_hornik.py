"""At a critical point of a linear network with one hidden layer the product is a projected regression (Baldi and Hornik 1989).

Reconstructed. S is the covariance of the inputs, C that of outputs and inputs; A has full column rank (AᵀA has an inverse).
"""

from proofs_check.public import Claim, Source, Theorem

theorem = Theorem(
    "A B = A (A^T A)^-1 A^T C S^-1",
    where="A: p x k, B: k x n, S: n x n, C: p x n",
    hypotheses={"critical in B": "A^T A B S = A^T C"},
)

claim = Claim(
    id="baldi-hornik-projection",
    title="The product at a critical point is the projected regression",
    sentence="If AᵀABS = AᵀC, with AᵀA and S invertible, then AB = A(AᵀA)⁻¹Aᵀ C S⁻¹.",
    source=Source("Baldi & Hornik 1989, Neural Networks 2", "Fact 3 (the global map)", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=theorem.mutants,
    sharpness=theorem.sharpness(),
    without_objective="the critical equation is its hypothesis; the objective is not spoken of",
)
