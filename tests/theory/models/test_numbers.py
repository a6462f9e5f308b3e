"""Exact numbers against sympy: signs of a + b√d, dual numbers, Sturm counts with multiplicities."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from theory.kernel.integers import Fault
from theory.models.numbers import Dual, Matrix, Surd, inverse, minus, positive_roots, power, sign, slope

RATIONAL = st.fractions(min_value=-6, max_value=6, max_denominator=4)
SURD = st.builds(Surd, RATIONAL, RATIONAL, st.just(2))


def exact(x: object) -> sympy.Expr:
    if isinstance(x, Surd):
        return sympy.Rational(x.a) + sympy.Rational(x.b) * sympy.sqrt(x.d)
    return sympy.Rational(x)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(SURD, SURD, RATIONAL)
def test_surds_are_a_field_with_signs(x, y, q):
    for value, wanted in ((x + y, exact(x) + exact(y)), (x * y, exact(x) * exact(y)), (x * q, exact(x) * exact(q)),
                          (q + x, exact(q) + exact(x))):  # fmt: skip
        assert sympy.expand(exact(value) - wanted) == 0
    assert sign(x) == sympy.sign(exact(x))
    if sign(x):
        assert sign(x * inverse(x) + Fraction(-1)) == 0
    else:
        with pytest.raises(Fault):
            inverse(x)


@pytest.mark.parametrize("value", [["1", "1", "4"], ["1", "1", "1"], ["1", "1", "-2"], ["1", "1", "5/2"], 1.5, True,
None, "x", {}])
def test_values_that_are_no_exact_numbers(value):
    with pytest.raises(Fault):
        Surd.read(value)


def test_two_quadratic_fields_do_not_mix():
    with pytest.raises(Fault):
        Surd(Fraction(0), Fraction(1), 2) + Surd(Fraction(0), Fraction(1), 3)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([-2, -1, Fraction(-1, 2), 0, Fraction(1, 3), Fraction(1, 2), 1, 2, 3]), max_size=7),
       st.booleans(), RATIONAL.filter(bool))  # fmt: skip
def test_root_counts_with_multiplicities(roots, complex_pair, scale):
    """Polynomials built from known roots (times s² + s + 1, which has none), counted also by sympy."""
    s = sympy.symbols("s")
    expression = sympy.Rational(scale) * sympy.prod([s - sympy.Rational(r) for r in roots])
    expression = expression * (s**2 + s + 1) ** int(complex_pair)
    coefficients = [Fraction(int(c.p), int(c.q)) for c in reversed(sympy.Poly(expression, s).all_coeffs())]
    known = {r: roots.count(r) for r in roots if r > 0}
    counts = tuple(sum(1 for m in known.values() if (m == k if k < 3 else m >= 3)) for k in (1, 2, 3))
    assert positive_roots(coefficients) == counts
    assert sum(1 for r in set(sympy.real_roots(expression)) if r > 0) == sum(counts) if roots or complex_pair else True


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.integers(-5, 5), min_size=1, max_size=7).filter(any))
def test_root_counts_of_random_polynomials(coefficients):
    s = sympy.symbols("s")
    found = sympy.Poly(list(reversed(coefficients)), s)
    roots = [r for r in (sympy.real_roots(found) if found.degree() > 0 else []) if r > 0]
    simple, double, higher = positive_roots([Fraction(c) for c in coefficients])
    assert simple + double + higher == len(set(roots)) and simple == sum(1 for r in set(roots) if roots.count(r) == 1)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([-1, 0, Fraction(1, 2), 1, 2, 3]), min_size=1, max_size=5),
       st.lists(st.sampled_from([-1, 0, 1, Fraction(3, 2), 2]), max_size=3), st.sampled_from([1, -2]))  # fmt: skip
def test_root_counts_on_the_positive_side_of_another_polynomial(roots, others, scale):
    """The roots of p where w = scale·Π(s − o) > 0, known by construction."""
    def polynomial(zeros: list, lead: int) -> list:
        p: list = [Fraction(lead)]
        for r in zeros:
            p = [a - r * b for a, b in zip([Fraction(0), *p], [*p, Fraction(0)], strict=True)]
        return p

    def side(x: object) -> bool:
        return scale * sympy.prod([sympy.Rational(x) - sympy.Rational(o) for o in others]) > 0

    known = {r: roots.count(r) for r in roots if r > 0 and side(r)}
    counts = tuple(sum(1 for m in known.values() if (m == k if k < 3 else m >= 3)) for k in (1, 2, 3))
    assert positive_roots(polynomial(roots, 1), polynomial(others, scale)) == counts


def test_root_counts_over_a_quadratic_field():
    """(s − √2)²(s − 1)(s + √2): one simple, one double positive root."""
    root = Surd(Fraction(0), Fraction(1), 2)
    p: list = [Fraction(1)]
    for r in (root, root, Fraction(1), minus(root)):
        p = [a + minus(r * b) for a, b in zip([Fraction(0), *p], [*p, Fraction(0)], strict=True)]
    assert positive_roots(p) == (1, 1, 0)


def test_the_zero_function_has_no_count():
    with pytest.raises(Fault):
        positive_roots([Fraction(0)])


@settings(max_examples=40, deadline=None, derandomize=True)
@given(RATIONAL.filter(bool), st.integers(-3, 4))
def test_dual_numbers_differentiate_powers(x, n):
    assert slope(power(Dual(x, Fraction(1), 1), n), 1) == n * power(x, n - 1)


def test_levels_of_derivatives_do_not_mix():
    """d/dx (x · d/dy (x y)) = d/dx x² = 2x at x = 3, although both derivatives are dual numbers."""
    x = Dual(Fraction(3), Fraction(1), 1)
    y = Dual(Fraction(5), Fraction(1), 2)
    assert slope(x * slope(x * y, 2), 1) == 6


def test_matrices_refuse_shapes_that_do_not_fit():
    one, two = Matrix.identity(1), Matrix.identity(2)
    for wrong in (lambda: one + two, lambda: one * two, lambda: two + Fraction(1)):
        with pytest.raises(Fault):
            wrong()
    assert (two + Fraction(0)) == two
