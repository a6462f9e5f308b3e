"""Paths of models against sympy: derivatives, signs on an interval, times that are no rational numbers."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
import sympy

from theory.kernel.budget import Fault
from theory.models.between import Between
from theory.models.courses import Clock, Course

s = sympy.Symbol("s")
TEXTS = ("1/(1+4*s)", "s**3-2*s", "(s-1)**2", "(2*s-1)*(s+1)/(s**2+1)", "0", "-3/2", "(s**2-s)/(s-1)", "(s-1/2)**2*(s-3)")


@pytest.mark.parametrize("text", TEXTS)
def test_a_course_is_the_function_that_it_spells(text: str) -> None:
    here, told = Course.read(text), sympy.sympify(text)
    assert sympy.simplify(sympy.sympify(str(here.slope)) - sympy.diff(told, s)) == 0
    assert Course.read(str(here)) == here
    for place in (Fraction(0), Fraction(2, 3), Fraction(3)):
        assert sympy.Rational(here.at(place)) == sympy.cancel(told).subs(s, sympy.Rational(place))


SIGNS = {("s", 0, 1): {0, 1}, ("s", 1, 2): {1}, ("(s-1)**2", 0, 2): {0, 1}, ("(s-1)**2", 1, 2): {0, 1},
         ("1-2*s", 0, 1): {-1, 0, 1},
         ("-1/(1+s)", 0, 3): {-1}, ("0", 0, 1): {0}, ("(s-1)*(s-2)", 1, 2): {-1, 0}, ("s**2+1", -1, 1): {1},
         ("(s-1)**2*(s-2)**2", 0, 3): {0, 1}, ("(s-1)**2*(3-s)", 0, 2): {0, 1}}  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high"), SIGNS)
def test_signs_by_hand(text: str, low: int, high: int) -> None:
    assert Course.read(text).signs(Fraction(low), Fraction(high)) == SIGNS[text, low, high]


POLES = [("1/(s-1)", "pole"), ("1/s", "pole"), ("1/(2-s)", "pole"), ("(s-1)**3", "third order")]


@pytest.mark.parametrize(("text", "why"), POLES)
def test_what_has_no_signs_says_why(text: str, why: str) -> None:
    with pytest.raises(Fault, match=why):
        Course.read(text).signs(Fraction(0), Fraction(2))


@pytest.mark.parametrize("value", [0, "-1", {"time": "-s", "from": "0", "to": "1"}, {"rate": "1", "from": "1", "to": "1"},
                                   {"rate": "1-2*s", "from": "0", "to": "1"}, {"from": "0", "to": "1"}])  # fmt: skip
def test_a_time_grows(value: object) -> None:
    with pytest.raises(Fault):
        Clock.read(value)


@pytest.mark.parametrize("rate", ["1/s", "1/(1+s**2)", "2*s+1/s**2", "s**2"])
def test_the_length_lies_between_its_bounds(rate: str) -> None:
    """sympy's integral; the last one is rational."""
    clock = Clock.read({"rate": rate, "from": "1", "to": "2"})
    exact = float(sympy.integrate(sympy.sympify(rate), (s, 1, 2)))
    assert isinstance(clock.length, Between) and float(clock.length.low) <= exact <= float(clock.length.high)
    assert float(clock.length.high - clock.length.low) < 1e-3


def test_bounds_decide_nothing_that_they_do_not_show() -> None:
    rng = Random(1)
    for _ in range(200):
        ends = [sorted(Fraction(rng.randint(-9, 9), rng.randint(1, 5)) for _ in range(2)) for _ in range(2)]
        x, y = (Between(*pair) for pair in ends)
        inner = [pair[0] + (pair[1] - pair[0]) * Fraction(rng.randint(0, 4), 4) for pair in ends]
        third = Fraction(-2, 3)
        for told, exact in ((x + y, sum(inner)), (x * y, inner[0] * inner[1]), (x * third, inner[0] * third)):
            assert told.low <= exact <= told.high
    with pytest.raises(Fault, match="do not decide"):
        assert Between(Fraction(-1), Fraction(1)).sign
    assert Between(Fraction(2), Fraction(3)).inverse().sign == 1
