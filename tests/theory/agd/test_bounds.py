"""The iteration bounds against 40 digits and against simulation."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest

from theory.agd import IterationBounds, small_ball

GIVEN = {"condition": 10, "rank": 3, "columns": 6, "tau": "1/2", "nu": "1/10", "epsilon": "1/1000", "size": 20}


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
            ("paper", "step"): min(cap, mpmath.sqrt(beta / (8 * f0 * mpmath.ceil(4 * log / beta)))),
            ("paper", "iterations"): 4 * log / beta,
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


def test_the_papers_count_lies_within_its_horizon() -> None:
    """⌈4L/β⌉ ≤ ⌊β/(8η²f_0)⌋ over 400 draws at 40 digits, the step as printed; with β/√(32 f_0 L) most of them miss by one."""
    from random import Random

    rng, missed = Random(4), 0
    for _ in range(400):
        rank = rng.randint(2, 6)
        given = {"condition": rng.randint(1, 300), "rank": rank, "columns": rank + rng.randint(0, 9), "nu": "1/100",
                 "tau": f"{rng.randint(1, 9)}/10", "epsilon": f"1/{rng.randint(2, 10**6)}"}  # fmt: skip
        bounds = IterationBounds(**given)
        with mpmath.workdps(40):
            ratio = mpmath.sqrt(mpmath.mpf(rank - 1) / given["columns"])
            beta = (mpmath.mpf(int(given["tau"][0])) / 10 * (1 - ratio) / (4 * given["condition"])) ** 2
            log, f0 = mpmath.log(mpmath.mpf("1.0201") * int(given["epsilon"][2:])), mpmath.mpf("1.0201") / 2
            count, step = bounds.paper["iterations_ceiling"], mpmath.mpf(bounds.paper["step"])
            assert count == mpmath.ceil(4 * log / beta)
            assert count <= beta / (8 * step**2 * f0) < count + 1 + count * 1e-12 or step == bounds.cap
            missed += count > mpmath.floor(beta / (8 * f0 * (beta / mpmath.sqrt(32 * f0 * log)) ** 2))
    assert missed > 300


@pytest.mark.parametrize("size, why", [(None, "the rows n of Y are not given"), (5, "d = 6 > n = 5")])
def test_the_norm_term_needs_few_columns(size: int | None, why: str) -> None:
    """null and a sentence; at n = 3, d = 60 the norm exceeds 3 in every one of 2,000 draws."""
    found = IterationBounds(**{**GIVEN, "size": size}).failure_probability
    assert found["norms"] is None and found["total"] is None and why in found["norms_reason"]
    draws = np.random.default_rng(1).standard_normal((2000, 3, 60)) / math.sqrt(3)
    assert np.linalg.norm(draws, 2, axis=(1, 2)).min() > 3


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
                given = {**GIVEN, "size": None, "condition": 1, "rank": rank, "columns": d, "tau": str(tau)}
                rho = IterationBounds(**given).rho
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
        ({"size": 2}, "size must be at least the rank 3, got 2"),
        ({"rank": 1}, "condition must be 1 for rank 1, got 10"),
        ({"tau": 500}, "tau must leave β = .* below 1, got β = "),
    ],
)
def test_bad_input_is_one_line(change: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        IterationBounds(**{**GIVEN, **change})
