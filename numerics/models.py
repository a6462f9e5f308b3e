"""Parametrizations M = P Qᴴ of a matrix by factors.

| model | point | M | for |
|---|---|---|---|
| BurerMonteiro | (Y,) | Y Yᴴ | symmetric problems |
| Bilinear | (X, Y) | X Yᴴ | any shape, not symmetric |
| SymmetricMagnitudes | (U, magnitudes) | U diag(magnitudes) Uᴴ | symmetric problems |
| Magnitudes | (U, magnitudes, V) | U diag(magnitudes) Vᴴ | any shape, not symmetric |
| DirectionMagnitudes | (X, Theta) | X Θ Xᴴ, Θ Hermitian | symmetric problems |
| TwoSidedDirections | (X, Theta, Y) | X Θ Yᴴ | any shape, not symmetric |

Each gives P and Q, their derivatives, and the pull-back of a gradient G = ∇f(M) known only through G·V and Gᴴ·V.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from torch import Tensor

from numerics import points
from numerics.measured import Measured
from numerics.parametrized import Parametrization, Product


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


class TwoSidedPoint(NamedTuple):
    """M = X Theta Yᴴ; X (batch, m, r) and Y (batch, n, r) with orthonormal columns, Theta (batch, r, r)."""

    X: Tensor
    Theta: Tensor
    Y: Tensor


def _column_inner(one: Tensor, other: Tensor) -> Tensor:
    """Re u_jᴴ w_j for each column, (batch, r)."""
    return (one.conj() * other).real.sum(-2)


class BurerMonteiro(Parametrization):
    """M = Y Yᴴ: gradient 2 G Y."""

    point_type, dims, symmetric, formula = BurerMonteiroPoint, (2,), True, "M = Y Yᵀ"

    def factors(self, point: Any) -> tuple[Tensor, Tensor]:
        """(Y, Y)."""
        return point.Y, point.Y

    def factors_derivative(self, point: Any, move: Any) -> tuple[Tensor, Tensor]:
        """(dY, dY)."""
        return move.Y, move.Y

    def sides(self, point: Any) -> tuple[Tensor | None, Tensor | None]:
        """(Y, None): G Y is all that the gradient needs."""
        return point.Y, None

    def pull(self, point: Any, right: Any, left: Any) -> Any:
        """2 G Y, from ``right`` = G Y."""
        return BurerMonteiroPoint(2 * right)

    def pull_derivative(self, point: Any, move: Any, right: Product, left: Product) -> Any:
        """2 G dY."""
        return BurerMonteiroPoint(2 * right(move.Y))


class Bilinear(Parametrization):
    """M = X Yᴴ: gradients G Y and Gᴴ X."""

    point_type, dims, symmetric, formula = BilinearPoint, (2, 2), False, "M = X Yᵀ"

    def factors(self, point: Any) -> tuple[Tensor, Tensor]:
        """(X, Y)."""
        return point.X, point.Y

    def factors_derivative(self, point: Any, move: Any) -> tuple[Tensor, Tensor]:
        """(dX, dY)."""
        return move.X, move.Y

    def sides(self, point: Any) -> tuple[Tensor | None, Tensor | None]:
        """(Y, X): the gradient needs G Y and Gᴴ X."""
        return point.Y, point.X

    def pull(self, point: Any, right: Any, left: Any) -> Any:
        """(G Y, Gᴴ X), which are ``right`` and ``left``."""
        return BilinearPoint(right, left)

    def pull_derivative(self, point: Any, move: Any, right: Product, left: Product) -> Any:
        """(G dY, Gᴴ dX)."""
        return BilinearPoint(right(move.Y), left(move.X))


class SymmetricMagnitudes(Parametrization):
    """M = U diag(λ) Uᴴ: gradients 2 G U diag(λ) and Re diag(Uᴴ G U)."""

    point_type, dims, symmetric, formula = UDUPoint, (2, 1), True, "M = U diag(magnitudes) Uᵀ"

    def factors(self, point: Any) -> tuple[Tensor, Tensor]:
        """(U diag(λ), U)."""
        return point.U * point.magnitudes.unsqueeze(-2), point.U

    def factors_derivative(self, point: Any, move: Any) -> tuple[Tensor, Tensor]:
        """(dU diag(λ) + U diag(dλ), dU)."""
        return move.U * point.magnitudes.unsqueeze(-2) + point.U * move.magnitudes.unsqueeze(-2), move.U

    def sides(self, point: Any) -> tuple[Tensor | None, Tensor | None]:
        """(U, None): G U is all that the gradient needs."""
        return point.U, None

    def pull(self, point: Any, right: Any, left: Any) -> Any:
        """(2 G U diag(λ), Re diag(Uᴴ G U)), from ``right`` = G U."""
        return UDUPoint(2 * right * point.magnitudes.unsqueeze(-2), _column_inner(point.U, right))

    def pull_derivative(self, point: Any, move: Any, right: Product, left: Product) -> Any:
        """(2 G dU diag(λ) + 2 G U diag(dλ), 2 Re diag(dUᴴ G U)), G Hermitian."""
        GU = right(point.U)
        moved = right(move.U) * point.magnitudes.unsqueeze(-2) + GU * move.magnitudes.unsqueeze(-2)
        return UDUPoint(2 * moved, 2 * _column_inner(move.U, GU))


class Magnitudes(Parametrization):
    """M = U diag(d) Vᴴ: gradients G V diag(d), Re diag(Uᴴ G V), Gᴴ U diag(d)."""

    point_type, dims, symmetric, formula = UDVPoint, (2, 1, 2), False, "M = U diag(magnitudes) Vᵀ"

    def factors(self, point: Any) -> tuple[Tensor, Tensor]:
        """(U diag(d), V)."""
        return point.U * point.magnitudes.unsqueeze(-2), point.V

    def factors_derivative(self, point: Any, move: Any) -> tuple[Tensor, Tensor]:
        """(dU diag(d) + U diag(dd), dV)."""
        return move.U * point.magnitudes.unsqueeze(-2) + point.U * move.magnitudes.unsqueeze(-2), move.V

    def sides(self, point: Any) -> tuple[Tensor | None, Tensor | None]:
        """(V, U): the gradient needs G V and Gᴴ U."""
        return point.V, point.U

    def pull(self, point: Any, right: Any, left: Any) -> Any:
        """(G V diag(d), Re diag(Uᴴ G V), Gᴴ U diag(d)), from ``right`` = G V and ``left`` = Gᴴ U."""
        d = point.magnitudes.unsqueeze(-2)
        return UDVPoint(right * d, _column_inner(point.U, right), left * d)

    def pull_derivative(self, point: Any, move: Any, right: Product, left: Product) -> Any:
        """(G dV diag(d) + G V diag(dd), Re diag(dUᴴ G V + Uᴴ G dV), Gᴴ dU diag(d) + Gᴴ U diag(dd))."""
        d, dd = point.magnitudes.unsqueeze(-2), move.magnitudes.unsqueeze(-2)
        GV, GdV, GhU = right(point.V), right(move.V), left(point.U)
        slope = _column_inner(move.U, GV) + _column_inner(point.U, GdV)
        return UDVPoint(GdV * d + GV * dd, slope, left(move.U) * d + GhU * dd)


class DirectionMagnitudes(Parametrization):
    """M = X Θ Xᴴ, Θ Hermitian: Euclidean gradients 2 G X Θ and Xᴴ G X."""

    point_type, dims, symmetric, formula = DirectionPoint, (2, 2), True, "M = X Theta Xᵀ"

    def factors(self, point: Any) -> tuple[Tensor, Tensor]:
        """(X Θ, X)."""
        return point.X @ point.Theta, point.X

    def factors_derivative(self, point: Any, move: Any) -> tuple[Tensor, Tensor]:
        """(dX Θ + X dΘ, dX)."""
        return move.X @ point.Theta + point.X @ move.Theta, move.X

    def sides(self, point: Any) -> tuple[Tensor | None, Tensor | None]:
        """(X, None): G X is all that the gradient needs."""
        return point.X, None

    def pull(self, point: Any, right: Any, left: Any) -> Any:
        """(2 G X Θ, Xᴴ G X), from ``right`` = G X."""
        return DirectionPoint(2 * right @ point.Theta, point.X.mH @ right)

    def pull_derivative(self, point: Any, move: Any, right: Product, left: Product) -> Any:
        """(2 G dX Θ + 2 G X dΘ, dXᴴ G X + Xᴴ G dX)."""
        GX, GdX = right(point.X), right(move.X)
        return DirectionPoint(2 * (GdX @ point.Theta + GX @ move.Theta), move.X.mH @ GX + point.X.mH @ GdX)


class TwoSidedDirections(Parametrization):
    """M = X Θ Yᴴ: Euclidean gradients G Y Θᴴ, Xᴴ G Y and Gᴴ X Θ (PoLAR, arXiv:2506.03133)."""

    point_type, dims, symmetric, formula = TwoSidedPoint, (2, 2, 2), False, "M = X Theta Yᵀ"

    def factors(self, point: Any) -> tuple[Tensor, Tensor]:
        """(X Θ, Y)."""
        return point.X @ point.Theta, point.Y

    def factors_derivative(self, point: Any, move: Any) -> tuple[Tensor, Tensor]:
        """(dX Θ + X dΘ, dY)."""
        return move.X @ point.Theta + point.X @ move.Theta, move.Y

    def sides(self, point: Any) -> tuple[Tensor | None, Tensor | None]:
        """(Y, X): the gradient needs G Y and Gᴴ X."""
        return point.Y, point.X

    def pull(self, point: Any, right: Any, left: Any) -> Any:
        """(G Y Θᴴ, Xᴴ G Y, Gᴴ X Θ), from ``right`` = G Y and ``left`` = Gᴴ X."""
        return TwoSidedPoint(right @ point.Theta.mH, point.X.mH @ right, left @ point.Theta)

    def pull_derivative(self, point: Any, move: Any, right: Product, left: Product) -> Any:
        """(G dY Θᴴ + G Y dΘᴴ, dXᴴ G Y + Xᴴ G dY, Gᴴ dX Θ + Gᴴ X dΘ)."""
        GY, GdY, GhX, GhdX = right(point.Y), right(move.Y), left(point.X), left(move.X)
        return TwoSidedPoint(
            GdY @ point.Theta.mH + GY @ move.Theta.mH,
            move.X.mH @ GY + point.X.mH @ GdY,
            GhdX @ point.Theta + GhX @ move.Theta,
        )


def model_for(problem: Measured, point: Any) -> Parametrization:
    """The model whose named tuple the point is; a plain tuple is told by its length and the problem's symmetry."""
    models: tuple[Parametrization, ...] = (
        BurerMonteiro(),
        Bilinear(),
        SymmetricMagnitudes(),
        Magnitudes(),
        DirectionMagnitudes(),
        TwoSidedDirections(),
    )
    for model in models:
        if isinstance(point, model.point_type):
            return model
    point = points.side_by_side(point)
    fitting = [m for m in models if m.symmetric == problem.symmetric and len(m.dims) == len(point)]
    if len(fitting) > 1:
        fitting = [m for m in fitting if m.dims[1] - m.dims[0] == point[1].dim() - point[0].dim()]
    if not fitting:
        names = ", ".join(m.formula for m in models if m.symmetric == problem.symmetric)
        raise ValueError(f"point does not fit {type(problem).__name__}: allowed are the factors of {names}")
    return fitting[0]
