"""Critical points of chains of width 1 by algebra alone: a Groebner basis, and Hermite's trace form."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import flint
import pytest
import sympy

from theory.dmf import Landscape


def critical_points(layers: int, target: Fraction, weight: Fraction) -> tuple[int, int]:
    """(complex with multiplicity, distinct real) solutions of ∂/∂w_l [(Πw − y)² + c Σ w²] = 0.

    The distinct real ones are the signature of (f, g) ↦ trace of multiplication by fg on Q[w]/(equations).
    """
    w = sympy.symbols(f"w1:{layers + 1}")
    product = sympy.Mul(*w)
    y, c = (sympy.Rational(number.numerator, number.denominator) for number in (target, weight))
    equations = [sympy.expand((product - y) * product / u + c * u) for u in w]
    basis = sympy.groebner(equations, *w, order="grevlex")
    rules = [(poly.monoms(order="grevlex")[0], poly) for poly in basis.polys]
    monomials = standard_monomials([lead for lead, _ in rules], layers)
    place = {monomial: k for k, monomial in enumerate(monomials)}

    def column(monomial: tuple[int, ...]) -> list[flint.fmpq]:
        """Normal form of a monomial as coordinates."""
        entries = [flint.fmpq(0)] * len(monomials)
        if monomial in place:
            entries[place[monomial]] = flint.fmpq(1)
        else:
            rest = basis.reduce(sympy.prod(u**e for u, e in zip(w, monomial, strict=True)))[1]
            for key, value in sympy.Poly(rest, *w).terms():
                entries[place[key]] = flint.fmpq(int(value.p), int(value.q))
        return entries

    times = []  # multiplication by each variable
    for k in range(layers):
        shifted = [tuple(e + (j == k) for j, e in enumerate(monomial)) for monomial in monomials]
        times.append(flint.fmpq_mat([column(monomial) for monomial in shifted]).transpose())
    powers = {(0,) * layers: flint.fmpq_mat([[flint.fmpq(i == j) for j in place.values()] for i in place.values()])}
    for monomial in monomials[1:]:
        k = next(j for j, e in enumerate(monomial) if e)
        powers[monomial] = times[k] * powers[tuple(e - (j == k) for j, e in enumerate(monomial))]
    traces = [sum((powers[m][i, i] for i in range(len(monomials))), flint.fmpq(0)) for m in monomials]
    row = flint.fmpq_mat([traces])
    form = flint.fmpq_mat([(row * powers[m]).entries() for m in monomials])
    return len(monomials), signature(form)


def standard_monomials(leads: list[tuple[int, ...]], layers: int) -> list[tuple[int, ...]]:
    """Monomials outside the leading ideal, by degree."""
    found, layer = [], [(0,) * layers]
    while layer:
        found += layer
        grown = {tuple(e + (j == k) for j, e in enumerate(m)) for m in layer for k in range(layers)}
        layer = sorted(m for m in grown if not any(all(a <= b for a, b in zip(lead, m, strict=True)) for lead in leads))
    return found


def signature(form: flint.fmpq_mat) -> int:
    """Positive minus negative eigenvalues of a symmetric rational matrix, by Descartes (all roots are real)."""
    coefficients = [c for c in form.charpoly().coeffs() if c != 0]
    positive = sum((a > 0) != (b > 0) for a, b in pairwise(coefficients))
    zero = next(k for k, c in enumerate(form.charpoly().coeffs()) if c != 0)
    return 2 * positive + zero - form.nrows()


CASES = [  # L, y, c, number of positive roots of the scalar equation
    (2, Fraction(3), Fraction(1), 1),
    (2, Fraction(1), Fraction(1), 0),
    (2, Fraction(1, 2), Fraction(1), 0),
    (3, Fraction(3), Fraction(1), 2),
    (3, Fraction(4), Fraction(3), 1),
    (3, Fraction(7, 4), Fraction(1), 0),
    (4, Fraction(2), Fraction(1), 2),
    (4, Fraction(3), Fraction(2), 1),
    (4, Fraction(15, 8), Fraction(1), 0),
    (5, Fraction(2), Fraction(1), 2),
    (5, Fraction(8, 3), Fraction(5, 3), 1),
    (5, Fraction(3, 2), Fraction(1), 0),
]


@pytest.mark.parametrize(("layers", "target", "weight", "roots"), CASES)
def test_real_critical_points_of_chains(layers: int, target: Fraction, weight: Fraction, roots: int) -> None:
    """1 + 2^(L−1) · (positive roots) real ones, and the same number of points in the orbits of Landscape."""
    complex_count, real = critical_points(layers, target, weight)
    landscape = Landscape((1,) * (layers + 1), spectrum=(target,), ridge=weight)
    assert complex_count == (layers - 1) * 2**layers + 1
    assert real == 1 + 2 ** (layers - 1) * roots
    assert sum(orbit.components for orbit in landscape.orbits()) == real
    assert all(orbit.dimension == 0 for orbit in landscape.orbits())
