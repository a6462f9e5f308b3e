"""The Hessian at a critical point along the displacement from a global minimum (Ge, Jin and Zheng 2017, their main lemma).

Reconstructed, for ½‖UUᵀ − ZZᵀ‖² fully observed: D²F[Δ] = ‖ΔΔᵀ‖² − 3‖UUᵀ − ZZᵀ‖² with Δ = U − Z. With Z turned so that UᵀZ is
symmetric and semidefinite, ‖ΔΔᵀ‖² ≤ 2‖UUᵀ − ZZᵀ‖² makes it negative away from the minimum: that inequality is not stated.
"""

from proofs_check.public import Claim, Source, Theorem

theorem = Theorem(
    "||U D^T + D U^T||^2 + 2 <U U^T - Z Z^T, D D^T> = ||D D^T||^2 - 6 F",
    where="U: n x r, Z: n x r",
    hypotheses={"displacement": "D = U - Z"},
    objective="1/2 ||U U^T - Z Z^T||^2",
    critical="U",
)

claim = Claim(
    id="ge-jin-zheng-hessian",
    title="The Hessian at a critical point along the displacement from a minimum",
    sentence="If F = ½‖UUᵀ − ZZᵀ‖² is critical in U and Δ = U − Z, then ‖UΔᵀ + ΔUᵀ‖² + 2⟨UUᵀ − ZZᵀ, ΔΔᵀ⟩ = ‖ΔΔᵀ‖² − 6F.",
    source=Source("Ge, Jin & Zheng 2017, arXiv:1704.00708", "main lemma, fully observed", "reconstructed"),
    derivation=theorem.derivation,
    expected=("proved",),
    probe=theorem.probe,
    mutants=theorem.mutants,
    sharpness=theorem.sharpness(),
)
