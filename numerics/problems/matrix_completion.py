"""Matrix completion: single entries are seen.

Where the matrix is small beside the number of entries (m·n ≤ 16 k), products go through dense matrices, which is
faster; otherwise nothing of size m × n is ever formed.
"""

from __future__ import annotations

import torch
from torch import Tensor

from numerics.problems.least_squares import LeastSquares
from numerics.problems.validation import as_finite_matrix, require, require_positive, require_same_kind


class MatrixCompletion(LeastSquares):
    """f(M) = scale·Σ_e (M[rows_e, columns_e] − values_e)².

    ``rows`` and ``columns`` are int64 (k,), ``values`` (k,) or (batch, k). With ``symmetric=True`` M is symmetric
    and the entries need not be: the gradient is the symmetric part (spec page udu, 1.3). Raises ValueError for
    entries outside the shape, repeated entries, and a mask with an empty row or column, which leaves that row free.

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
        require(values.dim() in (1, 2), f"values must be (k,) or (batch, k), got shape {tuple(values.shape)}")
        require(rows.shape == columns.shape == values.shape[-1:], "rows, columns and values must list the same entries")
        require(bool(torch.isfinite(values).all()), "values must be finite")
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
    def from_mask(cls, A: Tensor, mask: Tensor, *, symmetric: bool = False, scale: float = 0.5) -> MatrixCompletion:
        """The entries of A (m, n) or (batch, m, n) where the boolean ``mask`` (m, n) holds."""
        A = as_finite_matrix(A, "A")
        require(mask.dtype == torch.bool and mask.shape == A.shape[-2:], "mask must be a boolean matrix shaped like A")
        require(mask.device == A.device, f"mask must be on {A.device} like A, got {mask.device}")
        rows, columns = mask.nonzero(as_tuple=True)
        shape = (int(A.shape[-2]), int(A.shape[-1]))
        return cls(rows, columns, A[..., rows, columns], shape, symmetric=symmetric, scale=scale)

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
