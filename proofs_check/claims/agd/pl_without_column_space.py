"""False: ‖RᵀX‖_F² ≥ σ_r(X)²‖R‖_F² for every A, X of full column rank: the start in the column space is needed.

A residual orthogonal to the columns of X sees no gradient in Y. Source: the PL inequality of arXiv:2305.06927 v2 without its
hypothesis; ours, refuted.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def instance(rng: Random) -> tuple[list[int], list[list[int]]]:
    """A column x and a residual, small integers."""
    return [rng.randint(-2, 2) for _ in range(2)], [[rng.randint(-2, 2) for _ in range(2)] for _ in range(2)]


def violation(case: tuple[list[int], list[list[int]]]) -> Counterexample | None:
    """‖Rᵀx‖² < ‖x‖²‖R‖² with x ≠ 0 (r = 1, where σ_1(x) = ‖x‖)."""
    x, R = case
    left = sum((x[0] * R[0][j] + x[1] * R[1][j]) ** 2 for j in range(2))
    right = sum(v * v for v in x) * sum(v * v for row in R for v in row)
    if not any(x) or left >= right:
        return None
    return Counterexample(f"X = {x}ᵀ, XYᵀ − A = {R}: ‖RᵀX‖² = {left} < {right} = σ²‖R‖²", size=right)


claim = Claim(
    id="agd-pl-without-column-space",
    title="PL without the column space start",
    source=Source("agd", "Polyak–Łojasiewicz inequality without its hypothesis", "reconstructed", version="v2"),
    subject="conjecture",
    statement="‖RᵀX‖_F² ≥ σ_r(X)²‖R‖_F², R = XYᵀ − A, for every A and every X of rank r.",
    expected=("refuted",),
    probe=SearchProbe(instances=instance, violation=violation),
)
