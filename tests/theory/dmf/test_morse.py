"""Topology certificates: they hold on every enumeration and notice single errors; how many is counted here."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from theory.dmf import Landscape
from theory.dmf.landscape.morse import CriticalFamily, TopologyCertificate, certify
from theory.dmf.landscape.orbits import ActiveMode
from theory.dmf.landscape.roots import Root


def instance(rng: random.Random) -> Landscape:
    """L = 2 … 5, widths up to 4, distinct values off the threshold, unequal rational weights."""
    layers = rng.randint(2, 5)
    widths = tuple(rng.randint(1, 4) for _ in range(layers + 1))
    weights = [Fraction(rng.randint(1, 5), 3) for _ in range(layers)]
    pool = [Fraction(k, 7) + Fraction(1, 1000) for k in range(3, 40)]
    landscape = Landscape(widths, spectrum=rng.sample(pool, min(widths[0], widths[-1])), ridge=weights)
    return landscape if landscape.error_bound else instance(rng)


def spurious(rng: random.Random, landscape: Landscape, families: list[CriticalFamily]) -> CriticalFamily:
    """An orbit that does not exist: random active positions and roots, any index up to the number of entries."""
    size = rng.randint(0, min(landscape.widths))
    positions = sorted(rng.sample(range(1, len(landscape.singular_values.values) + 1), size))
    active = tuple(ActiveMode(p, rng.choice((Root.UPPER, Root.LOWER))) for p in positions)
    entries = sum(a * b for a, b in zip(landscape.widths, landscape.widths[1:], strict=False))
    return CriticalFamily(active, rng.randint(0, entries))


def test_both_certificates_hold_on_every_enumeration() -> None:
    """450 random instances."""
    rng = random.Random(7)
    for _ in range(450):
        landscape = instance(rng)
        found = certify(landscape)
        assert found.holds, f"{landscape.widths} {landscape.singular_values.values}: {found}"


def shares(broken: list[TopologyCertificate]) -> tuple[float, float]:
    """How many were noticed: by Morse–Bott alone, by both."""
    return sum(not c.morse_bott for c in broken) / len(broken), sum(not c.holds for c in broken) / len(broken)


def test_single_errors_are_noticed() -> None:
    """Spec page dmf, section 7, says that a missing or spurious orbit "almost always" breaks the identity. Measured
    (457 orbits each): alone it notices 45 % of missing and 57 % of spurious orbits; with the fixed points every one.
    An index off by one is noticed in 49 % of the cases, by Morse–Bott only."""
    rng = random.Random(8)
    missing, added, shifted = [], [], []
    for _ in range(120):
        landscape = instance(rng)
        families = [CriticalFamily.of(orbit) for orbit in landscape.orbits()]
        for k in rng.sample(range(len(families)), min(8, len(families))):
            missing.append(certify(landscape, families[:k] + families[k + 1 :]))
            wrong = replace(families[k], index=families[k].index + rng.choice((-1, 1) if families[k].index else (1,)))
            shifted.append(certify(landscape, [*families[:k], wrong, *families[k + 1 :]]))
            added.append(certify(landscape, [*families, spurious(rng, landscape, families)]))
    figures = {"missing": shares(missing), "added": shares(added), "index off by one": shares(shifted)}
    print({name: (len(missing), f"{a:.3f}", f"{b:.3f}") for name, (a, b) in figures.items()})
    assert figures["missing"][1] == figures["added"][1] == 1.0
    assert 0.2 < figures["missing"][0] < 0.95 and 0.2 < figures["added"][0] < 0.95


@pytest.mark.parametrize(
    ("widths", "spectrum", "ridge", "message"),
    [
        ((2, 2, 2, 2), (3, 3), 1, "distinct values above the existence threshold, got 3 at positions 1 … 2"),
        ((1, 1, 1, 1), (4,), 3, "avoid the existence threshold, got 4 at position 1"),
        ((2, 2, 2), (1, 3), 1, "avoid the existence threshold, got 1 at position 2"),
    ],
)
def test_refusals(widths: tuple[int, ...], spectrum: tuple[int, ...], ridge: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        certify(Landscape(widths, spectrum=spectrum, ridge=ridge))


def test_repeated_values_below_the_threshold_are_fine() -> None:
    """They are never active, and zeros of Y may repeat."""
    assert certify(Landscape((4, 3, 3, 4), spectrum=(5, 1, 1, 0), ridge=1)).holds


def test_smallest_error_that_morse_bott_overlooks() -> None:
    """L = 3, widths 1, 1, 2, 1, λ = 1, y = 3: O, 1+, 1- give 1, 2(1 + t), 2t(1 + t); without 1+ the identity stands."""
    landscape = Landscape((1, 1, 2, 1), spectrum=(3,), ridge=1)
    rest = [CriticalFamily.of(orbit) for orbit in landscape.orbits() if orbit.label != "1+"]
    found = certify(landscape, rest)
    assert found.polynomial == (1, 2, 2) and found.morse_bott
    assert found.supports == (frozenset({1}),) and not found.holds
