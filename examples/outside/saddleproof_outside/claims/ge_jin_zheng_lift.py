"""The lift of an asymmetric factorization: what the balancing term adds (Ge, Jin and Zheng 2017).

Reconstructed: the identity behind the reduction of the asymmetric to the symmetric problem.
"""

from proofs_check.public import Claim, Source, Theorem

theorem = Theorem("||U^T U + V^T V||^2 = ||U^T U - V^T V||^2 + 4 ||U V^T||^2", where="U: m x r, V: n x r")

claim = Claim(
    id="ge-jin-zheng-lift",
    title="The balancing term turns the asymmetric problem into a symmetric one",
    sentence="‖UᵀU + VᵀV‖² = ‖UᵀU − VᵀV‖² + 4‖UVᵀ‖².",
    source=Source("Ge, Jin & Zheng 2017, arXiv:1704.00708", "reduction of Section 4", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=theorem.mutants,
    without_objective="an identity of the two factors",
)
