"""The Stiefel manifold St(n, r) = {X : XᴴX = I}, batch first: projection and two retractions."""

from __future__ import annotations

import torch
from torch import Tensor

from numerics.randomness import Randomness, normal


def tangent_projection(X: Tensor, Z: Tensor) -> Tensor:
    """Z − X sym(XᴴZ): the Riemannian gradient (Euclidean metric) of a function whose Euclidean gradient is Z."""
    inner = X.mH @ Z
    return Z - X @ (inner + inner.mH) / 2


def polar(Z: Tensor) -> Tensor:
    """The orthonormal polar factor Z(ZᴴZ)^{-1/2} of Z (batch, n, r) of full column rank.

    Through the r × r Gram matrix, with one Newton–Schulz step that takes the error from κ(Z)²ε down to rounding.
    Members with entries that are not finite come out as NaN.

    >>> Z = torch.tensor([[3.0, 0.0], [0.0, 0.5], [0.0, 0.0]], dtype=torch.float64)
    >>> polar(Z).tolist()
    [[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]
    """
    eye = torch.eye(Z.shape[-1], dtype=Z.dtype, device=Z.device)
    gram = Z.mH @ Z
    fine = torch.isfinite(gram).all(-1, keepdim=True).all(-2, keepdim=True)
    X = Z @ _inverse_root(torch.where(fine, gram, eye))
    return torch.where(fine, X @ (3 * eye - X.mH @ X) / 2, torch.nan)


def polar_retraction(X: Tensor, step: Tensor) -> Tensor:
    """(X + ξ)(I + ξᴴξ)^{-1/2} for tangent ξ; source: arXiv:2510.01175 (stated second hand)."""
    return polar(X + step)


def qr_retraction(X: Tensor, step: Tensor) -> Tensor:
    """The Q factor of X + ξ with a positive diagonal of R."""
    Q, R = torch.linalg.qr(X + step)
    signs = R.diagonal(dim1=-2, dim2=-1).sgn()
    signs = torch.where(signs == 0, torch.ones_like(signs), signs)
    return Q * signs.unsqueeze(-2)


RETRACTIONS = {"polar": polar_retraction, "qr": qr_retraction}


def random_frame(
    n: int, r: int, source: Randomness | None, batch: int | None, dtype: torch.dtype, device: torch.device
) -> Tensor:
    """Haar-distributed X = Z(ZᴴZ)^{-1/2}, Z Gaussian; (batch, n, r) or (n, r)."""
    Z = normal(source, batch, (n, r), dtype, device)
    Q, R = torch.linalg.qr(Z)
    left, _, right = torch.linalg.svd(R)
    return Q @ (left @ right)


def _inverse_root(gram: Tensor) -> Tensor:
    values, vectors = torch.linalg.eigh(gram)
    return (vectors * values.rsqrt().unsqueeze(-2)) @ vectors.mH
