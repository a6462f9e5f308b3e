"""PrecGD: scaled gradient descent whose damping follows the error down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics.solvers.base import require_length
from numerics.solvers.scaled_gradient_descent import ScaledGradientDescent


@dataclass(frozen=True, kw_only=True)
class PreconditionedGradientDescent(ScaledGradientDescent):
    """ScaledGD with the damping η_k = ``regularization``·√f(x_k) (Zhang, Fattahi, Zhang, PrecGD; abstract seen).

    For f = ½‖M − A‖²_F the factor √2 gives η_k = ‖M − A‖_F; the default is 1/√(2·scale). A damping below the rounding of the
    Gram matrix, 4ε times its trace, is taken as that: at an exact solution with more columns than its rank f vanishes and the
    Gram matrix is singular.

    >>> from numerics.problems import Factorization
    >>> problem = Factorization(torch.tensor([[2.0]], dtype=torch.float64))
    >>> one = torch.ones(1, 1, 1, dtype=torch.float64)
    >>> X, Y = PreconditionedGradientDescent(step=0.5, regularization=2**0.5).update(problem, (one, one))
    >>> round(float(X), 12)                                   # 1 + ½·1/(1 + |1 − 2|)
    1.25
    """

    derived = ("step", "regularization")
    regularization: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        require_length(self.regularization, "regularization")

    def default_regularization(self, problem: Any) -> float:
        """1/√(2·scale): η_k = ‖M − A‖_F/√2 whatever the factor of the loss."""
        return (2 * problem.scale) ** -0.5

    def shift(self, problem: Any, point: Any, factor: Tensor) -> Tensor | float:
        """regularization·√f, at least 4ε·‖factor‖²_F, and above zero: where factor and f vanish the step is 0, not 0/0."""
        asked = self.damping + self.resolved(problem).regularization * self.objective(problem).loss(point).sqrt()
        rounding = 4 * torch.finfo(factor.dtype).eps * factor.abs().square().sum((-2, -1))
        return torch.maximum(asked, rounding) + torch.finfo(factor.dtype).tiny
