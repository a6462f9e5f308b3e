"""Sensing and completion for several seeds in one batch: each seed has its own sensors or mask, and ``group`` members share
them. Losses and gradients are those of `MatrixSensing` and `MatrixCompletion`, seed by seed.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from numerics.problems import GaussianSensors
from numerics.problems.least_squares import LeastSquares


class SensingOverSeeds(LeastSquares):
    """f(M) = scale·Σ_k (⟨A_k, M − truth⟩)² over symmetric M, K Gaussian sensors with entries N(0, 1/K) a seed.

    The K sensors of a seed act on M through their symmetric parts, which span at most d = m(m + 1)/2 dimensions: the triangular
    factor of the K × d matrix of their coordinates has the same loss, so K numbers become d (K ≥ d). ``truths`` (seeds, m, m).
    """

    symmetric, data_dims = True, 1

    def __init__(self, truths: Tensor, count: int, seeds: Sequence[int], *, group: int, scale: float) -> None:
        m = truths.shape[-1]
        basis = symmetric_basis(m)
        if count < basis.shape[1]:
            raise ValueError(f"count must be at least m(m + 1)/2 = {basis.shape[1]}, got {count}")
        rows = []
        for seed in seeds:
            gram = truths.new_zeros(basis.shape[1], basis.shape[1])
            for _, block in GaussianSensors(count, (m, m), seed=1_000_003 * seed, block=4096).blocks():
                part = block.flatten(1) @ basis
                gram += part.mT @ part
            rows.append(torch.linalg.cholesky(gram).mT @ basis.mT)
        self.rows = torch.stack(rows)
        self.group, self.scale, self.shape = group, scale, (m, m)
        self.data = (self.rows @ truths.flatten(1)[..., None])[..., 0].repeat_interleave(group, 0)

    def measure(self, P: Tensor, Q: Tensor) -> Tensor:
        """The d numbers of P Qᵀ for every member."""
        flat = (P @ Q.mT).reshape(len(self.rows), self.group, -1)
        return (flat @ self.rows.mT).flatten(0, 1)

    def adjoint_product(self, r: Tensor, V: Tensor) -> Tensor:
        """𝒜*(r) V; 𝒜*(r) is symmetric."""
        matrix = r.reshape(len(self.rows), self.group, -1) @ self.rows
        return matrix.flatten(0, 1).unflatten(-1, self.shape) @ V

    def adjoint_product_left(self, r: Tensor, V: Tensor) -> Tensor:
        """The same."""
        return self.adjoint_product(r, V)


class CompletionOverSeeds(LeastSquares):
    """f(M) = scale·‖mask∘(M − truth)‖² with ``masks`` (seeds, m, n) of zeros and ones; with ``symmetric`` these must be so."""

    data_dims = 2

    def __init__(self, truth: Tensor, masks: Tensor, *, group: int, scale: float, symmetric: bool) -> None:
        self.masks = masks.to(truth.dtype).repeat_interleave(group, 0)
        self.group, self.scale, self.symmetric = group, scale, symmetric
        self.shape = (int(truth.shape[-2]), int(truth.shape[-1]))
        self.data = self.masks * (truth if truth.dim() == 2 else truth.repeat_interleave(group, 0))

    def measure(self, P: Tensor, Q: Tensor) -> Tensor:
        """P Qᵀ where it is seen, zeros elsewhere."""
        return (P @ Q.mT) * self.masks

    def adjoint_product(self, r: Tensor, V: Tensor) -> Tensor:
        """r V."""
        return (r * self.masks) @ V

    def adjoint_product_left(self, r: Tensor, V: Tensor) -> Tensor:
        """rᵀ V."""
        return (r * self.masks).mT @ V


def symmetric_basis(m: int) -> Tensor:
    """Orthonormal basis of the symmetric m × m matrices, flattened: (m², m(m + 1)/2).

    >>> B = symmetric_basis(3)
    >>> B.shape, bool(torch.allclose(B.mT @ B, torch.eye(6, dtype=torch.float64)))
    (torch.Size([9, 6]), True)
    """
    i, j = torch.triu_indices(m, m)
    columns = torch.arange(len(i))
    basis = torch.zeros(m, m, len(i), dtype=torch.float64)
    size = torch.where(i == j, 1.0, 2.0).to(torch.float64).rsqrt()
    basis[i, j, columns] = size
    basis[j, i, columns] = size
    return basis.flatten(0, 1)


def symmetric_masks(m: int, share: float, seeds: Sequence[int]) -> Tensor:
    """Entries on and above the diagonal seen with probability ``share``, and their mirror images; the diagonal always."""
    upper = masks(m, m, share, seeds).triu() | torch.eye(m, dtype=torch.bool)
    return upper | upper.mT


def masks(m: int, n: int, share: float, seeds: Sequence[int]) -> Tensor:
    """Entries seen with probability ``share``."""
    sources = [torch.Generator().manual_seed(seed) for seed in seeds]
    return torch.stack([torch.rand(m, n, generator=source, dtype=torch.float64) < share for source in sources])
