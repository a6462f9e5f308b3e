"""The saddles that runs visit are degenerate: turning a kernel column of a critical frame by φ to an eigenvector u_i gives f =
f_0 − λ_i² sin⁴φ/4 exactly, so the best rank-l approximations (J = top l) are left at fourth order.

Derived for every A, l and r; that the table gives these points no negative curvature is compared besides. Source: ours, for
arXiv:2606.31390 (T5.2, section 11); reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmd.proofs.turn import turned_column
from theory.dmd.scenes import points

LETTERS = "m r l B0 P Lam u lam n co si X"


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
    title="A kernel column of a critical frame turned to an eigenvector: f falls by λ² sin⁴φ/4",
    sentence=(
        r"Let $m, r \ge 1$, $l \ge 0$, $A \in \mathbb{R}^{m\times m}$ symmetric, and let $P \in \mathbb{R}^{m\times l}$, $u, "
        r"n \in \mathbb{R}^m$ have orthonormal columns, orthogonal to each other, with $AP = P\Lambda$ for a real diagonal "
        r"$\Lambda$ (zeros allowed), $Au = \lambda u$ and $An = 0$; let $\gamma^2 + \sigma^2 = 1$, $w = \gamma n + \sigma "
        r"u$, and let $X \in \mathbb{R}^{m\times r}$ have $XX^\top = PP^\top + ww^\top$. Then with $\Theta = X^\top AX$: "
        r"$\tfrac14\lVert X\Theta X^\top - A\rVert_F^2 = \tfrac14(\lVert A\rVert_F^2 - \lVert\Lambda\rVert_F^2 - "
        r"\sigma^4\lambda^2)$."
    ),
    source=Source("dmd", "T5.2", "reconstructed"),
    derivation=derived(turned_column, about_objective=True),
    expected=("proved",),
    probe=Together((
        StatementProbe(sampler=sampler(LETTERS, points.random_turn), trials=(10, 100)),
        SearchProbe(instances=draw, violation=violation, planted=lambda t: violation(t, order=2), trials=(200, 2000)),
    )),
    mutants=(
        Mutant(name="sin² for sin⁴", fate="false", change=(("si**4*lam**2", "si**2*lam**2"),)),
        Mutant(name="Λ of the turned column too", fate="false", change=(("- tr(Lam*Lam)", "- 2*tr(Lam*Lam)"),)),
    ),
    sharpness=(Sharpness(given="A*n == 0", sampler=sampler(LETTERS, points.random_turn, over=True)),),
)  # fmt: skip
