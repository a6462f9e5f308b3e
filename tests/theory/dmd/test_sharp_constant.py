"""Bernstein certificates: coefficients by hand, the polynomial against the recursion, planted errors, tampered leaves."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from theory.dmd import sharp_constant as sc

UNIT = ((Fraction(0), Fraction(1)),) * 3


def test_bernstein_coefficients_enclose_the_values() -> None:
    """Random cubics: range within the coefficients, corners exact."""
    rng = Random(0)
    for _ in range(20):
        polynomial = {
            (rng.randint(0, 3), rng.randint(0, 2), rng.randint(0, 2)): Fraction(rng.randint(-9, 9), 3) for _ in range(6)
        }
        box = tuple((Fraction(a, 4), Fraction(a + rng.randint(1, 3), 4)) for a in (rng.randint(-3, 3) for _ in range(3)))
        values = sc.coefficients_on(polynomial, box)
        assert values[0] == sc.value_at(polynomial, [low for low, _ in box])
        assert values[-1] == sc.value_at(polynomial, [high for _, high in box])
        for _ in range(10):
            at = [low + (high - low) * Fraction(rng.randint(0, 8), 8) for low, high in box]
            assert min(values) <= sc.value_at(polynomial, at) <= max(values)


def test_the_numerator_against_the_recursion() -> None:
    """h·δ⁴·N/(δ·det²) = V − V₊ − 2cτ in float64 at 60 points, through numpy's inverse."""
    rng, table = np.random.default_rng(0), sc.numerator().to_dict()
    for _ in range(60):
        a, b, l, h, c = *rng.uniform(0.1, 3, 2), *rng.uniform([-1, 0.1, 0], [1, 1.9, 1])
        w = rng.uniform(-1, 1) * np.sqrt(a * b)
        W, Lam = np.array([[a, w], [w, b]]), np.diag([1.0, l])
        Z = W + np.eye(2)
        S, delta = np.linalg.inv(Z), np.linalg.det(Z)
        D, n = np.eye(2) - S, h * Lam @ S @ Lam
        Y = n @ np.linalg.inv(np.eye(2) + D @ n)
        told = 2 * np.trace(W @ Y) - np.trace(W @ Y @ Y) - 2 * c * h * np.trace(Lam @ Lam @ D)
        det = np.linalg.det(delta**2 * np.eye(2) + delta * D @ (delta * n))
        N = sum(
            float(v) * a ** int(e[0]) * b ** int(e[1]) * w ** int(e[2]) * l ** int(e[3]) * h ** int(e[4]) * c ** int(e[5])
            for e, v in table.items()
        )
        assert h * delta**3 * N / det**2 == pytest.approx(told, rel=1e-8, abs=1e-10)


@pytest.mark.parametrize("case", sc.CASES)
def test_certificates(case: str) -> None:
    """34 coefficients; the recheck refuses a missing leaf and a widened one."""
    found = sc.certify(case)
    assert found is not None and len(found.leaves) == 34 and sc.recheck(found)
    key = max(found.leaves, key=lambda k: len(found.leaves[k]))
    assert not sc.recheck(replace(found, leaves={**found.leaves, key: found.leaves[key][1:]}))
    assert not sc.recheck(replace(found, leaves={**found.leaves, key: (found.leaves[key][0], *found.leaves[key][:-1])}))


def test_a_planted_constant_is_refused() -> None:
    """c + 1/100 at h = 1: some coefficient is negative at a corner."""
    polynomials = sc.coefficients("sharp")
    box = ((Fraction(0), Fraction(1)), (Fraction(-1), Fraction(1)), (Fraction(1), Fraction(1)))
    drop = {}
    for exponents, v in sc.numerator().to_dict().items():
        i, j, k, p, q, constant = map(int, exponents)
        if constant:
            place = drop.setdefault((i + k // 2, j + k // 2), {})
            place[k // 2, p, q] = place.get((k // 2, p, q), Fraction(0)) + Fraction(int(v.p), int(v.q)) / 100
    worse = {
        key: {
            m: polynomials.get(key, {}).get(m, Fraction(0)) + extra.get(m, Fraction(0))
            for m in {*polynomials.get(key, {}), *extra}
        }
        for key, extra in drop.items()
    }
    assert any(sc.nonnegative(polynomial, box, 60) is None for polynomial in worse.values())
    assert sc.nonnegative({(0, 0, 0): Fraction(-1)}, UNIT, 5) is None
