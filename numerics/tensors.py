"""What every tensor that comes in has to be: dense, with numbers in it, in one of four types. One line where it is not."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

REAL = (torch.float32, torch.float64)
FLOATING = (*REAL, torch.complex64, torch.complex128)
HALF = (torch.float16, torch.bfloat16, torch.complex32)


def require(condition: bool, message: str) -> None:
    """Raise ``ValueError(message)`` unless the condition holds."""
    if not condition:
        raise ValueError(message)


def require_numbers(value: Any, name: str) -> None:
    """Refuse what is no dense tensor with numbers in it: other layouts, the meta device, other types.

    >>> require_numbers(torch.eye(2).to_sparse(), "A")
    Traceback (most recent call last):
    ...
    ValueError: A must be a dense tensor, got the layout torch.sparse_coo
    """
    require(isinstance(value, Tensor), f"{name} must be a tensor, got {type(value).__name__}")
    require(value.layout is torch.strided, f"{name} must be a dense tensor, got the layout {value.layout}")
    require(value.device.type != "meta", f"{name} must hold numbers, got a tensor on the meta device, which holds none")


def require_floating(value: Any, name: str, *, real: str = "") -> None:
    """Refuse all but float32, float64, complex64 and complex128; the complex ones too where ``real`` says why.

    >>> require_floating(torch.ones(2, dtype=torch.bfloat16), "A")
    Traceback (most recent call last):
    ...
    ValueError: A must be float32, float64, complex64 or complex128, got torch.bfloat16: half precision is not supported
    """
    require_numbers(value, name)
    if value.dtype in HALF:
        allowed = "float32 or float64" if real else "float32, float64, complex64 or complex128"
        raise ValueError(f"{name} must be {allowed}, got {value.dtype}: half precision is not supported")
    require(value.dtype in FLOATING, f"{name} must be a floating point tensor, got {value.dtype}")
    require(not real or value.dtype in REAL, f"{name} must be float32 or float64, got {value.dtype}: {real}")


def require_finite(values: Tensor, name: str) -> None:
    """Refuse infinities and NaN, with their number."""
    bad = int((~torch.isfinite(values)).sum())
    require(bad == 0, f"{name} must be finite, got {bad} {'entry that is' if bad == 1 else 'entries that are'} not")


def whole(value: Any, name: str, least: int = 1) -> int:
    """``value`` if it is a whole number (an int, no bool, no 1.5) of at least ``least``; else ValueError.

    >>> whole(1.5, "steps")
    Traceback (most recent call last):
    ...
    ValueError: steps must be a whole number of at least 1, got 1.5
    """
    ok = isinstance(value, int) and not isinstance(value, bool) and value >= least
    require(ok, f"{name} must be a whole number of at least {least}, got {value!r}")
    return int(value)
