"""The two-layer networks of the UDU paper side by side: every seed and learning rate is one layer of a stack.

UDV is x ↦ V (d ∘ U x) with ‖U‖_F, ‖V‖_F ≤ radius and d ≥ 0 after every step; UDV-s leaves the sign of d free; column-wise has a
ball for each row of U and column of V; "three layers" is the same map without any constraint; UV has no d. Starts: U ~ ±1/√n,
d and V ~ ±1/√h, the same numbers for all (authors' code, stated second hand).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments._grids import place
from proofs_check.experiments.trials import Outcome, Spread, tuned

if TYPE_CHECKING:
    from torch import Tensor

    from numerics.networks import UDVLinear, UDVStack

NO_BALL = 1e6
"""A radius that no factor here comes near."""
VARIANTS: dict[str, dict[str, Any]] = {
    "UDV": {},
    "UDV-s": {"nonnegative": False},
    "UDV-ReLU": {"relu": True},
    "column-wise": {"columnwise": True},
    "column-wise, free sign": {"columnwise": True, "nonnegative": False},
    "d ≥ 0 alone": {"radius": NO_BALL},
    "three layers": {"constrained": False},
    "UV": {"constrained": False, "start": "ones"},
    "UV-ReLU": {"constrained": False, "start": "ones", "relu": True},
}
OPTIMIZERS = ("SGD", "momentum", "Adam", "NAdam")


def two_layers(network: str, n: int, m: int, hidden: int, seed: int, radius: float = 1.0) -> UDVLinear:
    """The variant of that name at the start of that seed, with both radii ``radius``; in UV d is 1 and stays so."""
    import torch

    from numerics.networks import UDVLinear

    options = {"radius": radius, **VARIANTS[network]}
    constrained = options.pop("constrained", True)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        layer = UDVLinear(n, m, hidden, outer_radius=options["radius"], **options)
    layer.constrained = constrained
    layer.magnitudes.requires_grad_(layer.start != "ones")
    return layer


def stacked(arm: Mapping[str, Any], n: int, m: int, seeds: Sequence[int]) -> UDVStack:
    """A layer for each seed and each of the arm's ``rates``, the rates of one seed next to one another."""
    from numerics.networks import UDVStack

    rates = list(arm["rates"])
    layers = [two_layers(arm["network"], n, m, arm["hidden"], seed, arm["radius"]) for seed in seeds for _ in rates]
    return UDVStack(layers, rates * len(seeds))


def train(stack: UDVStack, arm: Mapping[str, Any], data: tuple[Tensor, Tensor], seeds: Sequence[int],
          loss: Callable[[Tensor, Tensor], Tensor]) -> Tensor:  # fmt: skip
    """``arm["epochs"]`` passes of ``arm["optimizer"]`` in batches, each seed in an order of its own, the projection after every
    step. Returns Σ ln c of the inner balls, (K,), from the second step on: the first brings the start into the ball.

    ``loss`` gives the sum over the stack of the mean losses over a batch.
    """
    import torch

    inputs, targets = data
    optimizer = _optimizer(arm["optimizer"], stack)
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    each = len(stack.inner) // len(seeds)
    total, steps = torch.zeros(len(stack.inner)), 0
    for _ in range(arm["epochs"]):
        order = torch.stack([torch.randperm(len(inputs), generator=generator) for generator in generators])
        for chosen in order.split(arm["batch"], dim=1):
            stack.zero_grad()
            x, y = (part[chosen].repeat_interleave(each, 0) for part in (inputs, targets))
            loss(stack(x), y).backward()
            logs = stack.step(optimizer).mean(1)
            total += logs * (steps > 0)
            steps += 1
    return total


def _optimizer(name: str, stack: UDVStack) -> Any:
    import torch

    if name in ("SGD", "momentum"):
        return torch.optim.SGD(stack.parameters(), lr=1.0, momentum=0.9 * (name == "momentum"))
    return {"Adam": torch.optim.Adam, "NAdam": torch.optim.NAdam}[name](stack.parameters(), lr=1.0)


def spectra(stack: UDVStack) -> list[list[float]]:
    """The singular values of diag(d) U of each layer, decreasing, taken in double precision; none where it is not finite."""
    import torch

    first = (stack.magnitudes.detach()[:, :, None] * stack.inner.detach()).double()
    finite = torch.isfinite(first).flatten(1).all(1)
    return [torch.linalg.svdvals(matrix).tolist() if fine else [] for matrix, fine in zip(first, finite.tolist(), strict=True)]


def zeros(stack: UDVStack) -> list[int]:
    """How many d_j are 0 in each layer."""
    return (stack.magnitudes == 0).sum(1).tolist()


def ratio(spectrum: Sequence[float]) -> float:
    """σ₂/σ₁; 0 for a map that is 0, not a number where there is none.

    >>> ratio([4.0, 1.0, 0.0]), ratio([0.0, 0.0]), ratio([])
    (0.25, 0.0, nan)
    """
    if not spectrum:
        return math.nan
    return spectrum[1] / spectrum[0] if spectrum[0] > 0 else 0.0


def by_seed(found: Mapping[str, Sequence[Any]], count: int) -> list[dict[str, list[Any]]]:
    """Values by layer as one mapping a seed, in each a list over the rates.

    >>> by_seed({"error": [1, 2, 3, 4]}, 2)
    [{'error': [1, 2]}, {'error': [3, 4]}]
    """
    each = len(next(iter(found.values()))) // max(1, count)
    return [{name: list(values[k * each : (k + 1) * each]) for name, values in found.items()} for k in range(count)]


def by_rate(outcome: Outcome) -> list[Outcome]:
    """The outcome of a stack as one outcome a learning rate.

    >>> [o.arm for o in by_rate(Outcome({"rates": [0.1, 1.0]}, ({"error": [3.0, 2.0]},)))]
    [{'rate': 0.1}, {'rate': 1.0}]
    """
    arm = {name: value for name, value in outcome.arm.items() if name != "rates"}
    return [
        Outcome({**arm, "rate": rate}, tuple({name: values[k] for name, values in seed.items()} for seed in outcome.results))
        for k, rate in enumerate(outcome.arm["rates"])
    ]


def known(cell: Spread | float | None) -> float:
    """The median of a cell; not a number where it is missing or infinite, so that no comparison with it holds.

    >>> known(Spread((1.0, 2.0, 4.0))), known(Spread((1.0, None))), known(None)
    (2.0, nan, nan)
    """
    value = cell.median if isinstance(cell, Spread) else math.nan if cell is None else float(cell)
    return value if math.isfinite(value) else math.nan


def best(outcomes: Sequence[Outcome], by: str) -> Outcome:
    """The outcome and the learning rate whose median of ``by`` is least, with where the rate stands in its ``grid``
    (`_grids.place`).

    >>> best([Outcome({"rates": [0.1, 1.0]}, ({"error": [3.0, 2.0]},))], "error").arm
    {'rate': 1.0, 'grid': 'largest'}
    """
    chosen = tuned([one for outcome in outcomes for one in by_rate(outcome)], by)
    rates = {rate for outcome in outcomes for rate in outcome.arm["rates"]}
    return Outcome({**chosen.arm, "grid": place(chosen.arm["rate"], rates)}, chosen.results)
