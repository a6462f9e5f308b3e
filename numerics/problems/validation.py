"""Checks of user input that every problem shares: one line, naming the argument and what is allowed."""

from __future__ import annotations

import torch
from torch import Tensor

from numerics.tensors import require, require_finite, require_floating

__all__ = ["as_finite_matrix", "require", "require_positive", "require_same_kind"]


def as_finite_matrix(value: object, name: str, *, square: bool = False, real: str = "") -> Tensor:
    """``value`` as a finite floating tensor (m, n) or (batch, m, n); dtype and device are kept.

    >>> as_finite_matrix(torch.tensor([[1.0, float("nan")]]), "A")
    Traceback (most recent call last):
    ...
    ValueError: A must be finite, got 1 entry that is not
    """
    matrix = value if isinstance(value, Tensor) else torch.as_tensor(value)
    require_floating(matrix, name, real=real)
    require(
        matrix.dim() in (2, 3) and matrix.numel() > 0,
        f"{name} must be a non-empty matrix (m, n) or a batch (batch, m, n), got shape {tuple(matrix.shape)}",
    )
    if square:
        shape = tuple(matrix.shape[-2:])
        require(shape[0] == shape[1], f"{name} must be square, got {shape[0]} × {shape[1]}")
    require_finite(matrix, name)
    return matrix


def require_same_kind(value: Tensor, reference: Tensor, name: str, reference_name: str) -> None:
    """Refuse mixed dtypes and mixed devices."""
    require(
        value.dtype == reference.dtype and value.device == reference.device,
        f"{name} must have dtype {reference.dtype} on {reference.device} like {reference_name},"
        f" got {value.dtype} on {value.device}",
    )


def require_positive(value: float, name: str) -> None:
    """Refuse zero, negative and non-finite numbers."""
    ok = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf")
    require(ok, f"{name} must be a positive finite number, got {value!s:.80}")
