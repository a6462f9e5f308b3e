"""The Euler identity with any degree, on modules as they are: frozen, with buffers, with several outputs."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn

from numerics.networks import UDVLinear, check_homogeneity, check_layers

F64 = torch.float64


def sample() -> torch.Tensor:
    return torch.randn(7, 6, generator=torch.Generator().manual_seed(1), dtype=F64)


class Net(nn.Module):
    """x ↦ finish(V act(d ∘ U' x)), U' = prepare(U); V = Uᵀ where tied."""

    def __init__(self, act: Callable = torch.relu, prepare: Callable = lambda U: U, finish: Callable = lambda y: y,
                 tied: bool = False) -> None:  # fmt: skip
        super().__init__()
        torch.manual_seed(0)
        self.U, self.d = nn.Parameter(torch.randn(5, 6, dtype=F64)), nn.Parameter(torch.rand(5, dtype=F64))
        self.V = None if tied else nn.Parameter(torch.randn(6, 5, dtype=F64))
        self.act, self.prepare, self.finish = act, prepare, finish

    def forward(self, x: torch.Tensor) -> Any:
        V = self.U.mT if self.V is None else self.V
        return self.finish(self.act((x @ self.prepare(self.U).mT) * self.d) @ V.mT)


def normalized(U: torch.Tensor) -> torch.Tensor:
    return U / U.norm()


# name: (module, {constrained: degree or None where the identity fails}); degrees by hand from f(tW, t^(−k)d) = f(W, d)
CASES: dict[str, tuple[Net, dict[str, float | None]]] = {
    "relu": (Net(), {"U": 1, "V": 1}),
    "relu squared": (Net(lambda z: torch.relu(z) ** 2), {"U": 1, "V": 0.5}),
    "square root": (Net(lambda z: z.abs() ** 0.5), {"U": 1, "V": 2}),
    "normalized before d": (Net(prepare=normalized), {"U": 0, "V": 1}),
    "squared before d": (Net(prepare=lambda U: U * U), {"U": 2, "V": 1}),
    "inverse before d": (Net(prepare=lambda U: 1 / U), {"U": -1, "V": 1}),
    "tied": (Net(tied=True), {"U": 2}),
    "tied, relu squared": (Net(lambda z: torch.relu(z) ** 2, tied=True), {"U": 1.5}),
    "tanh": (Net(torch.tanh), {"U": 1, "V": None}),
    "tied, tanh": (Net(torch.tanh, tied=True), {"U": None}),
    "shifted": (Net(prepare=lambda U: U + 1), {"U": None, "V": 1}),
    "softmax behind": (Net(finish=lambda y: y.softmax(-1)), {"U": 1, "V": 1}),
    "normalized behind": (Net(finish=lambda y: y / y.norm()), {"U": 0, "V": 0}),
    "a tuple and more": (Net(finish=lambda y: (y[:, :2], {"rest": [y[:, 2:].sin(), "text", None]})), {"U": 1, "V": 1}),
}


@pytest.mark.parametrize("frozen", [False, True])
@pytest.mark.parametrize("name", CASES)
def test_the_degree_is_that_by_hand(name: str, frozen: bool) -> None:
    net, degrees = CASES[name]
    net.requires_grad_(not frozen)
    before = copy.deepcopy(net.state_dict())
    found = check_homogeneity(net, tuple(degrees), "d", sample())
    assert found.breaking == [name for name, k in degrees.items() if k is None], str(found)
    for constrained, k in degrees.items():
        assert k is None or abs(found.degrees[constrained] - k) < 1e-6
    assert all(torch.equal(before[key], value) for key, value in net.state_dict().items())
    assert all(parameter.requires_grad != frozen and parameter.grad is None for parameter in net.parameters())


def test_buffers_and_the_random_state_are_left_alone() -> None:
    """Running means would move, dropout would draw."""
    net = nn.Sequential(UDVLinear(6, 5, dtype=F64), nn.BatchNorm1d(5, dtype=F64), nn.Dropout(0.5)).train()
    before, state = copy.deepcopy(net.state_dict()), torch.get_rng_state()
    found = check_homogeneity(net, ("0.inner", "0.outer"), "0.magnitudes", sample())
    after = net.state_dict()
    assert all(torch.equal(value, after[key]) for key, value in before.items() if isinstance(value, torch.Tensor))
    assert torch.equal(state, torch.get_rng_state())
    assert found.applies and all(abs(k - 1) < 1e-6 for k in found.degrees.values())


def test_decay_counts_with_the_degree() -> None:
    """(w_W + (c − 1)/η)‖W‖² = k·w_D‖D‖²: factor 1 for UDV, 2 for the tied layer, and none at degree 0."""
    for net, constrained, free, rule in (
        (UDVLinear(6, 6, dtype=F64), ("inner", "outer"), "magnitudes", "that of inner iff w_D‖D‖² > w_W·α²"),
        (UDVLinear(6, 6, tied=True, dtype=F64), ("inner",), "magnitudes", "that of inner iff 2·w_D‖D‖² > w_W·α²"),
        (Net(prepare=normalized), ("U",), "d", None),
    ):
        found = check_homogeneity(net, constrained, free, sample(), optimizer=torch.optim.AdamW(net.parameters()))
        assert found.decays == (free,) and found.applies == (rule is None)
        assert rule is None or rule in str(found)
        bounded = check_homogeneity(net, constrained, free, sample(), upper_bound=2.0)
        assert bounded.applies == (rule is None)


def test_the_rule_for_decay_is_right_on_a_number() -> None:
    """spec 2.4, exactly: n = 1, A = 5, α = 1, w_D = 1, f = ½(u²d − 5)²: u = 1, d = 5/2 is fixed with c = 1.625 at η = .05, and
    2·w_D·d² = 12.5 > 0; by steps of the tied layer itself."""
    layer = UDVLinear(1, 1, 1, tied=True, dtype=F64)
    layer.inner.data.fill_(1.0)
    layer.magnitudes.data.fill_(2.5)
    optimizer = torch.optim.SGD([{"params": [layer.magnitudes], "weight_decay": 1.0}, {"params": [layer.inner]}], lr=0.05)
    (0.5 * (layer(torch.ones(1, 1, dtype=F64)) - 5).square().sum()).backward()
    optimizer.step()
    assert layer.inner.item() == pytest.approx(1.625) and layer.magnitudes.item() == pytest.approx(2.5)


def test_what_is_not_a_number_never_passes() -> None:
    found = check_homogeneity(Net(finish=lambda y: y / (y - y)), ("U", "V"), "d", sample())
    assert found.breaking == ["U", "V"] and not found.applies


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: check_layers(UDVLinear(6, 5, dtype=torch.bfloat16), sample()), "must be float32 or float64"),
        (lambda: check_homogeneity(Net(finish=lambda y: "text"), ("U",), "d", sample()), "no gradient"),
        (lambda: check_homogeneity(Net(finish=lambda y: y.detach()), ("U",), "d", sample()), "no gradient"),
    ],
)  # fmt: skip
def test_refusals(call: Callable, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_every_layer_of_a_network_is_named() -> None:
    """A tanh or a bias between two layers belongs to neither; a second argument is passed on."""

    class Two(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.one, self.two = UDVLinear(6, 5, bias=True, dtype=F64), UDVLinear(5, 5, tied=True, relu=True, dtype=F64)

        def forward(self, x: torch.Tensor, factor: float) -> torch.Tensor:
            return self.two(torch.tanh(self.one(x))) * factor

    net = Two()
    found = check_layers(net, (sample(), 3.0))
    assert list(found) == ["one", "two"] and all(each.applies for each in found.values())
    assert "degree 2" in str(found["two"]) and "degree" not in str(found["one"])
