"""A stack of UDV layers is those layers trained one by one, with torch's own optimisers and the projection of `UDVLinear`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from numerics.networks import UDVLinear, UDVStack, project_after_steps

F64 = torch.float64
RATES = (0.01, 0.03)
KINDS: dict[str, dict[str, Any]] = {
    "UDV": {},
    "UDV-s": {"nonnegative": False},
    "ReLU": {"relu": True},
    "column-wise": {"columnwise": True, "radius": 0.3, "outer_radius": 0.4},
    "free": {"constrained": False},
    "UV": {"constrained": False, "start": "ones"},
}
OPTIMIZERS: dict[str, Callable[..., torch.optim.Optimizer]] = {
    "SGD": torch.optim.SGD,
    "momentum": lambda parameters, lr: torch.optim.SGD(parameters, lr=lr, momentum=0.9),
    "Adam": torch.optim.Adam,
    "NAdam": torch.optim.NAdam,
}


def layer(kind: str, seed: int) -> UDVLinear:
    options = dict(KINDS[kind])
    constrained = options.pop("constrained", True)
    torch.manual_seed(seed)
    made = UDVLinear(6, 3, 5, dtype=F64, **options)
    made.constrained = constrained
    made.magnitudes.requires_grad_(made.start != "ones")
    return made


def data() -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(8, 6, dtype=F64, generator=generator)
    return x, 2 * x @ torch.randn(6, 3, dtype=F64, generator=generator)


@pytest.mark.parametrize(("kind", "rule"), [*((kind, "Adam") for kind in KINDS), *(("UDV", rule) for rule in OPTIMIZERS)])
def test_a_stack_trains_as_its_layers_do(kind: str, rule: str) -> None:
    """Two seeds at two rates for 60 steps, each alone by `project_after_steps`, at its own rate."""
    x, y = data()
    seeds = (3, 4)
    stack = UDVStack([layer(kind, seed) for seed in seeds for _ in RATES], RATES * len(seeds))
    optimizer = OPTIMIZERS[rule](stack.parameters(), lr=1.0)
    for _ in range(60):
        stack.zero_grad()
        (stack(x) - y).square().mean((1, 2)).sum().backward()
        stack.step(optimizer)
    for k, (seed, rate) in enumerate((seed, rate) for seed in seeds for rate in RATES):
        alone = layer(kind, seed)
        moved = [part for part in alone.parameters() if part.requires_grad]
        single = OPTIMIZERS[rule](moved, lr=rate)
        if alone.constrained:
            single = project_after_steps(single, alone)
        for _ in range(60):
            single.zero_grad()
            (alone(x) - y).square().mean().backward()
            single.step()
        got = stack.layer(k)
        assert got.constrained == alone.constrained and got.radius == alone.radius and got.relu == alone.relu
        for name in ("inner", "magnitudes", "outer"):
            there = getattr(alone, name).detach()
            assert not torch.allclose(there, getattr(layer(kind, seed), name).detach()) or name == "magnitudes"
            assert torch.allclose(getattr(got, name), there, rtol=1e-8, atol=1e-10), name
            assert getattr(got, name).requires_grad == getattr(alone, name).requires_grad, name


@pytest.mark.parametrize("columnwise", [False, True])
def test_the_projection_tells_how_far_the_inner_ball_was_left(columnwise: bool) -> None:
    """ln max(1, ‖U‖/radius) by numpy."""
    layers = [UDVLinear(6, 3, 5, columnwise=columnwise, radius=0.4, dtype=F64) for _ in range(3)]
    layers[0].inner.data.mul_(2)
    layers[2].inner.data.mul_(1e-3)
    stack = UDVStack(layers)
    norms = (stack.inner.detach().numpy() ** 2).sum(2 if columnwise else (1, 2)) ** 0.5
    by_hand = torch.log(torch.as_tensor(norms / 0.4).clamp_min(1)).reshape(3, -1)
    assert torch.allclose(stack.project_(), by_hand, atol=1e-14) and by_hand[2].max() == 0 < by_hand[0].max()
    for k, alone in enumerate(layers):
        assert torch.allclose(stack.layer(k).inner, alone.project_().inner, rtol=1e-14)


def test_a_layer_that_overflows_leaves_the_others_alone() -> None:
    x, y = data()
    stacks = [UDVStack([layer("free", 1), layer("free", seed)], (0.05, rate)) for seed, rate in ((2, 0.05), (2, 1e12))]
    for stack in stacks:
        optimizer = torch.optim.SGD(stack.parameters(), lr=1.0)
        for _ in range(30):
            stack.zero_grad()
            (stack(x) - y).square().mean((1, 2)).sum().backward()
            stack.step(optimizer)
    assert not torch.isfinite(stacks[1].inner[1]).all()
    assert torch.equal(stacks[0].inner[0], stacks[1].inner[0])


def test_refusals() -> None:
    plain = UDVLinear(4, 3, 2)
    for layers, says in (
        ([], "at least one"),
        ([UDVLinear(4, 3, 2, bias=True)], "no bias"),
        ([UDVLinear(4, 4, 2, tied=True)], "not be tied"),
        ([plain, UDVLinear(4, 3, 2, radius=2.0)], "one shape"),
        ([plain, UDVLinear(4, 3, 1)], "one shape"),
    ):
        with pytest.raises(ValueError, match=says):
            UDVStack(layers)
    with pytest.raises(ValueError, match="one rate a layer"):
        UDVStack([plain], [0.1, 0.2])
    stack = UDVStack([plain])
    with pytest.raises(ValueError, match="lr=1"):
        stack.step(torch.optim.SGD(stack.parameters(), lr=0.1))


def test_an_optimiser_of_other_parameters_is_refused() -> None:
    """Two stacks in one optimiser would each move the other's parameters at the rate 1."""
    one, other = (UDVStack([UDVLinear(4, 3, hidden=2) for _ in range(2)]) for _ in range(2))
    both = torch.optim.Adam([*one.parameters(), *other.parameters()], lr=1.0)
    with pytest.raises(ValueError, match="must hold the parameters of this stack alone"):
        one.step(both)
