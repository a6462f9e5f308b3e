"""A UDV layer beside a frozen nn.Linear, which starts at zero: low-rank adaptation with balls."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from numerics.networks.factors import require_real
from numerics.networks.udv_linear import UDVLinear, plain_linear


class UDVAdapter(nn.Module):
    """x ↦ base(x) + scale·V (d ∘ U x): ``base`` is frozen, ``change`` is a `UDVLinear` of ``hidden`` units with d = 1, V = 0
    and U ~ N(0, 10⁻⁴) (variance), so that at the start the map is that of ``base``.

    Device and dtype are those of ``base``. `project_after_steps` projects ``change``, `prune` prunes it, `export` merges it.

    Raises ValueError for a base that is no nn.Linear, hidden < 1, and a scale that is zero or not finite.

    Source: the adapter of arXiv:2501.16322 through the authors' notebook (stated second hand); which side of the product is
    zero at the start is read as in their network, V behind U.

    >>> base = nn.Linear(4, 3)
    >>> x = torch.ones(2, 4)
    >>> bool(torch.equal(UDVAdapter(base, hidden=2)(x), base(x)))
    True
    """

    def __init__(self, base: nn.Linear, hidden: int, *, scale: float = 1.0, radius: float = 1.0,
                 outer_radius: float | None = None, nonnegative: bool = True, columnwise: bool = False) -> None:  # fmt: skip
        super().__init__()
        if not isinstance(base, nn.Linear):
            raise ValueError(f"base must be an nn.Linear, got {type(base).__name__}")
        if not math.isfinite(scale) or scale == 0:
            raise ValueError(f"scale must be finite and not zero, got {scale:g}")
        self.base = base.requires_grad_(False)
        self.scale = float(scale)
        self.change = UDVLinear(base.in_features, base.out_features, hidden, radius=radius, outer_radius=outer_radius,
                                nonnegative=nonnegative, columnwise=columnwise, start="adapter", device=base.weight.device,
                                dtype=base.weight.dtype)  # fmt: skip

    @property
    def in_features(self) -> int:
        """That of the base."""
        return self.base.in_features

    @property
    def out_features(self) -> int:
        """That of the base."""
        return self.base.out_features

    @property
    def weight(self) -> Tensor:
        """base.weight + scale·V diag(d) U, (out, in)."""
        return self.base.weight + self.scale * self.change.matrix()

    @property
    def bias(self) -> Tensor | None:
        """That of the base."""
        return self.base.bias

    def forward(self, x: Tensor) -> Tensor:
        """(…, in) → (…, out)."""
        require_real(x)
        return self.base(x) + self.scale * self.change(x)

    def plain(self) -> nn.Linear:
        """One nn.Linear with the same map."""
        with torch.no_grad():
            return plain_linear(self.weight, self.bias)

    def extra_repr(self) -> str:
        """What torch prints before the two parts."""
        return f"scale={self.scale:g}"
