"""Morse index of a critical point, strict inequalities throughout, b the number of active '−':

    b(b+1)/2 + #{(i '+' or '0', j '−'): y_i < y_j} + #{(i active, k inactive): y_k > y_i}
    + [L = 2] (d_1 − r) #{k inactive: y_k > √λ}

The eigenvectors and what decides the signs of their values are formal, each probed in its own claim; that they span, and the
count, is proved in words. Here the count is compared with exact Hessians of rational points.
Source: arXiv:2506.20344 v3, strict saddles in Theorem 2; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod

from proofs_check.claims.dmf._hessian_words import BASIS, INDEX, ORBIT
from proofs_check.claims.dmf._oracle import hunt, inertia, mismatch
from proofs_check.claims.dmf._points import ExactPoint, exact_points
from proofs_check.claims.dmf._sentences import OBJECTIVE
from proofs_check.claims.dmf.nullity import FEWER
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source


def predicted(
    point: ExactPoint,
    ties: bool = False,
    pairs: bool = True,
    reach: bool = False,
    spare: bool = True,
    equal: bool = False,
    distinct: bool = False,
) -> int:
    """The formula. Variants: ``distinct`` counts inactive values in place of positions, ``ties`` counts y_k = y_i,
    ``equal`` '+' and '−' of one value, ``pairs`` off drops the pairs of roots, ``spare`` off the spare units, ``reach`` lets
    them count for every L."""
    lower = [k for k, root in point.active.items() if root == "-"]
    index = len(lower) * (len(lower) + 1) // 2
    inactive = sorted(set(point.inactive)) if distinct else point.inactive
    for i, root in point.active.items():
        y = point.value(i)
        index += sum(z > y or (ties and z == y) for z in inactive)
        if pairs and root != "-":
            index += sum(point.value(j) > y or (equal and point.value(j) == y) for j in lower)
    if spare and (point.layers == 2 or reach):
        index += (point.widths[1] - point.rank) * sum(z**2 > prod(point.ridge) for z in inactive)
    return index


def violation(point: ExactPoint) -> Counterexample | None:
    """Negative eigenvalues, counted exactly, against the formula, and against the index that `theory` prints."""
    measured = inertia(point)[0]
    return mismatch(point, "index", (measured, measured), (predicted(point), point.orbit.index))


def changed(**variant: bool) -> Callable[[ExactPoint], Counterexample | None]:
    """The same test of a variant of ``predicted`` alone."""
    return lambda point: mismatch(point, "index", inertia(point)[0], predicted(point, **variant))


DRAW = exact_points()

claim = Claim(
    id="dmf-morse-index",
    title="Morse index of every critical point",
    sentence=OBJECTIVE + ". " + ORBIT + ".",
    source=Source("dmf", "Theorem 2, strict saddles", "reconstructed", version="v3"),
    parts=(BASIS, INDEX),
    expected=("steps proved",),
    probe=SearchProbe(instances=DRAW, violation=violation, planted=changed(pairs=False), trials=(300, 3000)),
    mutants=(
        *FEWER,
        Mutant(name="clause 2: ties count (y_k ≥ y_i)", fate="false", search=hunt(DRAW, changed(ties=True))),
        Mutant(name="clause 2: '+' and '-' of one value count", fate="false", search=hunt(DRAW, changed(equal=True))),
        Mutant(name="clause 2: distinct values counted", fate="false", search=hunt(DRAW, changed(distinct=True))),
        Mutant(name="clause 2: pairs of roots forgotten", fate="false", search=hunt(DRAW, changed(pairs=False))),
        Mutant(name="clause 2: spare units forgotten at L = 2", fate="false", search=hunt(DRAW, changed(spare=False))),
        Mutant(name="clause 2: spare units count at L ≥ 3 too", fate="false", search=hunt(DRAW, changed(reach=True))),
    ),
)
