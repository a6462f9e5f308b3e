"""The enumeration of critical orbits adds up to a contractible space, for distinct values off the threshold.

Morse–Bott over Z/2 and the count on the fixed points of sign symmetries (theory.dmf.landscape.morse), exactly, on random exact
landscapes. The planted error is an enumeration with one orbit left out. Source: ours, behind arXiv:2506.20344;
reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

if TYPE_CHECKING:
    from theory.dmf import Landscape


def instance(rng: Random) -> Any:
    """L = 2 … 5, widths up to 4, unequal rational weights; None where a value is at the threshold."""
    from theory.dmf import Landscape

    layers = rng.randint(2, 5)
    widths = tuple(rng.randint(1, 4) for _ in range(layers + 1))
    weights = [Fraction(rng.randint(1, 6), rng.randint(2, 4)) for _ in range(layers)]
    pool = [Fraction(k, 8) for k in range(1, 48)]
    landscape = Landscape(widths, spectrum=rng.sample(pool, min(widths[0], widths[-1])), ridge=weights)
    return landscape if landscape.error_bound else None


def violation(landscape: Landscape) -> Counterexample | None:
    """All orbits against both certificates."""
    from theory.dmf.landscape.morse import certify

    return _witness(landscape, certify(landscape), "all orbits")


def planted(landscape: Landscape) -> Counterexample | None:
    """The orbit of lowest loss left out."""
    from theory.dmf.landscape.morse import CriticalFamily, certify

    orbits = list(landscape.orbits())
    rest = [CriticalFamily.of(orbit) for orbit in orbits[1:]]
    return _witness(landscape, certify(landscape, rest), f"without {orbits[0].label}")


def _witness(landscape: Landscape, found: Any, what: str) -> Counterexample | None:
    if found.holds:
        return None
    values = ", ".join(map(str, landscape.singular_values.values))
    weights = ", ".join(map(str, landscape.weights))
    text = f"widths {landscape.widths}, spectrum {values}, weights {weights}, {what}: {found}"
    return Counterexample(text, size=len(text))


claim = Claim(
    id="dmf-morse-bott",
    title="The critical orbits add up to a contractible space, by Morse–Bott and by fixed points of signs",
    source=Source("dmf", "topology of the landscape", "reconstructed"),
    statement=(
        "For L = 2 … 5, widths up to 4 and distinct singular values off the threshold, Σ t^index Π Π (1 + t^k) − 1 is "
        "(1 + t) times a polynomial with coefficients ≥ 0, and on every set of separate chains the signed number of "
        "critical points is 1."
    ),
    expected=("supported",),
    open_reason="the identity over all widths at once needs Morse–Bott theory, which is no lemma of the kernel",
    probe=SearchProbe(instances=instance, violation=violation, planted=planted, trials=(400, 4000)),
)
