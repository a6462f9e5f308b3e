"""False in a subtle way: y_i ≠ y* is necessary for L ≥ 3, but not for L = 2."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source
from theory.dmf import Landscape


def instance(rng: Random) -> tuple[tuple[int, ...], tuple[Fraction, ...], Fraction]:
    """Widths, spectrum and one ridge c; about a third of the draws have a singular value exactly at y*.

    At L = 2, y* = c. At L ≥ 3 and c = L/(L−2)·m^(2L−2), y* = m^L(2L−2)/(L−2), by hand from the double root σ = m.
    """
    layers = rng.choice([2, 3, 4])
    widths = tuple(rng.randint(1, 3) for _ in range(layers + 1))
    scale = Fraction(rng.randint(1, 4), 2)
    ridge, threshold = scale, scale
    if layers > 2:
        ridge = Fraction(layers, layers - 2) * scale ** (2 * layers - 2)
        threshold = Fraction(2 * layers - 2, layers - 2) * scale**layers
    values = [Fraction(rng.randint(1, 12), 2) for _ in range(min(widths[0], widths[-1]))]
    if rng.random() < 0.4:
        values[0] = threshold
    return widths, tuple(values), ridge


def violation(drawn: tuple[tuple[int, ...], tuple[Fraction, ...], Fraction]) -> Counterexample | None:
    widths, values, ridge = drawn
    landscape = Landscape(widths, spectrum=values, ridge=ridge)
    smallest = min(widths)
    at_threshold = [y for y in sorted(values, reverse=True)[:smallest] if _sign(len(widths) - 1, y, ridge) == 0]
    if not (landscape.min_or_strict_saddle and at_threshold):
        return None
    text = f"widths {widths}, λ_l = {ridge}, y = {', '.join(map(str, values))}: {at_threshold[0]} is exactly y*, and "
    text += "every critical point is a local minimizer or a strict saddle"
    return Counterexample(text, size=sum(widths) + 10 * len(values))


def _sign(layers: int, y: Fraction, ridge: Fraction) -> int:
    """Sign of y − y*: L^L (L−2)^(L−2) y^(2L−2) against (2L−2)^(2L−2) λ, λ = ridge^L."""
    left = layers**layers * (layers - 2) ** (layers - 2) * y ** (2 * layers - 2)
    right = (2 * layers - 2) ** (2 * layers - 2) * ridge**layers
    return (left > right) - (left < right)


claim = Claim(
    id="threshold-is-necessary",
    title="No singular value at the threshold",
    source=Source("own", "-", "reconstructed"),
    subject="conjecture",
    statement="For every L ≥ 2: if every critical point is a local minimizer or a strict saddle, then y_i ≠ y* for all "
    "i ≤ d_min.",
    expected=("supported",),
    probe=SearchProbe(instances=instance, violation=violation, trials=(120, 1200)),
)
