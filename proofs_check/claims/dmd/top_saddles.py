"""The saddles that runs visit are degenerate: best rank-l approximations (J = top l, l < r_A, r > l, A ⪰ 0) have no negative
curvature, and turning a column of N by φ to u_i gives f = f_0 − λ_i² sin⁴φ/4 exactly: they are left at fourth order.

Exact. Source: ours, for arXiv:2606.31390 (T5.2, section 11); reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


@dataclass(frozen=True)
class Turn:
    """Eigenvalues (decreasing, positive), l, r, and a rational angle (cos, sin)."""

    values: tuple[int, ...]
    top: int
    columns: int
    cosine: Fraction
    sine: Fraction


def draw(rng: Random) -> Turn:
    """Two to five eigenvalues from 1 to 11, fewer of them on top, one to three columns more than those, a rational angle."""
    values = tuple(sorted(rng.sample(range(1, 12), rng.randint(2, 5)), reverse=True))
    top = rng.randint(0, len(values) - 1)
    t = Fraction(rng.randint(1, 9), rng.randint(1, 9))
    return Turn(values, top, top + rng.randint(1, 3), (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t))


def violation(turn: Turn, order: int = 4) -> Counterexample | None:
    """4f = ‖A‖² − ‖XᵀAX‖² at the turned frame, by hand: X = [U_l, cos·n + sin·u_i, kernel vectors]; and the index of the
    table."""
    from theory.dmd.critical_points import critical_points

    i = turn.values[turn.top]
    total = sum(v * v for v in turn.values)
    before = Fraction(total - sum(v * v for v in turn.values[: turn.top]), 4)
    after = (total - sum(v * v for v in turn.values[: turn.top]) - (i * turn.sine**2) ** 2) / 4
    told = before - Fraction(i * i) * turn.sine**order / 4
    points = critical_points(turn.values, turn.columns, turn.columns + len(turn.values) + 1)
    point = next(p for p in points if p.active == tuple(range(1, turn.top + 1)))
    good = (
        after == told
        and point.index == 0
        and point.kind == ("degenerate saddle" if turn.top < len(turn.values) else "minimizer")
    )
    return None if good else Counterexample(f"{turn}: {after} against {told}, index {point.index}", size=len(turn.values))


claim = Claim(
    id="dmd-top-saddles",
    title="Visited saddles have no negative curvature",
    source=Source("dmd", "T5.2", "reconstructed"),
    statement="At J = top l, l < r_A, r > l, A ⪰ 0: no negative Hessian eigenvalue; f falls by λ_i² sin⁴φ/4 along a rotation.",
    expected=("supported",),
    open_reason="the table of the Hessian is not a kernel derivation (dmd-hessian-spectra)",
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda t: violation(t, order=2), trials=(200, 2000)),
)
