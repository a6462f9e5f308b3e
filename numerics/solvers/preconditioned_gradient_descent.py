"""PrecGD: scaled gradient descent whose damping follows the error down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from torch import Tensor

from numerics.solvers.scaled_gradient_descent import ScaledGradientDescent


@dataclass(frozen=True, kw_only=True)
class PreconditionedGradientDescent(ScaledGradientDescent):
    """ScaledGD with the damping η_k = ``regularization``·√f(x_k) (Zhang, Fattahi, Zhang, PrecGD; abstract seen).

    For f = ½‖M − A‖²_F the factor √2 gives η_k = ‖M − A‖_F.

    >>> import torch
    >>> from numerics.problems import Factorization
    >>> problem = Factorization(torch.tensor([[2.0]], dtype=torch.float64))
    >>> one = torch.ones(1, 1, 1, dtype=torch.float64)
    >>> X, Y = PreconditionedGradientDescent(step=0.5, regularization=2**0.5).update(problem, (one, one))
    >>> round(float(X), 12)                                   # 1 + ½·1/(1 + |1 − 2|)
    1.25
    """

    regularization: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.regularization > 0:
            raise ValueError(f"regularization must be positive, got {self.regularization:g}")

    def shift(self, problem: Any, point: Any) -> Tensor | float:
        """regularization·√f."""
        return self.damping + self.regularization * self.objective(problem).loss(point).sqrt()
