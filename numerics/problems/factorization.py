"""Plain matrix factorization, rectangular and symmetric: 𝒜 is the identity."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from numerics.problems.least_squares import LeastSquares
from numerics.problems.validation import as_finite_matrix, require, require_positive
from numerics.products import plus_product, squared_size

BLOCK_ENTRIES = 2**18
"""Entries of the residual that are formed at once where only its size is asked for: about what a cache holds."""


class Factorization(LeastSquares):
    """f(M) = scale·‖M − A‖²_F for A of shape (m, n) or (batch, m, n); scale = ½ as in arXiv:2305.06927 (stated).

    >>> problem = Factorization(torch.eye(2, dtype=torch.float64))
    >>> X = torch.zeros(2, 1, dtype=torch.float64)
    >>> float(problem.value(X, X))                                    # ½·‖I‖²
    1.0
    """

    data_dims = 2

    def __init__(self, A: Tensor, scale: float = 0.5) -> None:
        self.data = as_finite_matrix(A, "A")
        require_positive(scale, "scale")
        self.scale = scale
        self.shape = (int(self.data.shape[-2]), int(self.data.shape[-1]))

    @property
    def A(self) -> Tensor:
        """The target."""
        return self.data

    @property
    def condition_number(self) -> float | None:
        """σ_1/σ_r of A, r its numerical rank (None for a batch of targets)."""
        if self.batch is not None:
            return None
        singular = torch.linalg.svdvals(self.data)
        kept = singular[singular > singular[0] * max(self.shape) * torch.finfo(singular.dtype).eps]
        return float(kept[0] / kept[-1])

    def target_estimate(self) -> Tensor:
        """A."""
        return self.data

    def best_value(self, columns: int) -> Tensor:
        """The smallest f over matrices of rank at most ``columns``: scale·Σ_{i > columns} σ_i² (Eckart–Young)."""
        return self.scale * torch.linalg.svdvals(self.data)[..., columns:].square().sum(-1)

    def measure(self, P: Tensor, Q: Tensor) -> Tensor:
        """P Qᴴ."""
        return P @ Q.mH

    def adjoint_product(self, r: Tensor, V: Tensor) -> Tensor:
        """r V."""
        return shared_product(r, V)

    def adjoint_product_left(self, r: Tensor, V: Tensor) -> Tensor:
        """rᴴ V."""
        return shared_product(r.mH, V)

    def residual(self, P: Tensor, Q: Tensor) -> Tensor:
        """P Qᴴ − A in one pass over memory."""
        return plus_product(self.data, P, Q.mH, beta=-1)

    def value(self, P: Tensor, Q: Tensor) -> Tensor:
        """f(P Qᴴ), (batch,); of a single large matrix by blocks of rows, so that no matrix of its size is made."""
        if self.data.numel() <= BLOCK_ENTRIES or not self._single(P, Q):
            return super().value(P, Q)
        rows = max(BLOCK_ENTRIES // self.shape[1], 1)
        blocks = zip(self.data.split(rows), P.reshape(P.shape[-2:]).split(rows), strict=True)
        wide = Q.reshape(Q.shape[-2:]).mH
        total: Any = sum(squared_size(plus_product(A, tall, wide, beta=-1), 2) for A, tall in blocks)
        return self.scale * total.expand(P.shape[:-2])

    def value_up_to(self, P: Tensor, Q: Tensor, bound: float) -> Tensor:
        """f(P Qᴴ), (batch,); of a single large matrix that of its first rows, where these give more than twice the bound: the
        others add to that, and rounding takes no half of it away."""
        if self.data.numel() > BLOCK_ENTRIES // 16 and self._single(P, Q):
            first = max(self.shape[0] // 64, 1)
            part = self.value_of_residual(plus_product(self.data[:first], P[..., :first, :], Q.mH, beta=-1))
            if float(part) > 2 * bound:
                return part
        return self.value(P, Q)

    def _single(self, P: Tensor, Q: Tensor) -> bool:
        """Whether there is one residual, of a matrix on the CPU."""
        alone = P.dim() == Q.dim() == 2 or (P.dim() == Q.dim() == 3 and len(P) == len(Q) == 1)
        return alone and self.data.dim() == 2 and self.device.type == "cpu"

    def gradient_products(self, P: Tensor, Q: Tensor, right: Tensor | None, left: Tensor | None) -> tuple[Any, Any]:
        """G·right = 2·scale·(P(Qᴴ right) − A right): two thin products, the residual is never formed.

        Rounding is ε·‖A‖·‖right‖, the same size as through the residual, whose entries carry an error ε·‖A‖.
        """
        if 4 * P.shape[-1] > min(self.shape):
            return super().gradient_products(P, Q, right, left)
        if P.dim() == 3 and P.shape[0] == 1 and self.data.dim() == 2:
            plain = [None if Z is None else Z[0] for Z in (right, left)]
            both = self.gradient_products(P[0], Q[0], *plain)
            return tuple(None if Z is None else Z.unsqueeze(0) for Z in both)  # type: ignore[return-value]
        c = 2 * self.scale
        to_right = None if right is None else _difference(P, Q.mH @ right, self.data, right, c)
        to_left = None if left is None else _difference(Q, P.mH @ left, self.data.mH, left, c)
        return to_right, to_left


class SymmetricFactorization(Factorization):
    """f(M) = scale·‖M − A‖²_F over symmetric M; scale = ¼ by default (arXiv:2606.31390), ½ in arXiv:2501.16322.

    Raises ValueError if A is not symmetric (Hermitian) to rounding.
    """

    symmetric = True

    def __init__(self, A: Tensor, scale: float = 0.25) -> None:
        super().__init__(as_finite_matrix(A, "A", square=True), scale)
        skew = float((self.data - self.data.mH).abs().max())
        allowed = 8 * torch.finfo(self.data.dtype).eps * float(self.data.abs().max())
        require(skew <= allowed, f"A must be symmetric, got an asymmetry of {skew:.3g}")

    def best_value(self, columns: int, *, positive: bool = False) -> Tensor:
        """The smallest f over symmetric M of rank at most ``columns``; with ``positive`` over M ⪰ 0 (Y Yᵀ, UDU).

        >>> A = torch.diag(torch.tensor([1.0, -2.0], dtype=torch.float64))
        >>> problem = SymmetricFactorization(A, scale=1.0)
        >>> float(problem.best_value(1)), float(problem.best_value(1, positive=True))
        (1.0, 4.0)
        """
        values = torch.linalg.eigvalsh(self.data)
        kept = (values.clamp_min(0) if positive else values.abs()).sort(-1, descending=True)[0][..., :columns]
        return self.scale * (values.square().sum(-1) - kept.square().sum(-1))


def shared_product(A: Tensor, V: Tensor) -> Tensor:
    """A V; a batch of one is multiplied as a plain matrix, which spares a copy of A.

    A large A on the CPU is multiplied as (Vᵀ Aᵀ)ᵀ with the columns of V filled up to a multiple of four: the BLAS
    kernels for thin right factors run at half speed otherwise (benchmarks/agd_step.py measures it).
    """
    if V.dim() == 3 and V.shape[0] == 1 and A.dim() == 2:
        return shared_product(A, V[0]).unsqueeze(0)
    if V.dim() == 2 and A.dim() == 2 and A.numel() > 2**16 and V.shape[1] <= 128 and A.device.type == "cpu":
        columns = V.shape[1]
        filled = torch.nn.functional.pad(V, (0, -columns % 4))
        return (filled.mT @ A.mT).mT[:, :columns]
    return A @ V


def _difference(tall: Tensor, small: Tensor, A: Tensor, V: Tensor, factor: float) -> Tensor:
    """factor·(tall·small − A·V)."""
    product = shared_product(A, V)
    if tall.dim() == 2 and product.dim() == 2:
        return torch.addmm(product, tall, small, beta=-factor, alpha=factor)
    return factor * (tall @ small - product)
