"""Matrix sensing: inner products with Gaussian matrices, stored or drawn anew from a seed whenever they are used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import torch
from torch import Tensor

from numerics.problems.least_squares import LeastSquares, moved
from numerics.problems.validation import as_finite_matrix, require, require_positive
from numerics.tensors import require_finite, require_floating, whole

_WHY_REAL = "sensing is defined for real matrices"


class Sensors(Protocol):
    """Measurement matrices A_1 … A_K of one shape, handed out in blocks (count, m, n)."""

    count: int
    shape: tuple[int, int]

    def blocks(self) -> Iterator[tuple[slice, Tensor]]:
        """(which measurements, their matrices), in order."""


class StoredSensors:
    """Measurement matrices held in memory: ``matrices`` (K, m, n)."""

    def __init__(self, matrices: Tensor) -> None:
        require_floating(matrices, "matrices", real=_WHY_REAL)
        shape = tuple(matrices.shape)
        require(matrices.dim() == 3 and matrices.numel() > 0, f"matrices must be (K, m, n) and not empty, got shape {shape}")
        require_finite(matrices, "matrices")
        self.matrices = matrices
        self.count = int(matrices.shape[0])
        self.shape = (int(matrices.shape[1]), int(matrices.shape[2]))
        self.dtype, self.device = matrices.dtype, matrices.device

    def to(self, device: torch.device | str | None, dtype: torch.dtype | None) -> StoredSensors:
        """The same matrices elsewhere."""
        return StoredSensors(moved(self.matrices, device, dtype))

    def blocks(self) -> Iterator[tuple[slice, Tensor]]:
        """One block with everything."""
        yield slice(0, self.count), self.matrices


class GaussianSensors:
    """K matrices with independent N(0, 1/K) entries that are never stored: block b is drawn from ``seed`` + b.

    Memory is one block (``block`` matrices); the price is drawing K·m·n numbers at each use. The draws are made in
    float64 on the CPU whatever the device, so that they are the same everywhere.
    """

    def __init__(
        self,
        count: int,
        shape: tuple[int, int],
        *,
        seed: int,
        block: int = 256,
        dtype: torch.dtype = torch.float64,
        device: torch.device | str = "cpu",
    ) -> None:
        whole(count, "count")
        whole(block, "block")
        whole(seed, "seed", least=0)
        require_floating(torch.empty(0, dtype=dtype), "dtype", real=_WHY_REAL)
        self.count, self.shape, self.seed, self.block = count, shape, seed, block
        self.dtype, self.device = dtype, torch.device(device)

    def to(self, device: torch.device | str | None, dtype: torch.dtype | None) -> GaussianSensors:
        """The same matrices, handed out elsewhere."""
        where, kind = self.device if device is None else device, self.dtype if dtype is None else dtype
        return GaussianSensors(self.count, self.shape, seed=self.seed, block=self.block, dtype=kind, device=where)

    def blocks(self) -> Iterator[tuple[slice, Tensor]]:
        """Blocks of at most ``block`` matrices."""
        for number, first in enumerate(range(0, self.count, self.block)):
            size = min(self.block, self.count - first)
            generator = torch.Generator().manual_seed(self.seed + number)
            draw = torch.randn(size, *self.shape, generator=generator, dtype=torch.float64) / self.count**0.5
            yield slice(first, first + size), draw.to(self.device, self.dtype)


class MatrixSensing(LeastSquares):
    """f(M) = scale·Σ_k (⟨A_k, M⟩ − b_k)², b (K,) or (batch, K).

    Real: float32 or float64. With ``symmetric=True`` the A_k act through their symmetric part. Use ``MatrixSensing.gaussian``
    to draw a consistent instance.

    >>> sensors = StoredSensors(torch.eye(2, dtype=torch.float64)[None])
    >>> problem = MatrixSensing(sensors, torch.tensor([5.0], dtype=torch.float64))
    >>> one = torch.ones(2, 1, dtype=torch.float64)
    >>> float(problem.value(one, one))                                # ½·(trace of the all-ones matrix − 5)²
    4.5
    """

    def __init__(self, sensors: Sensors, b: Tensor, *, symmetric: bool = False, scale: float = 0.5) -> None:
        require_positive(scale, "scale")
        require_floating(b, "b", real=_WHY_REAL)
        listed = b.dim() in (1, 2) and b.shape[-1] == sensors.count and b.numel() > 0
        require(listed, f"b must list {sensors.count} measurements, (K,) or (batch, K), got shape {tuple(b.shape)}")
        require_finite(b, "b")
        shape = sensors.shape
        square = shape[0] == shape[1]
        require(square or not symmetric, f"shape must be square if symmetric, got {shape[0]} × {shape[1]}")
        kind = (getattr(sensors, "dtype", b.dtype), getattr(sensors, "device", b.device))
        require(kind == (b.dtype, b.device), f"b must have dtype {kind[0]} on {kind[1]}, got {b.dtype} on {b.device}")
        self.sensors, self.data, self.shape = sensors, b, sensors.shape
        self.symmetric, self.scale = symmetric, scale
        self._condition: float | None = None

    @classmethod
    def gaussian(
        cls, truth: Tensor, count: int, *, seed: int, symmetric: bool = False, scale: float = 0.5, stored: bool = True
    ) -> MatrixSensing:
        """Noiseless measurements of ``truth`` (m, n) by ``count`` Gaussian matrices with entries N(0, 1/count)."""
        as_finite_matrix(truth, "truth", real=_WHY_REAL)
        require(truth.dim() == 2, f"truth must be one matrix (m, n), got shape {tuple(truth.shape)}")
        shape = (int(truth.shape[0]), int(truth.shape[1]))
        sensors: Sensors = GaussianSensors(count, shape, seed=seed, dtype=truth.dtype, device=truth.device)
        if stored:
            sensors = StoredSensors(torch.cat([block for _, block in sensors.blocks()]))
        problem = cls(sensors, truth.new_zeros(count), symmetric=symmetric, scale=scale)
        problem.data = problem.measure(truth, torch.eye(shape[1], dtype=truth.dtype, device=truth.device))
        problem.optimal_value = 0.0
        singular = torch.linalg.svdvals(truth)
        kept = singular[singular > singular[0] * max(shape) * torch.finfo(truth.dtype).eps]
        problem._condition = float(kept[0] / kept[-1])
        return problem

    @property
    def condition_number(self) -> float | None:
        """σ_1/σ_r of the truth, if the instance was drawn by ``gaussian``."""
        return self._condition

    def target_estimate(self) -> Tensor:
        """𝒜*(b); its mean over Gaussian sensors with variance 1/K is the matrix sought."""
        return self._adjoint(self.data)

    def measure(self, P: Tensor, Q: Tensor) -> Tensor:
        """⟨A_k, P Qᵀ⟩ for all k."""
        M = P @ Q.mT
        M = (M + M.mT) / 2 if self.symmetric else M
        flat = M.flatten(-2)
        return torch.cat([flat @ block.flatten(1).mT for _, block in self.sensors.blocks()], -1)

    def adjoint_product(self, r: Tensor, V: Tensor) -> Tensor:
        """(Σ_k r_k A_k) V."""
        return self._adjoint(r) @ V

    def adjoint_product_left(self, r: Tensor, V: Tensor) -> Tensor:
        """(Σ_k r_k A_k)ᵀ V."""
        return self._adjoint(r).mT @ V

    def _adjoint(self, r: Tensor) -> Tensor:
        terms = [r[..., part] @ block.flatten(1) for part, block in self.sensors.blocks()]
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        matrix = total.unflatten(-1, self.shape)
        return (matrix + matrix.mT) / 2 if self.symmetric else matrix
