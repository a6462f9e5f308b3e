"""A point of UDU as it is: what its columns do, and whether it is optimal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor


@dataclass(frozen=True)
class KktCertificate:
    """‖GX‖ and min eig G at a point, G the symmetrised gradient of f at X = UDUᵀ; ``scale`` = ‖G(0)‖."""

    smallest: float
    residual: float
    scale: float
    tolerance: float = field(default=1e-6, repr=False)

    @property
    def optimal(self) -> bool:
        """G ⪰ 0 and GX = 0 to ``tolerance`` (1e-6; 1e4 rounding units in float32) of ‖G(0)‖: X minimizes a convex f over
        X ⪰ 0."""
        return self.smallest >= -self.tolerance * self.scale and self.residual <= self.tolerance * self.scale


def relative_tolerance(dtype: torch.dtype) -> float:
    """1e-6, or 1e4 rounding units where that is more.

    >>> relative_tolerance(torch.float64), 1e-3 < relative_tolerance(torch.complex64) < 2e-3
    (1e-06, True)
    """
    return max(1e-6, 1e4 * torch.finfo(dtype).eps)


def underflowed(dtype: torch.dtype) -> float:
    """Below this, 1e8 times the smallest normal number, entries have left the normal numbers or are about to: 2e-300 in
    float64."""
    return 1e8 * torch.finfo(dtype).tiny


def classify_columns(U: Tensor, magnitudes: Tensor, G: Tensor) -> list[str]:
    """A name for every column: "active" (λ‖u‖² above 1e-8 of the largest and 1e-12 of ‖G‖), "free" (λ > 0, small u),
    "underflowed" (λ > 0, all of u below 2e-300; 1e-30 in float32), "dead" (λ = 0 and uᴴGu > 0), "idle" (λ = 0 otherwise).

    >>> eye = torch.eye(2, dtype=torch.float64)
    >>> classify_columns(eye, torch.tensor([1.0, 0.0], dtype=torch.float64), eye)
    ['active', 'dead']
    """
    mass = magnitudes * U.abs().square().sum(-2)
    slopes = (U.conj() * (G @ U)).real.sum(-2)
    names, floor = [], 1e-12 * float(torch.linalg.matrix_norm(G, 2))
    for j in range(U.shape[-1]):
        if magnitudes[j] == 0:
            names.append("dead" if slopes[j] > 0 else "idle")
        elif bool(U[:, j].abs().max() < underflowed(U.dtype)):
            names.append("underflowed")
        else:
            names.append("active" if mass[j] > max(1e-8 * float(mass.max()), floor) else "free")
    return names


def gradient_matrix(problem: Any, U: Tensor, magnitudes: Tensor) -> Tensor:
    """G, the gradient of f at X = UDUᴴ, (n, n), symmetric or Hermitian."""
    eye = torch.eye(len(U), dtype=U.dtype, device=U.device)
    G = problem.gradient_products((U * magnitudes)[None], U[None], eye[None], None)[0][0]
    return (G + G.mH) / 2


def kkt_certificate(problem: Any, U: Tensor, magnitudes: Tensor) -> KktCertificate:
    """min eig G and ‖GX‖ (relative to max(1, ‖X‖)) at (U, λ). U: (n, r), magnitudes: (r,).

    >>> from numerics.problems import SymmetricFactorization
    >>> problem = SymmetricFactorization(torch.diag(torch.tensor([2.0, -1.0], dtype=torch.float64)), scale=0.5)
    >>> U = torch.tensor([[1.0], [0.0]], dtype=torch.float64)
    >>> kkt_certificate(problem, U, torch.tensor([2.0], dtype=torch.float64))
    KktCertificate(smallest=0.0, residual=0.0, scale=2.0)
    """
    G, X = gradient_matrix(problem, U, magnitudes), (U * magnitudes) @ U.mH
    start = gradient_matrix(problem, torch.zeros_like(U), magnitudes)
    return KktCertificate(
        float(torch.linalg.eigvalsh(G)[0]),
        float((G @ X).norm() / max(1.0, float(X.norm()))),
        float(torch.linalg.matrix_norm(start, 2)),
        relative_tolerance(U.dtype),
    )
