"""How runs end, what they record, and that interrupting them changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from numerics import Stopping, points, run
from numerics.problems import DeepFactorization, Factorization, SymmetricFactorization
from numerics.randomness import Seeds
from numerics.solvers import (
    UDU,
    AlternatingGradientDescent,
    GradientDescent,
    Nesterov,
    PerturbedGradientDescent,
    ScaledGradientDescent,
)
from numerics.trajectory import all_finite
from tests.numerics.instances import F64, generator, low_rank

SCALAR = SymmetricFactorization(torch.tensor([[2.0]], dtype=F64))


def scalar_starts(*values: float) -> tuple[torch.Tensor]:
    return (torch.tensor(values, dtype=F64).reshape(-1, 1, 1),)


def test_every_member_ends_in_its_own_way() -> None:
    """y ← y − η(y² − 2)y with η = ½: 1 converges, 10 explodes, 0 stands still at the saddle."""
    result = run(SCALAR, GradientDescent(step=0.25), scalar_starts(1.0, 10.0, 0.0), steps=500)
    assert result.ended == ["converged", "diverged", "stationary"] and result.index == [None, None, 1]
    assert result.reason[0] == result.reason[2] == "" and "norm grew" in result.reason[1]
    assert float(result.state.Y[0]) ** 2 == pytest.approx(2.0, rel=1e-14)
    assert bool(torch.isfinite(result.state.Y).all()), "the last finite state is kept"
    assert bool(result.loss[1].isnan().any()) and not bool(result.loss[[0, 2]].isnan().any())


def test_the_last_finite_state_is_the_last_one_before_overflow() -> None:
    result = run(SCALAR, GradientDescent(step=0.25), scalar_starts(10.0), steps=100)
    y, steps = 10.0, 0
    while True:                                                   # the same recursion in Python floats
        try:
            after = y - 0.25 * 2 * 0.5 * (y * y - 2) * y
        except OverflowError:
            break
        if after != after or abs(after) == float("inf"):
            break
        y, steps = after, steps + 1
    assert float(result.state.Y) == pytest.approx(y, rel=1e-12)
    assert int(result.steps[0]) == steps + 1


def test_a_two_cycle_is_not_called_convergence() -> None:
    """ηh between 2 and the blow-up: y ← y − η(y² − 2)y with η = 0.6 has an attracting two-cycle around √2."""
    result = run(SCALAR, GradientDescent(step=0.6), scalar_starts(1.3), steps=4000)
    assert result.ended == ["cycle"]


def test_an_oversized_udu_step_cycles_on_the_ball() -> None:
    problem = SymmetricFactorization(torch.diag(torch.tensor([1.0, 0.1], dtype=F64)), scale=0.5)
    result = run(problem, UDU(step=1.5), UDU().start(problem, 1, generator(0)), steps=20_000)
    assert result.ended == ["cycle"]
    assert bool(torch.isfinite(result.state.U).all())


def test_a_singular_preconditioner_is_divergence_with_the_start_kept() -> None:
    """Rank-one factors with two columns: XᵀX is singular, the first step is not finite."""
    problem = Factorization(low_rank(4, 3, 2))
    start = (torch.ones(4, 2, dtype=F64), torch.ones(3, 2, dtype=F64))
    result = run(problem, ScaledGradientDescent(step=0.5), start, 20)
    assert result.ended == "diverged" and torch.equal(result.state.X, start[0])
    assert "singular system" in result.reason


def test_stopping_rules_and_steps_taken() -> None:
    start = scalar_starts(1.0, 1.4)
    by_loss = run(SCALAR, GradientDescent(step=0.1), start, stop=Stopping(loss=1e-6, every=1))
    trace = by_loss.loss
    for member in range(2):
        first = int((trace[member] <= 1e-6).nonzero()[0])
        assert int(by_loss.steps[member]) == first
        assert bool((trace[member, first:] == trace[member, first]).all())
    by_gradient = run(SCALAR, GradientDescent(step=0.1), start, stop=Stopping(gradient=1e-5, every=1))
    objective = GradientDescent().objective(SCALAR)
    assert float(objective.gradient(by_gradient.state).Y.abs().max()) <= 1e-5


def test_members_that_left_do_not_disturb_those_that_stay() -> None:
    """A member gives the same bits whether its neighbours diverge, converge or are not there."""
    solver = GradientDescent(step=0.25)
    alone = run(SCALAR, solver, scalar_starts(1.0), steps=300, stop=Stopping(cycles=False))
    crowd = run(SCALAR, solver, scalar_starts(10.0, 1.0, 0.0, 30.0), steps=300, stop=Stopping(cycles=False))
    assert torch.equal(alone.loss[0], crowd.loss[1])


def test_record_schedules_and_own_quantities() -> None:
    def norm(problem: Any, point: Any) -> torch.Tensor:
        return point.Y.abs()[:, 0, 0]

    result = run(
        SCALAR, GradientDescent(step=0.1), scalar_starts(1.0), 100, {"loss": "loss", "size": norm}, at="log"  # type: ignore[dict-item]
    )
    assert result.at.tolist()[:4] == [0, 1, 2, 3] and result.at[-1] == 100
    assert result["size"].shape == (1, len(result.at))
    assert float(result["size"][0, 0]) == 1.0
    dense = run(SCALAR, GradientDescent(step=0.1), scalar_starts(1.0), 100)
    assert torch.equal(dense.loss[0, result.at], result.loss[0])


@pytest.mark.parametrize("solver", [Nesterov(step=0.02), PerturbedGradientDescent(step=0.02), UDU(step=0.3)])
def test_a_killed_run_resumes_to_the_same_bits(solver: Any, tmp_path: Path) -> None:
    problem: Any = SymmetricFactorization(low_rank(5, 5, 5) @ low_rank(5, 5, 5).T)
    start = solver.start(problem, 6, generator(1))
    whole = run(problem, solver, start, 400, at=7)

    class Killed(Exception):
        pass

    def kill(step: int, _: int) -> None:
        if step >= 150:
            raise Killed

    file = tmp_path / "run.pt"
    with pytest.raises(Killed):
        run(problem, solver, start, 400, at=7, checkpoint=file, checkpoint_every=50, progress=kill)
    assert file.exists()
    resumed = run(problem, solver, start, 400, at=7, checkpoint=file)
    assert torch.equal(whole.loss, resumed.loss) and whole.ended == resumed.ended
    for a, b in zip(points.leaves(whole.state), points.leaves(resumed.state), strict=True):
        assert torch.equal(a, b)
    with pytest.raises(ValueError, match="same problem, solver, start"):
        run(problem, solver, solver.start(problem, 6, generator(2)), 400, at=7, checkpoint=file)


def test_a_batch_of_problems_and_steps_runs_like_its_members() -> None:
    """Different targets, ridges and steps in one batch against one run each."""
    targets = torch.stack([low_rank(4, 3, 2, seed) for seed in (1, 2, 3)])
    ridge = torch.tensor([[0.1, 0.2, 0.3], [0.3, 0.1, 0.2], [0.2, 0.2, 0.2]], dtype=F64)
    steps = torch.tensor([0.01, 0.02, 0.03], dtype=F64)
    problem = DeepFactorization(targets, ridge)
    start = GradientDescent(scale=1.0).start(problem, 3, generator(4))
    many = run(problem, GradientDescent(step=steps), start, 200, stop=Stopping(movement=1e-4))
    for i in range(3):
        member = tuple(w[i] for w in start.factors)
        one = run(DeepFactorization(targets[i], ridge[i]), GradientDescent(step=float(steps[i])), member, 200,
                  stop=Stopping(movement=1e-4))
        assert torch.allclose(many.loss[i], one.loss, rtol=1e-11)
        assert many.ended[i] == one.ended


def test_seeds_give_the_same_run_in_any_company() -> None:
    problem, solver = Factorization(low_rank(6, 5, 2)), AlternatingGradientDescent(columns=3)
    many = solver.start(problem, 5, Seeds(torch.arange(5)))
    two = solver.start(problem, 2, Seeds(torch.tensor([4, 2])))
    assert torch.equal(two.X[0], many.X[4]) and torch.equal(two.Y[1], many.Y[2])


def test_seeded_normals_are_normal_and_uncorrelated() -> None:
    """Moments and lag correlations of 2·10⁵ draws against the standard errors of a normal sample (5 σ)."""
    draw = Seeds(torch.arange(200)).normal((1000,))
    n = draw.numel()
    assert abs(float(draw.mean())) < 5 / n**0.5
    assert abs(float(draw.square().mean()) - 1) < 5 * (2 / n) ** 0.5
    assert abs(float(draw.pow(4).mean()) - 3) < 5 * (96 / n) ** 0.5
    for other in (draw.roll(1, 0), draw.roll(1, 1), Seeds(torch.arange(200), stream=1).normal((1000,))):
        assert abs(float((draw * other).mean())) < 5 / n**0.5


def test_float32_and_the_inputs_decide_the_dtype() -> None:
    problem = Factorization(low_rank(6, 5, 2).float())
    solver = AlternatingGradientDescent(columns=3)
    result = run(problem, solver, solver.start(problem, 2, generator(0)), 50)
    assert result.loss.dtype == torch.float32 and result.state.X.dtype == torch.float32


@pytest.mark.cuda
def test_cuda_agrees_with_the_cpu() -> None:
    if not torch.cuda.is_available():
        pytest.skip("needs a CUDA device")
    solver = AlternatingGradientDescent(columns=3)
    results = []
    for device in ("cpu", "cuda"):
        problem = Factorization(low_rank(6, 5, 2).to(device))
        results.append(run(problem, solver, solver.start(problem, 4, Seeds(torch.arange(4))), 100).loss.cpu())
    assert float((results[0] - results[1]).abs().max()) <= 1e-12


BAD = {
    "step must be positive": lambda: GradientDescent(step=0.0),
    "step must be positive, got -0.1": lambda: run(SCALAR, GradientDescent(step=-0.1), scalar_starts(1.0)),
    "steps must be a whole number of at least 1": lambda: run(SCALAR, GradientDescent(), scalar_starts(1.0), 0),
    "start must be finite": lambda: run(SCALAR, GradientDescent(), scalar_starts(float("nan"))),
    "A must be finite, got 1": lambda: Factorization(torch.tensor([[float("nan")]])),
    "A must be symmetric": lambda: SymmetricFactorization(torch.tensor([[1.0, 2.0], [0.0, 1.0]])),
    "must be a floating point tensor": lambda: Factorization(torch.tensor([[1]])),
    "must have dtype torch.float64": lambda: run(SCALAR, GradientDescent(), (torch.ones(1, 1),)),
    "factors of 1 and 1 rows": lambda: run(SCALAR, GradientDescent(), (torch.ones(2, 1, dtype=F64),)),
    "step must be a positive|ridge must be positive, got -1 for layer 2": lambda: DeepFactorization(
        torch.ones(2, 2), ridge=(1.0, -1.0)
    ),
    "factors must chain": lambda: DeepFactorization(torch.ones(2, 2), ridge=(1.0, 1.0)).loss(
        (torch.ones(3, 2), torch.ones(2, 2))
    ),
    "record must name": lambda: run(SCALAR, GradientDescent(), scalar_starts(1.0), record=("los",)),
    "at must list steps": lambda: run(SCALAR, GradientDescent(), scalar_starts(1.0), 10, at=[11]),
    "initial must be one of": lambda: AlternatingGradientDescent(initial="zeros"),
    "generator must be": lambda: GradientDescent().start(SCALAR, 2),
    "momentum must be a number in": lambda: Nesterov(momentum=1.0),
}


@pytest.mark.parametrize("message", sorted(BAD))
def test_bad_input_is_named(message: str) -> None:
    with pytest.raises(ValueError, match=message):
        BAD[message]()


@pytest.mark.parametrize("dtype", [torch.float32, F64, torch.complex64, torch.complex128])
def test_one_entry_that_is_not_finite_is_found_and_large_ones_are_finite(dtype: torch.dtype) -> None:
    """A sum of finite entries may overflow, and inf − inf has no size: neither may decide."""
    large = torch.full((2, 3, 2), torch.finfo(dtype).max, dtype=dtype)
    count = torch.tensor([3, 4])
    assert all_finite((large, count)) and all_finite((torch.zeros(2, 3, dtype=dtype), (-large, count)))
    for bad in (float("inf"), float("-inf"), float("nan")):
        for entries in ([bad], [bad, -bad], [bad, 1.0]):
            other = large.clone()
            other[1].reshape(-1)[: len(entries)] = torch.tensor(entries).to(dtype)
            assert not all_finite((count, other)) and not all_finite((other, large))
