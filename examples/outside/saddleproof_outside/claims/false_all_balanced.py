"""Plausible and false: that critical points are balanced without the ridge. Then every minimum has a whole orbit A S, S⁻¹ B."""

from proofs_check.public import Claim, Source, Theorem

theorem = Theorem(
    "A^T A = B B^T",
    where="A: m x r, B: r x n",
    hypotheses={"critical in B": "A^T (A B - M) = 0", "critical in A": "(A B - M) B^T = 0"},
)

claim = Claim(
    id="false-all-balanced",
    title="Critical points of the plain factorization are balanced (false)",
    source=Source("own", "Kunin et al. 2019 without the ridge", "reconstructed"),
    subject="conjecture",
    statement="If Aᵀ(AB − M) = 0 and (AB − M)Bᵀ = 0, then AᵀA = BBᵀ.",
    expected=("refuted",),
    probe=theorem.probe,
)
