"""The handwritten digits that two experiments share, in training, validation and test sets that no seed changes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

SPLIT = 529


@cache
def digits(classes: Sequence[int] = tuple(range(10))) -> tuple[tuple[Tensor, Tensor], ...]:
    """Training, validation and test set (60, 20, 20 %) of the images of these classes: pixels, float32, and the place of the
    class in ``classes``."""
    import torch

    from numerics.datasets import load

    images, target = load("digits")
    assert target is not None
    wanted = torch.isin(target.long(), torch.tensor(classes)).nonzero()[:, 0]
    order = wanted[torch.randperm(len(wanted), generator=torch.Generator().manual_seed(SPLIT))]
    X, y = images[order].float(), torch.tensor([classes.index(int(c)) for c in target[order]])
    held = round(0.2 * len(order))
    parts = [len(order) - 2 * held, held, held]
    return tuple(zip(X.split(parts), y.split(parts), strict=True))


def accuracy(outputs: Tensor, target: Tensor) -> Tensor:
    """The share of rows (…, B, classes) whose largest output is that of the class, (…)."""
    return (outputs.argmax(-1) == target).double().mean(-1)
