"""Completion, phase retrieval and ptychography by UDU: the steps are those of the solvers, the pieces are what they say, the
experiments run."""

from __future__ import annotations

import copy
import importlib
from typing import Any

import pytest
import torch

from numerics.problems import MatrixCompletion, PhaseRetrieval
from numerics.run import run
from numerics.solvers import UDU, GradientDescent
from proofs_check.bridge.completion import Completion, run_bm, run_udu
from proofs_check.bridge.intensities import distance, least_suppression, recover, start_of_norm
from proofs_check.experiments.experiment import Settings, experiment_named
from proofs_check.experiments.trials import Spread
from tests.proofs_check.answers_udu_matrix import CASES

F64 = torch.float64


def solver_problem(data: Completion) -> MatrixCompletion:
    rows, columns = data.mask.nonzero(as_tuple=True)
    n = len(data.mask)
    return MatrixCompletion(rows, columns, data.seen[rows, columns], (n, n), symmetric=True)


@pytest.mark.parametrize("noise", [0.0, 0.05])
@pytest.mark.parametrize("radius", [0.8, 1.5])
def test_completion_steps_are_those_of_the_solver(noise: float, radius: float) -> None:
    """300 steps from one start, by the solver on sampled entries and by the loop on dense arrays."""
    data = Completion(3, 12, 80, modes=(1.0, 2.0), start=0.1, noise=noise)
    state = run(solver_problem(data), UDU(step=0.05, radius=radius), (data.start, torch.ones(12, dtype=F64)), 300).state
    expected = (state.U * state.magnitudes) @ state.U.mT
    found = run_udu(data, 300, step=0.05, radius=radius)
    assert float((found["X"] - expected).norm()) < 1e-11 * float(expected.norm())
    Y = run(solver_problem(data), GradientDescent(step=0.05), (data.start,), 300).state.Y
    assert float((run_bm(data, 300, step=0.05)["X"] - Y @ Y.mT).norm()) < 1e-11 * float((Y @ Y.mT).norm())


def test_a_batch_is_its_members() -> None:
    """A member of a batch draws and ends as it does alone, and its identity holds."""
    both, alone = Completion([5, 6], 12, 80, noise=0.1), Completion(6, 12, 80, noise=0.1)
    assert torch.equal(both.A[1], alone.A) and torch.equal(both.seen[1], alone.seen) and torch.equal(both.start[1], alone.start)
    end, one = run_udu(both, 400, step=0.05), run_udu(alone, 400, step=0.05)
    for name in ("X", "E", "left", "right", "flow", "trailing"):
        assert torch.allclose(end[name][1], one[name], rtol=1e-9, atol=1e-12), name
    assert float(one["E"]) > 1 and float((end["left"] / end["right"] - 1).abs().max()) < 1e-12


def test_members_of_a_batch_have_a_radius_and_noise_of_their_own() -> None:
    """Each member ends as it does alone; the noises must be as many as the seeds."""
    cases = [(5, 0.8, 0.0), (5, 1.5, 0.0), (6, 0.8, 0.1)]
    seeds, radii, noises = zip(*cases, strict=True)
    together = run_udu(Completion(seeds, 12, 80, noise=noises), 400, step=0.05, radius=torch.tensor(radii, dtype=F64))
    for k, (seed, radius, noise) in enumerate(cases):
        alone = run_udu(Completion(seed, 12, 80, noise=noise), 400, step=0.05, radius=radius)
        for name in ("X", "E", "left", "right", "flow", "trailing"):
            assert torch.allclose(together[name][k], alone[name], rtol=1e-9, atol=1e-12), name
        assert torch.allclose(alone["factor"] @ alone["factor"].mT, alone["X"], rtol=1e-12, atol=1e-14)
    assert len(set(together["E"].tolist())) == 3
    with pytest.raises(ValueError, match=r"noise must be one number or one a seed \(3\), got 2"):
        Completion(seeds, 12, 80, noise=[0.0, 0.1])


def test_noise_has_the_size_that_is_said() -> None:
    """√900 · 1e-2 = 0.3 of ‖b‖; the norm of 900 normals is within 10 % of 30 but for a chance of 1e-4 a draw."""
    clean, noisy = Completion(range(3), 100, 900), Completion(range(3), 100, 900, noise=1e-2)
    sizes = (noisy.seen - clean.seen).flatten(1).norm(dim=1) / clean.seen.flatten(1).norm(dim=1)
    assert torch.equal(noisy.start, clean.start) and bool(((sizes > 0.27) & (sizes < 0.33)).all())


def test_phase_retrieval_in_a_batch_is_its_members() -> None:
    """Each member with vectors of its own; select keeps them together."""
    vectors = torch.randn(3, 20, 4, generator=torch.Generator().manual_seed(1), dtype=F64)
    y = torch.rand(3, 20, generator=torch.Generator().manual_seed(2), dtype=F64)
    V = torch.randn(3, 4, 2, generator=torch.Generator().manual_seed(3), dtype=F64)
    whole = PhaseRetrieval(vectors, y)
    for k in range(3):
        one, part = PhaseRetrieval(vectors[k], y[k]), whole.select(torch.tensor([k]))
        assert torch.allclose(whole.gradient((V,))[0][k], one.gradient((V[k],))[0], rtol=1e-13, atol=1e-13)
        assert torch.equal(part.vectors[0], vectors[k]) and float(part.unit()) == pytest.approx(float(one.unit()), rel=1e-14)
    with pytest.raises(ValueError, match=r"intensities must be \(3, 20\) like the vectors, got \(20,\)"):
        PhaseRetrieval(vectors, y[0])


def test_the_radius_decides_whether_the_ball_acts() -> None:
    """f = ½·mean (…)² with 12n Gaussian vectors, about ‖X − xxᵀ‖² + ½·(its trace)²: at 0.6 α_c E is at least the bound for the
    σ₁ reached and X has rank one, above α_c E is a rest of O(η) and it has not."""
    g = torch.Generator().manual_seed(4)
    n, count = 5, 60
    vectors = torch.randn(2, count, n, generator=g, dtype=F64)
    truth = torch.nn.functional.normalize(torch.randn(2, n, 1, generator=g, dtype=F64), dim=1)
    problem = PhaseRetrieval(vectors, (vectors @ truth).square().squeeze(-1), scale=0.5 / count)
    start = torch.stack([start_of_norm(g, n, n, 1e-3) for _ in range(2)])
    arms = [{"step": 0.02, "steps": 1000, "radius": radius} for radius in (0.55, 1.4)]
    for below, above in zip(*(recover(problem, truth, start, arm)[0] for arm in arms), strict=True):
        assert below["flow"] >= below["least"] > 20 and below["ratio"] < 1e-9
        assert abs(above["flow"]) < 0.5 and above["least"] == 0 and above["ratio"] > 1e-6
        assert below["error"] < 0.2
    assert least_suppression(0.55) == pytest.approx((0.55**-4 - 1) / 0.55**2 - 0.5) and least_suppression(1.4) == 0


def test_distance_is_up_to_a_phase() -> None:
    x = torch.randn(7, 1, generator=torch.Generator().manual_seed(1), dtype=torch.complex128)
    turned = (x * torch.exp(torch.tensor(1.3j, dtype=torch.complex128))).mT
    assert float(distance(turned, x)) < 1e-15 and float(distance(2 * turned, x)) == pytest.approx(1, rel=1e-14)


@pytest.mark.parametrize("name", CASES)
def test_missing_data_differ(name: str) -> None:
    """Runs that diverged or are not there: no sentence agrees."""
    rows = copy.deepcopy(CASES[name][0]())
    for row in rows:
        row[:] = [Spread((None, None, None)) if isinstance(cell, Spread) else cell for cell in row]
    told = importlib.import_module(f"proofs_check.experiments.{name.replace('-', '_')}").answer(rows)
    agreeing = [sentence for sentence in told if not sentence.startswith("Differs: ")]
    assert agreeing == []


def small(name: str, monkeypatch: pytest.MonkeyPatch, **sizes: Any) -> Any:
    module = importlib.import_module(f"proofs_check.experiments.{name.replace('-', '_')}")
    monkeypatch.setattr(module, "QUICK", {**module.QUICK, **sizes})
    return experiment_named(name)


def looked_at(name: str, outcome: Any) -> None:
    assert len(outcome.answer) == len(CASES[name][1]) and {len(row) for row in outcome.rows} == {len(outcome.columns)}
    assert all(sentence.startswith(("Agrees: ", "Differs: ")) for sentence in outcome.answer)


def test_completion_measures_and_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("proofs_check.experiments.udu_completion")
    monkeypatch.setattr(module, "LONG", (300, 600))
    experiment = small("udu-completion", monkeypatch, n=12, entries=90, steps=200)
    outcome = experiment.run(Settings(seeds=2))
    looked_at("udu-completion", outcome)
    assert max(row[13] for row in outcome.rows if row[0] == "UDU") < 1e-12
    assert experiment.draw(outcome).axes


def test_phase_retrieval_measures_and_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = small("udu-phase-retrieval", monkeypatch, n=6, steps=60)
    outcome = experiment.run(Settings(seeds=2))
    looked_at("udu-phase-retrieval", outcome)
    assert experiment.draw(outcome).axes


def test_ptychography_measures_and_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("skimage")
    module = importlib.import_module("proofs_check.bridge.ptychography")
    problem, truth, seen = module.instance(12, 3, 2)
    assert float(problem.value(truth, truth)) < 1e-28 and float(truth.norm()) == pytest.approx(1, rel=1e-14)
    assert float((module.filtered(truth, seen) - truth).norm()) < 1e-14 and 0 < float(seen.mean()) < 1
    white = torch.full((4,), 0.5 + 0j, dtype=torch.complex128)
    assert module.as_image(module.as_text(white)) == [[128, 128], [128, 128]]  # half of 255, rounded to even
    experiment = small("udu-ptychography", monkeypatch, steps=20)
    outcome = experiment.run(Settings(seeds=2))
    looked_at("udu-ptychography", outcome)
    assert experiment.draw(outcome).axes


@pytest.mark.full
@pytest.mark.parametrize("name", CASES)
def test_the_quick_form_runs(name: str) -> None:
    if name == "udu-ptychography":
        pytest.importorskip("skimage")
    looked_at(name, experiment_named(name).run(Settings(seeds=2)))
