"""Closed forms of the UDU dynamics against scipy-free quadrature, grids and hand values."""

from __future__ import annotations

import math

import numpy as np
import pytest

from theory.udu import window


def test_minimal_magnitudes_attain_the_schatten_norm() -> None:
    for mu in ((1.0, 2.0, 3.0), (0.3,), (5.0, 0.1)):
        for radius in (0.5, 1.0, 2.0):
            lam, p = window.minimal_magnitudes(mu, radius)
            assert math.hypot(*lam) == pytest.approx(window.schatten(mu) / radius**2)
            assert sum(p) == pytest.approx(radius**2)
            assert [a * b for a, b in zip(lam, p, strict=True)] == pytest.approx(list(mu))


def test_free_limits_solve_their_equation() -> None:
    for mu, norm, lam in ((1.0, 0.2, 1.0), (2.0, 3.0, 0.1), (0.5, 1e-9, 2.0)):
        end, balance = window.free_limit(mu, norm, lam), norm - 2 * lam**2
        assert 2 * end**3 + balance * end == pytest.approx(mu) and balance + 2 * end**2 > 0
    assert window.free_limit(-1.0, 0.5, 1.0) == pytest.approx(math.sqrt(0.75)) and window.free_limit(-1.0, 4.0, 1.0) == 0.0


def test_death_threshold_on_a_grid() -> None:
    """max over τ on a fine grid; two dimensions with μ = ±m in closed form."""
    taus = np.linspace(0, 6, 60001)
    for mu, u in (((1.0, -0.5), (0.3, 1.2)), ((0.7, -1.0, -0.2), (0.2, 0.8, 0.9))):
        best = max(0.0, float(sum(x * x * (1 - np.exp(4 * m * taus)) for m, x in zip(mu, u, strict=True)).max()))
        assert window.death_threshold(mu, u) == pytest.approx(math.sqrt(best / 2), abs=1e-7)
    assert window.death_threshold((2.0, -2.0), (0.5, 2.0)) == pytest.approx(1.5 / math.sqrt(2))
    assert window.death_threshold((2.0, -2.0), (2.0, 0.5)) == 0.0


def test_death_time_is_refused_where_there_is_none() -> None:
    with pytest.raises(ValueError, match="only for mu < 0"):
        window.death_time(-1.0, 0.5, 1.0)


def test_published_edges() -> None:
    """spec values 1.532659 and 2.108386 (n = 2, 3), 101.683093 = ‖D‖² for (1, 2, 3)."""
    assert window.critical_radius((1, 2)) == pytest.approx(1.532659, abs=1e-6)
    assert window.critical_radius((1, 2, 3)) == pytest.approx(2.108386, abs=1e-6)
    assert window.schatten((1, 2, 3)) ** 2 == pytest.approx(101.683093, abs=1e-5)
