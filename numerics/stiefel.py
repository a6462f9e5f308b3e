"""The Stiefel manifold St(n, r) = {X : XᴴX = I}, batch first: projection and three retractions."""

from __future__ import annotations

import torch
from torch import Tensor

from numerics.randomness import Randomness, normal


def require_orthonormal(X: Tensor, name: str) -> None:
    """Refuse frames whose columns are further from orthonormal than √ε."""
    gram = X.mH @ X - torch.eye(X.shape[-1], dtype=X.dtype, device=X.device)
    defect, allowed = float(gram.abs().max()), torch.finfo(X.dtype).eps ** 0.5
    if not defect <= allowed:
        raise ValueError(f"{name} must have orthonormal columns (to {allowed:.1e}), got a defect of {defect:.1e}")


def require_columns(columns: int, size: int) -> None:
    """Refuse more columns than a frame of this size can have.

    >>> require_columns(3, 2)
    Traceback (most recent call last):
    ...
    ValueError: columns must be at most 2, the size, for directions are orthonormal, got 3
    """
    if columns > size:
        raise ValueError(f"columns must be at most {size}, the size, for directions are orthonormal, got {columns}")


def tangent_projection(X: Tensor, Z: Tensor) -> Tensor:
    """Z − X sym(XᴴZ): the Riemannian gradient (Euclidean metric) of a function whose Euclidean gradient is Z."""
    inner = X.mH @ Z
    return Z - X @ (inner + inner.mH) / 2


def polar(Z: Tensor) -> Tensor:
    """The orthonormal polar factor Z(ZᴴZ)^{-1/2} of Z (batch, n, r) of full column rank.

    Members whose Gram matrix has a condition number of at most 1e4 go through it, with one Newton–Schulz step; the others
    through a QR and an SVD of R, scaled beforehand: orthonormal to rounding for every finite Z. Where Z is rank deficient
    the factor is one of many. Members with entries that are not finite come out as NaN.

    >>> Z = torch.tensor([[3.0, 0.0], [0.0, 0.5], [0.0, 0.0]], dtype=torch.float64)
    >>> polar(Z).tolist()
    [[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]
    """
    if Z.dim() == 2:
        return polar(Z.unsqueeze(0)).squeeze(0)
    eye = torch.eye(Z.shape[-1], dtype=Z.dtype, device=Z.device)
    gram = Z.mH @ Z
    fine = torch.isfinite(gram).all(-1, keepdim=True).all(-2, keepdim=True)
    values, vectors = torch.linalg.eigh(torch.where(fine, gram, eye))
    good = fine & ((values[..., :1] > values[..., -1:] * 1e-4) & (values[..., :1] > _SAFE))[..., None]
    values = torch.where(good[..., 0], values, torch.ones_like(values))
    X = Z @ ((vectors * values.rsqrt().unsqueeze(-2)) @ vectors.mH)
    X = X @ (3 * eye - X.mH @ X) / 2
    return X if bool(good.all()) else torch.where(good, X, _polar_by_svd(Z))


def polar_retraction(X: Tensor, step: Tensor) -> Tensor:
    """(X + ξ)(I + ξᴴξ)^{-1/2} for tangent ξ; source: arXiv:2510.01175 (stated second hand)."""
    return polar(X + step)


def qr_retraction(X: Tensor, step: Tensor) -> Tensor:
    """The Q factor of X + ξ with a positive diagonal of R."""
    Q, R = torch.linalg.qr(_scaled(X + step))
    signs = R.diagonal(dim1=-2, dim2=-1).sgn()
    signs = torch.where(signs == 0, torch.ones_like(signs), signs)
    return Q * signs.unsqueeze(-2)


def cayley_retraction(X: Tensor, step: Tensor) -> Tensor:
    """(I − W/2)⁻¹(I + W/2)X with W = PξXᴴ − XξᴴP, P = I − XXᴴ/2 (Wen, Yin 2013): orthogonal for every W.

    The range of W is that of [Pξ, X]; in an orthonormal basis Q of it (2r columns at most), W/2 = Q K Qᴴ with K skew and
    eigenvalues iν, the Cayley transform has the eigenvalues e^{2i·arctan ν}, of modulus one however large ν is, and
    R = X + Q (C − I) QᴴX, cleaned by ``polar``. For ξ → ∞ it tends to a reflection. Agrees with the geodesic to first order.

    >>> X = torch.tensor([[1.0], [0.0]], dtype=torch.float64)
    >>> R = cayley_retraction(X, torch.tensor([[0.0], [2.0]], dtype=torch.float64))    # a quarter turn: |ξ|/2 = tan(φ/2)
    >>> [abs(round(x, 12)) for x in R.flatten().tolist()]
    [0.0, 1.0]
    """
    X = X.expand_as(step)
    half = step - X @ (X.mH @ step) / 2
    Q = torch.linalg.qr(torch.cat([X, _scaled(half)], -1))[0]
    inner, along = Q.mH @ X, Q.mH @ half
    K = along @ inner.mH
    K = (K - K.mH) / 2
    fine = torch.isfinite(K).all(-1, keepdim=True).all(-2, keepdim=True)
    nu, V = torch.linalg.eigh(-1j * torch.where(fine, K, torch.zeros_like(K)))
    turn = (V * torch.exp(2j * nu.atan()).unsqueeze(-2)) @ V.mH
    turned = (turn if K.is_complex() else turn.real) @ inner
    return torch.where(fine, polar(X + Q @ (turned - inner)), torch.nan)


RETRACTIONS = {"polar": polar_retraction, "qr": qr_retraction, "cayley": cayley_retraction}
_SAFE = 1e-25


def _scaled(Z: Tensor) -> Tensor:
    """Z divided by its largest entry, member by member, so that no square overflows or vanishes."""
    size = Z.abs().amax((-2, -1), keepdim=True)
    return Z / torch.where(size > 0, size, torch.ones_like(size))


def _polar_by_svd(Z: Tensor) -> Tensor:
    """The polar factor through QR and the SVD of R, whatever the condition number; NaN where Z is not finite."""
    fine = torch.isfinite(Z).all(-1, keepdim=True).all(-2, keepdim=True)
    Q, R = torch.linalg.qr(_scaled(torch.where(fine, Z, torch.zeros_like(Z))))
    left, _, right = torch.linalg.svd(R)
    return torch.where(fine, Q @ (left @ right), torch.nan)


def random_frame(
    n: int, r: int, source: Randomness | None, batch: int | None, dtype: torch.dtype, device: torch.device
) -> Tensor:
    """Haar-distributed X = Z(ZᴴZ)^{-1/2}, Z Gaussian; (batch, n, r) or (n, r)."""
    require_columns(r, n)
    Z = normal(source, batch, (n, r), dtype, device)
    Q, R = torch.linalg.qr(Z)
    left, _, right = torch.linalg.svd(R)
    return Q @ (left @ right)
