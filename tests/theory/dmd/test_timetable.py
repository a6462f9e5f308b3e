"""The timetable: hand values, scipy's F law, the flow limit, and the sharp scalar constant by brute force."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import f as f_law

from theory.dmd import timetable as tt


@pytest.mark.parametrize("m, r, j", [(200, 12, 1), (1000, 50, 5), (60, 8, 3), (10**6, 50, 2)])
def test_start_quantiles_are_those_of_the_f_law(m: int, r: int, j: int) -> None:
    law = f_law(m - r, r - j + 1)
    for p in (0.1, 0.5, 0.9):
        assert tt.start_quantile(m, r, j, p) == pytest.approx((m - r) / (r - j + 1) * law.ppf(p), rel=1e-9)
    if r - j + 1 > 2:
        assert tt.expected_start(m, r, j) == pytest.approx((m - r) / (r - j + 1) * law.mean(), rel=1e-9)


def test_exit_times_for_small_steps_are_those_of_the_flow() -> None:
    """h → 0: h·steps → (u − u* + ln(u/u*))/2; and the cut-over to the formula is continuous."""
    for u in (1.0, 10.0, 300.0):
        assert 1e-3 * tt.exit_iterations(u, 1e-3) == pytest.approx(tt.flow_time(u, tt.EXIT), rel=5e-3)
    assert tt.exit_iterations(5e3, 0.5, most=10) == pytest.approx(tt.exit_iterations(5e3, 0.5), rel=1e-2)
    assert tt.exit_iterations(math.inf, 1.0) == math.inf and tt.exit_iterations(0.1, 1.0) == 0


def test_the_scalar_constant_is_the_minimum() -> None:
    """A grid of u; spec values .945426, .869064, .75, .5; above the proved one."""
    grid = np.linspace(0, 30, 200_001)
    for h in (0.1, 0.25, 0.5, 1.0, 1.5):
        ratio = (1 + grid) ** 2 * (2 * (1 + grid) ** 2 + h * (grid - 1)) / (2 * ((1 + grid) ** 2 + h * grid) ** 2)
        assert tt.scalar_constant(h) == pytest.approx(float(ratio.min()), abs=1e-8)
        assert tt.proved_constant(h) < tt.scalar_constant(h)


def test_burn_in_is_infinite_for_a_rank_that_fits_exactly() -> None:
    document = tt.Timetable(100, 4, (1.0, 0.5, 0.4, 0.3)).to_json()
    assert document["expected_burn_in"] is None and document["clock"]["V0"] is None
    assert document["timetable"][-1]["expected"] is None and document["timetable"][0]["expected"] is not None


@pytest.mark.parametrize("arguments, message", [
    ((10, 3, (1.0,) * 4), "rank <= columns"), ((10, 3, (1.0, 0.0)), "non-zero"), ((10, 3, (1.0,), 2.0), "between 0 and 2"),
])  # fmt: skip
def test_refusals(arguments: tuple, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        tt.Timetable(*arguments)
