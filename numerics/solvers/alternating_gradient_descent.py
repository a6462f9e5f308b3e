"""Alternating gradient descent: one block at a time, each with the newest other blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics.models import BilinearPoint
from numerics.problems.deep_factorization import DeepFactorization, DeepPoint
from numerics.randomness import Randomness, normal
from numerics.solvers.base import FactorSolver, nonzero, refuse
from numerics.tensors import choice, positive

STARTS = ("paper", "gaussian", "spectral", "orthonormal")


@dataclass(frozen=True, kw_only=True)
class AlternatingGradientDescent(FactorSolver):
    """X⁺ = X − step·G(X, Y) Y, then Y⁺ = Y − step·G(X⁺, Y)ᵀ X⁺ (arXiv:2305.06927, stated second hand).

    ``initial`` is one of

    * ``paper``: X = A Φ₁/(√η·C·σ₁), Y = √η·D·σ₁·Φ₂, η = 2·scale·step (the step of f = ½‖·‖²), Φ₁ ~ N(0, 1/d), Φ₂ ~ N(0, 1/n),
    D = C·ν/9, with ``C`` = 8 and ``nu`` = ½ by default (stated second hand),
    * ``gaussian``: entries N(0, scale²/d),
    * ``spectral``: the balanced factors √Σ of the leading singular triples,
    * ``orthonormal``: X = orth(A Φ₁)/√η, Y = 0, which is exact after one step.

    A is ``problem.target_estimate()``. On deep factorization the layers are updated in turn, W_1 first.

    >>> from numerics.problems import Factorization
    >>> problem = Factorization(torch.tensor([[2.0]], dtype=torch.float64))
    >>> one = torch.ones(1, 1, 1, dtype=torch.float64)
    >>> X, Y = AlternatingGradientDescent(step=0.5).update(problem, (one, one))
    >>> float(X), float(Y)                                    # 1 − ½(1 − 2) = 1.5; 1 − ½(1.5 − 2)·1.5 = 1.375
    (1.5, 1.375)
    """

    initial: str = "paper"
    C: float = 8.0
    nu: float = 0.5

    def __post_init__(self) -> None:
        super().__post_init__()
        choice(self.initial, "initial", STARTS)
        for name in ("C", "nu"):
            positive(getattr(self, name), name)

    def parametrization(self, problem: Any) -> Any:
        """Bilinear or deep; a symmetric problem has one block only."""
        if getattr(problem, "symmetric", False):
            raise refuse(self, problem, "it has a single block, so there is nothing to alternate")
        return super().parametrization(problem)

    def default_step(self, problem: Any) -> float | Tensor:
        """9/(4·C·ν·σ₁), the paper's cap (with the defaults 9/(16·σ₁)); deep: as GD."""
        if isinstance(problem, DeepFactorization):
            return super().default_step(problem)
        return 9 / (4 * self.C * self.nu * nonzero(problem.target_norm())) / (2 * problem.scale)

    def start(self, problem: Any, batch: int | None = None, generator: Randomness | None = None) -> Any:
        """The start named by ``initial``."""
        if isinstance(problem, DeepFactorization) or self.initial == "gaussian":
            return super().start(problem, batch, generator)
        self.parametrization(problem)
        A, d = problem.target_estimate(), self.columns or min(problem.shape)
        if self.initial == "spectral":
            U, s, Vh = torch.linalg.svd(A, full_matrices=False)
            root = s[..., None, :d].sqrt()
            return _expand(U[..., :d] * root, Vh.mH[..., :d] * root, batch)
        n, solver = problem.shape[1], self.resolved(problem)
        step = torch.as_tensor(solver.step, dtype=A.dtype.to_real(), device=A.device) * 2 * problem.scale
        root = step.reshape(-1, 1, 1).sqrt() if step.dim() else step.sqrt()
        norm = nonzero(problem.target_norm())
        norm = norm.reshape(-1, 1, 1) if norm.dim() else norm
        sketch = A @ normal(generator, batch, (n, d), A.dtype, A.device) / d**0.5
        if self.initial == "orthonormal":
            X = torch.linalg.qr(sketch)[0] / root
            return BilinearPoint(X, X.new_zeros(*X.shape[:-2], n, d))
        other = normal(generator, batch, (n, d), A.dtype, A.device, stream=1) / n**0.5
        return BilinearPoint(sketch / (root * self.C * norm), root * (self.C * self.nu / 9) * norm * other)

    def update(self, problem: Any, state: Any) -> Any:
        """One sweep."""
        solver = self.resolved(problem)
        if isinstance(problem, DeepFactorization):
            return solver._deep_sweep(problem, problem.factors(state))
        X, Y = solver.as_point(problem, state)
        GY, _ = problem.gradient_products(X, Y, Y, None)
        X = X - solver.length(X) * GY
        _, GX = problem.gradient_products(X, Y, None, X)
        return BilinearPoint(X, Y - solver.length(Y) * GX)

    def _deep_sweep(self, problem: DeepFactorization, factors: tuple[Tensor, ...]) -> DeepPoint:
        for l in range(problem.layers):
            move = self.length(factors[l]) * problem.gradient(factors)[l]
            factors = (*factors[:l], factors[l] - move, *factors[l + 1 :])
        return DeepPoint(factors)


def _expand(X: Tensor, Y: Tensor, batch: int | None) -> BilinearPoint:
    """A start without randomness, copied for every member of the batch."""
    if batch is None or X.dim() == 3:
        return BilinearPoint(X, Y)
    return BilinearPoint(X.expand(batch, *X.shape).clone(), Y.expand(batch, *Y.shape).clone())
