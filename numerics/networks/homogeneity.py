"""Whether Proposition 1 (no fixed point has an active ball) applies to a network: the Euler identity, layer by layer.

Exclusion rests on one fact: scaling a constrained block by t and the free magnitudes by 1/t leaves the function unchanged. Then
⟨∇_W F, W⟩ = ⟨∇_d F, d⟩ for every loss, and where the step of d is at rest the right side is zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Homogeneity:
    """``defects``: for each constrained parameter the largest relative difference of the two sides over the trials."""

    defects: dict[str, float]
    tolerance: float
    decays: tuple[str, ...] = ()
    bounded: tuple[str, ...] = ()

    @property
    def breaking(self) -> list[str]:
        """Constrained parameters for which the identity fails."""
        return [name for name, defect in self.defects.items() if defect > self.tolerance]

    @property
    def applies(self) -> bool:
        """Whether exclusion applies: the identity holds for every constrained block, nothing decays or bounds the
        magnitudes."""
        return not (self.breaking or self.decays or self.bounded)

    def __str__(self) -> str:
        if self.applies:
            worst = max(self.defects.values())
            return f"exclusion applies: the Euler identity holds for {', '.join(self.defects)} (largest defect {worst:.1e})"
        reasons = [f"{name} breaks the Euler identity (defect {self.defects[name]:.1e})" for name in self.breaking]
        reasons += [f"weight decay acts on {name}: the ball is active iff 2·w_D‖D‖² > w_U·α²" for name in self.decays]
        reasons += [f"{name} is bounded above: a column at the bound can keep the ball active" for name in self.bounded]
        return "exclusion does not apply: " + "; ".join(reasons)


def check_homogeneity(
    module: nn.Module,
    constrained: Sequence[str],
    magnitudes: str,
    sample: Tensor,
    *,
    trials: int = 3,
    tolerance: float | None = None,
    together: Mapping[str, Sequence[str]] | None = None,
    optimizer: torch.optim.Optimizer | None = None,
    upper_bound: float | None = None,
) -> Homogeneity:
    """Test ⟨∇_W F, W⟩ = ⟨∇_d F, d⟩ for every W in ``constrained`` at random parameters, with a random quadratic loss of the
    output.

    Args:
        module: any torch module; its parameters are restored afterwards.
        constrained: names of the parameters that are kept in balls; ``magnitudes``: the name of the free one.
        sample: an input batch, (…, in).
        tolerance: relative; default 1e-9 in float64, 1e-4 in float32.
        together: for a constrained parameter the unconstrained ones that scale with it, such as the bias of its layer (their
            own gradient vanishes at rest).
        optimizer: if given, its parameter groups are searched for weight decay on the magnitudes.
        upper_bound: a bound that training puts on the magnitudes, if any.

    Raises:
        ValueError: a name that the module does not have.

    >>> from numerics.networks import UDVLinear
    >>> torch.manual_seed(0) and None
    >>> layer = UDVLinear(4, 3, hidden=5, dtype=torch.float64)
    >>> x = torch.randn(8, 4, dtype=torch.float64)
    >>> check_homogeneity(layer, ("inner", "outer"), "magnitudes", x).applies
    True
    """
    parameters = dict(module.named_parameters())
    partners = {name: list((together or {}).get(name, ())) for name in constrained}
    _must_exist(parameters, (*constrained, magnitudes, *(other for others in partners.values() for other in others)))
    free = parameters[magnitudes]
    limit = tolerance if tolerance is not None else 1e-9 if free.dtype == torch.float64 else 1e-4
    defects = dict.fromkeys(constrained, 0.0)
    generator = torch.Generator(device=free.device).manual_seed(0)
    with _restored(parameters):
        for _ in range(trials):
            _draw(parameters, magnitudes, generator)
            for name, defect in _defects(module, parameters, partners, magnitudes, sample, generator).items():
                defects[name] = max(defects[name], defect)
    groups = [] if optimizer is None else optimizer.param_groups
    decays = [magnitudes for g in groups if g.get("weight_decay", 0) and any(p is free for p in g["params"])]
    bounded = () if upper_bound is None else (f"{magnitudes} (≤ {upper_bound:g})",)
    return Homogeneity(defects, limit, tuple(decays), bounded)


def _must_exist(parameters: Mapping[str, Tensor], names: Iterable[str]) -> None:
    for name in names:
        if name not in parameters:
            raise ValueError(f"the module has no parameter {name!r}; it has: {', '.join(parameters)}")


@contextmanager
def _restored(parameters: Mapping[str, Tensor]) -> Iterator[None]:
    """The parameters have their values again afterwards."""
    kept = {name: value.detach().clone() for name, value in parameters.items()}
    try:
        yield
    finally:
        with torch.no_grad():
            for name, value in parameters.items():
                value.copy_(kept[name])


def _draw(parameters: Mapping[str, Tensor], magnitudes: str, generator: torch.Generator) -> None:
    """Normal parameters, the magnitudes non-negative."""
    with torch.no_grad():
        for name, value in parameters.items():
            drawn = torch.randn(value.shape, generator=generator, dtype=value.dtype, device=value.device)
            value.copy_(drawn.abs() if name == magnitudes else drawn)


def _defects(module: nn.Module, parameters: Mapping[str, Tensor], partners: Mapping[str, Sequence[str]], magnitudes: str,
             sample: Tensor, generator: torch.Generator) -> dict[str, float]:  # fmt: skip
    """Relative difference of the two sides for each constrained parameter, at the present parameters and a random target."""
    output = module(sample)
    target = torch.randn(output.shape, generator=generator, dtype=output.dtype, device=output.device)
    found = torch.autograd.grad((output - target).square().sum(), list(parameters.values()), allow_unused=True)
    slopes = {n: torch.zeros_like(parameters[n]) if g is None else g for n, g in zip(parameters, found, strict=True)}
    sides = {n: float((slope * parameters[n].detach()).sum()) for n, slope in slopes.items()}
    right = sides[magnitudes]
    defects = {}
    for name, others in partners.items():
        left = sides[name] + sum(sides[other] for other in others)
        size = float(slopes[name].norm() * parameters[name].detach().norm()) + abs(right)
        defects[name] = abs(left - right) / max(size, 1e-300)
    return defects
