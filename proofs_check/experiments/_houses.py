"""The regression that two experiments share: the price of 2,930 houses in Ames from 73 numbers, in a network 73-h-1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from proofs_check.experiments._networks import by_seed, ratio, spectra, stacked, train, zeros

if TYPE_CHECKING:
    from torch import Tensor

    from numerics.networks import UDVStack

HIDDEN = 25
"""Width by the authors' rule for 73 inputs and one output."""
SPLIT = 529
"""The seed of the one split into training, validation and test set; the seeds of the trials draw starts and orders."""
SIZES = {"quick": {"houses": 600, "epochs": 36, "batch": 128}, "full": {"houses": 2930, "epochs": 200, "batch": 128}}
RATES = {
    "SGD": (0.01, 0.03, 0.1, 0.3, 1.0, 3.0),
    "momentum": (0.01, 0.03, 0.1, 0.3, 1.0, 3.0),
    "Adam": (1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03),
    "NAdam": (1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03),
}
QUICK = {"SGD": (0.03, 0.3, 3.0), "momentum": (0.01, 0.1, 1.0), "Adam": (1e-3, 0.01, 0.1), "NAdam": (1e-3, 0.01, 0.1)}


@cache
def houses(count: int) -> tuple[tuple[Tensor, Tensor], ...]:
    """Training, validation and test set (64, 16 and 20 %) of ``count`` houses: columns and prices in 0 … 1, float32."""
    import torch

    from numerics.datasets import load

    table, price = load("ames")
    assert price is not None
    order = torch.randperm(len(table), generator=torch.Generator().manual_seed(SPLIT))[:count]
    X, y = table[order].float(), price[order, None].float()
    parts = [round(0.64 * count), round(0.16 * count), count - round(0.64 * count) - round(0.16 * count)]
    return tuple(zip(X.split(parts), y.split(parts), strict=True))


def arm(network: str, optimizer: str, budget: str, radius: float = 1.0) -> dict[str, Any]:
    """One network under one optimiser at all learning rates of its grid, at full or quick size."""
    rates = (RATES if budget == "full" else QUICK)[optimizer]
    return {"network": network, "optimizer": optimizer, "radius": radius, "hidden": HIDDEN,
            "rates": list(rates), **SIZES[budget]}  # fmt: skip


def run(arm: Mapping[str, Any], seeds: Sequence[int]) -> list[dict[str, Any]]:
    """For each seed, by learning rate: errors on validation and test set, the spectrum of diag(d) U and σ₂/σ₁, zeros of d,
    Σ ln c of the ball around U, and whether the run ends worse on the validation set than it began (or not finite)."""
    fitted, validation, test = houses(arm["houses"])
    stack = stacked(arm, fitted[0].shape[1], 1, seeds)
    before = relative_error(stack, validation)
    logs = train(stack, arm, fitted, seeds, mean_squares)
    after, values = relative_error(stack, validation), spectra(stack)
    found = {
        "validation": after.tolist(),
        "test": relative_error(stack, test).tolist(),
        "ratio": [ratio(spectrum) for spectrum in values],
        "spectrum": values,
        "zeros": zeros(stack),
        "ln c": logs.tolist(),
        "diverged": (~(after <= before)).int().tolist(),
    }
    return by_seed(found, len(seeds))


def mean_squares(outputs: Tensor, targets: Tensor) -> Tensor:
    """Σ_k of the mean squared error of layer k."""
    return (outputs - targets).square().mean((1, 2)).sum()


def relative_error(stack: UDVStack, data: tuple[Tensor, Tensor]) -> Tensor:
    """Mean squared error of each layer over the variance of the prices: 1 for the best constant."""
    import torch

    inputs, targets = data
    with torch.no_grad():
        return (stack(inputs) - targets).square().mean((1, 2)) / targets.var(correction=0)
