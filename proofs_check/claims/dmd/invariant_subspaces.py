"""For indefinite A there are isotropic critical points: NᵀAN = 0 with AN ≠ 0. Smallest: A = diag(λ, −μ), x with xᵀAx = 0.

Source: a natural reading of T3; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def draw(rng: Random) -> tuple[Fraction, Fraction]:
    """A = diag(p², −q²)."""
    return Fraction(rng.randint(1, 5)), Fraction(rng.randint(1, 5))


def violation(instance: tuple[Fraction, Fraction]) -> Counterexample | None:
    """x ∝ (q, p): xᵀAx = 0, so b = 0 and the gradient −(I − xxᵀ)Axb vanishes, but Ax is not along x."""
    p, q = instance
    x, A = (q, p), (p * p, -q * q)
    if A[0] * x[0] ** 2 + A[1] * x[1] ** 2 != 0 or A[0] * x[0] * x[1] == A[1] * x[1] * x[0]:
        return None
    text = f"A = diag({A[0]}, {A[1]}), r = 1, x ∝ ({x[0]}, {x[1]}): xᵀAx = 0 is critical, Ax ∝ ({A[0] * x[0]}, {A[1] * x[1]})"
    return Counterexample(text, kind=Refutation.EXACT, size=float(p + q))


claim = Claim(
    id="dmd-invariant-subspaces",
    title="Critical subspaces are always invariant",
    source=Source("dmd", "T3 for indefinite A", "reconstructed"),
    statement="At every critical point the span of X is invariant under A.",
    expected=("refuted",),
    subject="conjecture",
    probe=SearchProbe(instances=draw, violation=violation, planted=violation, trials=(60, 200)),
)
