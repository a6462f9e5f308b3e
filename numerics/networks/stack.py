"""Several UDV layers of one shape and kind, trained as one: seeds and learning rates side by side."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from numerics.networks.factors import into_ball_
from numerics.networks.udv_linear import UDVLinear

_ALIKE = ("relu", "nonnegative", "columnwise", "constrained", "radius", "outer_radius")


class UDVStack(nn.Module):
    """Layer k maps x[k] (…, n) to V[k] (d[k] ∘ U[k] x[k]), with ReLU behind d where the layers have one: ``inner`` (K, h, n),
    ``magnitudes`` (K, h), ``outer`` (K, m, h).

    No layer sees another: the gradient of a sum of their losses is that of each alone, and one that overflows leaves the others
    as they are. A magnitude that requires no gradient in the layers (a network without d) requires none here.

    Args:
        layers: `UDVLinear` without bias and not tied, all of one shape, dtype and setting. They are copied.
        rates: the learning rate of each layer; 1 by default. See ``step``.

    Raises ValueError for no layers, layers that differ in more than their numbers, a bias, a tied layer, and other than one
    rate a layer.

    >>> layers = [UDVLinear(4, 3, hidden=5) for _ in range(2)]
    >>> stack = UDVStack(layers)
    >>> x = torch.ones(7, 4)
    >>> stack(x).shape, bool(torch.allclose(stack(x)[1], layers[1](x), atol=1e-6))
    (torch.Size([2, 7, 3]), True)
    """

    relu: bool
    nonnegative: bool
    columnwise: bool
    constrained: bool
    radius: float
    outer_radius: float
    rates: Tensor

    def __init__(self, layers: Sequence[UDVLinear], rates: Sequence[float] | None = None) -> None:
        super().__init__()
        if not layers:
            raise ValueError("a stack must hold at least one layer, got none")
        if any(layer.tied or layer.bias is not None for layer in layers):
            raise ValueError("the layers of a stack must have no bias and not be tied")
        if len({_kind(layer) for layer in layers}) > 1:
            raise ValueError("the layers of a stack must have one shape, dtype and setting")
        rates = [1.0] * len(layers) if rates is None else rates
        if len(rates) != len(layers):
            raise ValueError(f"a stack needs one rate a layer ({len(layers)}), got {len(rates)}")
        for name in _ALIKE:
            setattr(self, name, getattr(layers[0], name))
        self.inner, self.magnitudes, self.outer = (
            nn.Parameter(torch.stack([part.detach() for part in parts]), requires_grad=parts[0].requires_grad)
            for parts in zip(*((layer.inner, layer.magnitudes, layer.outward) for layer in layers), strict=True)
        )
        self.register_buffer("rates", torch.as_tensor(rates, dtype=self.inner.dtype))

    def forward(self, x: Tensor) -> Tensor:
        """(K, B, n), or (B, n) for all of them → (K, B, m)."""
        scaled = (x @ self.inner.mT) * self.magnitudes[:, None]
        return (torch.relu(scaled) if self.relu else scaled) @ self.outer.mT

    @torch.no_grad()
    def project_(self) -> Tensor:
        """Into the balls and d ≥ 0 as each layer does it. Returns ln c of the inner balls, c = max(1, ‖U‖/radius): (K, 1), or
        (K, h) where every row has its own; 0 where the layers are not constrained."""
        if not self.constrained:
            return self.inner.new_zeros(len(self.inner), 1)
        scale = into_ball_(self.inner, self.radius, 2 if self.columnwise else (1, 2))
        into_ball_(self.outer, self.outer_radius, 1 if self.columnwise else (1, 2))
        if self.nonnegative:
            self.magnitudes.clamp_min_(0)
        return -scale.squeeze(2).log()

    @torch.no_grad()
    def step(self, optimizer: torch.optim.Optimizer) -> Tensor:
        """One step of ``optimizer``, made of this stack's parameters with ``lr=1``: what it adds to layer k is multiplied with
        rates[k], for rules whose step is proportional to the rate (SGD, momentum, Adam, NAdam). Then ``project_``, whose ln c
        is returned. The state of the optimiser is left alone.

        Raises ValueError for another learning rate than 1, and for an optimiser that holds other parameters than this stack's,
        whose steps would have the rate 1.

        >>> stack = UDVStack([UDVLinear(4, 3, radius=9.0, outer_radius=9.0) for _ in range(2)], rates=[0.0, 0.1])
        >>> before = stack.outer.detach().clone()
        >>> stack(torch.ones(7, 4)).sum().backward()
        >>> _ = stack.step(torch.optim.SGD(stack.parameters(), lr=1.0))
        >>> (stack.outer == before).flatten(1).all(1).tolist()
        [True, False]
        """
        if any(group["lr"] != 1 for group in optimizer.param_groups):
            raise ValueError("the optimiser of a stack must be made with lr=1: the rates are those of the stack")
        mine = {id(part) for part in self.parameters()}
        if any(id(part) not in mine for group in optimizer.param_groups for part in group["params"]):
            raise ValueError("the optimiser of a stack must hold the parameters of this stack alone: make one for each")
        moved = [part for part in self.parameters() if part.requires_grad]
        before = [part.detach().clone() for part in moved]
        optimizer.step()
        for part, old in zip(moved, before, strict=True):
            rates = self.rates.view(-1, *[1] * (part.dim() - 1))
            part.copy_(torch.addcmul(old, part - old, rates))
        return self.project_()

    @torch.no_grad()
    def layer(self, k: int) -> UDVLinear:
        """A `UDVLinear` with the numbers of layer k, trained in the same factors."""
        (hidden, n), m = self.inner.shape[1:], self.outer.shape[1]
        with torch.random.fork_rng(devices=[]):  # its own start is not wanted
            made = UDVLinear(n, m, hidden, relu=self.relu, radius=self.radius, outer_radius=self.outer_radius,
                             nonnegative=self.nonnegative, columnwise=self.columnwise, dtype=self.inner.dtype)  # fmt: skip
        made.constrained = self.constrained
        for name in ("inner", "magnitudes", "outer"):
            getattr(made, name).requires_grad_(getattr(self, name).requires_grad)
        return made.set_factors(self.inner[k], self.magnitudes[k], self.outer[k])


def _kind(layer: UDVLinear) -> tuple[object, ...]:
    trained = tuple(part.requires_grad for part in (layer.inner, layer.magnitudes, layer.outward))
    return (*layer.inner.shape, *layer.outward.shape, layer.inner.dtype, trained, *(getattr(layer, name) for name in _ALIKE))
