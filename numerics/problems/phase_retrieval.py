"""Intensity measurements of a lifted vector: phase retrieval by given vectors, and Fourier ptychography."""

from __future__ import annotations

from abc import abstractmethod

import torch
from torch import Tensor

from numerics.problems.least_squares import LeastSquares
from numerics.problems.validation import as_finite_matrix, require, require_positive
from numerics.tensors import require_finite, require_floating


class IntensityProblem(LeastSquares):
    """f(M) = scale·‖diag(L M Lᴴ) − y‖² over Hermitian M: 𝒜(P Qᴴ)_k = Re Σ_j (L P)_kj conj((L Q)_kj).

    Subclasses give ``forward`` (V ↦ L V) and ``backward`` (its adjoint); then 𝒜*(r) V = Lᴴ(r ⊙ L V).
    """

    symmetric = True

    @abstractmethod
    def forward(self, V: Tensor) -> Tensor:
        """L V: (batch, n, r) to (batch, K, r)."""

    @abstractmethod
    def backward(self, W: Tensor) -> Tensor:
        """Lᴴ W: (batch, K, r) to (batch, n, r)."""

    @abstractmethod
    def energy(self) -> Tensor:
        """‖L‖²_F."""

    def unit(self) -> Tensor:
        """n·Σy/‖L‖²_F, which is tr M for a tight frame: of degree one in the intensities; 1 where they vanish."""
        trace = self.shape[0] * self.data.sum(-1) / self.energy()
        return torch.where(trace > 0, trace, torch.ones_like(trace))

    def measure(self, P: Tensor, Q: Tensor) -> Tensor:
        """The real part of the diagonal of L P Qᴴ Lᴴ."""
        one = self.forward(P)
        other = one if Q is P else self.forward(Q)
        return (one * other.conj()).real.sum(-1) if one.is_complex() else (one * other).sum(-1)

    def adjoint_product(self, r: Tensor, V: Tensor) -> Tensor:
        """Lᴴ(r ⊙ L V)."""
        return self.backward(r.unsqueeze(-1) * self.forward(V))

    def adjoint_product_left(self, r: Tensor, V: Tensor) -> Tensor:
        """The same: 𝒜*(r) is Hermitian for real r."""
        return self.adjoint_product(r, V)


class PhaseRetrieval(IntensityProblem):
    """f(M) = scale·Σ_k (a_kᴴ M a_k − y_k)², with a_kᴴ the rows of ``vectors`` (K, n), real or complex; (batch, K, n)
    gives every member its own.

    ``intensities`` y is real, (K,) or (batch, K), non-negative; (batch, K) if the vectors are a batch.

    >>> vectors = torch.eye(2, dtype=torch.float64)
    >>> problem = PhaseRetrieval(vectors, torch.tensor([4.0, 0.0], dtype=torch.float64))
    >>> x = torch.tensor([[1.0], [0.0]], dtype=torch.float64)
    >>> float(problem.value(x, x))                                     # ½·(1 − 4)²
    4.5
    """

    def __init__(self, vectors: Tensor, intensities: Tensor, scale: float = 0.5) -> None:
        require_positive(scale, "scale")
        self.vectors = as_finite_matrix(vectors, "vectors")
        _check_intensities(intensities, self.vectors.shape[-2])
        fits = self.vectors.dim() == 2 or intensities.shape == self.vectors.shape[:2]
        require(fits, f"intensities must be {tuple(self.vectors.shape[:2])} like the vectors, got {tuple(intensities.shape)}")
        real = self.vectors.dtype.to_real()
        same = intensities.dtype == real and intensities.device == self.vectors.device
        require(same, f"intensities must have dtype {real} on {self.vectors.device}, got {intensities.dtype}")
        self.data, self.scale = intensities, scale
        self.shape = (int(self.vectors.shape[-1]),) * 2

    @property
    def factor_dtype(self) -> torch.dtype:
        """The dtype of the vectors."""
        return self.vectors.dtype

    def energy(self) -> Tensor:
        """Σ‖a_k‖², a scalar or (batch,)."""
        return self.vectors.abs().square().sum((-2, -1))

    def forward(self, V: Tensor) -> Tensor:
        """a_kᴴ v for every column v."""
        return self.vectors @ V

    def backward(self, W: Tensor) -> Tensor:
        """The adjoint."""
        return self.vectors.mH @ W

    def _take(self, index: Tensor) -> None:
        super()._take(index)
        self.vectors = self.vectors[index] if self.vectors.dim() == 3 else self.vectors


def _check_intensities(intensities: Tensor, count: int) -> None:
    require_floating(intensities, "intensities", real="intensities are real")
    require(
        intensities.dim() in (1, 2) and intensities.shape[-1] == count and intensities.numel() > 0,
        f"intensities must be ({count},) or (batch, {count}), got shape {tuple(intensities.shape)}",
    )
    require_finite(intensities, "intensities")
    require(bool((intensities >= 0).all()), f"intensities must be non-negative, got {float(intensities.min()):g}")
