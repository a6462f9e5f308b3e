"""Checks of user input that every problem shares: one line, naming the argument and what is allowed."""

from __future__ import annotations

import torch
from torch import Tensor


def require(condition: bool, message: str) -> None:
    """Raise ``ValueError(message)`` unless the condition holds."""
    if not condition:
        raise ValueError(message)


def as_finite_matrix(value: object, name: str, *, square: bool = False) -> Tensor:
    """``value`` as a finite floating tensor (m, n) or (batch, m, n); dtype and device are kept.

    >>> as_finite_matrix(torch.tensor([[1.0, float("nan")]]), "A")
    Traceback (most recent call last):
    ...
    ValueError: A must be finite, got 1 entry that is not
    """
    matrix = torch.as_tensor(value)
    floating = matrix.is_floating_point() or matrix.is_complex()
    require(floating, f"{name} must be a floating point tensor, got {matrix.dtype}")
    require(
        matrix.dim() in (2, 3) and matrix.numel() > 0,
        f"{name} must be a non-empty matrix (m, n) or a batch (batch, m, n), got shape {tuple(matrix.shape)}",
    )
    if square:
        shape = tuple(matrix.shape[-2:])
        require(shape[0] == shape[1], f"{name} must be square, got {shape[0]} × {shape[1]}")
    bad = int((~torch.isfinite(matrix)).sum())
    require(bad == 0, f"{name} must be finite, got {bad} {'entry that is' if bad == 1 else 'entries that are'} not")
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
    ok = isinstance(value, int | float) and value > 0 and value < float("inf")
    require(ok, f"{name} must be a positive finite number, got {value}")
