"""A linear layer factored as V diag(d) U with ‖U‖_F ≤ α, ‖V‖_F ≤ β and d ≥ 0 (or free), projected after the optimiser's
step."""

from __future__ import annotations

from typing import Any, Self

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from numerics.networks.factors import UDVFactors, require_real, whole


class UDVLinear(UDVFactors):
    """x ↦ V (d ∘ U x) + bias, or V ReLU(d ∘ U x) + bias with ``relu=True``: U (hidden, in), d (hidden,), V (out, hidden).

    Nothing is constrained by itself: call ``project_()`` after a step, or hand the optimiser to ``project_after_steps``. The
    state of the optimiser is left alone. The radii, the sign, columnwise and whether the layer is still constrained (`prune`
    takes that away) belong to ``state_dict`` and are loaded with it; the number of hidden units must be that of the state
    (`take_widths`). float16 and bfloat16: map and projection, whose norms are taken in float32, and singular values in float32.

    Args:
        in_features, out_features: as in nn.Linear; ``weight`` is the matrix V diag(d) U, computed.
        hidden: width h; default round(√((out + 2)·in) + 2√(in/(out + 2))).
        bias: added at the end, free; the paper's network has none.
        radius, outer_radius: α and β; 1 by default, and one radius for a tied layer.
        nonnegative: False leaves d free (UDV-s).
        columnwise: every row of U and column of V in a ball of its own, instead of one Frobenius ball each.
        tied: V = Uᵀ, the symmetric map Uᵀ diag(d) U.
        start: "uniform" is U ~ ±1/√in, d and V ~ ±1/√h, as in the authors' code: half of d starts negative and is set to zero
            by the first projection (with ``relu`` such a unit never comes back under plain gradient descent); "ones" is d = 1;
            "adapter" is U ~ N(0, 10⁻⁴), d = 1, V = 0: the map starts at zero.

    Raises ValueError for arguments out of range, and for inputs that are not real floating point, or not (…, in).

    Source: arXiv:2501.16322, network (7), one Frobenius ball a layer; sizes, starts and variants through the authors' code
    (stated second hand).

    >>> layer = UDVLinear(79, 1)
    >>> layer.hidden, tuple(layer.inner.shape), tuple(layer.outer.shape), tuple(layer(torch.zeros(5, 79)).shape)
    (26, (26, 79), (1, 26), (5, 1))
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        hidden: int | None = None,
        *,
        bias: bool = False,
        relu: bool = False,
        radius: float = 1.0,
        outer_radius: float | None = None,
        nonnegative: bool = True,
        columnwise: bool = False,
        tied: bool = False,
        start: str = "uniform",
        device: Any = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        n, m = whole("in_features", in_features), whole("out_features", out_features)
        super().__init__(n, m, hidden, bias=bias, relu=relu, radius=radius, outer_radius=outer_radius, nonnegative=nonnegative,
                         columnwise=columnwise, tied=tied, start=start, device=device, dtype=dtype)  # fmt: skip
        self.in_features, self.out_features = n, m

    @classmethod
    def from_linear(cls, linear: nn.Linear, hidden: int | None = None, **options: Any) -> Self:
        """The best approximation of ``linear`` with ``hidden`` units, min(in, out) by default, which is the same map.

        ``options`` are those of the layer; bias, device and dtype are those of ``linear``.

        >>> plain = nn.Linear(4, 3, dtype=torch.float64)
        >>> x = torch.ones(1, 4, dtype=torch.float64)
        >>> bool(torch.allclose(UDVLinear.from_linear(plain).project_()(x), plain(x)))
        True
        """
        weight, bias = linear.weight, linear.bias
        layer = cls(linear.in_features, linear.out_features, min(weight.shape) if hidden is None else hidden,
                    bias=bias is not None, device=weight.device, dtype=weight.dtype, **options)  # fmt: skip
        if layer.bias is not None:
            layer.bias.data.copy_(bias.detach())
        return layer.fill_(weight.detach())

    @property
    def weight(self) -> Tensor:
        """V diag(d) U, (out, in). ValueError with ``relu``."""
        return self.matrix()

    def forward(self, x: Tensor) -> Tensor:
        """(…, in) → (…, out)."""
        if require_real(x) and x.shape[-1:] != (self.in_features,):
            raise ValueError(f"input must be (…, {self.in_features}), got shape {tuple(x.shape)}")
        scaled = F.linear(x, self.inner) * self.magnitudes
        return F.linear(torch.relu(scaled) if self.relu else scaled, self.outward, self.bias)

    def plain(self) -> nn.Linear:
        """One nn.Linear with the same map. ValueError with ``relu``."""
        return plain_linear(self.matrix(), self.bias)

    def pair(self) -> nn.Sequential:
        """nn.Linear(in, h, bias=False) with diag(d) U, a ReLU where this layer has one, nn.Linear(h, out) with V."""
        first = plain_linear(self.magnitudes[:, None] * self.inner, None)
        return nn.Sequential(first, *[nn.ReLU()] * self.relu, plain_linear(self.outward, self.bias))

    def extra_repr(self) -> str:
        """What torch prints between the brackets: sizes as in nn.Linear, then the settings."""
        return f"in_features={self.in_features}, out_features={self.out_features}, {self.settings()}"


def plain_linear(weight: Tensor, bias: Tensor | None) -> nn.Linear:
    """An nn.Linear with copies of these."""
    made = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None, device=weight.device, dtype=weight.dtype)
    made.weight.data.copy_(weight.detach())
    if bias is not None:
        made.bias.data.copy_(bias.detach())
    return made
