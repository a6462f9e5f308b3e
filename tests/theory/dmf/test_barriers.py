"""Barriers between levels: published figures, independent one-dimensional searches, identities, refusals."""

from __future__ import annotations

import json
import random
from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from theory.dmf import Landscape, Objective
from theory.dmf.landscape.barriers import Barriers
from theory.exact.matrix_file import LoadedMatrix


def test_small_landscape() -> None:
    """2 × 2, L = 3, Y = diag(3, 11/5), λ_l = 1: issue 5 gives the two heights to eight digits."""
    found = Barriers(Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1))
    assert [level.orbit for level in found.levels] == ["O", "1+", "1+2+"]
    assert [round(b.up, 8) for b in found.barriers] == [0.11253657, 0.21683274]
    assert [b.saddle for b in found.barriers] == ["1-", "1+2-"]


@pytest.mark.parametrize("seed", range(40))
def test_heights_by_one_dimensional_search(seed: int) -> None:
    """Heights and losses from maximizing and minimizing F along one chain, all weights, no root formula.

    With balanced layers one mode at product p has F-part fit·(p − y)² + L·(ridge^L Πλ_l)^(1/L)·p^(2/L).
    """
    rng = random.Random(seed)
    layers = rng.randint(3, 6)
    widths = [rng.randint(1, 3) for _ in range(layers + 1)]
    weights = [Fraction(rng.randint(1, 6), 4) for _ in range(layers)]
    objective = Objective(fit=Fraction(rng.randint(1, 4), 2), ridge=Fraction(rng.randint(1, 3), 2))
    values = [Fraction(rng.randint(20, 60), 8) for _ in range(min(widths[0], widths[-1]))]
    found = Barriers(Landscape(widths, spectrum=values, ridge=weights, objective=objective))
    scale = layers * float(objective.ridge) * float(np.prod([float(w) for w in weights])) ** (1 / layers)
    fit, loss = float(objective.fit), float(objective.fit) * sum(float(y) ** 2 for y in values)
    assert found.levels[0].loss == pytest.approx(loss, rel=1e-13)
    for level, barrier, y in zip(found.levels[1:], found.barriers, sorted(map(float, values), reverse=True), strict=False):
        top, bottom = _extrema(lambda p, y=y: fit * ((p - y) ** 2 - y**2) + scale * p ** (2 / layers), y)
        assert barrier.height == pytest.approx(loss + top, rel=1e-9)
        assert barrier.up == pytest.approx(top, rel=1e-8)
        assert barrier.down == pytest.approx(top - bottom, rel=1e-8)
        loss += bottom
        assert level.loss == pytest.approx(loss, rel=1e-9)


def _extrema(well, y: float) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    """The local maximum and the local minimum of the well beyond it, from a grid refined by bounded search."""
    grid = np.geomspace(1e-12, 1, 4000) * y
    heights = well(grid)
    peak = int(np.flatnonzero((heights[1:-1] > heights[:-2]) & (heights[1:-1] > heights[2:]))[0]) + 1
    options = {"xatol": 1e-13 * y}
    top = minimize_scalar(lambda p: -well(p), bounds=(grid[peak - 1], grid[peak + 1]), method="bounded", options=options)
    rest = peak + int(heights[peak:].argmin())
    low = minimize_scalar(well, bounds=(grid[rest - 1], grid[min(rest + 1, 3999)]), method="bounded", options=options)
    return -top.fun, low.fun


def test_ties_and_threshold_values() -> None:
    """Repeated values give equal barriers; a value at y* makes no level."""
    twice = Barriers(Landscape((3, 3, 3, 3), spectrum=(5, 5, 4), ridge=3))
    assert [b.up for b in twice.barriers] == [twice.barriers[0].up] * 2
    assert len(twice.levels) == 3


def test_rational_barrier_is_exact() -> None:
    """By hand: L = 3, λ_l = 1, y = 17/8 has the lower root s = 1/2, since y = s³ + 1/s."""
    (barrier,) = Barriers(Landscape((1, 1, 1, 1), spectrum=("17/8",), ridge=1)).barriers
    by_hand = Fraction(1, 4) * (1 - Fraction(1, 16))  # σ²((L − 2) − t), t = σ⁴
    assert barrier.exact()["up"] == [{"times": "-1", "rational": str(-by_hand)}]
    assert barrier.up == float(by_hand)


def test_two_layers_have_one_level() -> None:
    found = Barriers(Landscape((3, 2, 3), spectrum=(4, 3, 2), ridge=1))
    assert [(x.level, x.kind) for x in found.levels] == [(2, "global minimizer")] and found.barriers == ()


def test_between_levels() -> None:
    """Down from the top and up again: the highest saddle on the way decides."""
    found = Barriers(Landscape((3,) * 4, spectrum=(5, 4, 3), ridge=1))
    losses = {level.level: level.loss for level in found.levels}
    for a in losses:
        for b in losses:
            gap = found.between(a, b) + losses[a] - found.between(b, a) - losses[b]
            assert abs(gap) < 1e-12 and found.between(a, b) >= 0
    with pytest.raises(ValueError, match=r"target must be a level of local minimizers, among \[0, 1, 2, 3\], got 4"):
        found.between(0, 4)


def test_json() -> None:
    document = json.loads(Barriers(Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)).to_json(exact=True))
    assert set(document) == {"levels", "barriers"}
    first = document["barriers"][0]
    assert (first["from"], first["to"], first["saddle"]) == (0, 1, "1-")
    polynomial = [int(c) for c in first["exact"]["up"][0]["polynomial"]]
    assert abs(np.polyval(polynomial[::-1], -first["up"])) < 1e-12 * max(map(abs, polynomial))


def test_float_matrix_too_close_to_the_threshold() -> None:
    with pytest.raises(ValueError, match="spectrum must be decided against the existence threshold"):
        Barriers(Landscape((1, 1, 1, 1), matrix=LoadedMatrix(np.array([[4.0]]), rounded=True), ridge=3))
