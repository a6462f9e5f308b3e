"""Points and states are nested (named) tuples of tensors whose first axis is the batch; these walk through them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor


def leaves(tree: Any) -> Iterator[Tensor]:
    """The tensors of a nested tuple, depth first."""
    if isinstance(tree, Tensor):
        yield tree
        return
    if not isinstance(tree, tuple | list):
        raise ValueError(f"a point must be a nested tuple of tensors, got {type(tree).__name__} in it")
    for part in tree:
        yield from leaves(part)


def side_by_side(point: Any) -> tuple[Tensor, ...]:
    """The tensors of a point in one plain tuple; ValueError where one stands in a tuple of its own, or is none.

    >>> side_by_side(((torch.ones(1, 1),), torch.ones(1, 1)))
    Traceback (most recent call last):
    ...
    ValueError: point must be a tuple of tensors, got tuple in it
    """
    if not isinstance(point, tuple | list):
        raise ValueError(f"point must be a tuple of tensors, got {type(point).__name__}")
    for part in point:
        if not isinstance(part, Tensor):
            raise ValueError(f"point must be a tuple of tensors, got {type(part).__name__} in it")
    return tuple(point)


def tree_map(function: Callable[..., Tensor], tree: Any, *others: Any) -> Any:
    """The same nested (named) tuple with ``function`` applied leaf by leaf.

    >>> tree_map(lambda x, y: x + y, (torch.tensor(1), (torch.tensor(2),)), (torch.tensor(3), (torch.tensor(4),)))
    (tensor(4), (tensor(6),))
    """
    if isinstance(tree, Tensor):
        return function(tree, *others)
    parts = [tree_map(function, *branch) for branch in zip(tree, *others, strict=True)]
    return type(tree)(*parts) if hasattr(tree, "_fields") else tuple(parts)


def rows(values: Tensor | float, like: Tensor) -> Tensor | float:
    """A number per batch member, shaped to multiply ``like``; plain numbers pass through."""
    if not isinstance(values, Tensor) or values.dim() == 0:
        return values
    return values.reshape(-1, *(1,) * (like.dim() - 1))


def squared_norm(tree: Any) -> Tensor:
    """Σ‖leaf‖² per batch member, (batch,)."""
    return sum(torch.linalg.vector_norm(leaf.reshape(len(leaf), -1), dim=1).square() for leaf in leaves(tree))  # type: ignore[return-value]


def inner_product(one: Any, other: Any) -> Tensor:
    """Re Σ⟨leaf, leaf⟩ per batch member, (batch,)."""
    pairs = zip(leaves(one), leaves(other), strict=True)
    return sum((a.conj() * b).real.flatten(1).sum(1) for a, b in pairs)  # type: ignore[return-value]


def add(tree: Any, direction: Any, length: Tensor | float = 1.0) -> Any:
    """tree + length · direction; ``length`` is a number or one per batch member."""
    return tree_map(lambda x, d: x + rows(length, x) * d, tree, direction)


def choose(mask: Tensor, yes: Any, no: Any) -> Any:
    """Leaf by leaf: the member of ``yes`` where the mask holds, else that of ``no``."""
    return tree_map(lambda a, b: torch.where(rows(mask, a), a, b), yes, no)  # type: ignore[arg-type]


def in_units(tree: Any, units: Any) -> Any:
    """Every tensor divided by its unit, a number or one per member; None leaves the point as it is.

    >>> in_units((torch.tensor([[2.0]]), torch.tensor([[6.0]])), (1.0, torch.tensor([3.0])))
    (tensor([[2.]]), tensor([[2.]]))
    """
    if units is None:
        return tree
    parts = [x / rows(u, x) for x, u in zip(tree, units, strict=True)]
    return type(tree)(*parts) if hasattr(tree, "_fields") else tuple(parts)


def take(tree: Any, index: Tensor) -> Any:
    """The batch members ``index`` (numbers or a mask)."""
    return tree_map(lambda x: x[index], tree)


def put(tree: Any, index: Tensor, part: Any) -> Any:
    """A copy of ``tree`` with its members ``index`` (numbers, in order) replaced by ``part``."""
    if len(index) == len(next(leaves(tree))):
        return tree_map(torch.clone, part)
    return tree_map(lambda x, y: x.index_copy(0, index, y), tree, part)


def with_batch_axis(tree: Any) -> Any:
    """Every leaf with a leading batch axis of size one."""
    return tree_map(lambda x: x.unsqueeze(0), tree)


def without_batch_axis(tree: Any) -> Any:
    """The only member of a batch of one."""
    return tree_map(lambda x: x.squeeze(0), tree)


def flatten(tree: Any) -> Tensor:
    """All real coordinates in one vector per member, (batch, N); complex entries give two each."""
    parts = [torch.view_as_real(x).flatten(1) if x.is_complex() else x.flatten(1) for x in leaves(tree)]
    return torch.cat(parts, 1)


def unflatten(vector: Tensor, like: Any) -> Any:
    """The inverse of ``flatten`` for points shaped like ``like``."""
    position = 0

    def cut(leaf: Tensor) -> Tensor:
        nonlocal position
        shape = (len(vector), *leaf.shape[1:], *((2,) if leaf.is_complex() else ()))
        count = torch.Size(shape[1:]).numel()
        part = vector[:, position : position + count].reshape(shape)
        position += count
        return torch.view_as_complex(part.clone(memory_format=torch.contiguous_format)) if leaf.is_complex() else part

    return tree_map(cut, like)
