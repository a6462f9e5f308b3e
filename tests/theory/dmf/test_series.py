"""Lagrange–Bürmann series of the roots: against mpmath's root finder, and the refusals."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest

from theory.dmf.landscape.roots import Root
from theory.dmf.landscape.series import partial_sum, series_root


@pytest.mark.parametrize("layers", [3, 4, 5, 7])
@pytest.mark.parametrize("eta", ["2", "13/5", "9"])
@pytest.mark.parametrize("root", [Root.UPPER, Root.LOWER])
def test_the_ball_holds_the_root(layers: int, eta: str, root: Root) -> None:
    """mpmath at 60 digits, by bisection on each side of the turning point s^(2L−2) = (L−2)/L."""
    found = series_root(layers, Fraction(eta), root, 40)
    with mpmath.workdps(60):
        y = mpmath.mpf(Fraction(eta).numerator) / Fraction(eta).denominator
        turn = (mpmath.mpf(layers - 2) / layers) ** (mpmath.mpf(1) / (2 * layers - 2))
        ends = (turn, y + 1) if root is Root.UPPER else (mpmath.mpf("1e-3"), turn)
        s = mpmath.findroot(
            lambda s: s ** (2 * layers - 2) - y * s ** (layers - 2) + 1, ends, solver="bisect", maxsteps=300, verify=False
        )
        middle, radius = mpmath.mpf(found.mid().str(50, radius=False)), mpmath.mpf(found.rad().str(20, radius=False))
        assert abs(middle - s) <= radius * 1.01 + mpmath.mpf("1e-36")


def test_terms_are_the_ones_on_paper() -> None:
    """L = 3, q = 1/3: (q)_0/1! = 1, (2q)_1/2! = 1/3, (3q)_2/3! = 1/3: η − η^(−1/3) − η^(−5/3)/3 − η^(−3)/3."""
    total, rest = partial_sum(3, Fraction(8), Root.UPPER, 3)
    assert float(total) == pytest.approx(8 - 1 / 2 - 1 / 96 - 1 / 1536, rel=1e-15)
    assert 0 < float(rest) < 1e-4


@pytest.mark.parametrize(
    "layers, eta, root, message",
    [(2, "3", Root.UPPER, "L >= 3"), (4, "1", Root.UPPER, "existence threshold"), (4, "3", Root.DOUBLE, "root '\\+' or '-'")],
)
def test_refusals(layers: int, eta: str, root: Root, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        series_root(layers, Fraction(eta), root, 5)
