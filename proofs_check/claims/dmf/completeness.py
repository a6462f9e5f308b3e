"""Nothing outside the closed form: every critical point that random searches find is a predicted orbit.

Zeros of ∇F by Levenberg–Marquardt from starts of many sizes and ranks, compared by loss, rank, Hessian index and nullity.
The proof is dmf-every-critical-point; this experiment asks the whole chain from objective to orbit table.
Source: arXiv:2506.20344 v3, Theorem 1; reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from proofs_check.claims.dmf._landscapes import clusters_of, small_landscape, stranger
from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


@dataclass(frozen=True)
class Search:
    """A landscape with what was found in it; ``twin`` is another prediction for the same data."""

    landscape: Any
    clusters: tuple
    twin: Any


def draw(rng: Random) -> Search:
    """The twin has the first ridge raised by a tenth: an error of one number in the prediction."""
    from theory.dmf import Landscape

    landscape = small_landscape(rng)
    weights = list(landscape.ridge)  # type: ignore[call-overload]
    twin = Landscape(landscape.widths, spectrum=landscape.spectrum, ridge=(weights[0] * 11 / 10, *weights[1:]))
    return Search(landscape, clusters_of(landscape, rng.getrandbits(31)), twin)


def outside(search: Search, prediction: Any) -> Counterexample | None:
    """A zero of ∇F that is none of the predicted orbits, else None."""
    found = stranger(prediction, search.clusters)
    if found is None:
        return None
    text = f"{prediction.summary().splitlines()[0]}: a critical point with {found} is none of its orbits"
    return Counterexample(text, kind=Refutation.STATISTICAL, size=sum(search.landscape.widths))


claim = Claim(
    id="dmf-completeness",
    title="Searches find nothing outside the closed form",
    source=Source("dmf", "Theorem 1", "reconstructed", version="v3"),
    statement="For every L ≥ 2, widths, ridge and Y, every zero of ∇F agrees with an orbit of the closed form in loss, rank, "
    "Hessian index and nullity.",
    subject="data",
    expected=("supported",),
    probe=SearchProbe(
        instances=draw,
        violation=lambda search: outside(search, search.landscape),
        planted=lambda search: outside(search, search.twin),
        trials=(24, 200),
    ),
)
