"""Regularized deep matrix factorization, batch first.

    F(W) = fit·‖W_L ⋯ W_1 − Y‖²_F + Σ_l ridge_l ‖W_l‖²_F          (no ½)

Layer l is ``widths[l] × widths[l-1]``; a point is the tuple (W_1, …, W_L) of tensors (batch, d_l, d_{l-1}).
Source of the objective: arXiv:2506.20344 v3, equation (1), with fit = 1 (stated).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from math import comb
from typing import Any, NamedTuple

import torch
from torch import Tensor

from numerics import points
from numerics.problems.validation import as_finite_matrix, require, require_positive
from numerics.products import plus_product
from numerics.tensors import require_floating, whole

Factors = tuple[Tensor, ...]


class DeepPoint(NamedTuple):
    """A point of deep factorization: ``factors`` = (W_1, …, W_L), each (batch, d_l, d_{l-1})."""

    factors: Factors


class DeepFactorization:
    """F(W) = fit·‖W_L⋯W_1 − Y‖²_F + Σ ridge_l‖W_l‖²_F with closed-form derivatives.

    Y is (d_L, d_0), or (batch, d_L, d_0) for a different target per batch member. ``ridge`` holds one positive
    weight per layer, W_1 first, as a sequence or a tensor (L,) or (batch, L). ``hidden`` (d_1 … d_{L-1}) is only
    needed where a start is drawn; by default every hidden layer is as wide as min(d_0, d_L).
    dtype (float32 or float64) and device are those of Y. Raises ValueError on bad shapes, non-positive weights and non-finite
    data.

    >>> problem = DeepFactorization(torch.tensor([[4.0]], dtype=torch.float64), ridge=(3.0, 3.0, 3.0))
    >>> one = torch.ones(1, 1, dtype=torch.float64)
    >>> float(problem.loss((one, one, one)))                 # (1 − 4)² + 3·3, by hand
    18.0
    >>> [float(g) for g in problem.gradient((one, one, one))]     # the double root of the width-1 chain
    [0.0, 0.0, 0.0]
    """

    def __init__(
        self, Y: Tensor, ridge: Tensor | Sequence[float], fit: float = 1.0, hidden: Sequence[int] | None = None
    ) -> None:
        self.Y = as_finite_matrix(Y, "Y", real="the formulas of deep factorization are those of real matrices")
        self.ridge = _weights(ridge, self.Y)
        self.fit = fit
        _check_weights(self.ridge, fit)
        require(hidden is None or isinstance(hidden, Sequence), f"hidden must list widths, got {hidden!r:.80}")
        self.hidden = (min(self.Y.shape[-2:]),) * (self.layers - 1) if hidden is None else tuple(hidden)
        require(len(self.hidden) == self.layers - 1, f"hidden must list {self.layers - 1} widths, got {self.hidden}")
        for width in self.hidden:
            whole(width, "hidden widths")
        if self.Y.dim() == 3 and self.ridge.dim() == 2:
            sizes = (self.Y.shape[0], self.ridge.shape[0])
            require(sizes[0] == sizes[1], f"Y and ridge must have one batch size, got {sizes[0]} and {sizes[1]}")

    @property
    def layers(self) -> int:
        """L, the number of factors."""
        return int(self.ridge.shape[-1])

    @property
    def widths(self) -> tuple[int, ...]:
        """(d_0, …, d_L)."""
        return (self.Y.shape[-1], *self.hidden, self.Y.shape[-2])

    @property
    def batch(self) -> int | None:
        """The batch size carried by the data, None when all members share it."""
        if self.Y.dim() == 3:
            return int(self.Y.shape[0])
        return int(self.ridge.shape[0]) if self.ridge.dim() == 2 else None

    @property
    def condition_number(self) -> float | None:
        """σ_1/σ_r of Y, r its numerical rank (None for a batch of targets)."""
        if self.Y.dim() == 3:
            return None
        singular = torch.linalg.svdvals(self.Y)
        kept = singular[singular > singular[0] * max(self.Y.shape) * torch.finfo(singular.dtype).eps]
        return float(kept[0] / kept[-1])

    def unit(self) -> Tensor:
        """‖Y‖₂, a scalar or (batch,); 1 where that is zero. Starts, default steps and endings are measured in it."""
        norm = torch.linalg.matrix_norm(self.Y, 2)
        return torch.where(norm > 0, norm, torch.ones_like(norm))

    def floor(self) -> Tensor:
        """ε·F(0) = ε·fit·‖Y‖²_F, ε the rounding unit: the rounding of F, whose minimum is not zero. Differences below it mean
        nothing."""
        return self.fit * torch.finfo(self.Y.dtype).eps * self.Y.square().sum((-2, -1))

    def to(self, device: torch.device | str | None = None, dtype: torch.dtype | None = None) -> DeepFactorization:
        """The same problem on another device or in another precision."""
        return DeepFactorization(
            self.Y.to(device=device, dtype=dtype), self.ridge.to(device=device, dtype=dtype), self.fit, self.hidden
        )

    def select(self, index: Tensor) -> DeepFactorization:
        """The same problem for the batch members ``index`` only."""
        target = self.Y[index] if self.Y.dim() == 3 else self.Y
        ridge = self.ridge[index] if self.ridge.dim() == 2 else self.ridge
        return DeepFactorization(target, ridge, self.fit, self.hidden)

    def factors(self, point: Any) -> Factors:
        """The factors of a point (a tuple of tensors or a DeepPoint), checked against the problem."""
        inside = getattr(point, "factors", point)
        if isinstance(inside, tuple | list) and len(inside) == 1 and isinstance(inside[0], tuple | list):
            inside = inside[0]
        factors = points.side_by_side(inside)
        require(len(factors) == self.layers, f"point must have {self.layers} factors, got {len(factors)}")
        dims = {w.dim() for w in factors}
        if len(dims) > 1 or not dims <= {2, 3}:
            shapes = ", ".join(f"W_{l + 1} {tuple(w.shape)}" for l, w in enumerate(factors))
            raise ValueError(f"point must have all factors with, or all without, one batch axis, got {shapes}")
        widths = [factors[0].shape[-1], *(w.shape[-2] for w in factors)]
        chained = all(w.shape[-1] == widths[l] for l, w in enumerate(factors))
        ends = (widths[0], widths[-1]) == (self.Y.shape[-1], self.Y.shape[-2])
        if not (chained and ends):
            shapes = ", ".join(f"W_{l + 1} {tuple(w.shape[-2:])}" for l, w in enumerate(factors))
            raise ValueError(f"factors must chain from {self.Y.shape[-1]} to {self.Y.shape[-2]}, got {shapes}")
        for l, w in enumerate(factors):
            require(w.layout is torch.strided, f"factors must be dense tensors, got the layout {w.layout} for layer {l + 1}")
            if w.dtype != self.Y.dtype or w.device != self.Y.device:
                raise ValueError(
                    f"factors must have dtype {self.Y.dtype} on {self.Y.device} like Y, got {w.dtype} on {w.device}"
                    f" for layer {l + 1}"
                )
        return factors

    def product(self, point: Any) -> Tensor:
        """W_L ⋯ W_1, (batch, d_L, d_0)."""
        factors = self.factors(point)
        product = factors[0]
        for w in factors[1:]:
            product = w @ product
        return product

    def loss(self, point: Any) -> Tensor:
        """F at each batch member, (batch,)."""
        factors = self.factors(point)
        value = self.fit * (self.product(factors) - self.Y).square().sum((-2, -1))
        for l, w in enumerate(factors):
            value = value + self.ridge[..., l] * w.square().sum((-2, -1))
        return value

    def gradient(self, point: Any) -> Any:
        """∂F/∂W_l = 2·fit·A_lᵀ R B_lᵀ + 2·ridge_l·W_l, with A_l = W_L⋯W_{l+1}, B_l = W_{l-1}⋯W_1, R = W_L⋯W_1 − Y."""
        factors = self.factors(point)
        inner, outer = self._segments(factors)
        fit, pulls = 2 * self.fit, [weight * w for weight, w in zip(self._weights(), factors, strict=True)]
        later = (plus_product(pulls[l], outer[l], inner[l].mT, alpha=fit) for l in range(1, self.layers))
        return _shaped_like(point, (torch.add(pulls[0], outer[0], alpha=fit), *later))

    def hessian_product(self, point: Any, direction: Any) -> Any:
        """∇²F(W)[V], a tuple shaped like the point. To apply it often at one point use ``linearize``."""
        return self.linearize(point)(direction)

    def linearize(self, point: Any) -> Callable[[Any], Any]:
        """V ↦ ∇²F(W)[V] with everything that depends on W alone computed once."""
        factors = self.factors(point)
        inner, outer = self._segments(factors)
        weights, fit = self._weights(), 2 * self.fit

        def apply(direction: Any) -> Any:
            moves = tuple(getattr(direction, "factors", direction))
            return _shaped_like(direction, _second_order_sweep(factors, moves, inner, outer, weights, fit))

        return apply

    def dense_hessian(self, point: Any) -> Tensor:
        """The symmetric matrix of ∇²F in the coordinates of ``flatten``, (batch, N, N), block by block.

        Block (l, l): 2·fit·(A_lᵀA_l ⊗ B_lB_lᵀ) + 2·ridge_l·I.  Block (l, m), l > m, C = W_{l-1}⋯W_{m+1}:
        2·fit·(A_lᵀA_m ⊗ B_lB_mᵀ) + 2·fit·N[i,q]·C[j,p] at row (i,j), column (p,q), with N = A_lᵀ R B_mᵀ.
        """
        factors = self.factors(point)
        left, right = self._left_right(factors)
        residual = self.product(factors) - self.Y
        blocks: list[list[Tensor]] = [[residual] * self.layers for _ in range(self.layers)]
        for l in range(self.layers):
            for m in range(l + 1):
                block = torch.einsum("...ip,...jq->...ijpq", left[l].mT @ left[m], right[l] @ right[m].mT)
                if m < l:
                    between = _chain(factors[m + 1 : l], factors[m])
                    cross = left[l].mT @ residual @ right[m].mT
                    block = block + torch.einsum("...iq,...jp->...ijpq", cross, between)
                rows, columns = factors[l].shape[-2:].numel(), factors[m].shape[-2:].numel()
                block = 2 * self.fit * block.reshape(*block.shape[:-4], rows, columns)
                block = block.expand(*residual.shape[:-2], rows, columns)
                if m == l:
                    block = block + self._weights()[l] * _identity_like(residual, rows)
                blocks[l][m], blocks[m][l] = block, block.mT
        return torch.cat([torch.cat(row, -1) for row in blocks], -2)

    def flatten(self, point: Any) -> Tensor:
        """(batch, N): the entries of W_1, then W_2, …, each row by row."""
        return torch.cat([w.flatten(-2) for w in self.factors(point)], -1)

    def unflatten(self, vector: Tensor, like: Any | None = None) -> Factors:
        """The inverse of ``flatten``; widths are those of ``like`` or, without it, of the problem."""
        widths = self.widths
        if like is not None:
            factors = self.factors(like)
            widths = (factors[0].shape[-1], *(w.shape[-2] for w in factors))
        sizes = [a * b for a, b in zip(widths[1:], widths, strict=False)]
        require(vector.shape[-1] == sum(sizes), f"vector must have length {sum(sizes)}, got {vector.shape[-1]}")
        parts = vector.split(sizes, -1)
        return tuple(p.unflatten(-1, (widths[l + 1], widths[l])) for l, p in enumerate(parts))

    def hessian_lipschitz(self, point: Any) -> Tensor:
        """An upper bound for |D³F(W)[h, h, h]| over ‖h‖ = 1, (batch,): 12·fit·(‖R‖_F e_3 + e_1 e_2).

        e_k = C(L, k) L^{-k/2} max_l‖W_l‖^{L-k} bounds the degree-k part of W ↦ W_L⋯W_1 along h (Maclaurin).
        """
        factors = self.factors(point)
        widest = torch.stack([torch.linalg.matrix_norm(w, 2) for w in factors], -1).amax(-1)
        count = self.layers
        e = [comb(count, k) * count ** (-k / 2) * widest ** max(count - k, 0) for k in range(4)]
        residual = torch.linalg.matrix_norm(self.product(factors) - self.Y)
        return 12 * self.fit * (residual * e[3] + e[1] * e[2])

    def _weights(self) -> tuple[Tensor, ...]:
        """2·ridge_l for each layer, shaped to multiply W_l."""
        return (2 * self.ridge)[..., None, None].unbind(-3)

    def _segments(self, factors: Factors) -> tuple[list[Tensor], list[Tensor]]:
        """B_l = W_{l-1}⋯W_1 (B_1 = I is left out: entry 0 is unused) and E_l = A_lᵀ R, which is d_l × d_0."""
        inner = [factors[0], factors[0]]
        for w in factors[1:-1]:
            inner.append(w @ inner[-1])
        outer = [plus_product(self.Y, factors[-1], inner[-1], beta=-1)]
        for w in reversed(factors[1:]):
            outer.append(w.mT @ outer[-1])
        return inner, outer[::-1]

    def _left_right(self, factors: Factors) -> tuple[list[Tensor], list[Tensor]]:
        """All A_l (d_L × d_l) and B_l (d_{l-1} × d_0), identities included."""
        right = [_identity_like(factors[0], factors[0].shape[-1])]
        for w in factors[:-1]:
            right.append(w @ right[-1])
        left = [_identity_like(factors[0], factors[-1].shape[-2])]
        for w in reversed(factors[1:]):
            left.append(left[-1] @ w)
        return left[::-1], right

    def __str__(self) -> str:
        return f"DeepFactorization(widths={self.widths}, ridge={self.ridge.tolist()}, fit={self.fit:g})"


def _shaped_like(point: Any, factors: Factors) -> Any:
    """A DeepPoint for a DeepPoint, a plain tuple for a plain tuple."""
    return DeepPoint(factors) if isinstance(point, DeepPoint) else factors


def _weights(ridge: Any, like: Tensor) -> Tensor:
    """``ridge`` in the precision of ``like``; a bool is no weight, nor is a text."""
    if isinstance(ridge, Tensor):
        require_floating(ridge, "ridge", real="weights are real")
    weights = None
    if not _truth_values(ridge):
        with suppress(TypeError, ValueError, OverflowError):
            weights = torch.as_tensor(ridge, dtype=like.dtype, device=like.device)
    if weights is None:
        raise ValueError(f"ridge must list numbers, one weight per layer, got {ridge!r:.80}")
    return weights


def _truth_values(ridge: Any) -> bool:
    return isinstance(ridge, bool) or (isinstance(ridge, list | tuple) and any(map(_truth_values, ridge)))


def _check_weights(ridge: Tensor, fit: float) -> None:
    fine = ridge.dim() in (1, 2) and ridge.shape[-1] >= 2
    require(fine, f"ridge must list one weight per layer, at least two layers, got shape {tuple(ridge.shape)}")
    bad = (~(ridge > 0) | ~torch.isfinite(ridge)).nonzero()
    if len(bad):
        where = tuple(bad[0].tolist())
        kind = "positive" if torch.isfinite(ridge[where]) else "finite"
        raise ValueError(f"ridge must be {kind}, got {ridge[where].item():g} for layer {where[-1] + 1}")
    require_positive(fit, "fit")


def _second_order_sweep(
    factors: Factors, moves: Factors, inner: list[Tensor], outer: list[Tensor], weights: Sequence[Tensor], fit: float
) -> Factors:
    """One forward sweep for dB_l, one backward sweep for dE_l, and the product rule at each layer."""
    slope = [moves[0], moves[0]]
    for l in range(1, len(factors)):
        slope.append(plus_product(moves[l] @ inner[l], factors[l], slope[l]))
    change, result = slope[-1], []
    for l in range(len(factors) - 1, 0, -1):
        along = plus_product(weights[l] * moves[l], change, inner[l].mT, alpha=fit)
        result.append(plus_product(along, outer[l], slope[l].mT, alpha=fit))
        change = plus_product(moves[l].mT @ outer[l], factors[l].mT, change)
    result.append(torch.add(weights[0] * moves[0], change, alpha=fit))
    return tuple(reversed(result))


def _chain(between: Sequence[Tensor], lower: Tensor) -> Tensor:
    """The product of the factors strictly between two layers; the identity on ``lower``'s output if none."""
    if not between:
        return _identity_like(lower, lower.shape[-2])
    product = between[0]
    for w in between[1:]:
        product = w @ product
    return product


def _identity_like(like: Tensor, size: int) -> Tensor:
    return torch.eye(size, dtype=like.dtype, device=like.device)
