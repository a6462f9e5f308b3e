"""Nullity of the Hessian: dimension of the orbit + Σ_g z_g(z_g+1)/2 over double roots (L ≥ 3), or + (d_1 − r) #{k inactive:
y_k = √λ} (L = 2). So an orbit is Morse–Bott nondegenerate iff it has no double root (no inactive value at √λ).

The formal steps give the eigenvectors block by block and the roots; that they span, and the count of zeros, are in words, as
in dmf-morse-index. Compared with exact Hessians and with the exact rank of the symmetries.
Source: ours, from Theorem 2 of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod

from proofs_check.claims.dmf import hessian_spectrum, root_counts
from proofs_check.claims.dmf._models import derived, samplers
from proofs_check.claims.dmf._oracle import hunt, inertia, mismatch, orbit_dimension
from proofs_check.claims.dmf._points import ExactPoint, exact_points
from proofs_check.claims.dmf._sentences import DOUBLE_ROOT, LOWER_ROOT, UPPER_ROOT, numbered
from proofs_check.claims.dmf._spectrum_sentences import LEAD, SPECTRUM
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmf.proofs import derivation as theorems


def extra(point: ExactPoint, doubles: str = "c(c+1)/2", spare: bool = True) -> int:
    """Null directions beside the orbit; ``doubles`` may be "c" or "0", ``spare`` off forgets them at L = 2."""
    if point.layers == 2:
        level = sum(z**2 == prod(point.ridge) for z in point.inactive)
        return (point.widths[1] - point.rank) * level * spare
    count = sum(root == "0" for root in point.active.values())
    return {"c(c+1)/2": count * (count + 1) // 2, "c": count, "0": 0}[doubles]


def violation(point: ExactPoint) -> Counterexample | None:
    """Zero eigenvalues, counted exactly, against orbit dimension and ``extra``, and against the nullity that `theory`
    prints.
    """
    measured = inertia(point)[1]
    return mismatch(point, "nullity", (measured, measured), (orbit_dimension(point) + extra(point), point.orbit.nullity))


def changed(**variant: object) -> Callable[[ExactPoint], Counterexample | None]:
    """The same test of a variant of ``extra`` alone."""
    def test(point: ExactPoint) -> Counterexample | None:
        return mismatch(point, "nullity", inertia(point)[1], orbit_dimension(point) + extra(point, **variant))  # type: ignore[arg-type]

    return test


DRAW = exact_points()

claim = Claim(
    id="dmf-nullity",
    title="Steps to the nullity: eigenvectors of the Hessian in √λ_l W_l, and the roots beside and on the turn",
    sentence=numbered(*SPECTRUM, LOWER_ROOT, UPPER_ROOT, DOUBLE_ROOT, lead=LEAD),
    source=Source("dmf", "Theorem 2, non-strict saddles", "reconstructed", version="v3"),
    derivation=derived(theorems.nullity),
    expected=("steps proved",),
    probe=Together(
        (
            StatementProbe(sampler=(*samplers(hessian_spectrum.claim), *root_counts.SAMPLERS[1:4]), trials=(5, 50)),
            SearchProbe(instances=DRAW, violation=violation, planted=changed(doubles="c"), trials=(300, 3000)),
        )
    ),
    mutants=(
        Mutant(name="c null directions for c double roots", fate="false", search=hunt(DRAW, changed(doubles="c"))),
        Mutant(name="double roots are nondegenerate", fate="false", search=hunt(DRAW, changed(doubles="0"))),
        Mutant(name="L = 2 is always nondegenerate", fate="false", search=hunt(DRAW, changed(spare=False))),
    ),
)
