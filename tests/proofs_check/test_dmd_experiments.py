"""The experiments on direction-magnitude descent: their runs in small, and what they share against plain loops."""

from __future__ import annotations

import math

import pytest
import torch

from numerics.problems import MatrixCompletion, MatrixSensing, SymmetricFactorization
from numerics.solvers import DirectionMagnitude, GradientDescent
from proofs_check.experiments import _dmd, dmd_image, dmd_measurements, dmd_misspecification, dmd_plateaus
from proofs_check.experiments._measured import CompletionOverSeeds, SensingOverSeeds, masks, symmetric_masks
from proofs_check.experiments.experiment import Settings, find_experiments
from proofs_check.experiments.trials import Outcome
from tests.marks import but

F64 = torch.float64
NAMES = [name for name, found in find_experiments().items() if found.paper == "dmd"]


@pytest.mark.parametrize("name", but(NAMES, [name for name in NAMES if name != "dmd-plateaus"]))
def test_the_quick_form_runs(name: str) -> None:
    """Two seeds: a table, an answer from it, and a chart."""
    if name == "dmd-image":
        pytest.importorskip("skimage")
    experiment = find_experiments()[name]
    outcome = experiment.run(Settings(seeds=2))
    assert outcome.rows and all(sentence.startswith(("Agrees: ", "Differs: ")) for sentence in outcome.answer)
    assert experiment.draw is not None and experiment.draw(outcome).axes


def test_counts_are_those_of_a_plain_loop() -> None:
    """Gradient descent on YYᵀ written out, on the reduced matrix; counts are read at every 50th of the steps so far."""
    values = _dmd.spectrum(2, 2.0)
    arm = {"size": 9, "columns": 2, "cap": 400, "steps": [0.5], "starts": [0.1]}
    counted = _dmd.count_burer_monteiro(arm, values, [4, 7])
    problem, Z = _dmd.starts(values, 9, 2, [4, 7])
    for result, Y in zip(counted, 0.1 * Z, strict=True):
        t, goal = 0, 1e-6 * math.hypot(*values)
        while float((Y @ Y.mT - problem.A).norm()) > goal:
            Y, t = Y - 0.5 * (Y @ Y.mT - problem.A) @ Y, t + 1
        assert t <= result["1e-6"][0] <= 1.02 * t + 1 and result["residual"][0] <= 1e-6


def test_members_that_leave_the_batch_change_no_count() -> None:
    """Each cell of a grid alone, and all together: one diverges, one never gets there."""
    values = _dmd.spectrum(3, 3.0)
    arm = {"size": 20, "columns": 5, "cap": 300, "steps": [0.5, 1.9], "starts": [0.1, 1e-4]}
    whole = _dmd.count_burer_monteiro(arm, values, [1, 2])
    for k, (step, start) in enumerate(_dmd.grid(arm)):
        alone = _dmd.count_burer_monteiro({**arm, "steps": [step], "starts": [start]}, values, [1, 2])
        assert [w["1e-6"][k] for w in whole] == [a["1e-6"][0] for a in alone]
    assert math.isinf(whole[0]["1e-6"][0]) and whole[0]["1e-6"][1] < 200 and math.isinf(whole[0]["1e-6"][3])


def test_the_recursion_counts_as_the_solver_does() -> None:
    """From the same start: the alignment's recursion against the solver on the reduced matrix."""
    from numerics.reduction import alignment_of
    from numerics.stiefel import polar

    values = _dmd.spectrum(3, 3.0)
    problem, Z = _dmd.starts(values, 40, 6, [3, 4, 5])
    X = polar(Z)
    limits = _dmd.limits(values, 6)
    solver = _dmd.direction_solver("DMD", 6)
    full = _dmd.count_steps(problem, solver, solver.state(problem, (X, X.mT @ problem.A @ X)), limits, 5000)[0]
    aligned = _dmd.Aligned(values)
    W = alignment_of(torch.eye(len(problem.A), 3, dtype=F64), X)
    assert torch.equal(full, _dmd.count_steps(aligned, aligned, (W,), limits, 5000)[0])


def test_a_grid_is_tuned_by_what_is_missing_where_the_goal_is_not_met() -> None:
    results = ({"1e-3": [1.0, 1.0], "1e-6": [None, None], "residual": [1e-2, 1e-4]},)
    found = _dmd.two_ways(Outcome({"steps": [0.5], "starts": [0.1, 1e-3], "cap": 100}, results))
    assert found["Burer–Monteiro, usual start"].arm["start"] == 0.1
    assert found["Burer–Monteiro, tuned start"].arm["start"] == 1e-3


@pytest.mark.full
def test_who_wins_at_which_rank() -> None:
    """κ against κ² at the exact rank; above it Burer–Monteiro is sublinear from a start of usual size, not from a small one."""
    arms = {(a["method"], a["columns"]): a for a in dmd_misspecification.plan(False)}

    def count(method: str, columns: int) -> list[dict[str, float]]:
        return dmd_misspecification.run(arms[method, columns], [0, 1, 2])

    four, eight = (_dmd.two_ways(Outcome(arms["Burer–Monteiro", r], tuple(count("Burer–Monteiro", r)))) for r in (4, 8))
    dmd = {r: [result["1e-6"] for result in count("DMD", r)] for r in (4, 8)}
    for found in four.values():
        assert found.spread("1e-6").median < min(dmd[4])
    usual, tuned = (found.spread("1e-6") for found in eight.values())
    assert usual.least == math.inf and max(dmd[8]) < math.inf and tuned.largest < 300
    assert max(result["1e-6"] for result in count("scaled DMD", 8)) < 40
    stages = count("recursive, power steps", 4)
    assert all(result["residual"] < 1e-8 and result["1e-6"] < 300 for result in stages)


def test_over_parameterization_shortens_the_burn_in_only() -> None:
    few, many = (_dmd.count_alignment(_dmd.spectrum(5, 3.0), 1000, r, 60_000, [3, 4, 5]) for r in (8, 100))
    assert sorted(x["1e-6"] for x in few)[1] > 3 * sorted(x["1e-6"] for x in many)[1] > 100


@pytest.mark.parametrize("kind", ["sensing", "completion", "rectangular completion"])
def test_problems_over_seeds_are_the_problems_of_one_seed(kind: str) -> None:
    """Loss and gradient of every member against `MatrixSensing` and `MatrixCompletion` with that seed's sensors and mask."""
    generator = torch.Generator().manual_seed(1)
    seeds, group, m = [2, 3], 3, 6
    n = 5 if kind.startswith("rect") else m
    truths = torch.randn(2, m, n, generator=generator, dtype=F64)
    if m == n:
        truths = truths + truths.mT
    point = [torch.randn(6, rows, 2, generator=generator, dtype=F64) for rows in ((m, n) if m != n else (m,))]
    seen = masks(m, n, 0.7, seeds) if m != n else symmetric_masks(m, 0.7, seeds)
    many = (
        SensingOverSeeds(truths, 30, seeds, group=group, scale=0.25)
        if kind == "sensing"
        else CompletionOverSeeds(truths, seen, group=group, scale=0.4, symmetric=m == n)
    )
    loss, gradient = many.loss(tuple(point)), many.gradient(tuple(point))
    for member in range(6):
        s = member // group
        if kind == "sensing":
            one = MatrixSensing.gaussian(truths[s], 30, seed=1_000_003 * seeds[s], symmetric=True, scale=0.25)
        else:
            one = MatrixCompletion.from_mask(truths[s], seen[s], symmetric=m == n, scale=0.4)
        here = tuple(x[member] for x in point)
        assert float(loss[member]) == pytest.approx(float(one.loss(here)), rel=1e-10)
        for a, b in zip(gradient, one.gradient(here), strict=True):
            assert float((a[member] - b).abs().max()) < 1e-9 * float(b.abs().max())


@pytest.mark.parametrize("name", ["sensing", "completion"])
def test_measurement_problems_have_the_scale_of_factorization_and_descend(name: str) -> None:
    """f(0) is ¼‖A‖² up to sampling; from Θ = 0, where the relative error is 1, 120 steps go below ½."""
    arm = next(a for a in dmd_measurements.plan(False) if a["problem"] == name and a["columns"] == 8)
    problem, A, _ = dmd_measurements.instance(arm, [0, 1, 2], 1)
    zero = torch.zeros(3, len(A[0]), 1, dtype=F64)
    assert problem.loss((zero,)) / (A.square().sum((1, 2)) / 4) == pytest.approx(torch.ones(3).numpy(), rel=0.4)
    found = dmd_measurements.run({**arm, "length": 120}, [0, 1, 2])
    assert all(result["error"][0] < 0.5 for result in found)


def test_exits_and_standing_losses_of_a_trace_by_hand() -> None:
    """Levels 21/64, 5/64, 1/64, 0; exits at f ≤ 5/64 + 1/8, 1/64 + 1/32, 1/128."""
    trace = torch.tensor([0.32, 0.2, 0.1, 0.0790, 0.0789, 0.06, 0.04, 0.02, 0.0160, 0.0159, 0.01, 0.001], dtype=F64)
    assert dmd_plateaus.exits(trace) == [1, 6, 11]
    assert dmd_plateaus.stands(trace) == [pytest.approx(0.0790), pytest.approx(0.0160)]
    assert dmd_plateaus.exits(trace[:8]) == [1, 6, None] and dmd_plateaus.stands(trace[:8])[1] is None


def test_a_whole_run_leaves_where_a_plain_loop_leaves() -> None:
    """QR in place of the polar retraction spans the same spaces: exits of a loop written out, from the same A and start."""
    result = dmd_plateaus.run({"m": 40, "r": 8, "steps": 200}, [3])[0]
    from numerics.randomness import Seeds

    seeds = Seeds(torch.tensor([3]))
    U = torch.linalg.qr(seeds.next(1).normal((40, 3))).Q[0]
    A = (U * torch.tensor(dmd_plateaus.VALUES, dtype=F64)) @ U.T
    X = DirectionMagnitude(columns=8).start(SymmetricFactorization((A + A.T) / 2), 1, seeds).X[0]
    losses = []
    for _ in range(201):
        B = X.T @ A @ X
        losses.append((X @ B @ X.T - A).square().sum() / 4)
        X = torch.linalg.qr(X + (A @ X - X @ B) @ B).Q
    assert result["exits"] == result["recursion"] == dmd_plateaus.exits(torch.stack(losses))


def test_an_image_is_filled_in() -> None:
    """Rank 8 from 80 % of the pixels: above 20 dB by every method; its mean alone has less than 15."""
    pytest.importorskip("skimage")
    truth = dmd_image.picture(dmd_image.CUT, 32)
    assert float(dmd_image.psnr(truth.mean().expand(1, 32, 32), truth)) < 15
    for arm in dmd_image.plan(False):
        if (arm["truth"], arm["share"]) == (dmd_image.CUT, 0.8):
            found = dmd_image.run(arm, [0])[0]
            assert max(found["psnr"]) > 20 and min(found["missed"]) < 0.1, arm["method"]


def test_gradient_descent_here_is_that_of_the_formula() -> None:
    """f = ¼‖YYᵀ − A‖²: the step η of the solver is the η of Y − η(YYᵀ − A)Y."""
    problem = SymmetricFactorization(torch.eye(2, dtype=F64))
    Y = torch.tensor([[[0.5], [0.25]]], dtype=F64)
    moved = GradientDescent(step=0.5).update(problem, (Y,)).Y
    assert torch.allclose(moved, Y - 0.5 * (Y @ Y.mT - problem.A) @ Y, atol=1e-15)


def test_an_excess_column_keeps_a_small_start_small() -> None:
    """A = diag(1, 0), Y_0 = aI stays diagonal, its excess w₊ = w(1 − ηw²): linear to 1e-6 from a² < 1e-6; a = 0.1 follows w² =
    1/(1/a² + 2ηt) within 2 %."""
    problem = SymmetricFactorization(torch.diag(torch.tensor([1.0, 0.0], dtype=F64)))
    solver = GradientDescent(step=0.5)
    Y = torch.tensor([8e-4, 0.1], dtype=F64)[:, None, None] * torch.eye(2, dtype=F64)
    steps, residual = _dmd.count_steps(problem, solver, solver.state(problem, (Y,)), [1e-6], 2000)
    assert steps[0, 0] < 60 and math.isinf(steps[1, 0])
    assert float(residual[1]) == pytest.approx(1 / (100 + 2000), rel=0.02)
