"""Fewer hidden units: by singular values of diag(d) U, by those of the whole map, or by the sizes of the units."""

from __future__ import annotations

import copy
from typing import TypeVar, cast

import torch
from torch import Tensor, nn

from numerics.networks.factors import UDVFactors, finite, layers_of, single, whole
from numerics.networks.replacing import replace_modules

WAYS = ("inner", "map", "units")
Part = TypeVar("Part", bound=nn.Module)


@torch.no_grad()
def prune(module: Part, keep: int | None = None, *, fraction: float | None = None, of: str = "inner") -> Part:
    """A copy with ``keep`` hidden units, or the fewest whose squared sizes reach ``fraction`` of their sum; of a network, every
    UDV layer in it, where a layer of fewer than ``keep`` sizes (`size_count`) keeps them all.

    - ``of="inner"``: by the singular values of diag(d) U, (diag(d) U)ᵀ = P S Qᵀ: U ← P_kᵀ, d ← S_k, V ← V Q_k; best for
      diag(d) U in the Frobenius norm.
    - ``of="map"``: by those of W = V diag(d) U = P S Qᵀ: U ← Q_kᵀ, d ← S_k, V ← P_k; best for the whole map in the Frobenius
      norm.
    - ``of="units"``: the units with the largest d_j‖u_j‖‖v_j‖ stay as they are, also with ReLU; exact where only dead ones go.

    The new U of "inner" and "map" has norm √k, outside the unit ball: such a layer is marked and ``project_`` leaves it
    alone. A tied layer stays tied: "map" takes the eigenvalues of Uᵀ diag(d) U by absolute value, "inner" is refused.
    Computed in float32 at least, and rounded to the dtype of the layer.

    Raises:
        ValueError: a ReLU layer with "inner" or "map" (its units cannot be mixed), none or both of keep and fraction, or out of
            range (in a network: keep beyond every layer); a module without UDV layers; factors that are not finite.

    Source: the authors' code of arXiv:2501.16322 for "inner" (stated second hand), ours for the others.

    >>> from numerics.networks import UDVLinear
    >>> torch.manual_seed(0) and None
    >>> large = UDVLinear(4, 3, hidden=5, dtype=torch.float64)
    >>> small = prune(large, of="map", keep=3)
    >>> x = torch.ones(1, 4, dtype=torch.float64)
    >>> small.hidden, bool(torch.allclose(small(x), large(x)))          # three outputs: the rank of the map is 3
    (3, True)
    """
    if of not in WAYS:
        raise ValueError(f"of must be 'inner', 'map' or 'units', got {of!r}")
    if (keep is None) == (fraction is None):
        raise ValueError("prune: give exactly one of keep and fraction")
    if keep is not None:
        keep = whole("keep", keep)
        most = max((size_count(layer, of) for layer in layers_of(module).values()), default=keep)
        if keep > most:
            raise ValueError(f"keep must be between 1 and {most}, got {keep}")
    if fraction is not None and not 0 < fraction <= 1:
        raise ValueError(f"fraction must be in (0, 1], got {fraction:g}")
    if isinstance(module, UDVFactors):
        return cast(Part, _pruned(copy.deepcopy(module), keep, fraction, of))
    if not layers_of(module):
        raise ValueError("module holds no UDVLinear or UDVConv2d layer: there is nothing to prune")

    def smaller(name: str, part: nn.Module) -> nn.Module | None:
        if not isinstance(part, UDVFactors):
            return None
        try:
            return _pruned(part, keep, fraction, of)
        except ValueError as error:
            raise ValueError(f"layer {name}: {error}") from None

    return cast(Part, replace_modules(copy.deepcopy(module), smaller))


def size_count(layer: UDVFactors, of: str) -> int:
    """How many sizes a layer has, and so the most hidden units that `prune` keeps: min(hidden, in) singular values of diag(d) U
    for "inner", min(hidden, in, out) of the map for "map", one a unit for "units".

    >>> from numerics.networks import UDVLinear
    >>> [size_count(UDVLinear(4, 1, hidden=5), of) for of in WAYS]
    [4, 1, 5]
    """
    if of == "units":
        return layer.hidden
    outputs = () if layer.tied or of == "inner" else (len(layer.outward),)
    return min(*layer.inner.shape, *outputs)


def _pruned(layer: UDVFactors, keep: int | None, fraction: float | None, of: str) -> UDVFactors:
    for factor in (layer.inner, layer.magnitudes, layer.outward):
        finite(factor)
    if of == "units":
        return _fewer_units(layer, keep, fraction)
    if layer.relu:
        raise ValueError("units of a ReLU layer cannot be mixed: prune it with of='units'")
    if layer.tied and of == "inner":
        raise ValueError("a tied layer has one factor on both sides: prune it with of='map'")
    sizes, factors = _tied(layer) if layer.tied else _of_map(layer) if of == "map" else _of_inner(layer)
    k = _count(sizes, keep, fraction)
    inner, magnitudes, outer = factors
    layer.set_factors(inner[:k], magnitudes[:k], None if outer is None else outer[:, :k])
    layer.constrained = False
    return layer


def _count(sizes: Tensor, keep: int | None, fraction: float | None) -> int:
    """How many of the decreasing ``sizes`` stay."""
    if fraction is not None:
        energy = sizes.double().square().cumsum(0)
        return min(len(sizes), int((energy < fraction * energy[-1]).sum()) + 1)
    assert keep is not None
    return min(keep, len(sizes))


Factors = tuple[Tensor, Tensor, Tensor | None]


def _of_inner(layer: UDVFactors) -> tuple[Tensor, Factors]:
    P, S, Qh = torch.linalg.svd(single(layer.magnitudes[:, None] * layer.inner).mT, full_matrices=False)
    return S, (P.mT, S, single(layer.outward) @ Qh.mT)


def _of_map(layer: UDVFactors) -> tuple[Tensor, Factors]:
    """Through thin QR of both sides, so that the whole matrix is never formed."""
    left, right = (torch.linalg.qr(M) for M in (single(layer.outward), single(layer.magnitudes[:, None] * layer.inner).mT))
    P, S, Qh = torch.linalg.svd(left.R @ right.R.mT, full_matrices=False)
    return S, ((right.Q @ Qh.mT).mT, S, left.Q @ P)


def _tied(layer: UDVFactors) -> tuple[Tensor, Factors]:
    values, vectors = torch.linalg.eigh(single(layer.matrix()))
    order = values.abs().argsort(descending=True)[: min(layer.inner.shape)]
    return values[order].abs(), (vectors[:, order].mT, values[order], None)


def _fewer_units(layer: UDVFactors, keep: int | None, fraction: float | None) -> UDVFactors:
    norms = single(layer.inner).norm(dim=1) * single(layer.outward).norm(dim=0)
    sizes, order = (single(layer.magnitudes).abs() * norms).sort(descending=True, stable=True)
    kept = order[: _count(sizes, keep, fraction)].sort().values
    outer = None if layer.outer is None else layer.outer[:, kept]
    return layer.set_factors(layer.inner[kept], layer.magnitudes[kept], outer)
