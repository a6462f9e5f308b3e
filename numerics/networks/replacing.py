"""UDV layers in a network that exists: in place of its nn.Linear and nn.Conv2d, beside them, and back to plain torch."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

import torch
from torch import Tensor, nn

from numerics.networks.adapter import UDVAdapter
from numerics.networks.factors import UDVFactors, layers_of, whole
from numerics.networks.udv_conv import UDVConv2d
from numerics.networks.udv_linear import UDVLinear

FORMS = ("smaller", "one", "pair")


def factorize(module: nn.Module, names: str | Sequence[str] = "*", *, hidden: int | None = None, fresh: bool = False,
              **options: Any) -> nn.Module:  # fmt: skip
    """Every nn.Linear and nn.Conv2d (one group, zeros outside) whose name matches becomes a UDV layer, in place.

    Args:
        module: the network; returned, or its replacement where it is itself such a layer.
        names: patterns of names as ``named_modules`` gives them, ``*`` and ``?`` allowed; a pattern must match something.
        hidden: units of each layer, at most min(out, in) where they start from the weights; by default that.
        fresh: new random factors instead of the best approximation of the weights (the bias is kept).
        options: those of the layer (radius, nonnegative, columnwise, …; ``relu`` and ``tied`` only with ``fresh``).

    A layer that stands at several places is replaced by one. Hooks of what is replaced are lost. Make the optimiser afterwards.

    Raises ValueError for a pattern without a match and for a weight that another module shares.

    >>> net = factorize(nn.Sequential(nn.Linear(8, 6), nn.ReLU(), nn.Linear(6, 2)), "0", hidden=3)
    >>> type(net[0]).__name__, net[0].hidden, type(net[2]).__name__
    ('UDVLinear', 3, 'Linear')
    """
    if hidden is not None:
        hidden = whole("hidden", hidden)

    def made(part: nn.Linear | nn.Conv2d) -> UDVFactors:
        most = min(part.weight.flatten(1).shape)
        if fresh:
            return _fresh(part, hidden, options)
        count = most if hidden is None else min(hidden, most)
        if isinstance(part, nn.Linear):
            return UDVLinear.from_linear(part, count, **options)
        return UDVConv2d.from_conv2d(part, count, **options)

    return _replace_named(module, names, (nn.Linear, nn.Conv2d), made)


def adapt(module: nn.Module, names: str | Sequence[str] = "*", *, hidden: int, **options: Any) -> nn.Module:
    """Every nn.Linear whose name matches gets a `UDVAdapter` of ``hidden`` units, in place; all parameters that were there are
    frozen, and the network computes what it did until the adapters are trained.

    ``options`` are those of the adapter. Raises as `factorize`.

    >>> net = adapt(nn.Sequential(nn.Linear(8, 6), nn.ReLU(), nn.Linear(6, 2)), hidden=1)
    >>> sorted(name for name, p in net.named_parameters() if p.requires_grad)[:3]
    ['0.change.inner', '0.change.magnitudes', '0.change.outer']
    """
    hidden = whole("hidden", hidden)
    before = list(module.parameters())
    adapted = _replace_named(module, names, (nn.Linear,), lambda part: UDVAdapter(part, hidden, **options))
    for parameter in before:
        parameter.requires_grad_(False)
    return adapted


def export(module: nn.Module, form: str = "smaller") -> nn.Module:
    """A copy in plain torch: every UDV layer becomes one nn.Linear or nn.Conv2d ("one"), a pair ("pair"), or whichever holds
    fewer numbers ("smaller"; with ReLU the pair); every adapter is merged into the layer that it adapts.

    Raises ValueError for a ReLU layer with "one", and for another form.

    >>> plain = export(nn.Sequential(UDVLinear(64, 64, hidden=4), UDVLinear(64, 2, hidden=4)))
    >>> [type(part).__name__ for part in plain]
    ['Sequential', 'Linear']
    """
    if form not in FORMS:
        raise ValueError(f"form must be 'smaller', 'one' or 'pair', got {form!r}")

    def plain(name: str, part: nn.Module) -> nn.Module | None:
        if isinstance(part, UDVAdapter):
            return part.plain()
        if not isinstance(part, UDVLinear | UDVConv2d):
            return None
        n, m = part.inner.shape[1], part.outward.shape[0]
        paired = form == "pair" or (form == "smaller" and (part.relu or part.hidden * (n + m) < n * m))
        try:
            return part.pair() if paired else part.plain()
        except ValueError as error:
            raise ValueError(f"layer {name or 'given'}: {error}; export it with form='pair'") from None

    with torch.no_grad():
        return replace_modules(copy.deepcopy(module), plain)


def take_widths(module: nn.Module, state: Mapping[str, Tensor]) -> nn.Module:
    """Every UDV layer gets as many hidden units as ``state`` (a ``state_dict``) has, so that the state of a pruned network can
    be loaded; its factors are then zeros. Make the optimiser afterwards. ValueError where the state has no such layer.

    >>> state = UDVLinear(4, 3, hidden=2).state_dict()
    >>> take_widths(UDVLinear(4, 3), state).load_state_dict(state)
    <All keys matched successfully>
    """
    for name, layer in layers_of(module).items():
        key = f"{name}.inner" if name else "inner"
        if key not in state:
            raise ValueError(f"the state has no {key!r}: it is not of this network")
        count = len(state[key])
        if count != layer.hidden:
            zeros = layer.inner.new_zeros
            outer = None if layer.outer is None else zeros(len(layer.outer), count)
            layer.set_factors(zeros(count, layer.inner.shape[1]), zeros(count), outer)
    return module


def replace_modules(module: nn.Module, make: Callable[[str, nn.Module], nn.Module | None]) -> nn.Module:
    """``module`` with every part for which ``make(name, part)`` gives another one replaced, everywhere it stands, in place;
    parts of a replaced one are not looked at. A replacement takes over whether it is training."""
    seen: dict[int, nn.Module] = {}

    def visit(name: str, part: nn.Module) -> nn.Module:
        if id(part) not in seen:
            new = make(name, part)
            seen[id(part)] = part if new is None else new.train(part.training)
            if new is None:
                for key, child in part._modules.items():
                    if child is not None:
                        part._modules[key] = visit(f"{name}.{key}" if name else key, child)
            kept.append(part)
        return seen[id(part)]

    kept: list[nn.Module] = []  # so that no id is used twice
    return visit("", module)


def _replace_named(module: nn.Module, names: str | Sequence[str], kinds: tuple[type, ...],
                   make: Callable[[Any], nn.Module]) -> nn.Module:  # fmt: skip
    """Parts that are exactly of these ``kinds`` (a subclass has reasons of its own) with a matching name. All new ones are made
    before the first is put in, so that an error leaves the network as it was."""
    patterns = [names] if isinstance(names, str) else list(names)
    inside = {id(part.base) for part in module.modules() if isinstance(part, UDVAdapter)}
    found = {name: part for name, part in module.named_modules(remove_duplicate=False)
             if type(part) in kinds and _ordinary(part) and id(part) not in inside}  # fmt: skip
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in found):
            sought = " or ".join(f"nn.{kind.__name__}" for kind in kinds)
            there = ", ".join(map(repr, found)) or "none (subclasses, UDV layers and adapters are left alone)"
            raise ValueError(f"no {sought} is named {pattern!r}; there are: {there}")
    owners: dict[int, set[int]] = {}
    for part in module.modules():
        for parameter in part._parameters.values():
            owners.setdefault(id(parameter), set()).add(id(part))
    chosen = {id(part): part for name, part in found.items() if any(fnmatchcase(name, pattern) for pattern in patterns)}
    for name, part in found.items():
        if id(part) in chosen and len(owners[id(part._parameters["weight"])]) > 1:
            raise ValueError(f"the weight of {name!r} is shared with another module: leave it out by names")
    made = {key: make(part) for key, part in chosen.items()}
    return replace_modules(module, lambda _, part: made.get(id(part)))


def _ordinary(part: nn.Module) -> bool:
    """Not a convolution in groups or with other padding than zeros."""
    return not isinstance(part, nn.Conv2d) or (part.groups == 1 and part.padding_mode == "zeros")


def _fresh(part: nn.Linear | nn.Conv2d, hidden: int | None, options: dict[str, Any]) -> UDVFactors:
    weight, bias = part.weight, part.bias
    kind = {"bias": bias is not None, "device": weight.device, "dtype": weight.dtype, **options}
    layer: UDVFactors
    if isinstance(part, nn.Linear):
        layer = UDVLinear(part.in_features, part.out_features, hidden, **kind)
    else:
        size = (part.kernel_size[0], part.kernel_size[1])
        layer = UDVConv2d(part.in_channels, part.out_channels, size, hidden, stride=part.stride, padding=part.padding,
                          dilation=part.dilation, **kind)  # fmt: skip
    if layer.bias is not None and bias is not None:
        layer.bias.data.copy_(bias.detach())
    return layer
