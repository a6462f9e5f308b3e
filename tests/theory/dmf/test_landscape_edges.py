"""Degenerate sizes and extreme numbers."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from theory.dmf import Landscape


@pytest.mark.parametrize("widths", [(1, 1, 1), (3, 2, 4), (2, 2, 2, 2), (1,) * 8])
def test_zero_matrix(widths: tuple[int, ...]) -> None:
    """Y = 0: the origin alone, global, with Hessian 2λ (spec section 5)."""
    for landscape in (
        Landscape(widths, spectrum=(), ridge="1/3"),
        Landscape(widths, matrix=np.zeros((widths[-1], widths[0])), ridge="1/3"),
    ):
        (orbit,) = landscape.orbits()
        assert (orbit.label, orbit.kind, orbit.loss, orbit.index, orbit.nullity) == ("O", "global minimizer", 0.0, 0, 0)
        parameters = sum(a * b for a, b in pairwise(widths))
        assert orbit.hessian() == [(pytest.approx(2 / 3, rel=1e-15), parameters)]
        assert all(not factor.any() for factor in orbit.representative(0))
        assert json.loads(landscape.to_json())["orbit_count"] == 1 and landscape.global_loss == 0
        assert [o.label for o in landscape.orbits(5)] == ["O"] and landscape.orbits(0) == []


@pytest.mark.parametrize("layers", [20, 61, 62, 63, 70])
def test_many_layers(layers: int) -> None:
    """Width-1 chains: 2^(L−1) points an orbit (signs with fixed product), beyond 64-bit integers too."""
    landscape = Landscape((1,) * (layers + 1), spectrum=(4,), ridge="9/10")
    assert [orbit.components for orbit in landscape.orbits() if orbit.rank] == [2 ** (layers - 1)] * 2
    top = next(orbit for orbit in landscape.orbits() if orbit.label == "1+")
    (w,) = {round(abs(float(factor[0, 0])), 12) for factor in top.representative(1)}
    assert (w**layers - 4) * w ** (layers - 1) + 0.9 * w == pytest.approx(0, abs=1e-9)
    assert json.loads(landscape.to_json())["orbits"][0]["components"] >= 1
    assert sum(times for _, times in top.hessian()) == layers


@pytest.mark.parametrize("share", [-1, Fraction(-1, 3), 0, Fraction(1, 2), 1])
@pytest.mark.parametrize("layers", [2, 3, 5])
def test_scaling(share: Fraction, layers: int) -> None:
    """W → a·W with y → a^L·y and λ → a^(2L−2)·λ multiplies F by a^(2L) and its Hessian by a^(2L−2), by hand.

    a is a power of ten that drives input and losses to the ends of their ranges.
    """
    a = Fraction(10) ** int(share * 140 // (2 * layers - 2))
    plain = Landscape((3,) * (layers + 1), spectrum=(7, 5, 4), ridge=1)
    scaled = Landscape((3,) * (layers + 1), spectrum=[a**layers * y for y in (7, 5, 4)], ridge=a ** (2 * layers - 2))
    for one, two in zip(plain.orbits(), scaled.orbits(), strict=True):
        assert (one.label, one.kind, one.index) == (two.label, two.kind, two.index)
        assert two.loss == pytest.approx(one.loss * float(a ** (2 * layers)), rel=1e-14)
        spectrum = [value * float(a ** (2 * layers - 2)) for value, _ in one.hessian()]
        assert [times for _, times in one.hessian()] == [times for _, times in two.hessian()]
        assert [value for value, _ in two.hessian()] == pytest.approx(spectrum, rel=1e-13)


def test_extreme_ratio_of_ridge_and_spectrum() -> None:
    """λ_l = 1e-140, y = 1: the loss of '+' is about L λ y^(2/L), the Schatten penalty."""
    landscape = Landscape((2, 2, 2, 2), spectrum=(1, "1e-100"), ridge="1e-140")
    best = landscape.orbits(1)[0]
    assert best.label == "1+2+" and best.loss == pytest.approx(3e-140, rel=1e-12)
    assert landscape.global_loss == pytest.approx(best.loss, rel=1e-14)


def test_kinds_of_numbers() -> None:
    same = [Landscape((2, 2, 2), spectrum=s, ridge=r).spectrum for s, r in ((("1/2", 3), 1), ((0.5, np.int64(3)), "1"))]
    same.append(Landscape((2, 2, 2), spectrum=(Decimal("0.5"), Decimal(3)), ridge=Decimal(1)).spectrum)
    assert len(set(same)) == 1
    with pytest.raises(ValueError, match="ridge must be"):
        Landscape((2, 2, 2), spectrum=(1,), ridge=Decimal("NaN"))


def test_html_and_table() -> None:
    landscape = Landscape((2, 2, 2, 2), spectrum=(3, "11/5"), ridge=1)
    html = landscape._repr_html_()
    assert html.count("<tr>") == 10 and "<th>class</th>" in html and "strict saddle" in html
    table = landscape.table(limit=4)
    assert list(table["orbit"]) == ["1+2+", "1+", "1+2-", "2+"] and list(table["index"]) == [0, 0, 1, 1]
