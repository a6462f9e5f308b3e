"""The deep factorization loss for libraries that want a module, a loss and data, and for the checks of answers.

As data it is one datum, the ridge as further outputs: output (W_L⋯W_1, √λ·W_1, …, √λ·W_L), target (Y, 0, …, 0), loss
Σ(output − target)² are the same function of the parameters. For the checks it is written out for three layers and a batch.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor


class Chain(torch.nn.Module):
    """``forward`` ignores its input but for the type: the function has no data but Y."""

    def __init__(self, factors: Sequence[Tensor], ridge: float) -> None:
        super().__init__()
        self.factors = torch.nn.ParameterList([torch.nn.Parameter(w.clone()) for w in factors])
        self.ridge = ridge

    def forward(self, x: Tensor) -> Tensor:
        """(1, outputs)."""
        product = self.factors[0]
        for w in list(self.factors)[1:]:
            product = w @ product
        parts = [product.reshape(-1), *(self.ridge**0.5 * w.reshape(-1) for w in self.factors)]
        return torch.cat(parts)[None] + 0 * x


def datum(factors: Sequence[Tensor], Y: Tensor) -> tuple[Tensor, Tensor]:
    """(input, target)."""
    rest = torch.zeros(sum(w.numel() for w in factors), dtype=Y.dtype)
    return torch.zeros(1, 1, dtype=Y.dtype), torch.cat([Y.reshape(-1), rest])[None]


def squares(output: Tensor, target: Tensor) -> Tensor:
    """Σ(output − target)²."""
    return (output - target).square().sum()


def three_layer_loss(W: Sequence[Tensor], Y: Tensor, ridge: float) -> Tensor:
    """‖W₃W₂W₁ − Y‖² + ridge·Σ‖W_l‖² of each member, (batch,)."""
    W1, W2, W3 = W
    misfit: Tensor = (W3 @ W2 @ W1 - Y).square().sum((-2, -1))
    return misfit + ridge * sum(w.square().sum((-2, -1)) for w in W)


def descended(W: Sequence[Tensor], Y: Tensor, ridge: float, step: float, steps: int) -> Tensor:
    """The losses of all members after so many steps of gradient descent: the product rule, nothing shared with the package."""
    W1, W2, W3 = W
    for _ in range(steps):
        B = W2 @ W1
        R = W3 @ B - Y
        E = W3.mT @ R
        slopes = (W1, W2.mT @ E), (W2, E @ W1.mT), (W3, R @ B.mT)
        W1, W2, W3 = (w - 2 * step * (g + ridge * w) for w, g in slopes)
    return three_layer_loss((W1, W2, W3), Y, ridge)
