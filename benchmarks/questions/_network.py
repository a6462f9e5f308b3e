"""The deep factorization loss for libraries that want a module, a loss and data: one datum, the ridge as further outputs.

Output (W_L⋯W_1, √λ·W_1, …, √λ·W_L), target (Y, 0, …, 0), loss Σ(output − target)²: the same function of the parameters.
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
