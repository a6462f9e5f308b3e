"""Plausible and false: that critical points are balanced without the ridge. Then every minimum has a whole orbit A S, S⁻¹ B."""

from proofs_check.public import Claim, Source, Theorem

theorem = Theorem(
    "A^T A = B B^T",
    where="A: m x r, B: r x n",
    objective="||A B - M||^2",
    critical="A, B",
)

claim = Claim(
    id="false-all-balanced",
    title="Critical points of the plain factorization are balanced (false)",
    source=Source("own", "Kunin et al. 2019 without the ridge", "reconstructed"),
    subject="conjecture",
    statement="If F = ‖AB − M‖² is critical in A and B, then AᵀA = BBᵀ.",
    expected=("refuted",),
    probe=theorem.probe,
)
