"""``locate``: what it reads, what it refuses, what it is invariant under, and its bounds against independent numbers."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from proofs_check.bridge.locate import Location, Locator, Watch, locate, ridge_of_weight_decay
from proofs_check.bridge.locate.candidates import by_bound
from proofs_check.bridge.locate.distance import closest_point, distance_at_least, polished
from proofs_check.bridge.locate.dual import dual_distance, semidefinite_distance
from proofs_check.bridge.locate.locator import curvature_change
from proofs_check.bridge.locate.target import Target, as_tensors
from proofs_check.bridge.locate.unstable import unstable_part
from tests.proofs_check.locating import HADAMARD, gradient, hessian

Y = np.array([[3.0, 0.0, 0.0], [0.0, 2.0, 0.0]])
GENERIC = {
    "two layers": ((4, 3, 2), (0.1, 0.3), None),
    "three layers": ((3, 3, 3, 3), (0.05, 0.05, 0.05), None),
    "three layers, unequal": ((4, 3, 3, 5), (0.1, 0.05, 0.2), None),
    "two layers, ties": ((4, 5, 4), (0.3, 0.2), HADAMARD @ np.diag([3.0, 3, 2, 2]) @ HADAMARD[[1, 0, 3, 2]]),
    "three layers, ties": ((4, 3, 4, 4), (0.1, 0.3, 0.2), HADAMARD @ np.diag([3.0, 3, 2, 2]) @ HADAMARD[[1, 0, 3, 2]]),
    "double root": ((1, 1, 1, 1), (3.0, 3.0, 3.0), np.array([[4.0]])),
}


def problem(name: str) -> Target:
    widths, ridge, matrix = GENERIC[name]
    if matrix is None:
        matrix = np.random.default_rng(len(name)).standard_normal((widths[-1], widths[0])) * 2
    return Target(matrix, widths, ridge)


def on_orbit(target: Target, codes: tuple[int, ...], rng: np.random.Generator) -> list[np.ndarray]:
    """A random point of the orbit, from its definition: W_l = λ_l^(−1/2) U_l diag(σ) U_{l−1}ᵀ."""
    left, _, right = np.linalg.svd(target.Y)
    columns, sigma = [], []
    for family in target.families:
        turn = np.linalg.qr(rng.standard_normal((len(family.positions),) * 2))[0]
        used = [p for p in family.positions if codes[p]]
        for k, p in enumerate(used):
            columns.append((left[:, list(family.positions)] @ turn[:, k], right.T[:, list(family.positions)] @ turn[:, k]))
            sigma.append(family.sizes[codes[p] - 1])
    rank = len(sigma)
    frames = [np.stack([v for _, v in columns], 1) if rank else np.zeros((target.widths[0], 0))]
    frames += [np.linalg.qr(rng.standard_normal((d, rank)))[0] if rank else np.zeros((d, 0)) for d in target.widths[1:-1]]
    frames += [np.stack([u for u, _ in columns], 1) if rank else np.zeros((target.widths[-1], 0))]
    return [c**-0.5 * (frames[l + 1] * np.array(sigma)) @ frames[l].T for l, c in enumerate(target.ridge)]


def small(rng: np.random.Generator, W: list[np.ndarray], size: float) -> tuple[np.ndarray, ...]:
    return tuple(w + size * rng.standard_normal(w.shape) for w in W)


def size_of(W: Any, V: Any) -> float:
    return float(np.sqrt(sum(((w - v) ** 2).sum() for w, v in zip(W, V, strict=True))))


@pytest.mark.parametrize("name", GENERIC)
def test_bounds_enclose_the_distance_to_every_orbit(name: str) -> None:
    """At most: the point is critical, and as far as told. At least: both bounds are below it, and it is below the start."""
    target, rng = problem(name), np.random.default_rng(0)
    for orbit in target.landscape.orbits():
        V = on_orbit(target, orbit.codes, rng)
        for size in (1e-6, 1e-2, 1.0):
            W = small(rng, V, size)
            point = polished(target, W, closest_point(target, W, orbit.codes))
            slope = np.sqrt(sum((g**2).sum() for g in target.gradient(point.factors)))
            assert slope < 1e-11 * (1 + size_of(V, [0 * v for v in V])) ** target.layers
            assert target.loss(point.factors) == pytest.approx(orbit.loss, rel=1e-11)
            assert size_of(W, point.factors) == pytest.approx(point.distance, rel=1e-12)
            assert point.distance <= size_of(W, V) * (1 + 1e-12)
            assert distance_at_least(target, W, orbit.codes) <= point.distance
            assert dual_distance(target, W, point) <= point.distance
            assert semidefinite_distance(target, W, point) <= point.distance if size == 1.0 else True


def test_the_dual_bound_is_the_distance_close_to_an_orbit() -> None:
    """Without ties exactly; so a wrong sign in K, or a multiplier left out, would be seen."""
    for name in ("two layers", "three layers", "three layers, unequal"):
        target, rng = problem(name), np.random.default_rng(1)
        for orbit in target.landscape.orbits():
            W = small(rng, on_orbit(target, orbit.codes, rng), 1e-5)
            point = polished(target, W, closest_point(target, W, orbit.codes))
            if orbit.rank:
                assert dual_distance(target, W, point) > 0.99 * point.distance


@pytest.mark.parametrize("name", [name for name in GENERIC if name != "double root"])
def test_the_dual_bound_holds_whatever_point_it_is_made_from(name: str) -> None:
    """Bad points of the orbit, stationary or not, give multipliers too: no bound exceeds the smallest distance of all."""
    target, rng = problem(name), np.random.default_rng(8)
    for orbit in [orbit for orbit in target.landscape.orbits() if orbit.rank][::5]:
        W = small(rng, on_orbit(target, orbit.codes, rng), 0.5)
        close = closest_point(target, W, orbit.codes)
        points = [polished(target, W, close), close]
        for _ in range(4):
            V = on_orbit(target, orbit.codes, rng)
            bad = closest_point(target, V, orbit.codes)
            assert bad.distance < 1e-3
            moved = replace(bad, distance=size_of(W, bad.factors))
            points += [moved, polished(target, W, moved)]
        least = min(point.distance for point in points)
        assert all(dual_distance(target, W, point) <= least for point in points)
        best = semidefinite_distance(target, W, points[0])
        assert max(dual_distance(target, W, points[0]), distance_at_least(target, W, orbit.codes)) - 1e-6 <= best <= least
        assert max(point.distance for point in points) > least * (1 + 1e-4)


@pytest.mark.parametrize("name", GENERIC)
def test_orbits_come_in_the_order_of_their_bound_and_none_is_missing(name: str) -> None:
    """Against the list of all orbits; the bound is below the one that each orbit has by itself."""
    target, rng = problem(name), np.random.default_rng(2)
    for orbit in list(target.landscape.orbits())[:6]:
        W = small(rng, on_orbit(target, orbit.codes, rng), 0.3)
        listed = list(by_bound(target, W))
        assert sorted(codes for _, codes in listed) == sorted(tuple(o.codes) for o in target.landscape.orbits())
        bounds = [bound for bound, _ in listed]
        assert bounds == sorted(bounds)
        for bound, codes in listed:
            assert bound <= closest_point(target, W, codes).distance


@pytest.mark.parametrize("name", [name for name in GENERIC if name != "double root"])
def test_unstable_parts_are_those_of_the_dense_hessian(name: str) -> None:
    """Autograd's Hessian at the point, all its negative eigenvectors, against the blocks."""
    target, rng = problem(name), np.random.default_rng(3)
    for orbit in list(target.landscape.orbits())[::4]:
        W = small(rng, on_orbit(target, orbit.codes, rng), 1e-3)
        point = polished(target, W, closest_point(target, W, orbit.codes))
        found = unstable_part(target, orbit, point, W)
        H = hessian(list(as_tensors(point.factors)), torch.from_numpy(target.Y), tuple(target.ridge.tolist())).numpy()
        values, vectors = np.linalg.eigh(H)
        moved = np.concatenate([(w - m).ravel() for w, m in zip(W, point.factors, strict=True)])
        negative = values < -1e-9 * np.abs(values).max()
        assert negative.sum() == orbit.index
        assert found.length == pytest.approx(float(np.linalg.norm(vectors[:, negative].T @ moved)), rel=1e-9, abs=1e-12)
        for rate, part in zip(found.rates, found.vectors, strict=True):
            flat = np.concatenate([v.ravel() for v in part])
            assert np.linalg.norm(H @ flat + rate * flat) < 1e-9 * np.abs(values).max()


@pytest.mark.parametrize("name", [name for name in GENERIC if name != "double root"])
def test_the_growth_differs_from_the_rate_by_no_more_than_proved(name: str) -> None:
    """Random points around saddles: |growth/rate − 1| ≤ error, growth from autograd's gradient; some are within 5 %."""
    target, rng, proved = problem(name), np.random.default_rng(4), 0
    where = Locator(target.Y, target.ridge)
    for orbit in list(target.landscape.orbits())[::3]:
        for size in (1e-5, 1e-3, 1e-2):
            W = small(rng, on_orbit(target, orbit.codes, rng), size)
            found = where.locate(W)
            if found.escape is None or found.escape.error is None:
                continue
            v = found.escape.vector
            slopes = gradient(list(as_tensors(W)), torch.from_numpy(target.Y), tuple(target.ridge.tolist()))
            growth = -sum(float((a * b.numpy()).sum()) for a, b in zip(v, slopes, strict=True)) / found.escape.projection**2
            assert growth == pytest.approx(found.escape.growth, rel=1e-6)
            assert abs(growth / found.escape.rate - 1) <= found.escape.error + 1e-9
            proved += found.escape.error < 0.05
    assert proved


def test_the_bound_on_the_third_derivative_holds_along_lines() -> None:
    """Central differences of autograd's Hessian along random directions, at points between two given ones."""
    target, rng = problem("three layers, unequal"), np.random.default_rng(5)
    shapes = [(b, a) for a, b in zip(target.widths, target.widths[1:], strict=False)]
    for _ in range(5):
        begin, end = (tuple(rng.standard_normal(s) for s in shapes) for _ in range(2))
        bound, t, h = curvature_change(target, begin, end), rng.random(), 1e-4
        direction = [rng.standard_normal(s) for s in shapes]
        length = np.sqrt(sum((d**2).sum() for d in direction))
        here = [b + t * (e - b) for b, e in zip(begin, end, strict=True)]
        sides = [
            hessian([torch.from_numpy(w + s * h * d / length) for w, d in zip(here, direction, strict=True)],
                    torch.from_numpy(target.Y), tuple(target.ridge.tolist())).numpy()
            for s in (1, -1)
        ]  # fmt: skip
        assert np.linalg.norm((sides[0] - sides[1]) / (2 * h), 2) <= bound * (1 + 1e-6)
    ones = (np.ones((1, 1)),) * 3  # sharp: (1 + s/√3)⁶ has third derivative 120/√27 at 0
    assert curvature_change(Target(np.zeros((1, 1)), (1, 1, 1, 1), 1), ones, ones) == pytest.approx(120 / 27**0.5)


def test_rotations_of_hidden_units_and_of_both_sides_change_nothing() -> None:
    rng = np.random.default_rng(6)
    widths, ridge = (3, 4, 3, 2), ["1/10", "1/20", "1/5"]
    Y = rng.standard_normal((2, 3)) * 3
    W = list(locate([np.ones((4, 3)), np.ones((3, 4)), np.ones((2, 3))], Y, ridge).closest)
    W = [w + 0.01 * rng.standard_normal(w.shape) for w in W]
    Q = [np.linalg.qr(rng.standard_normal((d, d)))[0] for d in widths]
    turned = [Q[l + 1] @ w @ Q[l].T for l, w in enumerate(W)]
    one, two = locate(W, Y, ridge), locate(turned, Q[-1] @ Y @ Q[0].T, ridge)
    assert one.label == two.label and one.distance == pytest.approx(two.distance, rel=1e-9)
    assert one.loss == pytest.approx(two.loss, rel=1e-12)
    assert (one.escape is None) == (two.escape is None)


# ---- conventions ----


@pytest.mark.parametrize("scale", [1.0, 0.5, 1 / 6])
def test_weight_decay_of_sgd_is_the_ridge_that_is_told(scale: float) -> None:
    """torch.optim.SGD on scale·‖W₂W₁ − Y‖² with weight decay comes to rest on the orbit of λ = decay/(2·scale)."""
    decay, data = 0.12, torch.tensor(Y)
    W = [torch.tensor([[0.5, 0.1, 0.2], [-0.1, 0.4, 0.3]]).double().requires_grad_(), torch.eye(2).double().requires_grad_()]
    sgd = torch.optim.SGD(W, lr=0.05 / scale, weight_decay=decay)
    for _ in range(3000):
        sgd.zero_grad()
        (scale * (W[1] @ W[0] - data).square().sum()).backward()
        sgd.step()
    found = locate(W, Y, ridge_of_weight_decay(decay, scale))
    assert found.label == "1+2+" and found.distance < 1e-6
    assert locate(W, Y, 2 * ridge_of_weight_decay(decay, scale)).distance > 1e-2


def test_mean_squared_error_and_its_steps() -> None:
    """nn.MSELoss is F's fit over d_L·d_0; the escape component grows by log(1 + η·a·rate) a step of SGD, measured."""
    a, step, ridge = 1 / 6, 0.3, 0.5
    W = [torch.tensor([[1e-5, 0, 0], [0, 1e-6, 0]]).double().requires_grad_(), (1e-5 * torch.eye(2)).double().requires_grad_()]
    sgd = torch.optim.SGD(W, lr=step, weight_decay=2 * a * ridge)
    assert ridge_of_weight_decay(2 * a * ridge, a) == pytest.approx(ridge)
    where, seen = Locator(Y, ridge), []
    for _ in range(12):
        seen.append(where.locate(W))
        sgd.zero_grad()
        nn.MSELoss()(W[1] @ W[0], torch.tensor(Y)).backward()
        sgd.step()
    first, last = seen[0].escape, seen[-1].escape
    assert first and last and seen[0].label == seen[-1].label == "O"
    measured = np.log(last.projection / first.projection) / 11
    assert first.per_step(step, a) == pytest.approx(measured, rel=1e-4)
    assert first.per_step(step, a) == pytest.approx(np.log1p(step * a * 2 * (3 - ridge)))  # by hand: rate 2(y₁ − λ)
    assert seen[0].steps(step, a) == pytest.approx(np.log(seen[0].leaves_at / first.projection) / measured, rel=1e-3)


def test_float32_tensors_with_gradients_are_read_and_left_alone() -> None:
    W = [torch.full((2, 3), 0.1, requires_grad=True), torch.full((2, 2), 0.1, requires_grad=True)]
    before = [w.clone() for w in W]
    one, two = locate(W, torch.tensor(Y, dtype=torch.float32), 0.5), locate([w.detach().double() for w in W], Y, 0.5)
    assert str(one) == str(two)
    assert all(w.requires_grad and w.grad is None and torch.equal(w, b) for w, b in zip(W, before, strict=True))
    assert locate([w.to(torch.bfloat16) for w in W], Y, "1/2").orbit is not None


@pytest.mark.cuda
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_cuda_tensors_are_moved() -> None:
    W = [torch.full((2, 3), 0.1), torch.full((2, 2), 0.1)]
    assert str(locate([w.cuda() for w in W], torch.tensor(Y).cuda(), 0.5)) == str(locate(W, Y, 0.5))


def test_a_list_a_state_dict_and_a_network_are_one() -> None:
    net = nn.Sequential(nn.Linear(3, 4, bias=False), nn.Identity(), nn.Sequential(nn.Linear(4, 2, bias=False)))
    weights = [net[0].weight, net[2][0].weight]
    shown = {
        str(locate(source, Y, "1/2"))
        for source in (net, net.state_dict(), weights, [w.tolist() for w in weights][:0] or weights)
    }
    assert len(shown) == 1
    assert str(locate([w.detach().to_sparse() for w in weights], Y, "1/2")) in shown
    assert str(locate(net.named_parameters(), Y, "1/2")) in shown
    many = {f"{k}.weight": torch.full((2, 3) if k == 0 else (2, 2), 0.1) for k in range(11)}
    assert [tuple(s) for s in (w.shape for w in locate(dict(sorted(many.items())), Y, 1).closest)] == [(2, 3)] + [(2, 2)] * 10


W0 = [np.full((2, 3), 0.1), np.full((2, 2), 0.1)]


class Odd(nn.Linear):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x) + x


def chain(*layers: nn.Module) -> nn.Sequential:
    return nn.Sequential(*layers)


def shared() -> nn.Sequential:
    layer = nn.Linear(2, 2, bias=False)
    return chain(nn.Linear(3, 2, bias=False), layer, layer)


BAD: dict[str, tuple[Any, Any, Any, str]] = {
    "complex": ([W0[0], W0[1] + 1j], Y, 1, "factors must be real and floating, got complex128 for layer 2"),
    "complex tensor": ([torch.tensor(W0[0]), torch.ones(2, 2, dtype=torch.cfloat)], Y, 1, "got torch.complex64 for layer 2"),
    "integers": ([torch.ones(2, 3, dtype=torch.long), W0[1]], Y, 1, "must be real and floating, got torch.int64 for layer 1"),
    "nan": ([W0[0], np.array([[1, np.nan], [0, 1]])], Y, 1, "must be finite, got nan in layer 2, row 1, column 2"),
    "chain": ([np.ones((4, 3)), np.ones((2, 5))], Y, 1, "W_1 is 4 × 3 and W_2 is 2 × 5, so W_2·W_1 has no meaning"),
    "transposed": ([np.ones((3, 4)), np.ones((4, 2))], Y, 1, "their transposes chain"),
    "shape of Y": (W0, Y.T, 1, "factors must multiply to the shape of Y, 3 × 2: W_2⋯W_1 is 2 × 3 (the transpose of Y fits)"),
    "one factor": ([W0[0]], Y, 1, "at least two matrices"),
    "vector": ([np.ones(3), W0[1]], Y, 1, "factors must be matrices, got shape (3,) for layer 1"),
    "one tensor": (torch.ones(2, 2, 3), Y, 1, "factors must be matrices, a state_dict or an nn.Sequential, got Tensor"),
    "bias": (chain(nn.Linear(3, 2), nn.Linear(2, 2)), Y, 1, "network must have no bias, got one in layer 1"),
    "bias in a dict": ({"0.weight": W0[0], "0.bias": W0[1]}, Y, 1, "factors must have no bias, got 0.bias"),
    "activation": (chain(nn.Linear(3, 2, bias=False), nn.Tanh()), Y, 1, "layer 2 is Tanh, and F has linear layers alone"),
    "own forward": (chain(nn.Linear(3, 2, bias=False), Odd(2, 2, bias=False)), Y, 1, "layer 2 is Odd"),
    "shared": (shared(), Y, 1, "a weight of its own for each layer"),
    "buffer": ({"mean": np.zeros(3), "0.weight": W0[0], "1.weight": W0[1]}, Y, 1, "must be weights, got mean beside 0.weight"),
    "matrix that is a buffer": ({"0.weight": W0[0], "1.weight": W0[1], "gram": np.eye(2)}, Y, 1, "got gram beside 0.weight"),
    "batch norm": (nn.BatchNorm1d(2).state_dict(), Y, 1, "must have no bias"),
    "running mean": ({"w": W0[0], "running_mean": np.ones(2)}, Y, 1, "got shape (2,) for layer 2 (running_mean)"),
    "epoch": ({"0.weight": W0[0], "1.weight": W0[1], "epoch": 3}, Y, 1, "got epoch beside 0.weight"),
    "nested": ({"model": {"0.weight": W0[0]}, "epoch": 3}, Y, 1, "got a dict for layer 1 (model): give the state_dict itself"),
    "batch": ([np.ones((5, 2, 3)), np.ones((5, 2, 2))], Y, 1, "for layer 1: of a batch of runs give one at a time"),
    "list of runs": ([W0, W0], Y, 1, "got a list for layer 1: of several runs give one at a time"),
    "lazy": ([nn.UninitializedParameter(), W0[1]], Y, 1, "not initialised (LazyLinear) for layer 1"),
    "reversed": (W0[::-1], Y, 1, "in the reverse order they chain: W_1 acts first)"),
    "norm layer": (chain(nn.Linear(3, 2, bias=False), nn.BatchNorm1d(2)), Y, 1, "layer 2 is BatchNorm1d, and F has"),
    "module": (nn.Linear(3, 2, bias=False), Y, 1, "network must be an nn.Sequential of nn.Linear, got Linear"),
    "meta": ([torch.ones(2, 3, device="meta"), W0[1]], Y, 1, "meta device for layer 1"),
    "ragged": ([[[1.0, 2.0], [3.0]], W0[1]], Y, 1, "ragged list for layer 1"),
    "ridge zero": (W0, Y, 0, "ridge must be positive, got 0"),
    "ridges": (W0, Y, (1, 2, 3), "ridge must be one weight or 2 weights"),
    "Y complex": (W0, torch.ones(2, 3, dtype=torch.cfloat), 1, "matrix must be real"),
    "Y nan": (W0, Y * np.nan, 1, "matrix must be finite"),
    "Y vector": (W0, np.ones(3), 1, "matrix must have two axes, dL × d0, got shape (3,)"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line(name: str) -> None:
    factors, target, ridge, said = BAD[name]
    with pytest.raises(ValueError) as caught:
        locate(factors, target, ridge)
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_other_arguments_are_checked() -> None:
    with pytest.raises(ValueError, match="leaves_at must be positive"):
        locate(W0, Y, 1, leaves_at=-1)
    with pytest.raises(ValueError, match="spectrum must hold the singular values of Y, got one that is off by 1"):
        locate(W0, Y, 1, spectrum=(4, 2))
    with pytest.raises(ValueError, match="every must be a positive integer"):
        Watch(W0, Y, 1, every=0)
    with pytest.raises(ValueError, match="weight_decay must be positive"):
        ridge_of_weight_decay(0)
    found = locate(W0, Y, "1/2").escape
    assert found
    with pytest.raises(ValueError, match="step must be positive"):
        found.per_step(0)


# ---- what is said ----


def test_at_a_minimizer_there_is_a_rate_of_convergence() -> None:
    """The slowest decay of a run measured over its last stretch, against κ."""
    W = [torch.tensor([[1.0, 0.2, 0.1], [0.1, 1.0, 0.3]]).double(), torch.eye(2).double()]
    step, distances, where = 0.01, [], Locator(Y, 0.5)
    for _ in range(1500):
        W = [w - step * g for w, g in zip(W, gradient(W, torch.tensor(Y), (0.5, 0.5)), strict=True)]
        distances.append(W)
    early, late = where.locate(distances[900]), where.locate(distances[1000])
    assert late.orbit and late.orbit.kind == "global minimizer" and late.escape is None and late.plateau is None
    measured = -np.log(late.distance / early.distance) / 100
    assert late.convergence and -np.log1p(-step * late.convergence) == pytest.approx(measured, rel=1e-3)


def test_no_rate_is_made_up() -> None:
    """Non-strict saddle, degenerate minimizer, a saddle that the run holds nothing of: no number, and a sentence."""
    non_strict = locate([np.full((1, 1), 1.01)] * 3, np.array([[4.0]]), 3)
    assert non_strict.label == "1(0)" and non_strict.escape is None and non_strict.plateau is None
    assert "left more slowly than exponentially" in non_strict.reason
    flat = locate([np.full((1, 1), 0.01)] * 2, np.array([[1.0]]), 1)
    assert flat.label == "O" and flat.convergence is None and "degenerate" in flat.reason
    held = locate([np.zeros((2, 3)), np.zeros((2, 2))], Y, "1/2")
    assert held.label == "O" and held.escape and held.plateau is None and "rounding" in held.reason
    assert held.escape.time_to(1.0) is None


def test_what_cannot_be_told_is_not_told() -> None:
    """Half-way between O and '1+' of a 1 × 1 problem both are as near, by symmetry of the square of a distance on a line."""
    sigma = 2**0.5
    middle = locate([np.full((1, 1), sigma / 2)] * 2, np.array([[3.0]]), 1)
    assert middle.orbit is None and {label for label, _ in middle.candidates} == {"O", "1+"}
    assert middle.to_dict()["orbit"] is None and middle.to_dict()["escape"] is None
    assert "cannot tell which orbit is nearest: " in str(middle)
    assert locate([np.full((1, 1), sigma * 0.51)] * 2, np.array([[3.0]]), 1).label == "1+"
    assert locate([np.full((1, 1), sigma * 0.49)] * 2, np.array([[3.0]]), 1).label == "O"


def test_ties_that_floats_blur_need_the_spectrum() -> None:
    Q = np.linalg.qr(np.random.default_rng(7).standard_normal((3, 3)))[0]
    blurred = Q @ np.diag([3.0, 3.0, 1.0]) @ Q.T
    turned = Q[:, :2] @ np.array([[0.6], [0.8]])
    W = [2**0.5 * turned @ turned.T] * 2
    assert locate(W, blurred, 1).orbit is None and "give the spectrum" in locate(W, blurred, 1).reason
    found = locate(W, blurred, 1, spectrum=("3", "3", "1"))
    assert found.label == "1+" and found.distance < 1e-12


def test_the_direction_that_a_run_holds_more_of_is_named() -> None:
    """At the origin mode 1 grows at 2(y₁ − λ) = 5, mode 2 at 3: with 1e-12 and 1e-3 of them mode 2 leaves first."""
    W = [np.diag([1e-12, 1e-3]) @ np.eye(2, 3), np.diag([1e-12, 1e-3])]
    found = locate(W, Y, "1/2")
    assert found.escape and (found.escape.direction, found.leaves_by) == ("mode 1 grows", "mode 2 grows")
    assert "leaves by it first: mode 2 grows" in str(found)
    assert found.plateau == pytest.approx(np.log(found.leaves_at / (1e-3 * 2**0.5)) / 3, rel=1e-6)
    both = locate([np.diag([2e-4, 1e-3]) @ np.eye(2, 3), np.diag([2e-4, 1e-3])], Y, "1/2")
    assert both.plateau
    held = [2 * size**2 * np.exp(2 * rate * both.plateau) for size, rate in ((2e-4, 5), (1e-3, 3))]
    assert sum(held) == pytest.approx(both.leaves_at**2, rel=1e-6) and min(held) > 0.1 * max(held)
    alone = locate([np.diag([0, 1e-3]) @ np.eye(2, 3), np.diag([0, 1e-3])], Y, "1/2")
    assert alone.escape and alone.escape.growth is None and alone.plateau == pytest.approx(found.plateau, rel=1e-6)


def test_a_run_that_diverged_and_targets_without_modes() -> None:
    for size in (1e90, 1e200):
        with pytest.raises(ValueError, match="factors must have a finite loss, got entries up to"):
            locate([np.full((2, 3), size)] + [np.full((2, 2), size)] * 3, Y, 1)
    nothing = locate([np.full((2, 3), 1e-200), np.full((2, 2), 0.1)], 0 * Y, 1)
    assert nothing.label == "O" and nothing.orbit and nothing.orbit.kind == "global minimizer"
    assert nothing.convergence == pytest.approx(2)


def test_the_document_has_the_fields_of_the_interface() -> None:
    found = locate(W0, Y, "1/2").to_dict()
    assert list(found)[:7] == ["orbit", "distance", "class", "index", "escape", "loss", "plateau"]
    assert {"rate", "direction"} <= set(found["escape"])
    json.loads(json.dumps(found, allow_nan=False))
    product = W0[1] @ W0[0]
    assert found["loss"] == pytest.approx(((product - Y) ** 2).sum() + 0.5 * sum((w**2).sum() for w in W0))


def test_a_place_shows_itself() -> None:
    found = locate(W0, Y, Fraction(1, 2))
    assert "<pre>" in found._repr_html_() and "nearest critical orbit O" in found._repr_html_()
    assert isinstance(found, Location) and str(Locator(Y, 1)) == "Locator(Y 2 × 3)"


def test_the_watch_follows_a_network_through_its_saddles() -> None:
    """Two layers from near zero pass the nested top-r saddles in turn (spec: r = 0, 1, 2)."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(3, 3, bias=False), nn.Linear(3, 2, bias=False))
    with torch.no_grad():
        for w in net.parameters():
            w.mul_(1e-4)
    watch = Watch(net, Y, ridge=0.5, every=5)
    sgd = torch.optim.SGD(net.parameters(), lr=0.02, weight_decay=1.0)
    for _ in range(600):
        sgd.zero_grad()
        (net(torch.eye(3)).T - torch.tensor(Y, dtype=torch.float32)).square().sum().backward()
        sgd.step()
        watch()
    assert watch.visited == ["O", "1+", "1+2+"] and len(watch.seen) == 120 and watch.calls == 600
    assert str(watch).splitlines()[0].startswith("calls 1–") and "<pre>" in watch._repr_html_()
    assert str(Watch(net, Y, 0.5)) == "nothing seen yet"


@pytest.mark.parametrize(("step", "loss_scale"), [(0, 1), (-0.1, 1), (float("nan"), 1), (0.1, 0), (0.1, float("inf"))])
@pytest.mark.parametrize("scale", [0.0, 1.2])
def test_a_step_that_is_none_is_refused_with_and_without_a_plateau(step: float, loss_scale: float, scale: float) -> None:
    place = locate([scale * np.eye(2, 3), scale * np.eye(2)], Y, ridge=0.5)
    with pytest.raises(ValueError, match="must be positive and finite"):
        place.steps(step, loss_scale)
