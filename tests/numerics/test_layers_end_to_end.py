"""A UDV layer's life: trained, pruned, saved, loaded into a fresh network, exported to plain torch, with the same outputs."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from numerics.networks import UDVConv2d, UDVLinear, export, layers_of, project_after_steps, prune, take_widths


def sequential() -> nn.Module:
    return nn.Sequential(UDVLinear(12, 16, 10, bias=True, radius=2.0), nn.ReLU(), UDVLinear(16, 3, 8, bias=True, radius=2.0))


class SmallCNN(nn.Module):
    """Two convolutions, one of them with a ReLU between its factors, and a linear head."""

    def __init__(self) -> None:
        super().__init__()
        self.one = UDVConv2d(1, 8, 3, 6, padding=1, bias=True, radius=2.0)
        self.two = UDVConv2d(8, 8, 3, 12, stride=2, relu=True, radius=2.0)
        self.head = UDVLinear(8 * 3 * 3, 3, 8, bias=True, radius=2.0)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(torch.relu(self.two(torch.relu(self.one(x)))).flatten(1))


def plain_inputs(count: int) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(count, 12, generator=generator)
    return x, (x @ torch.randn(12, 3, generator=generator)).argmax(1)


def images(count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """A bright bar across, upright, or none, in noise."""
    generator = torch.Generator().manual_seed(0)
    x = 0.3 * torch.randn(count, 1, 8, 8, generator=generator)
    y = torch.randint(0, 3, (count,), generator=generator)
    x[y == 0, :, 3] += 1
    x[y == 1, :, :, 3] += 1
    return x, y


def life(make: Callable[[], nn.Module], data: Callable[[int], Any], folder: Path, wrap: Callable = lambda net: net) -> None:
    torch.manual_seed(0)
    net, (x, y) = make(), data(120)
    optimizer = project_after_steps(torch.optim.Adam(net.parameters(), lr=0.02), net)
    forward = wrap(net)
    first = float(nn.functional.cross_entropy(forward(x), y).detach())
    for _ in range(60):
        optimizer.zero_grad()
        nn.functional.cross_entropy(forward(x), y).backward()
        optimizer.step()
    after = forward(x).detach()
    assert float(nn.functional.cross_entropy(after, y)) < 0.7 * first
    assert torch.allclose(net(x), after, atol=1e-6)
    for part in layers_of(net).values():
        assert float(torch.linalg.matrix_norm(part.inner.detach())) <= part.radius * (1 + 1e-6)
        assert float(part.magnitudes.detach().min()) >= 0

    small = net
    if not any(part.relu for part in layers_of(net).values()):
        small = prune(net, fraction=1.0, of="map")
    else:
        for name, part in layers_of(net).items():
            alive = int((part.magnitudes > 0).sum())
            fewer = prune(part, alive, of="units") if part.relu else prune(part, fraction=1.0, of="map")
            small = swapped(small, name, fewer)
    pruned = small(x).detach()
    assert float((pruned - after).abs().max()) <= 1e-6 * (1 + float(after.abs().max()))
    assert sum(p.numel() for p in small.parameters()) <= sum(p.numel() for p in net.parameters())

    torch.save(small.state_dict(), folder / "small.pt")
    state = torch.load(folder / "small.pt", weights_only=True)
    fresh = take_widths(make(), state)
    fresh.load_state_dict(state)
    loaded = wrap(fresh)(x).detach()
    plain = export(fresh)
    torch.save(plain.state_dict(), folder / "plain.pt")
    assert not layers_of(plain) and not any("extra_state" in key for key in plain.state_dict())
    for other in (loaded, plain(x).detach(), wrap(plain)(x).detach()):
        assert float((other - pruned).abs().max()) <= 1e-6 * (1 + float(pruned.abs().max()))


def swapped(net: nn.Module, name: str, part: nn.Module) -> nn.Module:
    net = copy.deepcopy(net)
    setattr(net, name, part)
    return net


NETWORKS = {"sequential": (sequential, plain_inputs), "cnn": (SmallCNN, images)}


@pytest.mark.parametrize("name", NETWORKS)
def test_trained_pruned_saved_loaded_exported(name: str, tmp_path: Path) -> None:
    life(*NETWORKS[name], tmp_path)


@pytest.mark.full
@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")
def test_the_same_compiled_to_machine_code(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """torch.compile with its default backend, which calls a C++ compiler."""
    if not any(shutil.which(compiler) for compiler in ("g++", "clang++", "c++")):
        pytest.skip("torch.compile needs a C++ compiler, and none is installed")
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path / "inductor"))
    monkeypatch.setenv("TORCHINDUCTOR_COMPILE_THREADS", "1")
    torch._dynamo.reset()
    life(*NETWORKS[name], tmp_path, wrap=lambda net: torch.compile(net, fullgraph=True))


@pytest.mark.full
@pytest.mark.parametrize("name", NETWORKS)
def test_the_graph_that_is_compiled_computes_the_same(name: str) -> None:
    """In one graph, without a compiler for C."""
    make, data = NETWORKS[name]
    torch.manual_seed(0)
    net, x = make(), data(5)[0]
    compiled = torch.compile(net, backend="aot_eager", fullgraph=True)
    assert torch.allclose(compiled(x), net(x), atol=1e-6)
