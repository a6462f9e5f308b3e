"""Fourier ptychography of the cameraman: the instance, its runs, and images as text."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from numerics.datasets import load
from numerics.problems import FourierPtychography
from proofs_check.bridge.intensities import recover, start_of_norm


def instance(side: int, pupil: int, spacing: int) -> tuple[FourierPtychography, Tensor, Tensor]:
    """The problem, its truth (side², 1) of norm 1, and which frequencies some pupil lets through: zeros and ones (side, side).

    The truth is the image as block means, filtered to those frequencies; f = ½‖𝒜(X) − y‖²/‖y‖².
    """
    picture = load("camera")[0]
    block = len(picture) // side
    small = picture[: block * side, : block * side].reshape(side, block, side, block).mean((1, 3))
    centres = FourierPtychography.grid_of_centres((side, side), pupil, spacing)
    count = len(centres) * (2 * pupil + 1) ** 2
    empty = FourierPtychography((side, side), centres, pupil, torch.zeros(count, dtype=torch.float64))
    seen = torch.zeros(side * side, dtype=torch.float64)
    seen[empty.positions[:, empty.pupil > 0].flatten()] = 1
    seen = seen.reshape(side, side)
    truth = filtered(small.flatten()[:, None].to(torch.complex128), seen)
    truth = truth / truth.norm()
    y = FourierPtychography.of_image(truth, (side, side), centres, pupil).data
    return FourierPtychography((side, side), centres, pupil, y, scale=0.5 / float(y.square().sum())), truth, seen


def filtered(columns: Tensor, seen: Tensor) -> Tensor:
    """The columns (n, r) with the frequencies where ``seen`` is zero taken out."""
    height, width = seen.shape
    plane = torch.fft.fftshift(torch.fft.fft2(columns.mT.unflatten(-1, (height, width)), norm="ortho"), dim=(-2, -1))
    return torch.fft.ifft2(torch.fft.ifftshift(plane * seen, dim=(-2, -1)), norm="ortho").flatten(-2).mT


def ptychography(arm: Mapping[str, Any], seeds: Sequence[int]) -> list[dict[str, Any]]:
    """`recover` for all seeds as one batch of starts, filtered like the truth; ``image`` is |x̂| (`as_text`)."""
    problem, truth, seen = instance(arm["side"], arm["pupil"], arm["spacing"])
    starts = []
    for seed in seeds:
        generator = torch.Generator().manual_seed(seed)
        starts.append(filtered(start_of_norm(generator, len(truth), arm["columns"], 1.0, torch.complex128), seen))
    start = torch.stack(starts)
    start = arm["start"] * start / torch.linalg.vector_norm(start, dim=(-2, -1), keepdim=True)
    told, found = recover(problem, truth, start, arm)
    return [{**cells, "image": as_text(x)} for cells, x in zip(told, found, strict=True)]


def as_text(x: Tensor) -> str:
    """|x| in 256 grey levels, white at twice the root mean square of a unit vector; base64.

    >>> as_image(as_text(torch.tensor([0.25, 0.5, 0.5, 1.0])))
    [[64, 128], [128, 255]]
    """
    grey = (x.abs() * len(x) ** 0.5 / 2 * 255).nan_to_num().clamp(0, 255).round()
    return base64.b64encode(bytes(grey.int().tolist())).decode()


def as_image(text: str) -> list[list[int]]:
    """The rows of a square image that `as_text` wrote."""
    levels = list(base64.b64decode(text))
    side = round(len(levels) ** 0.5)
    return [levels[k * side : (k + 1) * side] for k in range(side)]
