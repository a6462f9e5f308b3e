"""What every tensor that comes in has to be: dense, with numbers in it, in one of four types. One line where it is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


def number(value: Any, name: str, allowed: str, fine: Callable[[float], bool]) -> None:
    """Refuse what is no number (a bool, a text, a tensor) for which ``fine`` holds; ``allowed`` says in words which are.

    >>> number(2, "tolerance", "in (0, 1)", lambda t: 0 < t < 1)
    Traceback (most recent call last):
    ...
    ValueError: tolerance must be a number in (0, 1), got 2
    """
    ok = isinstance(value, int | float) and not isinstance(value, bool) and fine(value)
    require(ok, f"{name} must be a number {allowed}, got {value!r:.80}")


def positive(value: Any, name: str) -> None:
    """Refuse what is no positive, finite number."""
    number(value, name, "that is positive and finite", lambda t: 0 < t < float("inf"))


def share(value: Any, name: str, *, zero: bool = False) -> None:
    """Refuse a relative size outside (0, 1), or [0, 1) with ``zero``: an error of 100 % and more is no goal."""
    number(value, name, "in [0, 1)" if zero else "in (0, 1)", lambda t: 0 < t < 1 or (zero and t == 0))


def switch(value: Any, name: str) -> None:
    """Refuse all but True and False: a text such as "no" would count as true."""
    require(isinstance(value, bool), f"{name} must be True or False, got {value!r:.80}")


def choice(value: Any, name: str, among: Sequence[str]) -> None:
    """Refuse what is not one of the names ``among``."""
    require(isinstance(value, str) and value in among, f"{name} must be one of {', '.join(among)}, got {value!s:.80}")
