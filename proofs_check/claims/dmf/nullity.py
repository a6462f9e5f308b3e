"""Nullity of the Hessian: dimension of the orbit + Σ_g z_g(z_g+1)/2 over double roots (L ≥ 3), or + (d_1 − r) #{k inactive:
y_k = √λ} (L = 2). So an orbit is Morse–Bott nondegenerate iff it has no double root (no inactive value at √λ).

The eigenvectors are formal; that they span, and which of their values are zero, is proved in words. Compared with exact
Hessians and with the exact rank of the symmetries. Source: ours, from Theorem 2 of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from math import prod

from proofs_check.claims.dmf._hessian_words import BASIS, KERNEL, ORBIT, TANGENT
from proofs_check.claims.dmf._oracle import hunt, inertia, mismatch, orbit_dimension
from proofs_check.claims.dmf._points import ExactPoint, exact_points
from proofs_check.claims.dmf._sentences import OBJECTIVE
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source


def extra(point: ExactPoint, doubles: str = "c(c+1)/2", spare: bool = True) -> int:
    """Null directions beside the orbit; ``doubles`` may be "c" or "0", ``spare`` off forgets them at L = 2."""
    if point.layers == 2:
        level = sum(z**2 == prod(point.ridge) for z in point.inactive)
        return (point.widths[1] - point.rank) * level * spare
    count = sum(root == "0" for root in point.active.values())
    return {"c(c+1)/2": count * (count + 1) // 2, "c": count, "0": 0}[doubles]


def spanned(point: ExactPoint, pairs: int = 0, lone: int = 0, beside: bool = True) -> int:
    """How many eigenvectors the blocks have: 2L − ``pairs`` for two modes, L − ``lone`` for a mode with itself, 2 for a mode
    and a spare unit or an outer pair; with ``beside`` those at no mode."""
    r, layers, widths = point.rank, point.layers, point.widths
    outer, far = min(widths[0], widths[-1]) - r, abs(widths[0] - widths[-1])
    count = (2 * layers - pairs) * (r * (r - 1) // 2) + (layers - lone) * r + r * (2 * outer + far)
    count += sum(2 * r * (d - r) for d in widths[1:-1])
    return count + sum((a - r) * (b - r) for a, b in pairwise(widths)) * beside


def violation(point: ExactPoint) -> Counterexample | None:
    """Zero eigenvalues, counted exactly, against orbit dimension and ``extra``, and against the nullity that `theory`
    prints; and the eigenvectors against the number of all directions.
    """
    measured, size = inertia(point)[1], sum(a * b for a, b in pairwise(point.widths))
    told = (orbit_dimension(point) + extra(point), point.orbit.nullity, spanned(point))
    return mismatch(point, "nullity, and directions,", (measured, measured, size), told)


def changed(**variant: object) -> Callable[[ExactPoint], Counterexample | None]:
    """The same test of a variant of ``extra`` alone."""
    def test(point: ExactPoint) -> Counterexample | None:
        return mismatch(point, "nullity", inertia(point)[1], orbit_dimension(point) + extra(point, **variant))  # type: ignore[arg-type]

    return test


def fewer(**variant: bool) -> Callable[[ExactPoint], Counterexample | None]:
    """The same test of a variant of ``spanned`` alone."""
    def test(point: ExactPoint) -> Counterexample | None:
        return mismatch(point, "directions", sum(a * b for a, b in pairwise(point.widths)), spanned(point, **variant))

    return test


DRAW = exact_points()
FEWER = (
    Mutant(name="clause 1: [3] to [7] alone", fate="false", search=hunt(DRAW, fewer(beside=False))),
    Mutant(name="clause 1: [4] and [5] for one sign alone", fate="false", search=hunt(DRAW, fewer(pairs=True))),
    Mutant(name="clause 1: a mode with itself without [5]", fate="false", search=hunt(DRAW, fewer(lone=True))),
)
"""Planted errors of the clause that the eigenvectors span."""

claim = Claim(
    id="dmf-nullity",
    title="Nullity of the Hessian at every critical point",
    sentence=OBJECTIVE + ". " + ORBIT + ".",
    source=Source("dmf", "Theorem 2, non-strict saddles", "reconstructed", version="v3"),
    parts=(BASIS, replace(KERNEL, words="By 1 the vectors of [3]–[11] are all" + TANGENT)),
    expected=("steps proved",),
    probe=SearchProbe(instances=DRAW, violation=violation, planted=changed(doubles="c"), trials=(300, 3000)),
    mutants=(
        *FEWER,
        Mutant(name="clause 2: c null directions for c double roots", fate="false", search=hunt(DRAW, changed(doubles="c"))),
        Mutant(name="clause 2: double roots are nondegenerate", fate="false", search=hunt(DRAW, changed(doubles="0"))),
        Mutant(name="clause 2: L = 2 is always nondegenerate", fate="false", search=hunt(DRAW, changed(spare=False))),
    ),
)
