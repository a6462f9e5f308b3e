"""What UDV layers share: the factors of V diag(d) U, their balls and signs, and how these are saved."""

from __future__ import annotations

import math
import operator
from typing import Any, Self

import torch
from torch import Tensor, nn

STARTS = ("uniform", "ones", "adapter")
SPECTRA = ("inner", "map")
_SAVED = ("constrained", "radius", "outer_radius", "nonnegative", "relu")
_SAVED_LATER = {"columnwise": False}


class UDVFactors(nn.Module):
    """``inner`` U (hidden, n), ``magnitudes`` d (hidden,), ``outer`` V (m, hidden) or None for a tied layer, where V = Uᵀ, and
    ``bias`` (m,) or None; the base of `UDVLinear` and `UDVConv2d`, which say how they are applied.

    Raises ValueError for sizes that are not whole numbers ≥ 1, radii that are not positive and finite, other dtypes than real
    floating point, and a tied layer that is not square or has two radii.
    """

    inner: nn.Parameter
    magnitudes: nn.Parameter
    outer: nn.Parameter | None
    bias: nn.Parameter | None

    def __init__(self, n: int, m: int, hidden: int | None, *, bias: bool, relu: bool, radius: float, outer_radius: float | None,
                 nonnegative: bool, columnwise: bool, tied: bool, start: str, device: Any, dtype: torch.dtype | None
                 ) -> None:  # fmt: skip
        super().__init__()
        hidden = default_width(n, m) if hidden is None else whole("hidden", hidden)
        outer_radius = (radius if tied else 1.0) if outer_radius is None else outer_radius
        for name, size in (("radius", radius), ("outer_radius", outer_radius)):
            if not 0 < size < math.inf:
                raise ValueError(f"{name} must be positive and finite, got {size:g}")
        if dtype is not None and not dtype.is_floating_point:
            raise ValueError(f"dtype must be a real floating point type, got {dtype}")
        if start not in STARTS:
            raise ValueError(f"start must be {', '.join(map(repr, STARTS[:-1]))} or {STARTS[-1]!r}, got {start!r}")
        if tied and n != m:
            raise ValueError(f"a tied layer U diag(d) Uᵀ must have as many outputs as inputs, got {n} and {m}")
        if tied and outer_radius != radius:
            raise ValueError(f"a tied layer has one radius, got {radius:g} and {outer_radius:g}")
        if tied and start == "adapter":
            raise ValueError("start 'adapter' sets V = 0, and a tied layer has no V of its own: use 'uniform' or 'ones'")
        self.relu, self.nonnegative, self.columnwise, self.constrained = relu, nonnegative, columnwise, True
        self.radius, self.outer_radius, self.start = float(radius), float(outer_radius), start
        kind = {"device": device, "dtype": dtype}
        self.inner = nn.Parameter(torch.empty(hidden, n, **kind))
        self.magnitudes = nn.Parameter(torch.empty(hidden, **kind))
        self.register_parameter("outer", None if tied else nn.Parameter(torch.empty(m, hidden, **kind)))
        self.register_parameter("bias", nn.Parameter(torch.empty(m, **kind)) if bias else None)
        self.reset_parameters()

    @torch.no_grad()
    def reset_parameters(self) -> None:
        """Drawn anew as ``start`` says: U ~ ±1/√n, d and V ~ ±1/√hidden ("uniform"), with d = 1 ("ones"), or U ~ N(0, 10⁻⁴),
        d = 1, V = 0 ("adapter"); the bias ~ ±1/√n as in nn.Linear."""
        hidden, n = self.inner.shape
        drawn = [(self.inner, n), (self.magnitudes, hidden), (self.outer, hidden), (self.bias, n)]
        for parameter, width in drawn:
            if parameter is not None:
                nn.init.uniform_(parameter, -1 / math.sqrt(width), 1 / math.sqrt(width))
        if self.start in ("ones", "adapter"):
            nn.init.ones_(self.magnitudes)
        if self.start == "adapter":
            assert self.outer is not None
            nn.init.normal_(self.inner, std=1e-2)
            nn.init.zeros_(self.outer)

    @property
    def hidden(self) -> int:
        """The number of hidden units."""
        return int(self.inner.shape[0])

    @property
    def tied(self) -> bool:
        """Whether V is Uᵀ."""
        return self.outer is None

    @property
    def outward(self) -> Tensor:
        """V, (m, hidden): ``outer``, or Uᵀ in a tied layer."""
        return self.inner.mT if self.outer is None else self.outer

    def matrix(self) -> Tensor:
        """V diag(d) U, (m, n), with its gradient. ValueError with ``relu``, where the map is not linear."""
        if self.relu:
            raise ValueError("a layer with relu=True is not linear: it has no single matrix")
        return self.outward @ (self.magnitudes[:, None] * self.inner)

    @torch.no_grad()
    def project_(self) -> Self:
        """Into the balls and d ≥ 0, in place; a pruned layer is left as it is."""
        if self.constrained:
            into_ball_(self.inner, self.radius, 1 if self.columnwise else None)
            if self.outer is not None:
                into_ball_(self.outer, self.outer_radius, 0 if self.columnwise else None)
            if self.nonnegative:
                self.magnitudes.clamp_min_(0)
        return self

    @torch.no_grad()
    def singular_values(self, of: str = "inner") -> Tensor:
        """Singular values, decreasing, of diag(d) U (``of="inner"``, where low rank shows also with one output), or of the
        whole V diag(d) U (``of="map"``). Half precision is computed and given in float32."""
        if of not in SPECTRA:
            raise ValueError(f"of must be 'inner' or 'map', got {of!r}")
        matrix = self.matrix() if of == "map" else self.magnitudes[:, None] * self.inner
        return torch.linalg.svdvals(finite(matrix))

    @torch.no_grad()
    def fill_(self, weight: Tensor) -> Self:
        """V diag(d) U = the best approximation of ``weight`` (m, n) with ``hidden`` units, both factors on their spheres.

        ValueError for a ReLU or tied layer, and for more hidden units than min(m, n)."""
        if self.relu or self.tied:
            raise ValueError("only a layer with relu=False and tied=False can start from a matrix")
        assert self.outer is not None
        if self.hidden > min(weight.shape):
            raise ValueError(f"hidden must be at most min{tuple(weight.shape)} to start from a matrix, got {self.hidden}")
        P, S, Qh = torch.linalg.svd(finite(weight), full_matrices=False)
        share = 1.0 if self.columnwise else math.sqrt(self.hidden)
        self.inner.copy_(Qh[: self.hidden] * (self.radius / share))
        self.outer.copy_(P[:, : self.hidden] * (self.outer_radius / share))
        self.magnitudes.copy_(S[: self.hidden] * (share * share / (self.radius * self.outer_radius)))
        return self

    def set_factors(self, inner: Tensor, magnitudes: Tensor, outer: Tensor | None) -> Self:
        """New parameters with another number of hidden units, in the dtype and with the ``requires_grad`` of the old ones. An
        optimiser made before does not know them."""
        for name, value in (("inner", inner), ("magnitudes", magnitudes), ("outer", outer)):
            old = getattr(self, name)
            if old is not None and value is not None:
                setattr(self, name, nn.Parameter(value.detach().to(old.dtype).clone(), requires_grad=old.requires_grad))
        return self

    def get_extra_state(self) -> dict[str, Any]:
        """The constraint, for ``state_dict``."""
        return {name: getattr(self, name) for name in (*_SAVED, *_SAVED_LATER)}

    def set_extra_state(self, state: Any) -> None:
        """The constraint that was saved. ValueError for anything else."""
        if not isinstance(state, dict) or not set(_SAVED) <= set(state) <= {*_SAVED, *_SAVED_LATER}:
            raise ValueError(f"state of a {type(self).__name__} must hold {', '.join(_SAVED)}, got {state!r}")
        for name, value in {**_SAVED_LATER, **state}.items():
            setattr(self, name, value)

    def settings(self) -> str:
        """What torch prints after the sizes."""
        radii = f"{self.radius:g}, {self.outer_radius:g}"
        told = f"hidden={self.hidden}, bias={self.bias is not None}, relu={self.relu}, radii=({radii})"
        more = [name for name in ("columnwise", "tied") if getattr(self, name)]
        return f"{told}, nonnegative={self.nonnegative}, constrained={self.constrained}" + "".join(f", {n}=True" for n in more)


def layers_of(module: nn.Module) -> dict[str, UDVFactors]:
    """Every UDV layer in a module by its name (the module itself: "").

    >>> from numerics.networks import UDVLinear
    >>> list(layers_of(nn.Sequential(nn.Linear(3, 4), UDVLinear(4, 2))))
    ['1']
    """
    return {name: part for name, part in module.named_modules() if isinstance(part, UDVFactors)}


def default_width(n: int, m: int) -> int:
    """round(√((m + 2)·n) + 2√(n/(m + 2))), the authors' rule.

    >>> default_width(79, 1), default_width(12, 1)
    (26, 10)
    """
    return round(math.sqrt((m + 2) * n) + 2 * math.sqrt(n / (m + 2)))


def whole(name: str, value: Any) -> int:
    """A whole number ≥ 1 (of Python, numpy or torch) as an int, or ValueError.

    >>> whole("hidden", torch.tensor(3)), type(whole("hidden", torch.tensor(3))).__name__
    (3, 'int')
    """
    try:
        found = operator.index(value)
    except (TypeError, RuntimeError):
        found = None
    if found is None or isinstance(value, bool):
        raise ValueError(f"{name} must be a whole number, got {value!r}")
    if found < 1:
        raise ValueError(f"{name} must be at least 1, got {found}")
    return found


def single(matrix: Tensor) -> Tensor:
    """float16 and bfloat16 as float32, which has decompositions; others as they are."""
    return matrix.float() if matrix.dtype in (torch.float16, torch.bfloat16) else matrix


def finite(matrix: Tensor) -> Tensor:
    """``single``, or ValueError where an entry is not finite, which no decomposition survives."""
    if not bool(torch.isfinite(matrix).all()):
        raise ValueError("the factors must be finite, got nan or inf")
    return single(matrix)


def require_real(x: Tensor) -> bool:
    """Whether the shape of x may be looked at: not while a tracer (torch.fx, torch.jit) hands on stand-ins. ValueError unless x
    holds real floating point numbers."""
    if not isinstance(x, Tensor) or torch.jit.is_tracing():
        return False
    if not x.is_floating_point():
        raise ValueError(f"input must hold real floating point numbers, got {x.dtype}")
    return True


def into_ball_(factor: Tensor, radius: float, dim: int | tuple[int, ...] | None) -> Tensor:
    """factor·min(1, radius/‖factor‖), for every slice along ``dim`` if given; norms of half precision in float32, and through
    the largest entry, so that no square overflows. Returns min(1, radius/‖factor‖), with ``dim`` kept."""
    wide = single(factor)
    largest = wide.abs().amax(() if dim is None else dim, keepdim=True).clamp_min(torch.finfo(wide.dtype).tiny)
    norm = largest * torch.linalg.vector_norm(wide / largest, dim=dim, keepdim=True)
    scale = (radius / norm).clamp_max(1)
    factor.mul_(scale)
    return scale
