"""The iteration bounds against 40 digits and against simulation."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest

from theory.agd import IterationBounds, small_ball

GIVEN = {"condition": 10, "rank": 3, "columns": 6, "tau": "1/2", "nu": "1/10", "epsilon": "1/1000"}


def test_every_number_at_forty_digits() -> None:
    """The formulas as printed in the interface, evaluated anew with mpmath from the rationals."""
    found = IterationBounds(**GIVEN).to_json()
    with mpmath.workdps(40):
        rho = mpmath.mpf(1) / 2 * (1 - mpmath.sqrt(mpmath.mpf(2) / 6))
        beta = (rho / 40) ** 2
        log = mpmath.log(mpmath.mpf("1.21") * 1000)
        f0, cap = mpmath.mpf("0.605"), mpmath.mpf(9) / (4 * 4 * mpmath.mpf("0.1"))
        expected = {
            ("rho",): rho, ("beta",): beta, ("log_term",): log,
            ("paper", "step"): min(cap, beta / mpmath.sqrt(32 * f0 * log)), ("paper", "iterations"): 4 * log / beta,
            ("horizon_free", "step"): min(cap, beta / (8 * mpmath.sqrt(f0))),
            ("horizon_free", "iterations"): log / (-2 * mpmath.log(1 - beta / 4)),
            ("sharpened", "iterations"): mpmath.mpf(4) / 7 * log / beta,
            ("failure_probability", "norms"): mpmath.exp(-1.5) + mpmath.exp(-3),
        }  # fmt: skip
        for path, value in expected.items():
            have = found
            for name in path:
                have = have[name]
            assert abs(have / value - 1) < 1e-14, path
    assert found["paper"]["iterations_ceiling"] == math.ceil(found["paper"]["iterations"])


@pytest.mark.parametrize("columns", [1, 2, 7])
@pytest.mark.parametrize("rho", [0.05, 0.6, 1.3])
def test_small_ball_is_exact_at_rank_one(columns: int, rho: float) -> None:
    """P(χ²_d ≤ dρ²), an independent closed form."""
    from scipy.stats import chi2

    assert small_ball(columns, 1, rho) == pytest.approx(chi2.cdf(columns * rho**2, columns), rel=1e-12)


@pytest.mark.parametrize("rank, columns, rho", [(2, 2, 0.1), (2, 4, 0.25), (3, 4, 0.1)])
def test_small_ball_bounds_the_frequency_and_is_not_loose(rank: int, columns: int, rho: float) -> None:
    """40,000 draws, Clopper–Pearson at level 1e-6: the bound is not below, and half of it is."""
    from scipy.stats import beta

    draws, level = 40_000, 1e-6
    samples = np.random.default_rng(5).standard_normal((draws, rank, columns))
    count = int((np.linalg.svd(samples, compute_uv=False)[:, -1] <= rho * math.sqrt(columns)).sum())
    low = beta.ppf(level, count, draws - count + 1)
    bound = small_ball(columns, rank, rho)
    assert count > 100
    assert low <= bound
    assert bound / 2 < low


def test_closed_constant_root_e() -> None:
    """E ≤ √(e/(2πk))(√e τ)^k on a grid; with 95 % of √e it fails somewhere."""
    worst = 0.0
    for rank in (1, 2, 5, 20, 60):
        for extra in (0, 1, 3, 10, 100, 1000):
            d, k = rank + extra, extra + 1
            for tau in (0.01, 0.1, 0.3):
                rho = IterationBounds(**{**GIVEN, "condition": 1, "rank": rank, "columns": d, "tau": str(tau)}).rho
                closed = 0.5 * math.log(math.e / (2 * math.pi * k)) + k * (0.5 + math.log(tau))
                value = small_ball(d, rank, rho)
                if value > 1e-300:
                    worst = max(worst, (math.log(value) - closed) / k)
                    assert math.log(value) <= closed + 1e-9
    assert worst > math.log(0.95)


@pytest.mark.parametrize(
    "change, message",
    [
        ({"condition": "1/2"}, "condition must be at least 1, got 1/2"),
        ({"columns": 2}, "columns must be at least the rank 3, got 2"),
        ({"rank": 0}, "rank must be a positive integer, got 0"),
        ({"nu": 1}, "nu must be between 0 and 1, got 1"),
        ({"tau": "x"}, "tau must be a rational number such as 17/2 or 0.3, got 'x'"),
        ({"epsilon": 0}, "epsilon must be between 0 and 1, got 0"),
        ({"balance": 2}, "balance must be at least 4, got 2"),
        ({"rank": 1}, "condition must be 1 for rank 1, got 10"),
    ],
)
def test_bad_input_is_one_line(change: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        IterationBounds(**{**GIVEN, **change})
