"""Where random numbers come from: an explicit torch.Generator, or one integer seed per batch member.

With ``Seeds`` every member draws from its own counter-based stream, so what it gets does not depend on which other
members share its batch: a sweep may group its tasks as it likes. The mixing function is SplitMix64
(Steele, Lea, Flood, OOPSLA 2014), the normals are Box–Muller.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics.tensors import whole

_GOLDEN = -7046029254386353131  # 0x9E3779B97F4A7C15 as a signed 64-bit number
_MIX_1 = -4658895280553007687  # 0xBF58476D1CE4E5B9
_MIX_2 = -7723592293110705685  # 0x94D049BB133111EB


@dataclass(frozen=True, eq=False)
class Seeds:
    """One stream per batch member: ``values`` int64 (batch,), ``stream`` tells apart several draws of one member.

    >>> one = Seeds(torch.tensor([7])).normal((2,))
    >>> many = Seeds(torch.tensor([3, 7, 9])).normal((2,))
    >>> torch.equal(one[0], many[1])
    True
    """

    values: Tensor
    stream: int = 0

    def next(self, offset: int = 1) -> Seeds:
        """The stream for another, independent draw."""
        return Seeds(self.values, self.stream + offset)

    def normal(self, shape: tuple[int, ...]) -> Tensor:
        """Standard normals (batch, *shape) in float64 on the device of the seeds."""
        return counter_normal(self.values, torch.full_like(self.values, self.stream), shape)


Randomness = torch.Generator | Seeds


def require_generator(value: Any) -> None:
    """Refuse what is no torch.Generator: a seed, None.

    >>> require_generator(3)
    Traceback (most recent call last):
    ...
    ValueError: generator must be a torch.Generator, such as torch.Generator().manual_seed(0), got 3
    """
    if not isinstance(value, torch.Generator):
        raise ValueError(
            f"generator must be a torch.Generator, such as torch.Generator().manual_seed(0), got {value!r:.80}"
        )


def normal(
    source: Randomness | None,
    batch: int | None,
    shape: tuple[int, ...],
    dtype: torch.dtype,
    device: torch.device,
    stream: int = 0,
) -> Tensor:
    """Standard normals of shape (batch, *shape), or ``shape`` if batch is None; complex ones have E|z|² = 1."""
    if not isinstance(source, torch.Generator | Seeds):
        raise ValueError(f"generator must be a torch.Generator or Seeds for a random start, got {source!r:.80}")
    if batch is not None:
        whole(batch, "batch")
    complex_parts = (2,) if dtype.is_complex else ()
    real = dtype.to_real()
    if isinstance(source, Seeds):
        draw = source.next(stream).normal((*shape, *complex_parts)).to(device=device, dtype=real)
        if batch is not None and batch != len(draw):
            raise ValueError(f"batch must equal the number of seeds, {len(draw)}, got {batch}")
        draw = draw[0] if batch is None else draw
    else:
        lead = () if batch is None else (batch,)
        draw = torch.randn(*lead, *shape, *complex_parts, generator=source, dtype=real, device=source.device).to(device)
    return torch.view_as_complex(draw) / math.sqrt(2) if complex_parts else draw


def counter_normal(seeds: Tensor, streams: Tensor, shape: tuple[int, ...]) -> Tensor:
    """Normals (batch, *shape) that are a function of (seed, stream, position) alone; seeds, streams int64 (batch,)."""
    count = torch.Size(shape).numel()
    key = _mix(_mix(seeds) + streams * _GOLDEN)[:, None]
    position = torch.arange(2 * count, device=seeds.device)[None, :]
    bits = _mix(key + position * _GOLDEN)
    uniform = (_shift(bits, 11).to(torch.float64) + 0.5) * 2.0**-53
    radius = (-2 * uniform[:, :count].log()).sqrt()
    return (radius * (2 * math.pi * uniform[:, count:]).cos()).reshape(len(seeds), *shape)


def _shift(x: Tensor, bits: int) -> Tensor:
    """Logical right shift of signed 64-bit integers."""
    return (x >> bits) & ((1 << (64 - bits)) - 1)


def _mix(x: Tensor) -> Tensor:
    x = x + _GOLDEN
    x = (x ^ _shift(x, 30)) * _MIX_1
    x = (x ^ _shift(x, 27)) * _MIX_2
    return x ^ _shift(x, 31)
