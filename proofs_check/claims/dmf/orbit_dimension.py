"""Dimension of a critical orbit: Σ_{0<l<L} (r d_l − r(r+1)/2) + Σ_g (c_g (n_g − c_g) + a_g b_g).

c_g = a_g + b_g of the n_g equal values y_g are active, a_g at '+' (or '0') and b_g at '−'. Compared with the exact rank of
the infinitesimal symmetries of F at the point. Source: ours, from Theorem 1 of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable

from proofs_check.claims.dmf._oracle import hunt, mismatch, orbit_dimension
from proofs_check.claims.dmf._points import ExactPoint, exact_points
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source


def predicted(point: ExactPoint, mixed: int = 1, groups: int = 1, frames: int = 1) -> int:
    """The formula; ``mixed`` keeps a_g b_g, ``groups`` c_g (n_g − c_g), ``frames`` is the 1 in r(r+1)/2."""
    r, total = point.rank, 0
    for d in point.widths[1:-1]:
        total += r * d - r * (r + frames) // 2
    for y in set(point.spectrum):
        roots = [root for k, root in point.active.items() if point.value(k) == y]
        lower = roots.count("-")
        total += groups * len(roots) * (point.spectrum.count(y) - len(roots)) + mixed * (len(roots) - lower) * lower
    return total


def violation(point: ExactPoint) -> Counterexample | None:
    """The dimension, an exact rank, against the formula, and against the number that `theory` prints."""
    rank = orbit_dimension(point)
    return mismatch(point, "dimension", (rank, rank), (predicted(point), point.orbit.dimension))


def changed(**variant: int) -> Callable[[ExactPoint], Counterexample | None]:
    """The same test of a variant of ``predicted`` alone."""
    return lambda point: mismatch(point, "dimension", orbit_dimension(point), predicted(point, **variant))


DRAW = exact_points(parameters=40)

claim = Claim(
    id="dmf-orbit-dimension",
    title="Dimension of a critical orbit",
    source=Source("dmf", "Theorem 1, orthogonal factors Q_l and blocks O_i", "reconstructed", version="v3"),
    statement="For every L ≥ 2 and every critical point with r active modes, c_g = a_g + b_g of them among the n_g values "
    "equal to y_g (b_g of them '-'), the orbit has dimension Σ_{0<l<L} (r d_l − r(r+1)/2) + Σ_g (c_g (n_g − c_g) + a_g b_g).",
    expected=("supported",),
    open_reason="dimensions of Stiefel manifolds and of quotients by O(a) × O(b) have no atom in the kernel",
    probe=SearchProbe(instances=DRAW, violation=violation, planted=changed(mixed=0), trials=(200, 2000)),
    mutants=(
        Mutant(name="'+' and '-' of one value not mixed", fate="false", search=hunt(DRAW, changed(mixed=0))),
        Mutant(name="repeated values not turned", fate="false", search=hunt(DRAW, changed(groups=0))),
        Mutant(name="r(r−1)/2 for r(r+1)/2", fate="false", search=hunt(DRAW, changed(frames=-1))),
    ),
)
