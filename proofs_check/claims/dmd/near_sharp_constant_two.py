"""For r_A = 2 and 0 ≤ h ≤ 1/2 the clock's constant is within 3e-4 of the scalar extremum c(h), by exact Bernstein covers.

Each instance is one complete proof: [0, 1/2] in 8, 9 or 10 pieces, every piece covered by boxes whose Bernstein coefficients
are non-negative integers, and the distance to c(h) decided exactly. With 40 pieces and 12,250 boxes it is within 3e-5 (a slow
test). Not in the kernel: thousands of boxes in five letters. Source: ours, for arXiv:2606.31390 (T6d); reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from random import Random

from proofs_check.claims.dmf._oracle import hunt
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source

GAP = Fraction(3, 10_000)


def draw(rng: Random) -> int:
    """The number of pieces."""
    return rng.randint(8, 10)


def violation(count: int, lift: Fraction = Fraction(0)) -> Counterexample | None:
    """A corner where the numerator is negative, or a piece that is further below c(h)."""
    from theory.dmd.near_sharp import NAMES, cover, gap_at_most, pieces

    for piece in pieces(count, lift=lift):
        found = cover(piece)
        if found is None:
            raise ArithmeticError(f"{piece}: undecided, the cover needs more boxes")
        if found.corner is not None:
            at = ", ".join(f"{name} = {value}" for name, value in zip(NAMES, found.corner, strict=True))
            return Counterexample(f"{piece}: negative at {at} (a = A/(1 − A), b = B/(1 − B))", size=count)
        if not gap_at_most(piece, GAP):
            return Counterexample(f"{piece}: more than {float(GAP):g} below c(h)", size=count)
    return None


@lru_cache(maxsize=3)
def raised(count: int) -> Counterexample | None:
    """All lines higher by 1/100."""
    return violation(count, Fraction(1, 100))


claim = Claim(
    id="dmd-near-sharp-constant-two",
    title="A constant near the sharp one for r_A = 2 and small steps",
    source=Source("dmd", "T6d for r_A = 2, small steps", "reconstructed"),
    statement="For r_A = 2, any signs and 0 ≤ h ≤ 1/2: V − V₊ ≥ 2(c(h) − 0.0003)η tr(Λ²D), c(h) the constant of r_A = 1.",
    expected=("supported",),
    open_reason="the Bernstein form of one box in five letters has 6·6·6·7·6 = 9,072 coefficients, and the covers have "
    "thousands of boxes: beyond what a certificate may take (50,000 steps), so the exact covers are checked outside the "
    "kernel",
    probe=SearchProbe(instances=draw, violation=violation, planted=raised, trials=(1, 3)),
    mutants=(Mutant(name="c + 1/100", fate="false", search=hunt(draw, raised)),),
)
