"""A user's own factors as float64 arrays: from a list of matrices, a state_dict, or an nn.Sequential of Linear layers.

Order: W_1 acts first. The product W_L ⋯ W_1 is d_L × d_0 like Y, and the weight of nn.Linear is W_l itself (d_l × d_{l−1}).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

Matrices = tuple[np.ndarray, ...]


def own_factors(source: Any, shape: tuple[int, int] | None = None) -> Matrices:
    """(W_1, …, W_L) as float64 arrays on the CPU, detached from any graph; ``source`` itself is left alone.

    ``source``: an iterable of matrices (tensors or arrays), an nn.Sequential of nn.Linear without bias, or names with matrices:
    a mapping as ``state_dict()`` gives it, or pairs as ``named_parameters()`` does. With names the layers stand in the order
    of the numbers in them where they differ in numbers alone ("0.weight", "2.weight"), else in the order given.
    ``shape``: (d_L, d_0) of Y, which the product must have.

    Raises:
        ValueError: one line: no linear network, a bias, fewer than two layers, entries that are not real, floating and
            finite, shapes that do not chain (the shapes are named).

    >>> net = nn.Sequential(nn.Linear(2, 3, bias=False), nn.Linear(3, 1, bias=False))
    >>> [w.shape for w in own_factors(net, (1, 2))]
    [(3, 2), (1, 3)]
    >>> own_factors(nn.Sequential(nn.Linear(2, 2, bias=False), nn.ReLU(), nn.Linear(2, 2, bias=False)))
    Traceback (most recent call last):
    ...
    ValueError: network must be linear, an nn.Sequential of nn.Linear: layer 2 is ReLU, and F has linear layers alone
    """
    names, found = list[str](), list[Any]()
    if isinstance(source, nn.Module):
        found = list(_weights(source))
        if len({id(weight) for weight in found}) < len(found):
            raise ValueError("network must have a weight of its own for each layer, got one that is shared: F has L factors")
    elif isinstance(source, Mapping):
        names = ordered_names(source)
        found = [source[name] for name in names]
    elif isinstance(source, Iterable) and not isinstance(source, str | bytes | Tensor | np.ndarray):
        found = list(source)
        if found and all(isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], str) for pair in found):
            return own_factors(dict(found), shape)
    else:
        raise ValueError(f"factors must be matrices, a state_dict or an nn.Sequential, got {type(source).__name__}")
    if len(found) < 2:
        raise ValueError(f"factors must be at least two matrices W_1, …, W_L, got {len(found)}")
    places = [f"layer {layer}" + (f" ({names[layer - 1]})" if names else "") for layer in range(1, len(found) + 1)]
    matrices = tuple(_matrix(value, place) for value, place in zip(found, places, strict=True))
    check_chain([w.shape for w in matrices], shape)
    return matrices


def ordered_names(names: Iterable[Any], sorted_file: bool = False) -> list[str]:
    """The names of the layers, W_1 first; see `own_factors`. ``sorted_file``: the file gives no order of its own.

    >>> ordered_names(["10.weight", "2.weight"]), ordered_names(["encoder.weight", "decoder.weight"])
    (['2.weight', '10.weight'], ['encoder.weight', 'decoder.weight'])
    >>> ordered_names(["0.weight", "0.bias"])
    Traceback (most recent call last):
    ...
    ValueError: factors must have no bias, got 0.bias: F has none
    """
    listed = [str(name) for name in names]
    for name in listed:
        if re.search(r"(^|[._])bias$", name):
            raise ValueError(f"factors must have no bias, got {name}: F has none")
    weights = [name for name in listed if re.search(r"(^|[._])weight$", name)]
    if weights and (others := [name for name in listed if name not in weights]):
        what = f"got {others[0]} beside {weights[0]}: a buffer is no layer, give the weights alone, in a list"
        raise ValueError(f"factors must be weights, {what}")
    if len({re.sub(r"[0-9]+", "#", name) for name in listed}) <= 1:
        return sorted(listed, key=lambda name: [int(number) for number in re.findall(r"[0-9]+", name)])
    if sorted_file:
        shown = ", ".join(listed[:6]) + (", …" if len(listed) > 6 else "")
        raise ValueError(f"keys must name the layers from W_1 to W_L, for their names tell no order: {shown}")
    return listed


def check_chain(shapes: list[tuple[int, ...]], shape: tuple[int, int] | None) -> None:
    """Raise ValueError unless W_l is d_l × d_{l−1} for some widths, with (d_L, d_0) = ``shape`` where it is given.

    >>> check_chain([(3, 2), (1, 4)], None)
    Traceback (most recent call last):
    ...
    ValueError: factors must chain: W_1 is 3 × 2 and W_2 is 1 × 4, so W_2·W_1 has no meaning
    >>> check_chain([(3, 2), (1, 3)], (2, 2))
    Traceback (most recent call last):
    ...
    ValueError: factors must multiply to the shape of Y, 2 × 2: W_2⋯W_1 is 1 × 2
    """
    for l, (below, above) in enumerate(pairwise(shapes), start=1):
        if above[1] != below[0]:
            ends = f"W_{l} is {_times(below)} and W_{l + 1} is {_times(above)}"
            hint = _other_way(shapes, shape) if all(one[1] == other[0] for one, other in pairwise(shapes)) else ""
            raise ValueError(f"factors must chain: {ends}, so W_{l + 1}·W_{l} has no meaning{hint}")
    found = (shapes[-1][0], shapes[0][1])
    if shape is not None and found != shape:
        hint = " (the transpose of Y fits)" if found == shape[::-1] else ""
        product = f"W_{len(shapes)}⋯W_1 is {_times(found)}{hint}"
        raise ValueError(f"factors must multiply to the shape of Y, {_times(shape)}: {product}")


def _other_way(shapes: list[tuple[int, ...]], shape: tuple[int, int] | None) -> str:
    """What would chain: the transposes, or the reverse order; the shape of Y may tell which is meant."""
    ends = (shapes[0][0], shapes[-1][1])
    transposed, reverse = "their transposes chain: W_l is d_l × d_(l−1)", "in the reverse order they chain: W_1 acts first"
    if shape is not None and (ends == shape) != (ends[::-1] == shape):
        return f" ({reverse if ends == shape else transposed})"
    return f" ({transposed}; or {reverse})"


def _weights(network: nn.Module, place: str = "") -> Iterable[Tensor]:
    """The weights of the Linear layers, first layer first; a subclass with a forward of its own may compute anything."""
    if not isinstance(network, nn.Sequential) or type(network).forward is not nn.Sequential.forward:
        kind = type(network).__name__
        raise ValueError(f"network must be an nn.Sequential of nn.Linear, got {kind}: give its weights in a list")
    for number, layer in enumerate(network, start=1):
        here, kind = f"{place}{number}", type(layer).__name__
        if isinstance(layer, nn.Sequential):
            yield from _weights(layer, f"{here}.")
        elif isinstance(layer, nn.Linear) and type(layer).forward is nn.Linear.forward:
            if getattr(layer, "bias", None) is not None:
                raise ValueError(f"network must have no bias, got one in layer {here}: F has none (nn.Linear(…, bias=False))")
            yield layer.weight
        elif not isinstance(layer, nn.Identity):
            what = f"layer {here} is {kind}, and F has linear layers alone"
            raise ValueError(f"network must be linear, an nn.Sequential of nn.Linear: {what}")


def _matrix(value: Any, place: str) -> np.ndarray:
    """The entries of one layer; ``place`` says which one, and under which name it was given."""
    if isinstance(value, Tensor):
        if value.is_meta or isinstance(value, nn.UninitializedParameter):
            what = "on the meta device" if value.is_meta else "that is not initialised (LazyLinear)"
            raise ValueError(f"factors must hold numbers, got a tensor {what} for {place}")
        kind, value = str(value.dtype), value.detach()
        fine = value.is_floating_point()
        dense = value if value.layout == torch.strided else value.to_dense()
        entries = dense.to(device="cpu", dtype=torch.float64).numpy().copy() if fine else None
    elif isinstance(value, Mapping | str | bytes) or (
        isinstance(value, list | tuple) and any(isinstance(item, Tensor | np.ndarray) for item in value)
    ):
        hint = "give the state_dict itself" if isinstance(value, Mapping) else "of several runs give one at a time"
        raise ValueError(f"factors must be matrices, got a {type(value).__name__} for {place}: {hint}")
    else:
        try:
            value = np.asarray(value)
        except ValueError:
            raise ValueError(f"factors must be matrices, got a ragged list for {place}") from None
        kind, fine = str(value.dtype), value.dtype.kind == "f"
        entries = value.astype(np.float64) if fine else None
    if entries is None:
        raise ValueError(f"factors must be real and floating, got {kind} for {place}")
    if entries.ndim != 2 or not entries.size:
        hint = ": of a batch of runs give one at a time, [w[0] for w in W]" if entries.ndim == 3 else ""
        raise ValueError(f"factors must be matrices, got shape {tuple(entries.shape)} for {place}{hint}")
    if not np.isfinite(entries).all():
        row, column = np.argwhere(~np.isfinite(entries))[0]
        raise ValueError(f"factors must be finite, got {entries[row, column]} in {place}, row {row + 1}, column {column + 1}")
    return np.asarray(entries)


def _times(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))
