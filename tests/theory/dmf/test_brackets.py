"""Brackets of roots against mpmath with 60 digits, and enclosures that begin with floats against those that begin without.

Expected roots are those of the benchmarks: instances made from a double root, so that the counts are known without solving,
and bisection on both sides of the turn.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from mpmath import mpf, workdps

from benchmarks.questions import reduced_roots
from theory.dmf.landscape import roots as module
from theory.dmf.landscape.brackets import brackets
from theory.dmf.landscape.roots import Mode, Root, available_roots
from theory.dmf.landscape.thresholds import existence_threshold
from theory.exact.balls import square_ball

COUNT = 200
EXTREMES = [
    (layers, Fraction(10) ** ridge, existence, factor)
    for layers in (2, 3, 4, 7, 12)
    for ridge in (-90, -3, 0, 80)
    for existence, factor in ((True, Fraction(1)), (False, 1 + Fraction(1, 10**29)), (False, Fraction(10**12)))
]


def test_every_root_lies_in_its_bracket_and_in_no_other() -> None:
    instances, expected = reduced_roots.instances(COUNT, 0), reduced_roots.expected(COUNT, 0)
    seen = 0
    for (layers, ridge, value, count), right in zip(instances, expected, strict=True):
        found = sorted(brackets(layers, ridge, value), key=lambda bracket: bracket.low)
        assert len(found) == count
        for bracket, root in zip(found, right, strict=True):
            assert bracket.low * (1 - 1e-15) <= root <= bracket.high * (1 + 1e-15) and bracket.high <= bracket.low * (1 + 1e-9)
            assert count < 2 or (bracket.root is Root.UPPER) == (root == max(right))
            seen += 1
    assert seen == COUNT


@pytest.mark.parametrize(("layers", "ridge", "at_threshold", "factor"), EXTREMES)
def test_far_from_one_and_next_to_the_double_root(layers: int, ridge: Fraction, at_threshold: bool, factor: Fraction) -> None:
    """h changes its sign in each bracket, by mpmath; values just above y*, exactly at it for rational y*, and far above."""
    threshold = existence_threshold(layers, ridge)
    value = (threshold.exact or Fraction(float(threshold)) * (1 + Fraction(1, 10**14))) * factor
    found = brackets(layers, ridge, value)
    assert [b.root for b in found] == list(available_roots(layers, threshold.compare(value)))
    with workdps(120):
        lam, square = mpf(ridge.numerator) / ridge.denominator, (mpf(value.numerator) / value.denominator) ** 2

        def h(x: float) -> mpf:
            return (mpf(x) ** (layers - 1) + lam) ** 2 - lam * square * mpf(x) ** (layers - 2)

        for root, low, high in found:
            assert 0 < low < high
            signs = h(low) > 0, h(high) > 0
            assert signs == {Root.UPPER: (False, True), Root.LOWER: (True, False), Root.DOUBLE: (True, True)}[root]


@pytest.mark.parametrize("layers", range(2, 13))
def test_a_gain_is_zero_at_the_global_threshold_only(layers: int) -> None:
    """λ = (L−2)^(L−2): y_g = L − 1 by hand; at L = 2 there is no root there. A cost is as accurate as it was asked for."""
    weight, value = Fraction((layers - 2) ** (layers - 2)), Fraction(layers - 1)
    near = [value * (1 + sign * Fraction(1, 10**40)) for sign in (-1, 0, 1)]
    modes = [Mode(layers, weight, y, Root.UPPER) for y in (near if layers > 2 else near[2:])]
    assert [mode.gain_is_zero for mode in modes] == ([False, True, False] if layers > 2 else [False])
    for mode in modes:
        for bits in (20, 80, 300):
            assert Mode(layers, weight, mode.value, Root.UPPER).cost(bits).rel_accuracy_bits() >= bits
        assert mode.cost(300).overlaps(square_ball(mode.value, 400) - mode.gain(300))


def test_a_wrong_root_in_floats_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: floats that are off, on the wrong branch, or no number. Brackets and enclosures stay those of the right root."""
    right = {root: Mode(3, Fraction(1), Fraction(3), root).x(80) for root in (Root.UPPER, Root.LOWER)}
    other = {Root.UPPER: float(right[Root.LOWER]), Root.LOWER: float(right[Root.UPPER])}
    from theory.dmf.landscape import brackets as bracketing

    for root, ball in right.items():
        for wrong in (float(ball) * (1 + 1e-6), other[root], float("nan"), -1.0, float("inf")):
            for place in (module, bracketing):
                monkeypatch.setattr(place, "root_apart", lambda *_, wrong=wrong: wrong)
            assert Mode(3, Fraction(1), Fraction(3), root).x(80).overlaps(ball)
            (found,) = (b for b in brackets(3, Fraction(1), Fraction(3)) if b.root is root)
            assert found.low <= float(ball) <= found.high
