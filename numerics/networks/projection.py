"""The projection after every step of an optimiser, whatever layers the network has by then."""

from __future__ import annotations

from functools import cache
from typing import Any

import torch
from torch import nn

from numerics.networks.factors import UDVFactors, layers_of


def project_after_steps(optimizer: torch.optim.Optimizer, module: nn.Module) -> torch.optim.Optimizer:
    """After every ``optimizer.step()`` each UDV layer that is then inside ``module`` is projected; returns the optimiser.

    Works with any torch optimiser, also under a learning rate scheduler and a gradient scaler. Layers are looked up at every
    step, so that one put in later is projected too (its parameters must be given to the optimiser by ``add_param_group``). A
    deep copy of the optimiser projects the copy of the network that was made with it, and so does a pickled one; torch itself
    drops the hooks of an optimiser when it is copied.

    With weight decay on the magnitudes exclusion (Proposition 1) no longer applies: see ``check_homogeneity``.

    Raises ValueError where ``module`` holds no UDV layer, or the optimiser none of their parameters; TypeError where the two
    are exchanged.

    >>> import copy
    >>> from numerics.networks import UDVLinear
    >>> layer = UDVLinear(3, 2)
    >>> optimizer = project_after_steps(torch.optim.SGD(layer.parameters(), lr=1.0), layer)
    >>> layer2, optimizer2 = copy.deepcopy((layer, optimizer))
    >>> layer2(torch.full((1, 3), 9.0)).sum().backward()
    >>> optimizer2.step()
    >>> bool(torch.linalg.matrix_norm(layer2.inner) <= 1 + 1e-6)
    True
    """
    first: object = optimizer
    if isinstance(first, nn.Module):
        raise TypeError("the optimiser comes first, then the network: project_after_steps(optimizer, module)")
    layers = layers_of(module).values()
    if not layers:
        raise ValueError("module holds no UDVLinear or UDVConv2d layer: there is nothing to project")
    moved = {id(parameter) for group in optimizer.param_groups for parameter in group["params"]}
    if not any(id(parameter) in moved for layer in layers for parameter in layer.parameters()):
        raise ValueError("the optimiser holds no parameter of the UDV layers in module: make it of module.parameters()")
    known: tuple[nn.Module, ...] = getattr(optimizer, "projected", ())
    if not known:
        kind: Any = type(optimizer)
        optimizer.__class__ = _projecting(kind)
        optimizer.register_step_post_hook(_project)
    optimizer.projected = (*known, module)  # type: ignore[attr-defined]
    return optimizer


def _project(optimizer: Any, *_: Any) -> None:
    for module in optimizer.projected:
        for layer in module.modules():
            if isinstance(layer, UDVFactors):
                layer.project_()


@cache
def _projecting(kind: Any) -> Any:
    """``kind`` under its own name, whose copies keep what they project."""

    class Projecting(kind):  # type: ignore[misc, valid-type]
        def __getstate__(self) -> dict[str, Any]:
            return {**super().__getstate__(), "projected": self.projected}

        def __setstate__(self, state: dict[str, Any]) -> None:
            super().__setstate__(state)
            if "projected" in state:  # the optimisers of torch also call this when a state_dict is loaded
                self._optimizer_step_post_hooks.clear()
                self.register_step_post_hook(_project)

        def __reduce_ex__(self, protocol: Any) -> Any:
            return _empty, (kind,), self.__getstate__()

    Projecting.__name__, Projecting.__qualname__, Projecting.__module__ = kind.__name__, kind.__qualname__, kind.__module__
    return Projecting


def _empty(kind: Any) -> Any:
    made = _projecting(kind)
    return made.__new__(made)
