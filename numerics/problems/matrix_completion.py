"""Matrix completion: single entries are seen.

Where the matrix is small beside the number of entries (m·n ≤ 16 k), products go through dense matrices, which is
faster; otherwise nothing of size m × n is ever formed.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from numerics.problems.least_squares import LeastSquares
from numerics.problems.validation import require, require_positive, require_same_kind
from numerics.tensors import require_finite, require_floating, require_numbers


class MatrixCompletion(LeastSquares):
    """f(M) = scale·Σ_e |M[rows_e, columns_e] − values_e|².

    ``rows`` and ``columns`` are int64 (k,), ``values`` (k,) or (batch, k); whole numbers (ratings) become float64. With
    ``symmetric=True`` M is symmetric and the entries need not be: the gradient is the symmetric part.
    Raises ValueError for entries outside the shape, repeated entries, and a mask with an empty row or column, which leaves
    that row free.

    >>> values = torch.tensor([3.0, 1.0], dtype=torch.float64)
    >>> problem = MatrixCompletion(torch.tensor([0, 1]), torch.tensor([0, 1]), values, (2, 2))
    >>> one = torch.ones(2, 1, dtype=torch.float64)
    >>> float(problem.value(one, one))                                 # ½·((1 − 3)² + 0), by hand
    2.0
    """

    def __init__(
        self,
        rows: Tensor,
        columns: Tensor,
        values: Tensor,
        shape: tuple[int, int],
        *,
        symmetric: bool = False,
        scale: float = 0.5,
    ) -> None:
        require_positive(scale, "scale")
        values = as_numbers(values, "values")
        given = values.dim() in (1, 2) and values.numel() > 0
        require(given, f"values must be (k,) or (batch, k) and not empty, got shape {tuple(values.shape)}")
        require_finite(values, "values")
        for name, index in (("rows", rows), ("columns", columns)):
            require_numbers(index, name)
            require(index.device == values.device, f"{name} must be on {values.device} like values, got {index.device}")
        same = rows.shape == columns.shape == values.shape[-1:]
        counts = f"{tuple(rows.shape)}, {tuple(columns.shape)} and {tuple(values.shape)}"
        require(same, f"rows, columns and values must list the same entries, got {counts}")
        square = shape[0] == shape[1]
        require(square or not symmetric, f"shape must be square if symmetric, got {shape[0]} × {shape[1]}")
        for name, index, size in (("rows", rows, shape[0]), ("columns", columns, shape[1])):
            require(index.dtype == torch.int64, f"{name} must be int64, got {index.dtype}")
            inside = bool(((index >= 0) & (index < size)).all())
            require(inside, f"{name} must lie in 0 … {size - 1}, got {int(index.min())} … {int(index.max())}")
        codes = rows * shape[1] + columns
        require(len(codes.unique()) == len(codes), "rows and columns must not name an entry twice")
        _refuse_empty(rows, columns, shape, symmetric)
        self.rows, self.columns, self.data = rows, columns, values
        self.codes = codes
        self.dense = shape[0] * shape[1] <= min(16 * len(codes), 2**22)
        self.shape, self.symmetric, self.scale = shape, symmetric, scale

    @classmethod
    def from_mask(
        cls, A: Tensor, mask: Tensor | None = None, *, symmetric: bool = False, scale: float = 0.5
    ) -> MatrixCompletion:
        """The entries of A (m, n) or (batch, m, n) where the boolean ``mask`` (m, n) holds; elsewhere A may be anything, NaN
        as well. Without a mask those that are not NaN are seen; in a batch these must be the same for all."""
        A = as_numbers(A, "A")
        require(A.dim() in (2, 3) and A.numel() > 0, f"A must be (m, n) or (batch, m, n), got shape {tuple(A.shape)}")
        if mask is None:
            seen = ~torch.isnan(A)
            mask = seen if A.dim() == 2 else seen[0]
            require(bool((seen == mask).all()), "A must lack the same entries in every member of the batch")
        require_numbers(mask, "mask")
        require(mask.dtype == torch.bool and mask.shape == A.shape[-2:], "mask must be a boolean matrix shaped like A")
        require(mask.device == A.device, f"mask must be on {A.device} like A, got {mask.device}")
        rows, columns = mask.nonzero(as_tuple=True)
        shape = (int(A.shape[-2]), int(A.shape[-1]))
        return cls(rows, columns, A[..., rows, columns], shape, symmetric=symmetric, scale=scale)

    @classmethod
    def from_sparse(cls, ratings: Any, *, symmetric: bool = False, scale: float = 0.5) -> MatrixCompletion:
        """The stored entries of a sparse tensor (COO, CSR, …) or of a sparse matrix of scipy; a stored zero is an entry seen.

        >>> ratings = torch.sparse_coo_tensor([[0, 1], [1, 0]], [4, 2], (2, 2), check_invariants=True)
        >>> MatrixCompletion.from_sparse(ratings).data
        tensor([4., 2.], dtype=torch.float64)
        """
        if isinstance(ratings, Tensor):
            require(ratings.device.type != "meta", "ratings must hold numbers, got a tensor on the meta device")
            require(ratings.layout is not torch.strided, "ratings must be sparse, got a dense tensor: use from_mask")
            coo = ratings.to_sparse_coo()
            require(coo.sparse_dim() == 2 and coo.dense_dim() == 0, f"ratings must be (m, n), got {tuple(coo.shape)}")
            (rows, columns), values = coo._indices(), coo._values()
        else:
            found = hasattr(ratings, "tocoo") and len(ratings.shape) == 2
            require(found, f"ratings must be a sparse matrix (m, n), got {type(ratings).__name__}")
            coo = ratings.tocoo()
            rows, columns = (torch.as_tensor(x.copy(), dtype=torch.int64) for x in (coo.row, coo.col))
            values = torch.as_tensor(coo.data.copy())
        shape = (int(ratings.shape[0]), int(ratings.shape[1]))
        return cls(rows, columns, values, shape, symmetric=symmetric, scale=scale)

    def target_estimate(self) -> Tensor:
        """The seen entries divided by the share seen, zeros elsewhere; its mean over random masks is the matrix."""
        eye = torch.eye(self.shape[1], dtype=self.data.dtype, device=self.device)
        return self.adjoint_product(self.data, eye) * (self.shape[0] * self.shape[1] / len(self.rows))

    def measure(self, P: Tensor, Q: Tensor) -> Tensor:
        """The entries (P Qᴴ)[rows, columns]."""
        require_same_kind(P, self.data, "factors", "values")
        if self.dense:
            M = P @ Q.mH
            M = (M + M.mH) / 2 if self.symmetric else M
            return M.flatten(-2).index_select(-1, self.codes)
        seen = (P[..., self.rows, :] * Q[..., self.columns, :].conj()).sum(-1)
        if self.symmetric:
            seen = (seen + (P[..., self.columns, :] * Q[..., self.rows, :].conj()).sum(-1).conj()) / 2
        return seen

    def adjoint_product(self, r: Tensor, V: Tensor) -> Tensor:
        """Scatter r into its entries and multiply by V."""
        if self.dense:
            return self._matrix(r) @ V
        product = _scatter(r, self.rows, self.columns, V, self.shape[0])
        if self.symmetric:
            product = (product + _scatter(r.conj(), self.columns, self.rows, V, self.shape[0])) / 2
        return product

    def adjoint_product_left(self, r: Tensor, V: Tensor) -> Tensor:
        """The same with rows and columns exchanged."""
        if self.symmetric:
            return self.adjoint_product(r, V)
        if self.dense:
            return self._matrix(r).mH @ V
        return _scatter(r.conj(), self.columns, self.rows, V, self.shape[1])

    def _matrix(self, r: Tensor) -> Tensor:
        """r in its entries, zeros elsewhere; the Hermitian part if symmetric."""
        flat = r.new_zeros(*r.shape[:-1], self.shape[0] * self.shape[1])
        G = flat.index_copy(-1, self.codes, r).unflatten(-1, self.shape)
        return (G + G.mH) / 2 if self.symmetric else G


def as_numbers(values: Any, name: str) -> Tensor:
    """A floating tensor as it is, whole numbers as float64 (exact up to 2⁵³)."""
    require_numbers(values, name)
    if not values.is_floating_point() and not values.is_complex() and values.dtype != torch.bool:
        exact = bool((values.abs() <= 2**53).all())
        require(exact, f"{name} must be at most 2^53 where they are whole numbers: beyond, float64 is not exact")
        return values.to(torch.float64)
    require_floating(values, name)
    return values


def _scatter(r: Tensor, to: Tensor, source: Tensor, V: Tensor, size: int) -> Tensor:
    """out[to_e] += r_e V[source_e]; sums run in the order of the entries, so the same input gives the same bits."""
    terms = r.unsqueeze(-1) * V[..., source, :]
    out = terms.new_zeros(*terms.shape[:-2], size, terms.shape[-1])
    return out.index_add(-2, to, terms)


def _refuse_empty(rows: Tensor, columns: Tensor, shape: tuple[int, int], symmetric: bool) -> None:
    sides = [("row", torch.cat([rows, columns]) if symmetric else rows, shape[0])]
    if not symmetric:
        sides.append(("column", columns, shape[1]))
    for name, index, size in sides:
        empty = torch.bincount(index, minlength=size) == 0
        if bool(empty.any()):
            count, first = int(empty.sum()), int(empty.nonzero()[0])
            raise ValueError(f"mask must see every {name} at least once, got {count} empty, the first {first}")
