"""Perturbed gradient descent: a small random kick whenever the gradient has been small for a while."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor

from numerics import points
from numerics.problems.deep_factorization import DeepFactorization
from numerics.randomness import Randomness, Seeds, counter_normal
from numerics.solvers.base import FactorSolver, factor_size, gaussian_point, require_length
from numerics.tensors import whole


class PerturbedState(NamedTuple):
    """The point, steps since the last kick (batch,), kicks so far (batch,), and the member's seed (batch,)."""

    current: Any
    waited: Tensor
    kicks: Tensor
    seed: Tensor


@dataclass(frozen=True, kw_only=True)
class PerturbedGradientDescent(FactorSolver):
    """Gradient descent; if ‖∇F‖ ≤ ``threshold`` and the last kick is ``patience`` steps ago, a random kick of norm
    ``radius`` comes first (after Jin, Ge, Netrapalli, Kakade, Jordan, arXiv:1703.00887, Algorithm 1; there the kick is
    uniform in the ball). Kicks come from the member's own seed, so runs do not depend on their neighbours.

    >>> from numerics.problems import SymmetricFactorization
    >>> problem = SymmetricFactorization(torch.tensor([[2.0]], dtype=torch.float64))
    >>> solver = PerturbedGradientDescent(step=0.1, radius=1e-3)
    >>> state = solver.state(problem, (torch.zeros(1, 1, 1, dtype=torch.float64),))    # the saddle
    >>> float(solver.update(problem, state).current.Y.abs()) > 0
    True
    """

    derived = ("step", "threshold", "radius")
    threshold: float | Tensor | None = None
    patience: int = 100
    radius: float | Tensor | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        whole(self.patience, "patience")
        for name in ("threshold", "radius"):
            require_length(getattr(self, name), name)

    def default_threshold(self, problem: Any) -> float | Tensor:
        """1e-6·2·scale·‖A‖^{3/2}, the size of a gradient; deep: 1e-6·2·fit·‖Y‖^{2 − 1/L}."""
        if isinstance(problem, DeepFactorization):
            return 2e-6 * problem.fit * problem.unit() ** (2 - 1 / problem.layers)
        return 2e-6 * problem.scale * problem.unit() ** 1.5

    def default_radius(self, problem: Any) -> float | Tensor:
        """A thousandth of ``factor_size``: √‖A‖ for two factors."""
        return 1e-3 * factor_size(problem)

    def start(self, problem: Any, batch: int | None = None, generator: Randomness | None = None) -> Any:
        """Gaussian factors and one seed a member."""
        count = 1 if batch is None else batch
        point = gaussian_point(self, problem, count, generator)
        if isinstance(generator, Seeds):
            seed = generator.values
        else:
            assert generator is not None
            seed = torch.randint(2**62, (count,), generator=generator, device=generator.device)
        state = self._with_seed(point, seed)
        return state if batch is not None else points.without_batch_axis(state)

    def state(self, problem: Any, point: Any) -> Any:
        """From a plain point: seeds 0, 1, 2, …"""
        if isinstance(point, PerturbedState):
            return point
        point = self.as_point(problem, point)
        return self._with_seed(point, torch.arange(len(next(points.leaves(point)))))

    def point(self, state: Any) -> Any:
        """The current point."""
        return state.current

    def movement(self, problem: Any, old: Any, new: Any) -> Tensor:
        """As usual, but infinite until ``patience`` steps have passed since the last kick."""
        return torch.where(new.waited >= self.patience, super().movement(problem, old, new), torch.inf)

    def update(self, problem: Any, state: Any) -> Any:
        """One step, kicked first where due."""
        solver = self.resolved(problem)
        objective = solver.objective(problem)
        gradient = objective.gradient(state.current)
        gradient_size = points.squared_norm(gradient).sqrt()
        due = (gradient_size <= solver.length(gradient_size, "threshold")) & (state.waited >= self.patience)
        current = state.current
        if bool(due.any()):
            current = points.choose(due, solver._kicked(state), current)
            gradient = objective.gradient(current)
        moved = points.tree_map(lambda x, g: x - solver.length(x) * g, current, gradient)
        waited = torch.where(due, 0, state.waited + 1)
        return PerturbedState(moved, waited, state.kicks + due, state.seed)

    def _kicked(self, state: PerturbedState) -> Any:
        flat = points.flatten(state.current)
        kick = counter_normal(state.seed, state.kicks + 1000, (flat.shape[1],)).to(flat.dtype)
        kick = self.length(kick, "radius") * kick / torch.linalg.vector_norm(kick, dim=-1, keepdim=True)
        return points.unflatten(flat + kick, state.current)

    def _with_seed(self, point: Any, seed: Tensor) -> PerturbedState:
        first = next(points.leaves(point))
        zero = torch.zeros(len(first), dtype=torch.int64, device=first.device)
        return PerturbedState(point, zero + self.patience, zero, seed.to(first.device))
