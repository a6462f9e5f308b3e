"""UDV layers as people use them: variants, convolution, doors, ways in and out of a network, copies."""

from __future__ import annotations

import copy
import io
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from numerics.networks import (
    UDVAdapter,
    UDVConv2d,
    UDVLinear,
    adapt,
    check_layers,
    export,
    factorize,
    layers_of,
    project_after_steps,
    prune,
    take_widths,
)

F64 = torch.float64
MAKERS: dict[str, Callable[[], nn.Module]] = {
    "plain": lambda: UDVLinear(6, 4, 5, dtype=F64),
    "bias": lambda: UDVLinear(6, 4, 5, bias=True, dtype=F64),
    "relu": lambda: UDVLinear(6, 4, 5, bias=True, relu=True, dtype=F64),
    "free d": lambda: UDVLinear(6, 4, 5, nonnegative=False, dtype=F64),
    "columnwise": lambda: UDVLinear(6, 4, 5, columnwise=True, radius=0.5, dtype=F64),
    "tied": lambda: UDVLinear(6, 6, 5, tied=True, bias=True, dtype=F64),
    "tied relu": lambda: UDVLinear(6, 6, 5, tied=True, relu=True, dtype=F64),
    "adapter": lambda: UDVAdapter(nn.Linear(6, 4, dtype=F64), 2, scale=0.5),
    "convolution": lambda: UDVConv2d(2, 4, (3, 2), 5, stride=2, padding=(1, 0), dilation=(1, 2), bias=True, dtype=F64),
    "convolution relu": lambda: UDVConv2d(2, 4, 3, 5, padding="same", relu=True, columnwise=True, dtype=F64),
}
LINEAR = [name for name in MAKERS if "relu" not in name]


def made(name: str) -> Any:
    torch.manual_seed(3)
    layer = MAKERS[name]()
    for part in layers_of(layer).values():
        for parameter in part.parameters():
            parameter.data.normal_()  # outside the balls, the adapter no longer at zero
    return layer


def sample(layer: nn.Module, *lead: int, dtype: torch.dtype = F64) -> torch.Tensor:
    shape = (2, 8, 7) if isinstance(layer, UDVConv2d) else (6,)
    return torch.randn(*lead, *shape, generator=torch.Generator().manual_seed(1), dtype=dtype)


@pytest.mark.parametrize("name", MAKERS)
def test_the_projection_is_that_of_each_ball_by_hand(name: str) -> None:
    """Norms by numpy, row by row where every column has its ball; twice is once."""
    layer = made(name)
    for part in layers_of(layer).values():
        before = [p.detach().numpy().copy() for p in (part.inner, part.outward, part.magnitudes)]
        part.project_()
        after = [p.detach().numpy().copy() for p in (part.inner, part.outward, part.magnitudes)]
        for was, now, radius, axis in zip(before, after, (part.radius, part.outer_radius), (1, 0), strict=False):
            norm = (was**2).sum(axis if part.columnwise else None, keepdims=True) ** 0.5
            assert abs(now - was * (radius / norm).clip(max=1)).max() < 1e-14
        assert (after[2] == (before[2].clip(min=0) if part.nonnegative else before[2])).all()
        again = copy.deepcopy(part).project_()
        assert all(torch.allclose(p, q, rtol=1e-15) for p, q in zip(part.parameters(), again.parameters(), strict=True))


@pytest.mark.parametrize("name", MAKERS)
def test_plain_torch_computes_the_same(name: str) -> None:
    """``weight`` and ``bias`` in the function of torch, the exported single layer, the exported pair."""
    layer, x = made(name), sample(made(name), 3)
    expected = layer(x)
    forms = ["pair", "smaller"] + ["one"] * (name in LINEAR)
    for form in forms:
        plain = export(layer, form)
        assert not layers_of(plain) and torch.allclose(plain(x), expected, atol=1e-12)
    if name in LINEAR and not isinstance(layer, UDVConv2d):
        assert torch.allclose(nn.functional.linear(x, layer.weight, layer.bias), expected, atol=1e-12)
    if name == "convolution":
        by_hand = nn.functional.conv2d(x, layer.weight, layer.bias, layer.stride, layer.padding, layer.dilation)
        assert torch.allclose(by_hand, expected, atol=1e-12)
    if name not in LINEAR:
        with pytest.raises(ValueError, match="layer given: a layer with relu=True is not linear"):
            export(layer, "one")


@pytest.mark.parametrize("name", MAKERS)
def test_batches_of_every_shape(name: str) -> None:
    """Empty, one, none, several axes: row by row the same. Convolutions take at most one batch axis, as torch does."""
    layer = made(name).requires_grad_(False)
    rows = sample(layer, 4)
    expected = torch.stack([layer(row) for row in rows])
    assert torch.allclose(layer(rows), expected, atol=1e-12) and torch.allclose(layer(rows[:1]), expected[:1], atol=1e-12)
    assert layer(rows[:0]).shape == (0, *expected.shape[1:])
    if not isinstance(layer, UDVConv2d):
        assert torch.equal(layer(rows.unflatten(0, (2, 2))).flatten(0, 1), layer(rows))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
@pytest.mark.parametrize("name", MAKERS)
def test_half_precision_and_autocast(name: str, dtype: torch.dtype) -> None:
    """Against float64, at some tens of rounding units of sums of at most 12 terms of size one; the norm of a ball is kept."""
    layer, x = made(name), sample(made(name), 3)
    for part in layers_of(layer).values():
        part.project_()
    expected, unit = layer(x).detach(), torch.finfo(dtype).eps
    half = copy.deepcopy(layer).to(dtype)
    allowed = 40 * unit * (1 + float(expected.abs().max()))
    assert float((half(x.to(dtype)).detach().double() - expected).abs().max()) <= allowed
    with torch.autocast("cpu", dtype=dtype):
        mixed = copy.deepcopy(layer).float()(x.float())
    assert mixed.dtype == dtype and float((mixed.detach().double() - expected).abs().max()) <= allowed
    for part in layers_of(half).values():
        part.inner.data.mul_(50)
        norms = part.project_().inner.detach().double().norm(dim=1 if part.columnwise else None)
        assert float(norms.max()) <= part.radius * (1 + 2 * unit)
    plain = export(half, "pair" if "relu" in name else "smaller")
    assert next(plain.parameters()).dtype == dtype


@pytest.mark.parametrize("name", MAKERS)
def test_saved_copied_and_pickled(name: str) -> None:
    layer = made(name)
    for part in layers_of(layer).values():
        part.constrained = False
    x, kept = sample(layer, 3), io.BytesIO()
    torch.save(layer.state_dict(), kept)
    kept.seek(0)
    fresh = MAKERS[name]()
    fresh.load_state_dict(torch.load(kept, weights_only=True))
    for other in (fresh, copy.deepcopy(layer), pickle.loads(pickle.dumps(layer))):
        assert torch.equal(other(x), layer(x)) and not any(part.constrained for part in layers_of(other).values())
        assert str(other) == str(layer)


def test_a_state_without_the_newer_settings_is_read() -> None:
    old = {name: value for name, value in UDVLinear(3, 2).get_extra_state().items() if name != "columnwise"}
    layer = UDVLinear(3, 2, columnwise=True)
    layer.set_extra_state(old)
    assert not layer.columnwise


@pytest.mark.parametrize("of", ["map", "units"])
@pytest.mark.parametrize("name", MAKERS)
def test_pruning_by_map_and_by_units(name: str, of: str) -> None:
    """The whole map: Eckart and Young with numpy's SVD of ``weight``. Units: dead ones go and nothing changes."""
    layer, x = made(name), sample(made(name), 3)
    part = next(iter(layers_of(layer).values()))
    if of == "units":
        part.magnitudes.data[1] = 0
        small = prune(layer, part.hidden - 1, of=of)
        assert torch.allclose(small(x), layer(x), atol=1e-12)
        assert next(iter(layers_of(small).values())).constrained
    elif part.relu:
        with pytest.raises(ValueError, match="units of a ReLU layer cannot be mixed"):
            prune(layer, 1, of=of)
    else:
        W, k = part.matrix().detach(), min(2, part.hidden)
        values = torch.tensor(np.linalg.svd(W.numpy())[1])
        small_part = next(iter(layers_of(prune(layer, k, of=of)).values()))
        lost = torch.linalg.matrix_norm(W - small_part.matrix().detach())
        assert float(lost) == pytest.approx(float(values[k:].square().sum().sqrt()), abs=1e-12)
        assert small_part.hidden == k and small_part.tied == part.tied
        assert torch.allclose(part.singular_values("map")[:k], values[:k], atol=1e-12)
        exact = prune(layer, fraction=1.0, of=of)
        assert torch.allclose(exact(x), layer(x), atol=1e-10)


@pytest.mark.parametrize("of", ["inner", "map", "units"])
def test_a_network_whose_head_has_one_output_is_pruned(of: str) -> None:
    """The map of the head has one singular value and keeps it; more than every layer has is refused."""
    net = nn.Sequential(UDVLinear(6, 8, hidden=7, dtype=F64), nn.Tanh(), UDVLinear(8, 1, hidden=5, dtype=F64))
    small = prune(net, keep=4, of=of)
    assert [layer.hidden for layer in layers_of(small).values()] == [4, 1 if of == "map" else 4]
    most = {"inner": 6, "map": 6, "units": 7}[of]
    x = torch.randn(3, 6, dtype=F64, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(prune(net, keep=most, of=of)(x), net(x), atol=1e-12)
    with pytest.raises(ValueError, match=f"keep must be between 1 and {most}, got 8"):
        prune(net, keep=8, of=of)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: UDVLinear(3, 2, 0), "hidden must be at least 1, got 0"),
        (lambda: UDVLinear(3, 2, 2.5), "hidden must be a whole number, got 2.5"),
        (lambda: UDVLinear(3, 2, True), "hidden must be a whole number, got True"),
        (lambda: UDVLinear("3", 2), "in_features must be a whole number, got '3'"),
        (lambda: UDVLinear(3, -1), "out_features must be at least 1, got -1"),
        (lambda: UDVLinear(3, 2, radius=float("inf")), "radius must be positive and finite, got inf"),
        (lambda: UDVLinear(3, 2, radius=float("nan")), "radius must be positive and finite, got nan"),
        (lambda: UDVLinear(3, 2, tied=True), "as many outputs as inputs, got 3 and 2"),
        (lambda: UDVLinear(3, 3, tied=True, radius=1.0, outer_radius=2.0), "one radius, got 1 and 2"),
        (lambda: UDVLinear(3, 3, tied=True, start="adapter"), "has no V of its own"),
        (lambda: UDVLinear(3, 2, dtype=torch.int64), "real floating point type, got torch.int64"),
        (lambda: UDVConv2d(3, 2, 0), "kernel_size must be at least 1, got 0"),
        (lambda: UDVConv2d(3, 2, (1, 2, 3)), "one or two whole numbers"),
        (lambda: UDVLinear(3, 2)(torch.ones(2, 3, dtype=torch.int64)), "real floating point numbers, got torch.int64"),
        (lambda: UDVLinear(3, 2)(torch.ones(2, 3, dtype=torch.complex64)), "real floating point numbers, got torch.complex64"),
        (lambda: UDVLinear(3, 2)(torch.ones(2, 4)), r"input must be \(…, 3\), got shape \(2, 4\)"),
        (lambda: UDVLinear(3, 2)(torch.tensor(1.0)), r"input must be \(…, 3\), got shape \(\)"),
        (lambda: UDVConv2d(3, 2, 1)(torch.ones(2, 4, 5, 5)), r"input must be \(batch, 3, H, W\)"),
        (lambda: UDVConv2d(3, 2, 1)(torch.ones(3)), r"input must be \(batch, 3, H, W\)"),
        (lambda: UDVAdapter(nn.Linear(3, 2), 1)(torch.ones(2, 3, dtype=torch.int64)), "real floating point numbers"),
        (lambda: UDVAdapter(nn.Linear(3, 2), 0), "hidden must be at least 1"),
        (lambda: UDVAdapter(nn.Linear(3, 2), 1, scale=0), "scale must be finite and not zero"),
        (lambda: UDVAdapter(nn.ReLU(), 1), "base must be an nn.Linear, got ReLU"),
        (lambda: UDVLinear.from_linear(nn.Linear(3, 2), 3), r"hidden must be at most min\(2, 3\) to start from a matrix"),
        (lambda: UDVLinear.from_linear(nn.Linear(3, 2), relu=True), "only a layer with relu=False and tied=False"),
        (lambda: UDVConv2d.from_conv2d(nn.Conv2d(4, 4, 1, groups=2)), "one group"),
        (lambda: UDVLinear(3, 2).singular_values("outer"), "of must be 'inner' or 'map'"),
        (lambda: prune(UDVLinear(3, 2), -1), "keep must be at least 1, got -1"),
        (lambda: prune(UDVLinear(3, 2), 0), "keep must be at least 1, got 0"),
        (lambda: prune(UDVLinear(3, 2), 1.0), "keep must be a whole number"),
        (lambda: prune(UDVLinear(3, 2), 3, of="map"), "keep must be between 1 and 2, got 3"),
        (lambda: prune(UDVLinear(3, 2), 1, of="both"), "of must be 'inner', 'map' or 'units'"),
        (lambda: prune(UDVLinear(3, 3, tied=True), 1), "prune it with of='map'"),
        (lambda: prune(nn.Linear(3, 2), 1), "nothing to prune"),
        (lambda: prune(spoilt(), 1), "the factors must be finite"),
        (lambda: prune(spoilt(), 1, of="units"), "the factors must be finite"),
        (lambda: spoilt().singular_values(), "the factors must be finite"),
        (lambda: prune(nn.Sequential(UDVLinear(3, 2), UDVLinear(2, 2, relu=True)), 1), "layer 1: units of a ReLU layer"),
        (lambda: export(UDVLinear(3, 2), "two"), "form must be 'smaller', 'one' or 'pair'"),
        (lambda: factorize(nn.Sequential(nn.Linear(3, 2)), "1"), "no nn.Linear or nn.Conv2d is named '1'; there are: '0'"),
        (lambda: factorize(nn.Sequential(nn.Linear(3, 2)), hidden=0), "hidden must be at least 1"),
        (lambda: adapt(nn.Sequential(nn.ReLU()), hidden=1), "no nn.Linear is named '.*'; there are: none"),
        (lambda: adapt(adapt(nn.Linear(3, 2), hidden=1), hidden=1), "UDV layers and adapters are left alone"),
        (lambda: take_widths(UDVLinear(3, 2), {}), "the state has no 'inner'"),
        (lambda: project_after_steps(torch.optim.SGD([nn.Parameter(torch.ones(1))]), UDVLinear(3, 2)), "holds no parameter"),
    ],
)  # fmt: skip
def test_refusals(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_network_and_optimiser_exchanged() -> None:
    layer: Any = UDVLinear(3, 2)
    optimizer: Any = torch.optim.SGD(layer.parameters(), lr=0.1)
    with pytest.raises(TypeError, match="the optimiser comes first"):
        project_after_steps(layer, optimizer)


def spoilt() -> UDVLinear:
    layer = UDVLinear(3, 2)
    layer.inner.data[0, 0] = float("nan")
    return layer


@pytest.mark.parametrize("dtype", [torch.float16, torch.float32, F64])
@pytest.mark.parametrize("columnwise", [False, True])
def test_a_projection_does_not_overflow(columnwise: bool, dtype: torch.dtype) -> None:
    """Equal entries whose squares are beyond the format: on the sphere 1/√count each; zeros stay zeros, and nan stays seen."""
    layer = UDVLinear(4, 2, 9, columnwise=columnwise, dtype=dtype)
    layer.inner.data.fill_(torch.finfo(dtype).max ** 0.75)
    layer.outer.data.zero_()  # type: ignore[union-attr]
    layer.project_()
    assert torch.allclose(layer.inner.double(), torch.tensor((4 if columnwise else 36) ** -0.5, dtype=F64), rtol=1e-3)
    assert not bool(layer.outer.any())  # type: ignore[union-attr]
    assert bool(spoilt().project_().inner.isnan().any())


@pytest.mark.parametrize("name", ["relu", "tied", "adapter", "convolution"])
def test_tracers_see_the_map(name: str) -> None:
    """torch.fx hands on a stand-in for the input, whose shape is not looked at; so does torch.jit."""
    layer, x = made(name), sample(made(name), 3)
    assert torch.allclose(torch.fx.symbolic_trace(layer)(x), layer(x))


@pytest.mark.full
@pytest.mark.parametrize("name", MAKERS)
def test_the_exported_program_is_the_map(name: str) -> None:
    layer, x = made(name), sample(made(name), 3)
    assert torch.allclose(torch.export.export(layer, (x,)).module()(x), layer(x))


class Shared(nn.Module):
    """One layer at two places, one weight in two layers, a layer inside a list, attention."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.first = nn.Linear(6, 6)
        self.again = self.first
        self.blocks = nn.ModuleList([nn.Linear(6, 6), nn.Sequential(nn.ReLU(), nn.Linear(6, 6))])
        self.embedding, self.head = nn.Embedding(9, 6), nn.Linear(6, 9, bias=False)
        self.head.weight = self.embedding.weight
        self.attention = nn.MultiheadAttention(6, 2, batch_first=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.again(torch.relu(self.first(x)))
        for block in self.blocks:
            x = block(x)
        x = x + self.attention(x, x, x)[0]
        return self.head(x)


def test_a_network_is_factorized_by_name() -> None:
    """The same map (up to the SVD), one new layer for a layer at two places; tied weights and subclasses are left alone."""
    net, x = Shared().double(), torch.randn(2, 3, 6, dtype=F64)
    before = net(x)
    with pytest.raises(ValueError, match="the weight of 'head' is shared"):
        factorize(net)
    assert not layers_of(net)
    same = factorize(net, ["first", "again", "blocks.*"], radius=2.0, columnwise=True)
    assert same is net and net.first is net.again and torch.allclose(net(x), before, atol=1e-10)
    assert sorted(layers_of(net)) == ["blocks.0", "blocks.1.1", "first"]
    for part in layers_of(net).values():
        part.project_()
    assert torch.allclose(net(x), before, atol=1e-10)  # they start inside their balls
    lower = factorize(Shared().double(), "blocks.*", hidden=2)
    assert [part.hidden for part in layers_of(lower).values()] == [2, 2]
    alone = factorize(nn.Linear(4, 3), fresh=True, relu=True)
    assert isinstance(alone, UDVLinear) and alone.relu and alone.bias is not None


def test_a_convolution_is_factorized() -> None:
    net = nn.Sequential(nn.Conv2d(2, 6, 3, padding=1, dtype=F64), nn.Conv2d(6, 6, 3, groups=3, dtype=F64))
    x = torch.randn(2, 2, 6, 6, dtype=F64)
    before = net(x)
    factorize(net)
    assert isinstance(net[0], UDVConv2d) and type(net[1]) is nn.Conv2d and torch.allclose(net(x), before, atol=1e-12)
    assert isinstance(factorize(nn.Conv2d(2, 6, 3), fresh=True), UDVConv2d)


def test_the_fast_path_of_a_transformer_takes_the_layer() -> None:
    """In evaluation torch reads ``linear1.weight`` directly."""
    encoder = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True, dtype=F64).eval()
    x = torch.randn(2, 5, 8, dtype=F64)
    with torch.no_grad():
        before = encoder(x)
        assert torch.allclose(factorize(encoder, "linear*")(x), before, atol=1e-10)


def test_adapters_start_at_zero_train_alone_and_merge() -> None:
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 3)).double()
    x, y = torch.randn(20, 6, dtype=F64), torch.randn(20, 3, dtype=F64)
    plain, before = copy.deepcopy(net), net(x).detach()
    adapt(net, hidden=2)
    assert torch.equal(net(x), before)
    optimizer = project_after_steps(torch.optim.SGD([p for p in net.parameters() if p.requires_grad], lr=0.3), net)
    first = float((net(x) - y).square().mean().detach())
    for _ in range(60):
        optimizer.zero_grad()
        (net(x) - y).square().mean().backward()
        optimizer.step()
    assert float((net(x) - y).square().mean().detach()) < 0.9 * first
    assert torch.equal(net[0].base.weight, plain[0].weight) and torch.equal(net[2].base.bias, plain[2].bias)
    merged = export(net)
    assert [type(part) for part in merged] == [nn.Linear, nn.ReLU, nn.Linear] and torch.allclose(merged(x), net(x), atol=1e-12)
    assert int(torch.linalg.matrix_rank((merged[0].weight - plain[0].weight).detach(), rtol=1e-12)) <= 2


def train(net: nn.Module, optimizer: Any, x: torch.Tensor, steps: int = 3) -> None:
    for _ in range(steps):
        optimizer.zero_grad()
        (net(x) - 5).square().mean().backward()
        optimizer.step()


def inside(net: nn.Module) -> bool:
    return all(float(p.inner.detach().norm()) <= p.radius + 1e-12 and float(p.magnitudes.detach().min()) >= 0
               for p in layers_of(net).values())  # fmt: skip


@pytest.mark.parametrize("kind", [torch.optim.SGD, torch.optim.Adam, torch.optim.RMSprop])
def test_copies_of_network_and_optimiser_are_projected(kind: type) -> None:
    """deepcopy and pickle of both together; torch alone drops the hooks. The original is not touched by the copy."""
    net = nn.Sequential(UDVLinear(6, 5, radius=0.3, dtype=F64), nn.Tanh(), UDVLinear(5, 2, radius=0.3, dtype=F64))
    optimizer = project_after_steps(kind(net.parameters(), lr=0.5), net)
    x = torch.randn(8, 6, dtype=F64)
    train(net, optimizer, x)
    before = [p.detach().clone() for p in net.parameters()]
    for other, stepping in (copy.deepcopy((net, optimizer)), pickle.loads(pickle.dumps((net, optimizer)))):
        assert type(stepping).__name__ == kind.__name__ and isinstance(stepping, kind)
        train(other, stepping, x)
        assert inside(other) and any(not torch.equal(p, q) for p, q in zip(other.parameters(), before, strict=True))
    assert all(torch.equal(p, q) for p, q in zip(net.parameters(), before, strict=True))
    optimizer.load_state_dict(optimizer.state_dict())
    torch.optim.lr_scheduler.StepLR(optimizer, 1)
    train(net, optimizer, x)
    assert inside(net)


def test_a_layer_put_in_later_is_projected() -> None:
    net = nn.Sequential(UDVLinear(6, 5, dtype=F64), nn.Linear(5, 2, dtype=F64))
    optimizer = project_after_steps(torch.optim.SGD(net.parameters(), lr=0.5), net)
    net[1] = UDVLinear(5, 2, radius=0.2, dtype=F64)
    optimizer.add_param_group({"params": list(net[1].parameters())})
    train(net, optimizer, torch.randn(8, 6, dtype=F64))
    assert inside(net)
    net[1] = nn.Linear(5, 2, dtype=F64)
    train(net, optimizer, torch.randn(8, 6, dtype=F64))
    assert inside(net)


@pytest.mark.parametrize("name", [name for name in MAKERS if name != "adapter"])
def test_exclusion_applies_to_every_variant(name: str) -> None:
    """By hand: V φ(d ∘ U x) is of degree 1 in U, d and V; tied, of degree 2 in U beside d."""
    layer = made(name)
    for part in layers_of(layer).values():
        part.constrained = True
    (found,) = check_layers(layer, sample(layer, 4)).values()
    assert found.applies, str(found)
    assert all(abs(k - (2 if layer.tied else 1)) < 1e-9 for k in found.degrees.values())
