"""UDVLinear: the map, projection with any optimiser, pruning against the best approximation; the homogeneity check."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest
import torch
from torch import nn

from numerics.networks import UDVLinear, check_homogeneity, project_after_steps, prune


def layer(**options: object) -> UDVLinear:
    torch.manual_seed(3)
    return UDVLinear(6, 4, hidden=5, dtype=torch.float64, **options)  # type: ignore[arg-type]


def sample(rows: int = 7, columns: int = 6) -> torch.Tensor:
    return torch.randn(rows, columns, generator=torch.Generator().manual_seed(1), dtype=torch.float64)


@pytest.mark.parametrize("relu", [False, True])
def test_the_map_entry_by_entry(relu: bool) -> None:
    """Σ_j v_j φ(d_j u_jᵀx), by loops."""
    made, x = layer(relu=relu).requires_grad_(False), sample()
    got = made(x)
    for row in range(len(x)):
        for out in range(4):
            total = 0.0
            for j in range(5):
                inner = float(made.magnitudes[j]) * sum(float(made.inner[j, k]) * float(x[row, k]) for k in range(6))
                total += float(made.outer[out, j]) * (max(inner, 0.0) if relu else inner)
            assert float(got[row, out]) == pytest.approx(total, abs=1e-12)


@pytest.mark.parametrize("kind", [torch.optim.SGD, torch.optim.Adam, torch.optim.NAdam, torch.optim.AdamW, torch.optim.RMSprop])
def test_every_optimiser_is_projected(kind: type) -> None:
    made, x = layer(radius=0.7, outer_radius=0.9), sample()
    optimizer = project_after_steps(kind(made.parameters(), lr=0.1), nn.Sequential(made))
    for _ in range(5):
        optimizer.zero_grad()
        (made(x) - 3).square().mean().backward()
        optimizer.step()
        assert float(torch.linalg.matrix_norm(made.inner.detach())) <= 0.7 + 1e-12
        assert float(torch.linalg.matrix_norm(made.outer.detach())) <= 0.9 + 1e-12
        assert float(made.magnitudes.detach().min()) >= 0


def test_inside_the_ball_nothing_moves_and_free_magnitudes_stay() -> None:
    made = layer(nonnegative=False).requires_grad_(False)
    with torch.no_grad():
        made.inner.mul_(0.1)
        made.outer.mul_(0.1)
    before = [p.clone() for p in made.parameters()]
    made.project_()
    assert all(torch.equal(a, b) for a, b in zip(before, made.parameters(), strict=True)) and float(made.magnitudes.min()) < 0


@pytest.mark.parametrize("keep", [1, 2, 3, 5])
def test_pruning_is_the_best_approximation(keep: int) -> None:
    """diag(d)U loses exactly the trailing singular values (Eckart and Young, numpy's SVD), and the map is the compressed
    one."""
    made, x = layer().requires_grad_(False), sample()
    small = prune(made, keep=keep).requires_grad_(False)
    before, after = (
        made.outer @ (made.magnitudes[:, None] * made.inner),
        small.outer @ (small.magnitudes[:, None] * small.inner),
    )
    values = made.singular_values()
    P = torch.linalg.svd(made.magnitudes[:, None] * made.inner)[0][:, :keep]
    assert torch.allclose(after, made.outer @ P @ P.mT @ (made.magnitudes[:, None] * made.inner), atol=1e-12)
    assert torch.allclose(small(x), x @ after.mT, atol=1e-12)
    assert torch.allclose(small.singular_values(), values[:keep], atol=1e-12)
    if keep == 5:
        assert torch.allclose(before, after, atol=1e-12)
    norm = float(torch.linalg.matrix_norm(small.inner))
    small.project_()
    assert float(torch.linalg.matrix_norm(small.inner)) == norm == pytest.approx(keep**0.5)


def test_pruning_by_fraction() -> None:
    """The fewest units; a fraction of 1 never asks for more than there are."""
    made = layer()
    energy = made.singular_values().square().cumsum(0) / made.singular_values().square().sum()
    for fraction in (0.3, 0.8, 0.99, 1.0):
        found = prune(made, fraction=fraction).hidden
        assert float(energy[found - 1]) >= fraction - 1e-12 and (found == 1 or float(energy[found - 2]) < fraction)


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: UDVLinear(0, 1), "in_features must be at least 1"),
        (lambda: UDVLinear(2, 1, radius=0.0), "radius must be positive"),
        (lambda: UDVLinear(2, 1, start="zeros"), "start must be 'uniform', 'ones' or 'adapter'"),
        (lambda: prune(layer(relu=True), keep=1), "ReLU"),
        (lambda: prune(layer()), "exactly one"),
        (lambda: prune(layer(), keep=6), "between 1 and 5"),
        (lambda: prune(layer(), fraction=1.5), "fraction"),
        (lambda: project_after_steps(torch.optim.SGD(nn.Linear(2, 2).parameters(), lr=1), nn.Linear(2, 2)), "no UDVLinear"),
        (lambda: check_homogeneity(layer(), ("weight",), "magnitudes", sample()), "no parameter 'weight'"),
    ],
)
def test_refusals(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()  # type: ignore[operator]


class Net(nn.Module):
    """U, then an activation after the magnitudes, a bias where asked."""

    def __init__(self, activation: nn.Module, inner_bias: bool = False, middle_bias: bool = False) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.inner = nn.Linear(6, 5, bias=inner_bias, dtype=torch.float64)
        self.d = nn.Parameter(torch.rand(5, dtype=torch.float64))
        self.middle = nn.Parameter(torch.rand(5, dtype=torch.float64)) if middle_bias else None
        self.outer = nn.Linear(5, 4, bias=False, dtype=torch.float64)
        self.activation = activation

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        scaled = self.inner(x) * self.d
        return self.outer(self.activation(scaled if self.middle is None else scaled + self.middle))


BOTH = ("inner.weight", "outer.weight")
NETS = {
    "identity": (Net(nn.Identity()), {}, []),
    "relu": (Net(nn.ReLU()), {}, []),
    "leaky relu": (Net(nn.LeakyReLU(0.2)), {}, []),
    "bias that scales along": (Net(nn.ReLU(), inner_bias=True), {"together": {"inner.weight": ["inner.bias"]}}, []),
    "bias left out": (Net(nn.ReLU(), inner_bias=True), {}, ["inner.weight"]),
    "bias after the magnitudes": (Net(nn.ReLU(), middle_bias=True), {}, ["outer.weight"]),
    "sigmoid": (Net(nn.Sigmoid()), {}, ["outer.weight"]),
    "tanh": (Net(nn.Tanh()), {}, ["outer.weight"]),
}


@pytest.mark.parametrize("name", NETS)
def test_the_layer_that_breaks_the_identity_is_named(name: str) -> None:
    """By hand: an activation that is not positively homogeneous, or a bias behind the magnitudes, cuts the outer layer off."""
    net, options, breaking = NETS[name]
    before = [p.clone() for p in net.parameters()]
    found = check_homogeneity(net, BOTH, "d", sample(), **options)  # type: ignore[arg-type]
    assert found.breaking == breaking, str(found)
    assert found.applies == (not breaking) and all(torch.equal(a, b) for a, b in zip(before, net.parameters(), strict=True))


def test_decay_and_bounds_are_seen() -> None:
    """AdamW's default decay on every parameter, and a bound on d."""
    made = layer()
    plain = check_homogeneity(made, ("inner", "outer"), "magnitudes", sample())
    decayed = check_homogeneity(
        made, ("inner", "outer"), "magnitudes", sample(), optimizer=torch.optim.AdamW(made.parameters())
    )
    bounded = check_homogeneity(made, ("inner", "outer"), "magnitudes", sample(), upper_bound=2.0)
    assert plain.applies and not decayed.applies and not bounded.applies
    assert "weight decay acts on magnitudes" in str(decayed) and "bounded above" in str(bounded)


def test_a_pruned_layer_survives_saving_and_loading(tmp_path: Path) -> None:
    """The audit's input: prune, save, load into a fresh layer, one step of a projected optimiser: the map may not change."""
    made = layer(radius=0.7, nonnegative=False)
    small = prune(made, keep=4)
    torch.save(small.state_dict(), tmp_path / "layer.pt")
    fresh = UDVLinear(6, 4, hidden=4, dtype=torch.float64)
    fresh.load_state_dict(torch.load(tmp_path / "layer.pt", weights_only=True))
    before = fresh(sample())
    assert torch.equal(before, small(sample())) and not fresh.constrained
    assert (fresh.radius, fresh.nonnegative) == (0.7, False)
    optimizer = project_after_steps(torch.optim.SGD(fresh.parameters(), lr=0.0), fresh)
    fresh(sample()).sum().backward()
    optimizer.step()
    assert torch.equal(fresh(sample()), before)
    back = UDVLinear(6, 4, hidden=5, dtype=torch.float64)
    back.load_state_dict(made.state_dict())
    assert back.constrained and back.radius == 0.7
    net = nn.Sequential(nn.Linear(3, 6, dtype=torch.float64), small)
    again = nn.Sequential(nn.Linear(3, 6, dtype=torch.float64), UDVLinear(6, 4, hidden=4, dtype=torch.float64))
    again.load_state_dict(net.state_dict())
    assert not again[1].constrained                              # type: ignore[union-attr]
    with pytest.raises(ValueError, match="state of a UDVLinear must hold constrained"):
        back.set_extra_state({"constrained": True})


def test_copies_keep_the_mark() -> None:
    small = prune(layer(), keep=3)
    assert not copy.deepcopy(small).constrained and not pickle.loads(pickle.dumps(small)).constrained
    assert not small.float().constrained


@pytest.mark.parametrize("relu", [False, True])
def test_the_compiled_layer_is_the_layer(relu: bool) -> None:
    """In one graph, without a compiler for C: what torch.compile captures is the map and its gradient."""
    made = layer(relu=relu)
    compiled, x = torch.compile(made, backend="aot_eager", fullgraph=True), sample()
    assert torch.allclose(compiled(x), made(x), rtol=1e-13)
    (slope,) = torch.autograd.grad(compiled(x).square().sum(), [made.inner])
    (expected,) = torch.autograd.grad(made(x).square().sum(), [made.inner])
    assert torch.allclose(slope, expected, rtol=1e-12)
    with torch.no_grad():
        made.inner.mul_(50)
    torch.compile(made.project_, backend="aot_eager")()
    assert float(torch.linalg.matrix_norm(made.inner.detach())) <= 1 + 1e-12


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_is_float32_rounded(dtype: torch.dtype) -> None:
    """Sums of at most six terms; a projection rounds each entry once; decompositions are taken in float32."""
    made = layer().float()
    half = copy.deepcopy(made).to(dtype)
    unit = torch.finfo(dtype).eps
    x = sample().float()
    got, expected = half(x.to(dtype)).detach().float(), made(x).detach()
    assert float((got - expected).abs().max()) <= 30 * unit * float(expected.abs().max() + 1)
    with torch.no_grad():
        half.inner.mul_(30)
    half.project_()
    assert abs(float(half.inner.detach().float().norm()) - 1) <= 2 * unit
    assert float(half.magnitudes.detach().min()) >= 0
    small = prune(half, keep=2)
    again = prune(half.float(), keep=2)
    assert small.inner.dtype == dtype and torch.allclose(small.singular_values(), again.singular_values(), atol=4 * unit)


@pytest.mark.cuda
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_a_layer_that_was_moved_is_the_same_map() -> None:
    small = prune(layer(), keep=4)
    moved = copy.deepcopy(small).to("cuda")
    assert torch.allclose(moved(sample().cuda()).cpu(), small(sample()), rtol=1e-12) and not moved.project_().constrained


def test_other_types_are_refused_in_one_sentence() -> None:
    for dtype in (torch.complex64, torch.int32):
        with pytest.raises(ValueError, match="dtype must be a real floating point type"):
            UDVLinear(2, 2, dtype=dtype)
