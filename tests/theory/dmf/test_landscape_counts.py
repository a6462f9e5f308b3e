"""How many orbits, in which order, and how fast."""

from __future__ import annotations

import itertools
import random
import resource
import time
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from theory.dmf import Landscape


def brute_force(landscape: Landscape) -> list[tuple[mpmath.mpf, tuple[tuple[int, str], ...]]]:
    """Every orbit as (loss, active), from the definition: choose roots position by position, keep one list an orbit.

    Roots come from mpmath's polynomial solver at 60 digits, and the sort is by those digits: exact ties excepted, this
    route shares nothing with the package.
    """
    size, layers = min(landscape.widths), landscape.layers
    spectrum = landscape.singular_values.values
    values = [mpmath.mpf(y.numerator) / y.denominator for y in spectrum]
    weight = mpmath.mpf(landscape.ridge_product.numerator) / landscape.ridge_product.denominator
    choices = [[("", mpmath.mpf(0)), *scalar_roots(y, weight, layers)] for y in values]
    found = {}
    for combination in itertools.product(*choices):
        if sum(bool(name) for name, _ in combination) > size:
            continue
        groups = {}
        for (name, gain), y in zip(combination, spectrum, strict=True):
            groups.setdefault(y, []).append((name, gain))
        active, position = [], 1
        for members in groups.values():
            names = sorted((name for name, _ in members if name), key="+0-".index)
            active += [(position + k, name) for k, name in enumerate(names)]
            position += len(members)
        loss = mpmath.fsum(y * y for y in values) - mpmath.fsum(gain for _, gain in combination)
        found[tuple(active)] = loss
    ordered = sorted(found.items(), key=lambda item: [(i, "+0-".index(name)) for i, name in item[0]])
    return sorted(
        ((loss, active) for active, loss in ordered), key=lambda item: mpmath.nint(item[0] * mpmath.mpf(10) ** 40)
    )


def scalar_roots(y: mpmath.mpf, weight: mpmath.mpf, layers: int) -> list[tuple[str, mpmath.mpf]]:
    """(name, gain) of each positive root of σ^(2L−2) − √λ y σ^(L−2) + λ, the gain from the two scalar losses."""
    with mpmath.workdps(60):
        root = mpmath.sqrt(weight)
        coefficients = [mpmath.mpf(0)] * (2 * layers - 1)
        coefficients[0], coefficients[layers] = mpmath.mpf(1), -root * y
        coefficients[-1] += weight
        found = mpmath.polyroots(coefficients, maxsteps=500, extraprec=400) if y else []
        real = sorted(z.real for z in found if abs(z.imag) < mpmath.mpf(10) ** -40 and z.real > mpmath.mpf(10) ** -40)
        names = {0: [], 1: ["+"], 2: ["-", "+"]}[len(real)]
        gains = [y**2 - (z**layers / root - y) ** 2 - layers * z**2 for z in real]
        return list(zip(names, gains, strict=True))


@pytest.mark.parametrize("seed", range(12))
def test_orbits_and_order_against_brute_force(seed: int) -> None:
    """Same lists, same order, losses to 1e-15: sorted, best-first and by limit."""
    rng = random.Random(seed)
    layers = 2 + seed % 4
    widths = tuple(rng.randint(1, 4) for _ in range(layers + 1))
    pool = [Fraction(rng.randint(0, 30), rng.randint(2, 6)) for _ in range(4)]
    weights = [Fraction(rng.randint(1, 4), 2) for _ in range(layers)]
    spectrum = [rng.choice(pool) for _ in range(min(widths[0], widths[-1]))]
    landscape = Landscape(widths, spectrum=spectrum, ridge=weights)
    expected = brute_force(landscape)
    assert landscape.orbit_count == len(expected) == len(landscape.orbits())
    for orbits in (landscape.orbits(), landscape.orbits(limit=len(expected) + 3)):
        assert [tuple((i, str(root)) for i, root in orbit.active) for orbit in orbits] == [a for _, a in expected]
        assert [orbit.loss for orbit in orbits] == pytest.approx([float(loss) for loss, _ in expected], rel=4e-16)
    assert [o.label for o in landscape.orbits(3)] == [o.label for o in landscape.orbits()[:3]]


@pytest.mark.parametrize(
    ("layers", "distinct", "widths", "expected"),
    [(3, 5, 5, 3**5), (2, 5, 5, 2**5), (4, 6, 2, 1 + 6 * 2 + 15 * 4), (2, 6, 2, 1 + 6 + 15), (3, 40, 40, 3**40)],
)
def test_count_of_distinct_values(layers: int, distinct: int, widths: int, expected: int) -> None:
    """Σ_{r ≤ d_min} C(K, r) 2^r (L ≥ 3), Σ C(K, r) (L = 2), by hand."""
    outer = max(widths, distinct)
    landscape = Landscape((outer, *[widths] * (layers - 1), outer), spectrum=range(50, 50 + distinct), ridge=1)
    assert landscape.orbit_count == expected


def test_count_of_one_repeated_value() -> None:
    """n equal values: pairs (a, b) with a + b ≤ n, (n+1)(n+2)/2."""
    landscape = Landscape((30, 30, 30, 30), spectrum=[7] * 30, ridge=1)
    assert landscape.orbit_count == 31 * 32 // 2 == len(landscape.orbits())


def test_lowest_losses_among_ten_to_the_nineteen() -> None:
    """At once, and right: the neighbours of the best orbit switch off the smallest gains (checked by hand)."""
    spectrum = [Fraction(200 + k, 2) for k in range(40)]
    landscape = Landscape((40,) * 4, spectrum=spectrum, ridge=1)
    assert landscape.orbit_count == 3**40
    started = time.process_time()
    orbits = landscape.orbits(limit=20)
    assert time.process_time() - started < 2
    assert len(orbits[0].active) == 40 and all(root == "+" for _, root in orbits[0].active)
    assert [position for position, _ in orbits[1].active] == list(range(1, 40))
    losses = [orbit.loss for orbit in orbits]
    assert losses == sorted(losses) and len(set(losses)) == 20
    assert losses[0] == pytest.approx(landscape.global_loss, rel=1e-15)


def test_half_a_million_orbits() -> None:
    """12 distinct values, L = 5: 531,441 orbits, sorted; at least 200,000 orbits a processor second as columns."""
    landscape = Landscape((12,) * 6, spectrum=[Fraction(40 + 3 * k, 4) for k in range(12)], ridge=1)
    assert landscape.orbit_count == 3**12 == 531441
    started = time.process_time()
    blocks = list(landscape.blocks())
    elapsed = time.process_time() - started
    loss = np.concatenate([block.loss for block in blocks])
    assert len(loss) == 531441 and (np.diff(loss) >= 0).all()
    assert 531441 / elapsed > 200_000
    lowest = landscape.orbits(limit=500)
    assert [orbit.loss for orbit in lowest] == loss[:500].tolist()
    assert sum(int((block.columns.kind == 0).sum()) for block in blocks) == 1


@pytest.mark.full
def test_stream_of_many_orbits_in_flat_memory() -> None:
    """3^14 = 4,782,969 orbits in enumeration order: peak memory grows by less than 200 MB over the first block."""
    landscape = Landscape((14,) * 4, spectrum=range(20, 34), ridge=1)
    stream = iter(landscape.blocks())
    rows = len(next(stream))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    rows += sum(len(block) for block in stream)
    rate = rows / (time.process_time() - started)
    assert rows == 3**14
    assert rate > 200_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


def test_enumeration_order_is_the_order_of_lists() -> None:
    landscape = Landscape((4,) * 4, spectrum=(9, 9, 5, 4), ridge=1)
    blocks = list(landscape._all.__class__(landscape).blocks(size=7))
    lists = [[(i, "+0-".index(root)) for i, root in orbit.active] for block in blocks for orbit in block.orbits()]
    assert lists == sorted(lists) and len(lists) == landscape.orbit_count


def test_orbit_list_is_a_sequence() -> None:
    orbits = Landscape((2, 2, 2, 2), spectrum=(3, "11/5"), ridge=1).orbits()
    assert len(orbits) == 9 and orbits[-1].label == orbits[8].label == "1-2-"
    assert [orbit.label for orbit in orbits[1:4]] == ["1+", "1+2-", "2+"]
    with pytest.raises(IndexError):
        orbits[9]
