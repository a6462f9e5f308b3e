"""Whether Proposition 1 (no fixed point has an active ball) applies to a network: the Euler identity, layer by layer.

Exclusion rests on one fact: scaling a constrained block by t and the free magnitudes by t^(−k) leaves the function unchanged.
Then ⟨∇_W F, W⟩ = k⟨∇_d F, d⟩ for every loss, and where the step of d is at rest the right side is zero, for every number k.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from numerics.networks.factors import layers_of

TOLERANCES = {torch.float64: 1e-9, torch.float32: 1e-4}
COTANGENTS = 4


@dataclass(frozen=True)
class Homogeneity:
    """``defects``: for each constrained parameter the largest relative difference of the two sides over the trials, with the
    degree k that fits best, in ``degrees``. ``decays``, ``bounded``: magnitudes that decay or are bounded above."""

    defects: dict[str, float]
    tolerance: float
    decays: tuple[str, ...] = ()
    bounded: tuple[str, ...] = ()
    degrees: dict[str, float] = field(default_factory=dict)

    @property
    def breaking(self) -> list[str]:
        """Constrained parameters for which the identity fails, or could not be computed."""
        return [name for name, defect in self.defects.items() if not defect <= self.tolerance]

    @property
    def applies(self) -> bool:
        """Whether exclusion applies: the identity holds for every constrained block, and nothing decays or bounds the
        magnitudes of one with k > 0 (for the others that does no harm)."""
        return not (self.breaking or (self._exposed and (self.decays or self.bounded)))

    @property
    def _exposed(self) -> dict[str, float]:
        return {name: k for name, k in self.degrees.items() if k > self.tolerance}

    def __str__(self) -> str:
        if self.applies:
            told = ", ".join(name if abs(self._degree(name) - 1) < 1e-3 else f"{name} (degree {self._degree(name):.3g})"
                             for name in self.defects)  # fmt: skip
            return f"exclusion applies: the Euler identity holds for {told} (largest defect {max(self.defects.values()):.1e})"
        reasons = [f"{name} breaks the Euler identity (defect {self.defects[name]:.1e})" for name in self.breaking]
        if self._exposed:
            rules = "; ".join(f"that of {name} iff {'' if abs(k - 1) < 1e-3 else f'{k:.3g}·'}w_D‖D‖² > w_W·α²"
                              for name, k in self._exposed.items())  # fmt: skip
            reasons += [f"weight decay acts on {name}, and balls are active ({rules})" for name in self.decays]
            reasons += [f"{name} is bounded above: a column at the bound can keep the ball active" for name in self.bounded]
        return "exclusion does not apply: " + "; ".join(reasons)

    def _degree(self, name: str) -> float:
        return self.degrees.get(name, 1.0)


def check_homogeneity(
    module: nn.Module,
    constrained: Sequence[str],
    magnitudes: str,
    sample: Any,
    *,
    trials: int = 3,
    tolerance: float | None = None,
    together: Mapping[str, Sequence[str]] | None = None,
    optimizer: torch.optim.Optimizer | None = None,
    upper_bound: float | None = None,
) -> Homogeneity:
    """Test ⟨∇_W F, W⟩ = k⟨∇_d F, d⟩ for every W in ``constrained`` at random parameters, with random linear losses of the
    output and one k for all of them: 1 for V diag(d) U, 2 for U in the tied Uᵀ diag(d) U, 0 where W is normalized first.

    The module is left as it is: parameters, frozen or not, and buffers (running means) are drawn beside it.

    Args:
        module: any torch module with real parameters.
        constrained: names of the parameters that are kept in balls; ``magnitudes``: the name of the free one.
        sample: an input batch, or a tuple of arguments. The output may be a tensor, or tuples, lists and mappings of some.
        tolerance: relative; default 1e-9 in float64, 1e-4 in float32.
        together: for a constrained parameter the unconstrained ones that scale with it, such as the bias of its layer (their
            own gradient vanishes at rest).
        optimizer: if given, its parameter groups are searched for weight decay on the magnitudes.
        upper_bound: a bound that training puts on the magnitudes, if any.

    Raises:
        ValueError: a name that the module does not have, magnitudes in half precision, an output without a gradient.

    >>> from numerics.networks import UDVLinear
    >>> torch.manual_seed(0) and None
    >>> layer = UDVLinear(4, 4, hidden=5, tied=True, dtype=torch.float64)
    >>> x = torch.randn(8, 4, dtype=torch.float64)
    >>> found = check_homogeneity(layer, ("inner",), "magnitudes", x)
    >>> found.applies, round(found.degrees["inner"], 9)
    (True, 2.0)
    """
    parameters = dict(module.named_parameters())
    partners = {name: list((together or {}).get(name, ())) for name in constrained}
    _must_exist(parameters, (*constrained, magnitudes, *(other for others in partners.values() for other in others)))
    free = parameters[magnitudes]
    if tolerance is None and free.dtype not in TOLERANCES:
        raise ValueError(f"{magnitudes} must be float32 or float64 without a tolerance, got {free.dtype}: use module.float()")
    limit = TOLERANCES[free.dtype] if tolerance is None else tolerance
    sides: dict[str, list[tuple[float, float, float, float]]] = {name: [] for name in constrained}
    devices = [free.device] if free.device.type == "cuda" else []
    with torch.random.fork_rng(devices):
        torch.manual_seed(0)
        for _ in range(trials):
            for name, pairs in _sides(module, parameters, partners, magnitudes, sample).items():
                sides[name] += pairs
    fitted = {name: _fit(pairs, limit) for name, pairs in sides.items()}
    groups = [] if optimizer is None else optimizer.param_groups
    decays = [magnitudes for g in groups if g.get("weight_decay", 0) and any(p is free for p in g["params"])]
    bounded = () if upper_bound is None else (f"{magnitudes} (≤ {upper_bound:g})",)
    return Homogeneity({name: defect for name, (_, defect) in fitted.items()}, limit, tuple(decays), bounded,
                       {name: k for name, (k, _) in fitted.items()})  # fmt: skip


def check_layers(
    module: nn.Module, sample: Any, *, optimizer: torch.optim.Optimizer | None = None
) -> dict[str, Homogeneity]:
    """`check_homogeneity` for every UDV layer in a network that is still constrained, by its name.

    >>> from numerics.networks import UDVLinear
    >>> net = nn.Sequential(UDVLinear(4, 3), nn.Tanh(), UDVLinear(3, 2, tied=False)).double()
    >>> [found.applies for found in check_layers(net, torch.ones(2, 4, dtype=torch.float64)).values()]
    [True, True]
    """
    found = {}
    for name, layer in layers_of(module).items():
        if layer.constrained:
            before = f"{name}." if name else ""
            balls = [f"{before}inner"] if layer.tied else [f"{before}inner", f"{before}outer"]
            found[name] = check_homogeneity(module, balls, f"{before}magnitudes", sample, optimizer=optimizer)
    return found


def _must_exist(parameters: Mapping[str, Tensor], names: Iterable[str]) -> None:
    for name in names:
        if name not in parameters:
            raise ValueError(f"the module has no parameter {name!r}; it has: {', '.join(parameters)}")


def _drawn(value: Tensor, positive: bool) -> Tensor:
    """Normal entries, divided by √(fan in) so that deep networks stay in range; a leaf that asks for gradients."""
    if not value.is_floating_point():
        return value.detach().clone()
    drawn = torch.randn(value.shape, dtype=value.dtype, device=value.device)
    drawn = drawn.abs() if positive else drawn / max(1, value[0].numel() if value.dim() > 1 else 1) ** 0.5
    return drawn.requires_grad_()


def _sides(module: nn.Module, parameters: Mapping[str, Tensor], partners: Mapping[str, Sequence[str]], magnitudes: str,
           sample: Any) -> dict[str, list[tuple[float, float, float, float]]]:  # fmt: skip
    """(left, right, ‖∇_W‖‖W‖, ‖∇_d‖‖d‖) of each constrained parameter for some losses, at drawn parameters."""
    values = {name: _drawn(value, name == magnitudes) for name, value in parameters.items()}
    buffers = {name: value.detach().clone() for name, value in module.named_buffers()}
    arguments = sample if isinstance(sample, tuple) else (sample,)
    with torch.enable_grad():
        output = torch.func.functional_call(module, {**values, **buffers}, arguments)
    outputs = [value for value in _tensors(output) if value.requires_grad]
    if not outputs:
        raise ValueError("the output of the module has no gradient in its parameters")
    leaves = {name: value for name, value in values.items() if value.requires_grad}
    found: dict[str, list[tuple[float, float, float, float]]] = {name: [] for name in partners}
    for _ in range(COTANGENTS):
        loss = [torch.randn(value.shape, dtype=value.dtype, device=value.device) for value in outputs]
        slopes = torch.autograd.grad(outputs, list(leaves.values()), loss, retain_graph=True, allow_unused=True)
        inner, size = {}, {}
        for (name, value), slope in zip(leaves.items(), slopes, strict=True):
            inner[name] = 0.0 if slope is None else float((slope * value.detach()).sum())
            size[name] = 0.0 if slope is None else float(slope.norm() * value.detach().norm())
        for name, others in partners.items():
            left = inner[name] + sum(inner[other] for other in others)
            found[name].append((left, inner[magnitudes], size[name], size[magnitudes]))
    return found


def _tensors(output: Any) -> Iterator[Tensor]:
    if isinstance(output, Tensor):
        yield output
    elif isinstance(output, Mapping):
        yield from _tensors(list(output.values()))
    elif isinstance(output, tuple | list):
        for part in output:
            yield from _tensors(part)


def _fit(pairs: list[tuple[float, float, float, float]], tolerance: float) -> tuple[float, float]:
    """(k, defect): k by least squares, 0 where d acts on nothing to rounding."""
    squares = sum(right * right for _, right, _, _ in pairs)
    blur = sum((tolerance * size) ** 2 for _, _, _, size in pairs)
    k = sum(left * right for left, right, _, _ in pairs) / squares if squares > blur else 0.0
    sizes = [own + abs(k) * other for _, _, own, other in pairs]
    defects = [abs(left - k * right) / (size or 1.0) for (left, right, _, _), size in zip(pairs, sizes, strict=True)]
    return k, math.nan if any(map(math.isnan, defects)) else max(defects)
