"""A linear layer factored as V diag(d) U with ‖U‖_F ≤ α, ‖V‖_F ≤ β and d ≥ 0 (or free), projected after the optimiser's
step."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn


class UDVLinear(nn.Module):
    """x ↦ V (d ∘ U x), or V ReLU(d ∘ U x) with ``relu=True``: U (hidden, in), d (hidden,), V (out, hidden), no bias.

    Nothing is constrained by itself: call ``project_()`` after a step, or hand the optimiser to ``project_after_steps``.
    The state of the optimiser is left alone. ``nonnegative=False`` leaves d free (UDV-s). The radii, the sign and whether the
    layer is still constrained (`prune` takes that away) belong to ``state_dict`` and are loaded with it.

    float16 and bfloat16 work for the map and its projection, whose norms are taken in float32, so that a projected factor is in
    its ball up to rounding; singular values and `prune` need float32 or float64 and are refused otherwise.

    Args:
        hidden: width h; default round(√((out + 2)·in) + 2√(in/(out + 2))).
        radius, outer_radius: α and β.
        start: "uniform" is U ~ ±1/√in, d and V ~ ±1/√h, as in the authors' code: half of d starts negative and is set to zero
        by
            the first projection (with ``relu`` such a unit never comes back under plain gradient descent); "ones" is d = 1.

    Source: arXiv:2501.16322, network (7), one Frobenius ball a layer; sizes and start through the authors' code (stated second
    hand).

    >>> layer = UDVLinear(79, 1)
    >>> layer.hidden, tuple(layer.inner.shape), tuple(layer.outer.shape)
    (26, (26, 79), (1, 26))
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        hidden: int | None = None,
        *,
        relu: bool = False,
        radius: float = 1.0,
        outer_radius: float = 1.0,
        nonnegative: bool = True,
        start: str = "uniform",
        device: Any = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        super().__init__()
        for name, value in (("inputs", inputs), ("outputs", outputs), *([("hidden", hidden)] if hidden is not None else [])):
            if value < 1:
                raise ValueError(f"{name} must be at least 1, got {value}")
        for name, size in (("radius", radius), ("outer_radius", outer_radius)):
            if not size > 0:
                raise ValueError(f"{name} must be positive, got {size:g}")
        if dtype is not None and not dtype.is_floating_point:
            raise ValueError(f"dtype must be a real floating point type, got {dtype}")
        if start not in ("uniform", "ones"):
            raise ValueError(f"start must be 'uniform' or 'ones', got {start!r}")
        self.hidden = hidden or round(math.sqrt((outputs + 2) * inputs) + 2 * math.sqrt(inputs / (outputs + 2)))
        self.relu, self.nonnegative, self.constrained = relu, nonnegative, True
        self.radius, self.outer_radius = radius, outer_radius
        kind = {"device": device, "dtype": dtype}
        self.inner = nn.Parameter(torch.empty(self.hidden, inputs, **kind))
        self.magnitudes = nn.Parameter(torch.empty(self.hidden, **kind))
        self.outer = nn.Parameter(torch.empty(outputs, self.hidden, **kind))
        for parameter, width in ((self.inner, inputs), (self.magnitudes, self.hidden), (self.outer, self.hidden)):
            nn.init.uniform_(parameter, -1 / math.sqrt(width), 1 / math.sqrt(width))
        if start == "ones":
            nn.init.ones_(self.magnitudes)

    def forward(self, x: Tensor) -> Tensor:
        """(…, in) → (…, out)."""
        scaled = (x @ self.inner.mT) * self.magnitudes
        return (torch.relu(scaled) if self.relu else scaled) @ self.outer.mT

    @torch.no_grad()
    def project_(self) -> UDVLinear:
        """Into the balls and d ≥ 0, in place; a pruned layer is left as it is."""
        if self.constrained:
            for factor, radius in ((self.inner, self.radius), (self.outer, self.outer_radius)):
                half = factor.dtype in (torch.float16, torch.bfloat16)
                norm = torch.linalg.vector_norm(factor, dtype=torch.float32 if half else None)
                factor.mul_((radius / norm).clamp_max(1))
            if self.nonnegative:
                self.magnitudes.clamp_min_(0)
        return self

    @torch.no_grad()
    def singular_values(self) -> Tensor:
        """Singular values of diag(d) U, decreasing, (min(hidden, in),): where low rank shows, also with one output.

        Raises ValueError for half precision.
        """
        _require_single(self)
        return torch.linalg.svdvals(self.magnitudes[:, None] * self.inner)

    def get_extra_state(self) -> dict[str, Any]:
        """The constraint, for ``state_dict``."""
        return {name: getattr(self, name) for name in _CONSTRAINT}

    def set_extra_state(self, state: Any) -> None:
        """The constraint that was saved. ValueError for anything else."""
        if not isinstance(state, dict) or set(state) != set(_CONSTRAINT):
            raise ValueError(f"state of a UDVLinear must hold {', '.join(_CONSTRAINT)}, got {state!r}")
        for name, value in state.items():
            setattr(self, name, value)

    def extra_repr(self) -> str:
        """What torch prints between the brackets: in -> hidden -> out, then the settings."""
        return (
            f"{self.inner.shape[1]} -> {self.hidden} -> {self.outer.shape[0]}, relu={self.relu}, "
            f"radii=({self.radius:g}, {self.outer_radius:g}), nonnegative={self.nonnegative}, constrained={self.constrained}"
        )


_CONSTRAINT = ("constrained", "radius", "outer_radius", "nonnegative", "relu")


def _require_single(layer: UDVLinear) -> None:
    if layer.inner.dtype not in (torch.float32, torch.float64):
        raise ValueError(f"singular values need a layer in float32 or float64, got {layer.inner.dtype}: use layer.float()")


def project_after_steps(optimizer: torch.optim.Optimizer, module: nn.Module) -> torch.optim.Optimizer:
    """After every ``optimizer.step()`` each UDVLinear inside ``module`` is projected; returns the optimiser.

    Works with any torch optimiser. With weight decay on the magnitudes exclusion (Proposition 1) no longer applies: see
    ``check_homogeneity``.
    """
    layers = [layer for layer in module.modules() if isinstance(layer, UDVLinear)]
    if not layers:
        raise ValueError("module holds no UDVLinear layer: there is nothing to project")

    def hook(*_: Any) -> None:
        for layer in layers:
            layer.project_()

    optimizer.register_step_post_hook(hook)
    return optimizer


@torch.no_grad()
def prune(layer: UDVLinear, keep: int | None = None, *, fraction: float | None = None) -> UDVLinear:
    """The same map with ``keep`` hidden units, or the fewest whose squared singular values reach ``fraction`` of the sum.

    (diag(d) U)ᵀ = P S Qᵀ: U ← P_kᵀ, d ← S_k, V ← V Q_k. The new U has norm √k, outside the unit ball: the layer is marked
    and ``project_`` leaves it alone. Best in the Frobenius norm of diag(d) U among all maps with k units.

    Raises:
        ValueError: a ReLU layer (its units cannot be mixed), none or both of keep and fraction, or out of range.

    >>> torch.manual_seed(0) and None
    >>> whole = UDVLinear(4, 3, hidden=5, dtype=torch.float64)
    >>> small = prune(whole, keep=4)
    >>> x = torch.ones(1, 4, dtype=torch.float64)
    >>> small.hidden, bool(torch.allclose(small(x), whole(x)))          # rank diag(d) U is 4
    (4, True)
    """
    _require_single(layer)
    if layer.relu:
        raise ValueError("prune: units of a ReLU layer cannot be mixed; prune only layers with relu=False")
    if (keep is None) == (fraction is None):
        raise ValueError("prune: give exactly one of keep and fraction")
    P, S, Qh = torch.linalg.svd((layer.magnitudes[:, None] * layer.inner).mT, full_matrices=False)
    if fraction is not None:
        if not 0 < fraction <= 1:
            raise ValueError(f"fraction must be in (0, 1], got {fraction:g}")
        energy = S.square().cumsum(0)
        keep = min(len(S), int((energy < fraction * energy[-1]).sum()) + 1)
    assert keep is not None
    if not 1 <= keep <= len(S):
        raise ValueError(f"keep must be between 1 and {len(S)}, got {keep}")
    small = UDVLinear(
        layer.inner.shape[1],
        layer.outer.shape[0],
        keep,
        radius=layer.radius,
        outer_radius=layer.outer_radius,
        nonnegative=layer.nonnegative,
        device=layer.inner.device,
        dtype=layer.inner.dtype,
    )
    small.inner.copy_(P[:, :keep].mT)
    small.magnitudes.copy_(S[:keep])
    small.outer.copy_(layer.outer @ Qh[:keep].mT)
    small.constrained = False
    return small
