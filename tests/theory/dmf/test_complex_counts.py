"""Counts of complex critical points: by hand, published, and the counting routine on systems with known answers."""

from __future__ import annotations

import pytest
import sympy

from theory.dmf.landscape.complex_counts import PUBLISHED, chain_count, count_solutions, generic_count, gradient_system


def test_the_published_one_layer_table() -> None:
    """All nine complex counts of the thesis' table 3.1 (stated)."""
    assert all(generic_count(*case) == row[0] for case, row in PUBLISHED.items())


@pytest.mark.parametrize("polynomials, count", [
    (["x**3 - 2", "y**2 - x"], 6), (["x**2", "y"], 2), (["x*y - 1", "x + y - 3"], 2), (["x*y", "x"], None),
    (["x - 1", "x - 2"], 0),
])  # fmt: skip
def test_counting(polynomials: list[str], count: int | None) -> None:
    """Bezout numbers, a double point, a line, and nothing."""
    x, y = sympy.symbols("x y")
    assert count_solutions([sympy.sympify(p) for p in polynomials], [x, y]) == count


def test_a_zero_pair_over_the_complex_numbers() -> None:
    """L = 2, d = (2, 1, 2), Y = diag(3, 0): both kernels one-dimensional, K + 1 replaces K: 9 points, not 5."""
    system = gradient_system((2, 1, 2), [[3, 0], [0, 0]], lambda l, i, j: l + 1)
    assert count_solutions(*system) == chain_count(2, values=2) == 9


def test_counts_are_odd() -> None:
    """The origin, and pairs."""
    assert all(generic_count(d, dy) % 2 == 1 for d in range(1, 6) for dy in range(1, 6))
