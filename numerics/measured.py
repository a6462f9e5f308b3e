"""A quadratic function of a matrix, reached through thin factors only: what parametrizations need to know of a problem.

    f(M) = scale · ‖𝒜(M) − b‖²,   G = ∇f(M) = 2·scale·𝒜*(𝒜(M) − b),   ∇²f[N] = 2·scale·𝒜*𝒜(N)

M = P Qᴴ is never formed unless 𝒜 itself is dense: a problem provides 𝒜(P Qᴴ) and the products 𝒜*(r)·V and
𝒜*(r)ᴴ·V with thin V. Parametrizations (``numerics.models``) turn these into gradients and Hessian products.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Self

import torch
from torch import Tensor

from numerics.products import squared_size


def moved(value: Any, device: torch.device | str | None, dtype: torch.dtype | None) -> Any:
    """A tensor, or anything with ``to``, on another device and in another precision; other values unchanged."""
    if isinstance(value, Tensor):
        kind = None
        if dtype is not None and value.is_floating_point():
            kind = dtype
        elif dtype is not None and value.is_complex():
            kind = dtype.to_complex()
        return value.to(device=device, dtype=kind)
    return value.to(device, dtype) if hasattr(value, "to") else value


class Measured(ABC):
    """f(M) = scale·‖𝒜(M) − b‖² for M of shape ``shape``; ``symmetric`` problems see only Hermitian M.

    Subclasses set ``data`` (b, its last ``data_dims`` axes are the measurements, a batch axis may precede them),
    ``shape``, ``symmetric``, ``scale``, and implement the three products below. For symmetric problems
    ``adjoint_product`` must use the Hermitian part of 𝒜*(r).
    """

    shape: tuple[int, int]
    symmetric: bool = False
    scale: float = 0.5
    data: Tensor
    data_dims: int = 1
    optimal_value: float | None = None

    @abstractmethod
    def measure(self, P: Tensor, Q: Tensor) -> Tensor:
        """𝒜(P Qᴴ) for P (batch, m, k), Q (batch, n, k): (batch, …measurements)."""

    @abstractmethod
    def adjoint_product(self, r: Tensor, V: Tensor) -> Tensor:
        """𝒜*(r)·V for V (batch, n, k): (batch, m, k)."""

    @abstractmethod
    def adjoint_product_left(self, r: Tensor, V: Tensor) -> Tensor:
        """𝒜*(r)ᴴ·V for V (batch, m, k): (batch, n, k)."""

    @property
    def factor_dtype(self) -> torch.dtype:
        """The dtype of factors: that of the data unless a problem has complex factors and real data."""
        return self.data.dtype

    @property
    def device(self) -> torch.device:
        """The device of the data."""
        return self.data.device

    @property
    def batch(self) -> int | None:
        """The batch size carried by the data, None when all members share it."""
        return int(self.data.shape[0]) if self.data.dim() > self.data_dims else None

    @property
    def condition_number(self) -> float | None:
        """σ_1/σ_r of the matrix sought, where it is known; else None."""
        return None

    def target_estimate(self) -> Tensor:
        """A dense matrix near the one sought, (m, n) or (batch, m, n): what spectral starts and default steps use.

        Raises ValueError where the problem has none; then ``step`` and the start must be given.
        """
        raise ValueError(f"step must be given for {type(self).__name__}: no default rule is known, got None")

    def target_norm(self) -> Tensor:
        """σ_1 of ``target_estimate``, a scalar or (batch,)."""
        return torch.linalg.matrix_norm(self.target_estimate(), 2)

    def unit(self) -> Tensor:
        """The size of the matrix sought, a scalar or (batch,), of degree one in the data: σ_1 of ``target_estimate``, 1 where
        that is zero or there is none. Starts, default steps and endings are measured in it."""
        try:
            norm = self.target_norm()
        except ValueError:
            return torch.ones((), dtype=self.data.dtype.to_real(), device=self.device)
        return torch.where(norm > 0, norm, torch.ones_like(norm))

    def floor(self) -> Tensor:
        """scale·(ε‖b‖)², a scalar or (batch,), ε the rounding unit: the loss of data that are rounded once. Below it a loss is
        rounding: 1e-14·scale·‖b‖² in float32, 5e-32·scale·‖b‖² in float64."""
        return self.scale * torch.finfo(self.data.dtype).eps ** 2 * squared_size(self.data, self.data_dims)

    def residual(self, P: Tensor, Q: Tensor) -> Tensor:
        """𝒜(P Qᴴ) − b."""
        return self.measure(P, Q) - self.data

    def value(self, P: Tensor, Q: Tensor) -> Tensor:
        """f(P Qᴴ), (batch,)."""
        return self.value_of_residual(self.residual(P, Q))

    def value_up_to(self, P: Tensor, Q: Tensor, bound: float) -> Tensor:
        """f(P Qᴴ), (batch,), or a part of it where that exceeds ``bound`` already."""
        return self.value(P, Q)

    def value_of_residual(self, r: Tensor) -> Tensor:
        """scale·‖r‖²."""
        return self.scale * squared_size(r, self.data_dims)

    def gradient_products(self, P: Tensor, Q: Tensor, right: Tensor | None, left: Tensor | None) -> tuple[Any, Any]:
        """(G·right, Gᴴ·left) at M = P Qᴴ; a None argument gives None."""
        r = self.residual(P, Q)
        return (
            None if right is None else 2 * self.scale * self.adjoint_product(r, right),
            None if left is None else 2 * self.scale * self.adjoint_product_left(r, left),
        )

    def to(self, device: torch.device | str | None = None, dtype: torch.dtype | None = None) -> Self:
        """The same problem on another device, or in another real precision (complex parts follow)."""
        other = object.__new__(type(self))
        other.__dict__.update({name: moved(value, device, dtype) for name, value in vars(self).items()})
        return other

    def select(self, index: Tensor) -> Self:
        """The problem of the batch members ``index``; itself when members share the data."""
        if self.batch is None:
            return self
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other._take(index)
        return other

    def _take(self, index: Tensor) -> None:
        self.data = self.data[index]
