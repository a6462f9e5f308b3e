"""J = {1, 3} is a saddle and no best approximation: checked on the matrix, in rational numbers.

X = [e_j, j ∈ J], A = diag(λ): AX = XB with B = XᵀAX, so X is critical for f = ¼‖XBXᵀ − A‖². Turning a column towards an omitted
larger eigenvector lowers f, turning it towards the kernel raises f: a saddle. XBXᵀ has the eigenvalues λ_J, not the r largest.
Source: arXiv:2510.01175, Lemma 4.1 through notes (a sufficient condition); the converse is refuted, reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

Instance = tuple[tuple[int, ...], tuple[int, ...], int]


def draw(rng: Random) -> Instance:
    """(distinct positive eigenvalues in decreasing order, a set J of positions, m)."""
    values = tuple(sorted(rng.sample(range(1, 9), rng.randint(2, 4)), reverse=True))
    return values, tuple(sorted(rng.sample(range(len(values)), rng.randint(1, len(values))))), len(values) + 1


def loss(values: tuple[int, ...], frame: list[list[Fraction]]) -> Fraction:
    """f = ¼‖XBXᵀ − A‖² = ¼(tr A² − tr B²) for orthonormal X (rows of ``frame`` are its columns), B = XᵀAX."""
    rows = [[l * a for l, a in zip(values, one, strict=False)] for one in frame]
    inner = [[sum((a * b for a, b in zip(row, other, strict=False)), Fraction(0)) for other in frame] for row in rows]
    return (Fraction(sum(l * l for l in values)) - sum(v * v for row in inner for v in row)) / 4


def turned(size: int, active: tuple[int, ...], column: int, towards: int) -> list[list[Fraction]]:
    """X with one column turned by the rational angle cos = 99²−1 over 99²+1 towards e_``towards``."""
    t = 99
    cos, sin = Fraction(t * t - 1, t * t + 1), Fraction(2 * t, t * t + 1)
    return [[(cos if j == column and i == j else Fraction(int(i == j))) if i != towards or j != column else sin
             for i in range(size)] for j in active]  # fmt: skip


def violation(instance: Instance) -> Counterexample | None:
    """A critical X = [e_J] with f lowered by one turn and raised by another, whose XBXᵀ is no best approximation."""
    values, active, m = instance
    eye = [[Fraction(int(i == j)) for i in range(m)] for j in active]
    at = loss(values, eye)
    omitted = [i for i in range(m) if i not in active]
    lower = [(j, i) for j in active for i in omitted if loss(values, turned(m, active, j, i)) < at]
    higher = [(j, i) for j in active for i in omitted if loss(values, turned(m, active, j, i)) > at]
    best = sorted((values[j] for j in active), reverse=True) == list(values[: len(active)])
    if best or not lower or not higher:
        return None
    (a, b), (c, d) = lower[0], higher[0]
    chosen, spectrum = ", ".join(str(j + 1) for j in active), ", ".join(map(str, values))
    text = (f"A = diag({spectrum}, 0), J = {{{chosen}}}, f = {at}: e_{a + 1} towards e_{b + 1} lowers f, e_{c + 1} towards "
            f"e_{d + 1} raises it, and the eigenvalues are not the {len(active)} largest")  # fmt: skip
    return Counterexample(text, kind=Refutation.EXACT, size=sum(values) + len(active))


claim = Claim(
    id="dmd-saddles-are-best-approximations",
    title="The saddles are exactly the best low-rank approximations",
    source=Source("dmd", "Lemma 4.1, read as an equivalence", "reconstructed"),
    statement="For A ⪰ 0 every saddle has XΘXᵀ = A_l, a best rank-l approximation.",
    expected=("refuted",),
    subject="conjecture",
    probe=SearchProbe(instances=draw, violation=violation, trials=(60, 200)),
)
