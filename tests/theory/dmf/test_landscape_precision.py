"""Double-double arithmetic against exact fractions, and the arrays of the Hessian against one-by-one evaluation."""

from __future__ import annotations

from fractions import Fraction

import flint
import numpy as np
import pytest

from theory.dmf import Landscape
from theory.dmf.hessian.bulk import pair_entries, rotation_entries
from theory.exact.double_double import DoubleDouble

SIZES = [1.0, 1e-40, 1e40]


def exact(numbers: DoubleDouble) -> list[Fraction]:
    return [Fraction(h) + Fraction(l) for h, l in zip(numbers.high.tolist(), numbers.low.tolist(), strict=True)]


@pytest.mark.parametrize("left", SIZES)
@pytest.mark.parametrize("right", SIZES)
@pytest.mark.parametrize("operation", ["+", "-", "*", "/"])
def test_operations(left: float, right: float, operation: str) -> None:
    """Relative error 2^−100 (of the larger operand for sums), on 2,000 random pairs; truth: Fraction."""
    rng = np.random.default_rng(3)
    tops = [size * rng.standard_normal(2000) for size in (left, right)]
    a, b = (DoubleDouble(top, top * 2.0**-54 * rng.uniform(-1, 1, 2000)) for top in tops)
    found = {"+": a + b, "-": a - b, "*": a * b, "/": a / b}[operation]
    bound = Fraction(1, 2**100)
    for x, y, z in zip(exact(a), exact(b), exact(found), strict=True):
        truth = {"+": x + y, "-": x - y, "*": x * y, "/": x / y}[operation]
        size = max(abs(x), abs(y)) if operation in "+-" else abs(truth)
        assert abs(z - truth) <= bound * size


def test_wide_enclosures_are_refused() -> None:
    with flint.ctx.workprec(60):
        wide = flint.arb(1) / 3
    with pytest.raises(ArithmeticError, match="106 correct bits"):
        DoubleDouble.of([wide])


CASES = [
    ((6,) * 4, [Fraction(30 - k, 4) for k in range(6)], 1),
    ((7, 5, 6, 7), [9, 9, 8, 7, 7, 3, 0], "1/3"),
    ((5,) * 5, [Fraction(40, 7), 5, 4, 3, "1/2"], "5/7"),
    ((4,) * 4, [Fraction(5), Fraction(5) + Fraction(1, 10**9), Fraction(5) + Fraction(1, 10**30), 2], "1/2"),
]


@pytest.mark.parametrize(("widths", "spectrum", "ridge"), CASES)
def test_arrays_equal_single_values(widths: tuple[int, ...], spectrum: list[object], ridge: object) -> None:
    """Every array entry lies within 2^−82 of its exact object; entries too close for the arrays come one by one."""
    landscape = Landscape(widths, spectrum=spectrum, ridge=ridge)  # type: ignore[arg-type]
    entries = 0
    for orbit in [orbit for orbit in landscape.orbits() if len(orbit.active) >= 2][:12]:
        blocks = orbit.hessian_blocks
        lists = [pair_entries(blocks.kinds, blocks.weights[0])] if len(blocks.kinds) > 1 else []
        lists.append(rotation_entries(blocks.kinds, blocks.inactive, blocks.weights[0]))
        for bulk, rest in lists:
            for k, approximate in enumerate(exact(bulk.values)):
                with flint.ctx.workprec(300):
                    truth = bulk.make(k).ball(250)
                    error = abs(flint.arb(flint.fmpq(*approximate.as_integer_ratio())) / truth - 1)
                    assert bool(error < flint.arb(2) ** -82)
                entries += 1
            entries += sum(times > 0 for _, times in rest)
    assert entries > 20


def test_close_values_are_made_one_by_one() -> None:
    """y = 5, 5 + 1e-30: differences beyond double-double; the spectrum still has the exact index and nullity."""
    close = [Fraction(5), Fraction(5) + Fraction(1, 10**30), 2]
    landscape = Landscape((3,) * 4, spectrum=close, ridge=1)
    for orbit in landscape.orbits():
        spectrum = orbit.hessian()
        assert sum(times for value, times in spectrum if value < 0) == orbit.index
        assert sum(times for value, times in spectrum if value == 0) == orbit.nullity
        assert sum(times for _, times in spectrum) == 27
    swapped = next(orbit for orbit in landscape.orbits() if orbit.label == "2+")
    assert -1e-29 < swapped.hessian()[0][0] < -1e-31
