"""Parametrizations M = P Qᴴ of a matrix by factors, and the objective that a matrix problem becomes through one.

| model | point | M | for |
|---|---|---|---|
| BurerMonteiro | (Y,) | Y Yᴴ | symmetric problems |
| Bilinear | (X, Y) | X Yᴴ | any shape, not symmetric |
| SymmetricMagnitudes | (U, magnitudes) | U diag(magnitudes) Uᴴ | symmetric problems |
| Magnitudes | (U, magnitudes, V) | U diag(magnitudes) Vᴴ | any shape, not symmetric |
| DirectionMagnitudes | (X, Theta) | X Θ Xᴴ, Θ Hermitian | symmetric problems |

Each gives P and Q, their derivatives, and the pull-back of a gradient G = ∇f(M) known only through G·V and Gᴴ·V.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from torch import Tensor

from numerics import points
from numerics.problems.least_squares import LeastSquares

Product = Callable[[Tensor], Tensor]


class BurerMonteiroPoint(NamedTuple):
    """M = Y Yᴴ; Y (batch, n, r)."""

    Y: Tensor


class BilinearPoint(NamedTuple):
    """M = X Yᴴ; X (batch, m, d), Y (batch, n, d)."""

    X: Tensor
    Y: Tensor


class UDUPoint(NamedTuple):
    """M = U diag(magnitudes) Uᴴ; U (batch, n, r), magnitudes (batch, r)."""

    U: Tensor
    magnitudes: Tensor


class UDVPoint(NamedTuple):
    """M = U diag(magnitudes) Vᴴ; U (batch, m, r), magnitudes (batch, r), V (batch, n, r)."""

    U: Tensor
    magnitudes: Tensor
    V: Tensor


class DirectionPoint(NamedTuple):
    """M = X Theta Xᴴ; X (batch, n, r) with orthonormal columns, Theta (batch, r, r) Hermitian."""

    X: Tensor
    Theta: Tensor


class Model(ABC):
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
        values = tuple(values)
        names = self.point_type._fields  # type: ignore[attr-defined]
        if len(values) != len(names):
            raise ValueError(f"point must be ({', '.join(names)}) for {self.formula}, got {len(values)} tensors")
        extra = [v.dim() - d for v, d in zip(values, self.dims, strict=True)]
        if len(set(extra)) > 1 or extra[0] not in (0, 1):
            shapes = ", ".join(f"{n} {tuple(v.shape)}" for n, v in zip(names, values, strict=True))
            raise ValueError(f"point must have all tensors with, or all without, one batch axis, got {shapes}")
        return self.point_type(*values)

    def objective(self, problem: LeastSquares) -> Parametrized:
        """The problem seen through this parametrization; refuses problems of the wrong symmetry."""
        if self.symmetric != problem.symmetric:
            kind, other = ("a symmetric", "is not") if self.symmetric else ("a problem that is not symmetric;", "is")
            raise ValueError(
                f"{self.formula} needs {kind} problem; {type(problem).__name__} {other} symmetric"
                if self.symmetric
                else f"{self.formula} needs {kind} {type(problem).__name__} {other}"
            )
        return Parametrized(problem, self)


@dataclass(frozen=True)
class Parametrized:
    """The objective F(point) = f(P Qᴴ): value, gradient and Hessian product, all through thin products.

    Points are tuples of tensors (batch, …); without a batch axis results have none either.

    >>> import torch
    >>> from numerics.problems import SymmetricFactorization
    >>> A = torch.diag(torch.tensor([3.0, 1.0], dtype=torch.float64))
    >>> objective = BurerMonteiro().objective(SymmetricFactorization(A, scale=0.5))
    >>> Y = torch.tensor([[1.0], [0.0]], dtype=torch.float64)
    >>> float(objective.loss((Y,))), objective.gradient((Y,)).Y.tolist()     # ½(4 + 1); 2(1 − 3)·1, by hand
    (2.5, [[-4.0], [0.0]])
    """

    problem: LeastSquares
    model: Model

    def loss(self, point: Any) -> Tensor:
        """F, (batch,)."""
        return self.problem.value(*self.model.factors(self.check(point)))

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
        P, Q = self.model.factors(point)
        if (P.shape[-2], Q.shape[-2]) != self.problem.shape:
            raise ValueError(
                f"point must have factors of {self.problem.shape[0]} and {self.problem.shape[1]} rows,"
                f" got {P.shape[-2]} and {Q.shape[-2]}"
            )
        for name, value in zip(point._fields, point, strict=True):
            same = value.dtype.to_real() == self.problem.factor_dtype.to_real()
            if not same or value.device != self.problem.device:
                raise ValueError(
                    f"{name} must have dtype {self.problem.factor_dtype} on {self.problem.device},"
                    f" got {value.dtype} on {value.device}"
                )
        return point

    def _products(self, r: Tensor) -> tuple[Product, Product]:
        factor = 2 * self.problem.scale
        return (
            lambda V: factor * self.problem.adjoint_product(r, V),
            lambda V: factor * self.problem.adjoint_product_left(r, V),
        )


def _column_inner(one: Tensor, other: Tensor) -> Tensor:
    """Re u_jᴴ w_j for each column, (batch, r)."""
    return (one.conj() * other).real.sum(-2)


class BurerMonteiro(Model):
    """M = Y Yᴴ: gradient 2 G Y."""

    point_type, dims, symmetric, formula = BurerMonteiroPoint, (2,), True, "M = Y Yᵀ"

    def factors(self, point: Any) -> tuple[Tensor, Tensor]:
        return point.Y, point.Y

    def factors_derivative(self, point: Any, move: Any) -> tuple[Tensor, Tensor]:
        return move.Y, move.Y

    def sides(self, point: Any) -> tuple[Tensor | None, Tensor | None]:
        return point.Y, None

    def pull(self, point: Any, right: Any, left: Any) -> Any:
        return BurerMonteiroPoint(2 * right)

    def pull_derivative(self, point: Any, move: Any, right: Product, left: Product) -> Any:
        return BurerMonteiroPoint(2 * right(move.Y))


class Bilinear(Model):
    """M = X Yᴴ: gradients G Y and Gᴴ X."""

    point_type, dims, symmetric, formula = BilinearPoint, (2, 2), False, "M = X Yᵀ"

    def factors(self, point: Any) -> tuple[Tensor, Tensor]:
        return point.X, point.Y

    def factors_derivative(self, point: Any, move: Any) -> tuple[Tensor, Tensor]:
        return move.X, move.Y

    def sides(self, point: Any) -> tuple[Tensor | None, Tensor | None]:
        return point.Y, point.X

    def pull(self, point: Any, right: Any, left: Any) -> Any:
        return BilinearPoint(right, left)

    def pull_derivative(self, point: Any, move: Any, right: Product, left: Product) -> Any:
        return BilinearPoint(right(move.Y), left(move.X))


class SymmetricMagnitudes(Model):
    """M = U diag(λ) Uᴴ: gradients 2 G U diag(λ) and Re diag(Uᴴ G U)."""

    point_type, dims, symmetric, formula = UDUPoint, (2, 1), True, "M = U diag(magnitudes) Uᵀ"

    def factors(self, point: Any) -> tuple[Tensor, Tensor]:
        return point.U * point.magnitudes.unsqueeze(-2), point.U

    def factors_derivative(self, point: Any, move: Any) -> tuple[Tensor, Tensor]:
        return move.U * point.magnitudes.unsqueeze(-2) + point.U * move.magnitudes.unsqueeze(-2), move.U

    def sides(self, point: Any) -> tuple[Tensor | None, Tensor | None]:
        return point.U, None

    def pull(self, point: Any, right: Any, left: Any) -> Any:
        return UDUPoint(2 * right * point.magnitudes.unsqueeze(-2), _column_inner(point.U, right))

    def pull_derivative(self, point: Any, move: Any, right: Product, left: Product) -> Any:
        GU = right(point.U)
        moved = right(move.U) * point.magnitudes.unsqueeze(-2) + GU * move.magnitudes.unsqueeze(-2)
        return UDUPoint(2 * moved, 2 * _column_inner(move.U, GU))


class Magnitudes(Model):
    """M = U diag(d) Vᴴ: gradients G V diag(d), Re diag(Uᴴ G V), Gᴴ U diag(d)."""

    point_type, dims, symmetric, formula = UDVPoint, (2, 1, 2), False, "M = U diag(magnitudes) Vᵀ"

    def factors(self, point: Any) -> tuple[Tensor, Tensor]:
        return point.U * point.magnitudes.unsqueeze(-2), point.V

    def factors_derivative(self, point: Any, move: Any) -> tuple[Tensor, Tensor]:
        return move.U * point.magnitudes.unsqueeze(-2) + point.U * move.magnitudes.unsqueeze(-2), move.V

    def sides(self, point: Any) -> tuple[Tensor | None, Tensor | None]:
        return point.V, point.U

    def pull(self, point: Any, right: Any, left: Any) -> Any:
        d = point.magnitudes.unsqueeze(-2)
        return UDVPoint(right * d, _column_inner(point.U, right), left * d)

    def pull_derivative(self, point: Any, move: Any, right: Product, left: Product) -> Any:
        d, dd = point.magnitudes.unsqueeze(-2), move.magnitudes.unsqueeze(-2)
        GV, GdV, GhU = right(point.V), right(move.V), left(point.U)
        slope = _column_inner(move.U, GV) + _column_inner(point.U, GdV)
        return UDVPoint(GdV * d + GV * dd, slope, left(move.U) * d + GhU * dd)


class DirectionMagnitudes(Model):
    """M = X Θ Xᴴ, Θ Hermitian: Euclidean gradients 2 G X Θ and Xᴴ G X (spec page dmd, section 1)."""

    point_type, dims, symmetric, formula = DirectionPoint, (2, 2), True, "M = X Theta Xᵀ"

    def factors(self, point: Any) -> tuple[Tensor, Tensor]:
        return point.X @ point.Theta, point.X

    def factors_derivative(self, point: Any, move: Any) -> tuple[Tensor, Tensor]:
        return move.X @ point.Theta + point.X @ move.Theta, move.X

    def sides(self, point: Any) -> tuple[Tensor | None, Tensor | None]:
        return point.X, None

    def pull(self, point: Any, right: Any, left: Any) -> Any:
        return DirectionPoint(2 * right @ point.Theta, point.X.mH @ right)

    def pull_derivative(self, point: Any, move: Any, right: Product, left: Product) -> Any:
        GX, GdX = right(point.X), right(move.X)
        return DirectionPoint(2 * (GdX @ point.Theta + GX @ move.Theta), move.X.mH @ GX + point.X.mH @ GdX)


def model_for(problem: LeastSquares, point: Any) -> Model:
    """The model whose named tuple the point is; a plain tuple is told by its length and the problem's symmetry."""
    models: tuple[Model, ...] = (
        BurerMonteiro(),
        Bilinear(),
        SymmetricMagnitudes(),
        Magnitudes(),
        DirectionMagnitudes(),
    )
    for model in models:
        if isinstance(point, model.point_type):
            return model
    fitting = [m for m in models if m.symmetric == problem.symmetric and len(m.dims) == len(tuple(point))]
    if len(fitting) > 1:
        fitting = [m for m in fitting if m.dims[1] - m.dims[0] == point[1].dim() - point[0].dim()]
    if not fitting:
        names = ", ".join(m.formula for m in models if m.symmetric == problem.symmetric)
        raise ValueError(f"point does not fit {type(problem).__name__}: allowed are the factors of {names}")
    return fitting[0]
