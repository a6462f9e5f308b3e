"""The AGD experiments: runs against the solvers, counts against plain runs, and what missing data make of an answer."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
import torch

from numerics.problems import Factorization
from numerics.solvers import AlternatingGradientDescent, GradientDescent
from proofs_check.experiments import _agd_runs, agd_crossover, agd_curves, agd_noise, agd_real_matrix, agd_slack
from proofs_check.experiments.experiment import Settings, find_experiments
from proofs_check.experiments.trials import Spread
from tests.proofs_check.answers_agd import CASES


def normal(seed: int, *shape: int) -> torch.Tensor:
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("simultaneous", [False, True])
def test_a_run_is_that_of_the_solver(simultaneous: bool) -> None:
    A, X, Y = normal(0, 7, 5), 0.3 * normal(1, 3, 7, 2), 0.3 * normal(2, 3, 5, 2)
    problem, state = Factorization(A), (X, Y)
    solver: Any = (GradientDescent if simultaneous else AlternatingGradientDescent)(step=0.05)
    done = _agd_runs.descend(A, X, Y, 0.05, 20, simultaneous=simultaneous)
    for t in range(21):
        seen = torch.linalg.vector_norm(state[0] @ state[1].mT - A, dim=(-2, -1))
        assert torch.allclose(done.norms[t], seen, rtol=1e-12, atol=0)
        state = solver.update(problem, state)
    assert len(done.norms) == 21


def test_a_step_for_each_member() -> None:
    A, X, Y = normal(0, 4, 4), 0.3 * normal(1, 2, 4, 2), 0.3 * normal(2, 2, 4, 2)
    steps = torch.tensor([0.05, 0.1], dtype=torch.float64)
    both = _agd_runs.descend(A, X, Y, steps, 10)
    for k in (0, 1):
        alone = _agd_runs.descend(A, X[k : k + 1], Y[k : k + 1], float(steps[k]), 10)
        assert torch.allclose(both.norms[:, k], alone.norms[:, 0], rtol=1e-12, atol=0)


def test_small_coordinates_have_the_same_residuals() -> None:
    """Rank 2 in 9 × 8, starts outside col(A) and row(A)."""
    values = torch.tensor([1.0, 0.4], dtype=torch.float64)
    X, Y = 0.4 * normal(3, 2, 9, 3), 0.4 * normal(4, 2, 8, 3)
    whole = _agd_runs.descend(_agd_runs.diagonal(values, 9, 8), X, Y, 0.3, 200)
    X, Y = _agd_runs.folded(X, 2), _agd_runs.folded(Y, 2)
    assert (X.shape, Y.shape) == ((2, 5, 3), (2, 5, 3))
    small = _agd_runs.descend(_agd_runs.diagonal(values, 5, 5), X, Y, 0.3, 200)
    assert torch.allclose(whole.norms, small.norms, rtol=1e-9, atol=1e-13)


def test_a_diverging_member_ends_and_is_not_reached() -> None:
    A, X = torch.eye(2, dtype=torch.float64), 3 * normal(1, 2, 2, 2)
    done = _agd_runs.descend(A, X, X, 2.0, 10_000, 1e-3)
    assert len(done.norms) == 51 and _agd_runs.reached(done.norms, 1e-3) == [None, None]


def test_the_frozen_formula_counts_a_frozen_run() -> None:
    """(I − X̃X̃ᵀ)^t applied step by step, and the bisection."""
    scaled, R = normal(0, 3, 4), normal(1, 3, 5)
    scaled = 0.5 * scaled / torch.linalg.matrix_norm(scaled, 2)
    goal, t, left = 1e-9 * float(R.square().sum()), 0, R
    while float(left.square().sum()) / 2 > goal:
        left, t = left - scaled @ (scaled.mT @ left), t + 1
    assert agd_slack.frozen_count(scaled, R, goal) == t


@pytest.mark.parametrize("d", [3, 6])
def test_a_theorem_row_is_loose_by_the_known_factor(d: int) -> None:
    """κ = 1: the paper's count is 8.7 to 8.8 times the sweeps needed in one draw (spec, section 4); 7 to 11 here."""
    for found in agd_slack.theorem_trials({"κ": 1.0, "d": d, "longest": 20_000}, [4, 5]):
        assert found["by"] == "run" and 7 < found["slack"] < 11
        assert found["paper"] == pytest.approx(7 * found["sharpened"], rel=0.01)
        assert found["sweeps"] <= found["sharpened"] <= found["free_count"] <= found["paper"]


def test_the_orthonormal_start_needs_one_sweep() -> None:
    arm = {"start": agd_curves.EXACT, "κ": 10.0, "d": 10, "step": 0.5, "scale": None, "cap": 50}
    assert [found["fine"] for found in agd_curves.run(arm, [1, 2])] == [1, 1]


def test_a_curve_ends_with_the_exact_local_rate() -> None:
    arm = {"start": agd_curves.PAPER, "κ": 3.0, "d": 10, "step": agd_curves.STEP, "scale": None, "cap": 1500}
    for found in agd_curves.run(arm, [1, 2]):
        assert found["quotient"] == pytest.approx(1, abs=0.05) and found["sharpened"] > found["fine"]


def test_the_crossover_is_where_it_is_said_to_be() -> None:
    arms = [arm for arm in agd_crossover.arms(False) if arm["what"] == agd_crossover.MODE]
    found = [agd_crossover.run(arm, [0])[0] for arm in arms]
    assert len(found) > 10 and all(one["seen"] == pytest.approx(one["said"], rel=0.01) for one in found)
    for beta in (1e-2, 1e-3):
        lazy, rich = (agd_crossover.measured_rate(beta, factor * beta / 2) for factor in (0.05, 20))
        assert lazy == pytest.approx(beta, rel=0.02) and rich == pytest.approx(20 * beta, rel=0.1)


def test_with_noise_a_run_ends_at_the_best_approximation_with_its_exact_rate() -> None:
    """σ_k = 0.8^k, d = 3: no two modes lie close."""
    for found in agd_noise.run({"noise": agd_noise.SPECTRUM, "d": 3, "step": 1.0, "cap": 300}, [0, 1]):
        assert found["end"] == pytest.approx(1, abs=1e-9) and found["quotient"] == pytest.approx(1, abs=1e-6)
        assert found["orth"] == pytest.approx(found["finder"], rel=1e-9) and found["finder"] > 1.01


@pytest.mark.full
def test_least_squares_on_wine_has_the_rate_of_subspace_iteration() -> None:
    pytest.importorskip("sklearn")
    arm = {"data": "wine", "d": 2, "method": agd_real_matrix.ALS, "start": "AΦ", "step": None, "scale": None, "cap": 300}
    for found in agd_real_matrix.run(arm, [0, 1]):
        assert found["steps"] < 100 and found["quotient"] == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("name", CASES)
def test_missing_data_agree_with_nothing(name: str) -> None:
    """Spreads without a value, and NaN for what is one number a row in the table of the crossover."""
    rows = [[Spread((None, None)) if isinstance(cell, Spread) else float("nan") if name == "agd-crossover" and k > 3 else cell
             for k, cell in enumerate(row)] for row in CASES[name][0]()]  # fmt: skip
    told = import_module(f"proofs_check.experiments.{name.replace('-', '_')}").answer(rows)
    assert [sentence.split(":")[0] for sentence in told] == ["Differs"] * len(told)


@pytest.mark.full
@pytest.mark.parametrize("name", CASES)
def test_the_quick_form_runs(name: str) -> None:
    if name == "agd-real-matrix":
        pytest.importorskip("sklearn")
    outcome = find_experiments()[name].run(Settings(seeds=2))
    assert len(outcome.rows) > 5 and len(outcome.answer) == len(CASES[name][1])
    assert all(sentence.startswith(("Agrees: ", "Differs: ")) for sentence in outcome.answer)
