"""The AGD experiments: their counts against plain runs, and what they answer."""

from __future__ import annotations

import pytest
import torch

from proofs_check.experiments import agd_crossover, agd_slack
from proofs_check.experiments.experiment import Settings


def test_the_frozen_formula_counts_a_frozen_run():
    """(I − X̃X̃ᵀ)^t applied step by step, and the bisection."""
    generator = torch.Generator().manual_seed(0)
    scaled, R = (torch.randn(3, n, dtype=torch.float64, generator=generator) for n in (4, 5))
    scaled = 0.5 * scaled / torch.linalg.matrix_norm(scaled, 2)
    goal, t, left = 1e-9 * float(R.square().sum()), 0, R
    while float(left.square().sum()) / 2 > goal:
        left, t = left - scaled @ (scaled.mT @ left), t + 1
    assert agd_slack.frozen_count(scaled, R, goal) == t


@pytest.mark.parametrize("d", [3, 6])
def test_a_theorem_row_is_loose_by_the_known_factor(d):
    """κ = 1: the paper's count is between 7 and 11 times the sweeps needed (spec table: 8.7 to 8.8)."""
    row = agd_slack.theorem_row(1.0, d, torch.Generator().manual_seed(4))
    assert row[8] == "run" and 7 < row[9] < 11 and row[4] == pytest.approx(7 * row[6], rel=0.01)
    assert row[7] <= row[6] <= row[5] <= row[4]


def test_the_orthonormal_start_needs_one_sweep_and_a_bad_start_none():
    rows = {row[3]: row[7] for row in agd_slack.practical_rows(10.0, 6, torch.Generator().manual_seed(1), 500)}
    assert rows["orth(AΦ)"] == 1 and rows["plain Gaussian"] is None and 50 < rows["Y₀ = 0"] < 200


def test_the_crossover_is_where_it_is_said_to_be():
    outcome = agd_crossover.measure(Settings())
    assert all(abs(row[5] - 1) < 0.01 for row in outcome.rows)
    for beta in (1e-2, 1e-3):
        lazy, rich = (agd_crossover.measured_rate(beta, factor * beta / 2) for factor in (0.05, 20))
        assert lazy == pytest.approx(beta, rel=0.02) and rich == pytest.approx(20 * beta, rel=0.1)
