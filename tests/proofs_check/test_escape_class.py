"""Every strict saddle is left, whatever the weights: random landscapes, beside double roots too."""

from __future__ import annotations

import random
from fractions import Fraction
from math import prod

import pytest

from proofs_check.bridge.escape import escape
from theory.dmf import Landscape


def random_landscape(rng: random.Random) -> Landscape:
    """L = 2 … 4, weights over up to six orders of magnitude, equal values, and a value exactly at y* in every third."""
    layers, size = rng.choice((2, 3, 3, 4)), rng.choice((1, 2))
    widths = [size + rng.choice((0, 0, 1)) for _ in range(layers + 1)]
    spread = rng.choice((0, 1, 3))
    weights = [Fraction(max(1, round(1000 * 10 ** rng.uniform(-spread, spread))), 1000) for _ in range(layers)]
    if layers > 2 and rng.random() < 1 / 3:
        power, y = 2 * layers - 2, Fraction(rng.randint(2, 6))
        below = layers**layers * Fraction(layers - 2) ** (layers - 2)
        weights[0] = y**power * below / Fraction(power) ** power / prod(weights[1:])
        spectrum = [y, y * Fraction(rng.choice((5, 6, 7)), 4)]
    else:
        exists = float(Landscape(widths, spectrum=(), ridge=weights).thresholds["existence"])
        spectrum = [Fraction(exists * rng.uniform(1.05, 4)).limit_denominator(10**6) for _ in range(2)]
        spectrum = spectrum[:1] * 2 if rng.random() < 0.3 else spectrum
    return Landscape(widths, spectrum=spectrum[: min(widths[0], widths[-1])], ridge=weights)


def left(landscape: Landscape, label: str) -> None:
    """Each flow from the saddle ends on a critical orbit of lower loss, by the exact order of the landscape."""
    order = [orbit.label for orbit in landscape.orbits()]
    losses = {orbit.label: orbit.loss for orbit in landscape.orbits()}
    found = escape(landscape, label, mixtures=1)
    assert found.departures
    for flow in found.departures:
        assert flow.target in order and order.index(flow.target) < order.index(label), (landscape, str(flow))
        assert flow.loss == pytest.approx(losses[flow.target], rel=1e-6)


@pytest.mark.parametrize("seed", [pytest.param(i, marks=[pytest.mark.full] if i > 2 else []) for i in range(8)])
def test_random_saddles_are_left(seed: int) -> None:
    rng = random.Random(seed)
    saddles: list[str] = []
    while not saddles:  # a landscape without a strict saddle tests nothing; most have one
        landscape = random_landscape(rng)
        saddles = [orbit.label for orbit in landscape.orbits() if orbit.kind == "strict saddle"]
    for label in rng.sample(saddles, min(2, len(saddles))):
        left(landscape, label)


@pytest.mark.parametrize("place", range(4))
def test_one_weight_of_two_thousand(place: int) -> None:
    """L = 4, weights 2000 : 1 : 1 : 1 in any order: the fastest direction is thousands of times faster than the way out."""
    weights = [1] * 4
    weights[place] = 2000
    exists = float(Landscape((2,) * 5, spectrum=(), ridge=weights).thresholds["existence"])
    landscape = Landscape((2,) * 5, spectrum=(round(1.3 * exists, 3), round(1.2 * exists, 3)), ridge=weights)
    saddles = [orbit.label for orbit in landscape.orbits() if orbit.kind == "strict saddle"]
    assert len(saddles) == 6
    left(landscape, saddles[place])
