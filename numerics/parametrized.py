"""A matrix problem seen through factors: what a parametrization must give, and the objective it makes of a problem."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics import points
from numerics.measured import Measured

Product = Callable[[Tensor], Tensor]


class Parametrization(ABC):
    """A parametrization: ``point_type`` names the tensors, ``dims`` counts their axes without the batch."""

    point_type: type
    dims: tuple[int, ...]
    symmetric: bool
    formula: str

    @abstractmethod
    def factors(self, point: Any) -> tuple[Tensor, Tensor]:
        """P, Q with M = P Qᴴ."""

    @abstractmethod
    def factors_derivative(self, point: Any, move: Any) -> tuple[Tensor, Tensor]:
        """dP, dQ along ``move``."""

    @abstractmethod
    def sides(self, point: Any) -> tuple[Tensor | None, Tensor | None]:
        """The thin matrices V, U for which the gradient needs G·V and Gᴴ·U (None: not needed)."""

    @abstractmethod
    def pull(self, point: Any, right: Tensor | None, left: Tensor | None) -> Any:
        """The gradient in the factors from the products named by ``sides``."""

    @abstractmethod
    def pull_derivative(self, point: Any, move: Any, right: Product, left: Product) -> Any:
        """The derivative of ``pull`` along ``move`` with G held fixed."""

    def point(self, values: Any) -> Any:
        """``values`` as this model's named tuple, with the number of tensors and their axes checked."""
        values = points.side_by_side(values)
        names = self.point_type._fields  # type: ignore[attr-defined]
        if len(values) != len(names):
            raise ValueError(f"point must be ({', '.join(names)}) for {self.formula}, got {len(values)} tensors")
        extra = [v.dim() - d for v, d in zip(values, self.dims, strict=True)]
        if len(set(extra)) > 1 or extra[0] not in (0, 1):
            shapes = ", ".join(f"{n} {tuple(v.shape)}" for n, v in zip(names, values, strict=True))
            raise ValueError(f"point must have all tensors with, or all without, one batch axis, got {shapes}")
        return self.point_type(*values)

    def objective(self, problem: Measured) -> Parametrized:
        """The problem seen through this parametrization; refuses problems of the wrong symmetry."""
        if self.symmetric != problem.symmetric:
            need, fact = ("a symmetric problem", "is not") if self.symmetric else ("one that is not symmetric", "is")
            raise ValueError(f"{self.formula} needs {need}; {type(problem).__name__} {fact} symmetric")
        return Parametrized(problem, self)


@dataclass(frozen=True)
class Parametrized:
    """The objective F(point) = f(P Qᴴ): value, gradient and Hessian product, all through thin products.

    Points are tuples of tensors (batch, …); without a batch axis results have none either.

    >>> import torch
    >>> from numerics.models import BurerMonteiro
    >>> from numerics.problems import SymmetricFactorization
    >>> A = torch.diag(torch.tensor([3.0, 1.0], dtype=torch.float64))
    >>> objective = BurerMonteiro().objective(SymmetricFactorization(A, scale=0.5))
    >>> Y = torch.tensor([[1.0], [0.0]], dtype=torch.float64)
    >>> float(objective.loss((Y,))), objective.gradient((Y,)).Y.tolist()     # ½(4 + 1); 2(1 − 3)·1, by hand
    (2.5, [[-4.0], [0.0]])
    """

    problem: Measured
    model: Parametrization

    def loss(self, point: Any) -> Tensor:
        """F, (batch,)."""
        return self.problem.value(*self.model.factors(self.check(point)))

    def at_most(self, point: Any, bound: float) -> Tensor:
        """Where F ≤ bound, (batch,), at a point that `check` gave; F is computed only as far as that needs."""
        return self.problem.value_up_to(*self.model.factors(point), bound) <= bound

    def gradient(self, point: Any) -> Any:
        """∇F, the point's named tuple. For complex factors: ∂F/∂Re + i·∂F/∂Im."""
        point = self.check(point)
        products = self.problem.gradient_products(*self.model.factors(point), *self.model.sides(point))
        return self.model.pull(point, *products)

    def hessian_product(self, point: Any, direction: Any) -> Any:
        """∇²F(point)[direction]."""
        return self.linearize(point)(direction)

    def linearize(self, point: Any) -> Callable[[Any], Any]:
        """V ↦ ∇²F(point)[V], the residual computed once."""
        point, model, problem = self.check(point), self.model, self.problem
        P, Q = model.factors(point)
        sides = model.sides(point)
        right, left = self._products(problem.residual(P, Q))

        def apply(direction: Any) -> Any:
            move = model.point_type(*direction)
            dP, dQ = model.factors_derivative(point, move)
            d_right, d_left = self._products(problem.measure(dP, Q) + problem.measure(P, dQ))
            outer = model.pull(
                point, *(None if s is None else f(s) for f, s in zip((d_right, d_left), sides, strict=True))
            )
            return points.add(outer, model.pull_derivative(point, move, right, left))

        return apply

    def flatten(self, point: Any) -> Tensor:
        """All real coordinates, (batch, N)."""
        point = self.check(point)
        return points.flatten(point if self.batched(point) else points.with_batch_axis(point))

    def unflatten(self, vector: Tensor, like: Any) -> Any:
        """The inverse of ``flatten``."""
        return points.unflatten(vector, self.check(like) if self.batched(like) else points.with_batch_axis(like))

    def batched(self, point: Any) -> bool:
        """Whether the point has a batch axis."""
        return bool(next(points.leaves(point)).dim() > self.model.dims[0])

    def check(self, point: Any) -> Any:
        """The point as the model's named tuple, its sizes, dtype and device compared with the problem's."""
        point = self.model.point(point)
        self._check_kinds(point)
        P, Q = self.model.factors(point)
        if (P.shape[-2], Q.shape[-2]) != self.problem.shape:
            raise ValueError(
                f"point must have factors of {self.problem.shape[0]} and {self.problem.shape[1]} rows,"
                f" got {P.shape[-2]} and {Q.shape[-2]}"
            )
        return point

    def _check_kinds(self, point: Any) -> None:
        """Layout, dtype and device of every tensor (magnitudes are real), one number of columns, one batch size."""
        kind, device = self.problem.factor_dtype, self.problem.device
        for name, value in zip(point._fields, point, strict=True):
            if value.layout is not torch.strided:
                raise ValueError(f"{name} must be a dense tensor, got the layout {value.layout}")
            wanted = kind.to_real() if name == "magnitudes" else kind
            if value.dtype != wanted or value.device != device:
                raise ValueError(f"{name} must have dtype {wanted} on {device}, got {value.dtype} on {value.device}")
        sizes = {value.shape[-1] for value in point}
        if "Theta" in point._fields:
            sizes.add(point.Theta.shape[-2])
        if len(sizes) > 1 or 0 in sizes:
            shapes = ", ".join(f"{n} {tuple(v.shape)}" for n, v in zip(point._fields, point, strict=True))
            raise ValueError(f"point must have one number of columns (at least 1) in all tensors, got {shapes}")

    def _products(self, r: Tensor) -> tuple[Product, Product]:
        factor = 2 * self.problem.scale
        return (
            lambda V: factor * self.problem.adjoint_product(r, V),
            lambda V: factor * self.problem.adjoint_product_left(r, V),
        )
