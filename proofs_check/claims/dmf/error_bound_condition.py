"""Error bound dist(W, Crit) ≤ κ‖∇F(W)‖ near the critical set, d_min ≥ 1: iff y_i ≠ y* for all i ≤ d_Y = min(d_0, d_L), for
every L ≥ 2 (L = 2: y_i ≠ √λ). Strictly stronger than the landscape condition, whose range is i ≤ d_min and L ≥ 3.

There are finitely many orbits, each compact, so near one of them Crit is that orbit; the bound then holds near it iff the
kernel of ∇²F is its tangent space: along another kernel direction ‖∇F‖ = O(t²) at distance of order t. The experiment takes
nullity and dimension exactly, at random points and at points made for a value at y*, at any position.
Source: ours (compare arXiv:2502.11152); reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.dmf._oracle import hunt, inertia, mismatch, orbit_dimension
from proofs_check.claims.dmf._points import ExactPoint, at_threshold, exact_points, threshold_point
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source

SOME = exact_points()


def draw(rng: Random) -> ExactPoint | None:
    """A point made for a value at y* half of the time, else any; None where the draw gave none."""
    return threshold_point(rng) if rng.random() < 0.5 else SOME(rng)


def degenerate(point: ExactPoint) -> bool:
    """Whether the Hessian has a null vector that is not tangent to the orbit."""
    return inertia(point)[1] > orbit_dimension(point)


def made(point: ExactPoint) -> bool:
    """Whether the point is the one that must be degenerate when some value is at y*."""
    roots = list(point.active.values())
    return roots == ["0"] if point.layers > 2 else not roots


def violation(point: ExactPoint) -> Counterexample | None:
    """`theory` must deny the bound iff some y_i = y*, i ≤ d_Y. Without such a value no point may be degenerate; with one, the
    point made for it must be.
    """
    level = at_threshold(point, len(point.spectrum))
    wrong = mismatch(point, "error bound", point.landscape.error_bound, not level)
    if wrong or (degenerate(point) and not level):
        return wrong or mismatch(point, "degenerate", True, False)
    return mismatch(point, "degenerate", degenerate(point), True) if level and made(point) else None


def up_to_d_min(point: ExactPoint) -> Counterexample | None:
    """Against "iff y_i ≠ y* for all i ≤ d_min": a degenerate point although no such value is at y*."""
    if at_threshold(point, min(point.widths)):
        return None
    return mismatch(point, "degenerate", degenerate(point), False)


def three_layers_only(point: ExactPoint) -> Counterexample | None:
    """Against "for L = 2 the error bound holds always"."""
    return mismatch(point, "degenerate", degenerate(point), False) if point.layers == 2 else None


claim = Claim(
    id="dmf-error-bound-condition",
    title="Error bound near the critical set, iff no y_i with i ≤ d_Y is at the threshold",
    source=Source("dmf", "sister paper's error bound, our condition", "reconstructed", version="v3"),
    statement="For every L ≥ 2, widths ≥ 1, ridge and Y: every critical orbit is Morse–Bott nondegenerate (equivalently "
    "dist(W, Crit) ≤ κ‖∇F(W)‖ for some κ near the critical set) iff y_i ≠ y* for all i ≤ min(d_0, d_L).",
    expected=("supported",),
    open_reason="the nullity at every point is steps in dmf-nullity; that a compact orbit whose tangent space is the kernel "
    "has an error bound, and no other has one, is a statement about neighbourhoods, which the kernel has no atom for",
    probe=SearchProbe(instances=draw, violation=violation, planted=up_to_d_min, trials=(250, 2500)),
    mutants=(
        Mutant(name="stated for i ≤ d_min only", fate="false", search=hunt(draw, up_to_d_min)),
        Mutant(name="no condition at L = 2", fate="false", search=hunt(draw, three_layers_only)),
    ),
)
