"""Roots in radicals against the roots of the polynomial by mpmath's iteration, at 40 digits, on both sides of y*."""

from __future__ import annotations

import mpmath
import pytest

from theory.dmf.landscape.radicals import radical_roots

VALUES = ["1/2", "1", "7/4", "17/8", "2", "3", "17/3", "40", "1000"]


@pytest.mark.parametrize("eta", VALUES)
@pytest.mark.parametrize("layers", [2, 3, 4])
def test_roots_are_those_of_the_polynomial(layers, eta):
    with mpmath.workdps(60):
        num, _, den = eta.partition("/")
        y = mpmath.mpf(num) / mpmath.mpf(den or 1)
        coefficients = [mpmath.mpf(0)] * (2 * layers - 1)
        coefficients[0], coefficients[-1] = mpmath.mpf(1), mpmath.mpf(1)
        coefficients[layers] -= y
        roots = mpmath.polyroots(coefficients, maxsteps=500, extraprec=400)
        seen = sorted(mpmath.re(z) for z in roots if abs(mpmath.im(z)) < mpmath.mpf(10) ** -45 and mpmath.re(z) > 1e-9)
        found = radical_roots(layers, eta, digits=50)
        assert len(found) == len(seen)
        assert all(abs(a - b) < mpmath.mpf(10) ** -40 * (1 + b) for a, b in zip(found, seen, strict=True))


def test_a_rational_root_and_its_partner():
    """L = 3, η = 17/8: s = 1/2 by hand, 1/16 − 17/16 + 1 = 0."""
    assert abs(radical_roots(3, "17/8")[0] - mpmath.mpf("0.5")) < 1e-15 and len(radical_roots(3, "17/8")) == 2


@pytest.mark.parametrize(("layers", "eta", "message"), [(5, "3", "2, 3 or 4"), (3, "-1", "eta must be positive")])
def test_no_formula_is_one_line(layers, eta, message):
    with pytest.raises(ValueError, match=message):
        radical_roots(layers, eta)
