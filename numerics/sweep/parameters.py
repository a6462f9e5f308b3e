"""What a parameter of an instance may be, read from the annotation of its maker: one sentence for everything else."""

from __future__ import annotations

import inspect
import math
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Any

LARGEST = 10**6
"""The largest size, rank or count of an instance: beyond it no dense matrix of the instance fits a machine."""


def checked_parameters(maker: Callable[..., Any], parameters: Mapping[str, Any], where: str) -> dict[str, Any]:
    """``parameters`` as ``maker`` declares them: whole numbers, finite numbers, true or false, lists of either.

    Sizes and counts are 1 … 10⁶, ``seed`` is 0 … 2⁶³ − 1. 4.0 is not a whole number: a plan says what it means.

    >>> def maker(n: int = 4, condition: float = 2.0, widths: Sequence[int] = (2, 2), seed: int = 0): ...
    >>> checked_parameters(maker, {"n": 3, "condition": 5}, "problem")
    {'n': 3, 'condition': 5.0}
    >>> checked_parameters(maker, {"widths": "3,3"}, "problem")
    Traceback (most recent call last):
    ...
    ValueError: problem.widths must be a list such as [2, 2], got '3,3'
    """
    kinds = typing.get_type_hints(maker)
    defaults = {name: p.default for name, p in inspect.signature(maker).parameters.items()}
    return {name: _checked(f"{where}.{name}", kinds[name], value, defaults[name]) for name, value in parameters.items()}


def _checked(name: str, kind: Any, value: Any, default: Any) -> Any:
    if kind is bool:
        if not isinstance(value, bool):
            raise ValueError(f"{name} must be true or false, got {value!r}")
        return value
    if kind is int:
        return _whole(name, value)
    if kind is float:
        return _finite(name, value)
    listed = isinstance(value, Sequence) and not isinstance(value, str)
    if listed:
        (entry,) = typing.get_args(next(k for k in (kind, *typing.get_args(kind)) if typing.get_origin(k) is Sequence))
        return tuple(_checked(f"{name}[{place}]", entry, item, None) for place, item in enumerate(value))
    single = typing.get_origin(kind) is not Sequence  # one number is allowed beside a list
    if single and isinstance(value, int | float) and not isinstance(value, bool):
        return _finite(name, value)
    example = list(default) if isinstance(default, tuple) and default else [2, 1]
    either = "a number or " if single else ""
    raise ValueError(f"{name} must be {either}a list such as {example}, got {value!r}")


def _whole(name: str, value: Any) -> int:
    low, high = (0, 2**63 - 1) if name.endswith(".seed") else (1, LARGEST)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        shown = "10^6" if high == LARGEST else "2^63 - 1"
        raise ValueError(f"{name} must be a whole number in {low} … {shown}, got {value!r}")
    return value


def _finite(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(_as_float(value)):
        raise ValueError(f"{name} must be a finite number, got {value!r}")
    return float(value)


def _as_float(value: int | float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf
