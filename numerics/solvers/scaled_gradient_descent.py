"""Scaled gradient descent: each block is preconditioned with the inverse Gram matrix of the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics.points import rows
from numerics.problems.deep_factorization import DeepFactorization
from numerics.solvers.base import FactorSolver, refuse
from numerics.tensors import number


@dataclass(frozen=True, kw_only=True)
class ScaledGradientDescent(FactorSolver):
    """X ← X − step·G Y (YᵀY + λI)⁻¹, Y ← Y − step·Gᵀ X (XᵀX + λI)⁻¹ (simultaneous); on Y Yᵀ with 2 G Y.

    ``damping`` λ = 0 is ScaledGD (Tong, Ma, Chi, JMLR 22), λ > 0 is ScaledGD(λ) (Xu, Shen, Chi, Ma,
    arXiv:2302.01186, PSD sensing; on X Yᵀ it is a transplant without theory). Sources: abstracts.

    >>> from numerics.problems import Factorization
    >>> problem = Factorization(torch.tensor([[2.0]], dtype=torch.float64))
    >>> one = torch.ones(1, 1, 1, dtype=torch.float64)
    >>> [float(x) for x in ScaledGradientDescent(step=0.5).update(problem, (2 * one, one / 2))]   # 2 + ½·½/¼
    [3.0, 0.75]
    """

    damping: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        number(self.damping, "damping", "that is non-negative and finite", lambda t: 0 <= t < float("inf"))

    def parametrization(self, problem: Any) -> Any:
        """Bilinear or Burer–Monteiro."""
        if isinstance(problem, DeepFactorization):
            raise refuse(self, problem, "the preconditioner is defined for two factors")
        return super().parametrization(problem)

    def default_step(self, problem: Any) -> float | Tensor:
        """½ for f = ½‖XYᵀ − A‖² (Tong, Ma, Chi use ½; theory there needs at most 2/3), half of it on Y Yᵀ."""
        return 0.5 / (2 * problem.scale) / (2 if problem.symmetric else 1)

    def shift(self, problem: Any, point: Any, factor: Tensor) -> Tensor | float:
        """What is added to the Gram matrix of ``factor``: λ."""
        return self.damping

    def update(self, problem: Any, state: Any) -> Any:
        """One step."""
        solver = self.resolved(problem)
        point = solver.as_point(problem, state)
        gradient = solver.objective(problem).gradient(point)
        others = tuple(reversed(point))
        moved = [
            x - solver.length(x) * divide_by_gram(g, other, solver.shift(problem, point, other))
            for x, g, other in zip(point, gradient, others, strict=True)
        ]
        return type(point)(*moved)


def divide_by_gram(numerator: Tensor, factor: Tensor, shift: Tensor | float) -> Tensor:
    """numerator·(factorᴴ factor + shift·I)⁻¹. A singular Gram matrix gives infinities: divergence."""
    gram = factor.mH @ factor
    eye = torch.eye(gram.shape[-1], dtype=gram.dtype, device=gram.device)
    return torch.linalg.solve_ex(gram + rows(shift, gram) * eye, numerator, left=False)[0]
