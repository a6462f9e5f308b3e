"""A convolution whose unfolded kernel is V diag(d) U: a convolution to hidden channels, magnitudes, a 1 × 1 convolution."""

from __future__ import annotations

from typing import Any, Self

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from numerics.networks.factors import UDVFactors, require_real, whole


class UDVConv2d(UDVFactors):
    """nn.Conv2d whose kernel, unfolded to (out, in·kh·kw), is V diag(d) U; with ``relu`` a ReLU after the magnitudes.

    Balls, signs, starts and saving are those of `UDVLinear` on the unfolded kernel (there is no tied form); ``stride``,
    ``padding`` and ``dilation`` are those of nn.Conv2d, zeros outside, one group.

    Raises ValueError for arguments out of range, and for inputs that are not real floating point, or not (batch, in, H, W) or
    (in, H, W).

    Source: ours, `UDVLinear` applied to the patches of an image.

    >>> layer = UDVConv2d(3, 8, 3, hidden=4, padding=1)
    >>> tuple(layer(torch.zeros(2, 3, 5, 5)).shape), tuple(layer.weight.shape)
    ((2, 8, 5, 5), (8, 3, 3, 3))
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int | tuple[int, int],
        hidden: int | None = None,
        *,
        stride: int | tuple[int, ...] = 1,
        padding: int | tuple[int, ...] | str = 0,
        dilation: int | tuple[int, ...] = 1,
        bias: bool = False,
        relu: bool = False,
        radius: float = 1.0,
        outer_radius: float | None = None,
        nonnegative: bool = True,
        columnwise: bool = False,
        start: str = "uniform",
        device: Any = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        c, m = whole("in_channels", in_channels), whole("out_channels", out_channels)
        pair = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
        if len(pair) != 2:
            raise ValueError(f"kernel_size must be one or two whole numbers, got {kernel_size}")
        kernel = (whole("kernel_size", pair[0]), whole("kernel_size", pair[1]))
        super().__init__(c * kernel[0] * kernel[1], m, hidden, bias=bias, relu=relu, radius=radius, outer_radius=outer_radius,
                         nonnegative=nonnegative, columnwise=columnwise, tied=False, start=start, device=device,
                         dtype=dtype)  # fmt: skip
        self.in_channels, self.out_channels, self.kernel_size = c, m, kernel
        self.stride, self.padding, self.dilation = stride, padding, dilation

    @classmethod
    def from_conv2d(cls, conv: nn.Conv2d, hidden: int | None = None, **options: Any) -> Self:
        """The best approximation of ``conv`` with ``hidden`` channels between, as many as its unfolded kernel can need by
        default, which is the same map. ValueError for groups and for padding that is not zeros."""
        if conv.groups != 1 or conv.padding_mode != "zeros":
            raise ValueError(f"conv must have one group and zeros outside, got groups={conv.groups}, {conv.padding_mode!r}")
        weight, size = conv.weight.detach().flatten(1), conv.kernel_size
        layer = cls(conv.in_channels, conv.out_channels, (size[0], size[1]), min(weight.shape) if hidden is None else hidden,
                    stride=conv.stride, padding=conv.padding, dilation=conv.dilation, bias=conv.bias is not None,
                    device=weight.device, dtype=weight.dtype, **options)  # fmt: skip
        if layer.bias is not None and conv.bias is not None:
            layer.bias.data.copy_(conv.bias.detach())
        return layer.fill_(weight)

    @property
    def weight(self) -> Tensor:
        """The kernel, (out, in, kh, kw). ValueError with ``relu``."""
        return self.matrix().unflatten(1, (self.in_channels, *self.kernel_size))

    def forward(self, x: Tensor) -> Tensor:
        """(batch, in, H, W) → (batch, out, H', W'), or without a batch axis."""
        if require_real(x) and (x.dim() not in (3, 4) or x.shape[-3] != self.in_channels):
            raise ValueError(f"input must be (batch, {self.in_channels}, H, W) or ({self.in_channels}, H, W), got shape "
                             f"{tuple(x.shape)}")  # fmt: skip
        kernel = self.inner.unflatten(1, (self.in_channels, *self.kernel_size))
        scaled = F.conv2d(x, kernel, None, self.stride, self.padding, self.dilation) * self.magnitudes[:, None, None]
        return F.conv2d(torch.relu(scaled) if self.relu else scaled, self.outward[:, :, None, None], self.bias)

    def plain(self) -> nn.Conv2d:
        """One nn.Conv2d with the same map. ValueError with ``relu``."""
        return self._conv(self.weight, self.bias)

    def pair(self) -> nn.Sequential:
        """A convolution to h channels with diag(d) U, a ReLU where this layer has one, a 1 × 1 convolution with V."""
        first = (self.magnitudes[:, None] * self.inner).unflatten(1, (self.in_channels, *self.kernel_size))
        second = _filled(nn.Conv2d(self.hidden, self.out_channels, 1, bias=self.bias is not None, **self._kind()),
                         self.outward[:, :, None, None], self.bias)  # fmt: skip
        return nn.Sequential(self._conv(first, None), *[nn.ReLU()] * self.relu, second)

    def _kind(self) -> dict[str, Any]:
        return {"device": self.inner.device, "dtype": self.inner.dtype}

    def _conv(self, kernel: Tensor, bias: Tensor | None) -> nn.Conv2d:
        slide: dict[str, Any] = {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}
        made = nn.Conv2d(self.in_channels, len(kernel), self.kernel_size, bias=bias is not None, **slide, **self._kind())
        return _filled(made, kernel, bias)

    def extra_repr(self) -> str:
        """What torch prints between the brackets: sizes as in nn.Conv2d, then the settings."""
        sizes = f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, stride={self.stride}"
        return f"{sizes}, padding={self.padding}, dilation={self.dilation}, {self.settings()}"


def _filled(conv: nn.Conv2d, kernel: Tensor, bias: Tensor | None) -> nn.Conv2d:
    conv.weight.data.copy_(kernel.detach())
    if bias is not None and conv.bias is not None:
        conv.bias.data.copy_(bias.detach())
    return conv
