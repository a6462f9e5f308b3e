"""Index, nullity, extreme eigenvalues and trace of the Hessian at a critical orbit without listing its spectrum.

With equal weights λ_0 every eigenvalue is one of the blocks of `theory.dmf.hessian.spectrum`, and few entries of a block can be
extreme. Among '+' modes μ_− = (y_i − y_j)(p_i + p_j)/(x_i − x_j) grows in both x (y is convex in x, p grows), so the two
smallest modes give its minimum; μ_+ is a sum of exponentials of linear functions of (log x_i, log x_j), hence convex,
and is largest at a pair of outermost modes. Pairs with a '−' mode are scanned. The chosen entries are then evaluated as
algebraic numbers. Trace: 2 Σ_l (λ_l d_l d_{l−1} + α_l β_l) with α_l = Σ_i x_i^(L−l)/Π_{k>l} λ_k, α_L = d_L, and
β_l = Σ_i x_i^(l−1)/Π_{k<l} λ_k, β_1 = d_0 (times fit). Standing: reconstructed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import prod

import flint
import numpy as np

from theory.dmf.hessian.kinds import ActiveKind
from theory.dmf.hessian.pairs import central_eigenvalues, size_of, times_weight
from theory.dmf.hessian.spectrum import HessianBlocks, coupled_roots, hessian_spectrum
from theory.dmf.landscape.roots import Root
from theory.exact.balls import arb, settled
from theory.exact.eigenvalue import Eigenvalue
from theory.exact.root_value import SingularValue

LISTED = 60_000
"""Pairs of modes up to which unequal weights are listed in full."""
ROWS = 1 << 21


@dataclass(frozen=True)
class HessianSummary:
    """What one orbit's Hessian is, in numbers.

    Attributes:
        parameters: number of entries of all W_l, the order of the Hessian.
        index, nullity: as in `Orbit` (None: open).
        smallest, largest: extreme eigenvalues.
        smallest_positive: the smallest positive eigenvalue; near a nondegenerate minimizer the constant of quadratic
            growth and of the Polyak–Łojasiewicz inequality.
        trace: sum of all eigenvalues.
    """

    parameters: int
    index: int | None
    nullity: int | None
    smallest: float
    smallest_positive: float
    largest: float
    trace: float

    @property
    def stable_step(self) -> float:
        """Gradient descent W − s ∇F is linearly stable at a minimizer iff s < 2/largest."""
        return 2 / self.largest

    def rate(self, step: float) -> float:
        """Contraction of gradient descent with this step transversal to a minimizer's orbit."""
        return max(abs(1 - step * self.smallest_positive), abs(1 - step * self.largest))


def hessian_summary(blocks: HessianBlocks, fit: Fraction, index: int | None, nullity: int | None) -> HessianSummary:
    """See the module; index and nullity are those of the class. Unequal weights: from the full list, for up to about 350
    active modes.

    Raises:
        ValueError: unequal weights and too many modes for the full list.

    >>> from theory.dmf import Landscape
    >>> wide = Landscape((10_000,) * 11, spectrum=("5", "9/2"), ridge=1)
    >>> top = wide.orbits()[0].hessian_summary()
    >>> top.parameters, top.index, top.nullity, round(top.smallest_positive, 6), round(top.largest, 3)
    (1000000000, 0, 179973, 2.0, 313.14)
    """
    widths, scale = blocks.widths, 2 * fit
    if len(set(blocks.weights)) > 1:
        if blocks.rank**2 > LISTED:
            raise ValueError(
                f"extreme eigenvalues with unequal weights need the full list, which is offered for up to {LISTED} pairs of "
                f"modes: this orbit has {blocks.rank} active modes; use equal weights, or Orbit.hessian for the list"
            )
        values = [value for value, _ in hessian_spectrum(blocks, fit)]
        low, high, positive = values[0], values[-1], min(value for value in values if value > 0)
    else:
        found = list(_candidates(blocks))
        balls = [value.ball(64) for value in found]
        floats = [
            0.0 if ball.contains(0) and value.is_zero() else float(settled(value.ball))
            for value, ball in zip(found, balls, strict=True)
        ]
        low, high = (float(scale) * extreme(floats) for extreme in (min, max))
        positive = float(scale) * min(value for value in floats if value > 0)
    for value in (low, positive, high):
        if not math.isfinite(value):
            raise ValueError("Hessian eigenvalues must be below 1e308 in modulus, got more: bring ridge and spectrum together")
    return HessianSummary(sum(a * b for a, b in pairwise(widths)), index, nullity, low, positive, high, _trace(blocks, scale))


def _candidates(blocks: HessianBlocks) -> Iterator[Eigenvalue]:
    """Entries among which the smallest, the smallest positive and the largest are (equal weights)."""
    weight, widths, rank = blocks.weights[0], blocks.widths, blocks.rank
    kinds = sorted(blocks.kinds, key=size_of)
    first = next((kind for kind in kinds if kind.mode.root is Root.UPPER), None)
    for kind in kinds:
        if kind.mode.root is Root.DOUBLE or kind in (kinds[0], kinds[-1], first):
            yield _radial(kind, weight)  # grows with x
    if kinds:
        yield Eigenvalue.rational(2 * weight)
        if rank > 1 or max(widths[1:-1]) > rank:
            yield Eigenvalue.rational(0)
    yield from _pair_candidates(kinds, weight)
    yield from _outer_candidates(blocks, kinds, weight)
    spare = widths[1] - rank
    if len(widths) > 3 and any((a - rank) * (b - rank) for a, b in pairwise(widths)):
        yield Eigenvalue.rational(weight)
    if len(widths) == 3 and spare:
        for value in blocks.inactive:
            yield from coupled_roots(weight, weight, value)
        if widths[0] != widths[-1]:
            yield Eigenvalue.rational(weight)


def _radial(kind: ActiveKind, weight: Fraction) -> Eigenvalue:
    """λ_0(2 + L(t − 1))."""
    layers = kind.mode.layers
    if kind.exact_t is not None:
        return Eigenvalue.rational(weight * (2 + layers * (kind.exact_t - 1)))
    return Eigenvalue(kind.t.scaled(layers * weight) + type(kind.t).rational(weight * (2 - layers)))


def _pair_candidates(kinds: list[ActiveKind], weight: Fraction) -> Iterator[Eigenvalue]:
    """``kinds`` increasing in x."""
    upper = [kind for kind in kinds if kind.mode.root is Root.UPPER]
    rest = [kind for kind in kinds if kind.mode.root is not Root.UPPER]
    chosen = {(id(a), id(b)): (b, a) for a, b in combinations(kinds[:2] + [k for k in kinds[-2:] if k not in kinds[:2]], 2)}
    chosen |= {(id(a), id(b)): (b, a) for a, b in combinations(upper[:2], 2)}
    for kind in kinds:
        if kind.times > 1 and (kind in rest or kind in (upper[0], upper[-1])):
            chosen[id(kind), id(kind)] = (kind, kind)
    for big, small in [*chosen.values(), *_scanned(rest, upper)]:
        yield from (times_weight(value, weight) for value in central_eigenvalues(big, small))


def _scanned(rest: list[ActiveKind], upper: list[ActiveKind]) -> Iterator[tuple[ActiveKind, ActiveKind]]:
    """Pairs with a '−' or double mode whose μ_− is smallest, or smallest above zero."""
    if not rest:
        return
    every = rest + upper
    x, t, y = (np.array([float(part(kind)) for kind in every]) for part in (
        lambda k: k.x.ball(64).mid(), lambda k: k.t.ball(64).mid(), lambda k: k.mode.value))  # fmt: skip
    p, layers = x * (1 + t) / y, every[0].mode.layers
    best: dict[str, tuple[float, tuple[int, int]]] = {}
    step = max(1, ROWS // len(every))
    for start in range(0, min(len(rest), len(every) - 1), step):
        i = np.arange(start, min(start + step, len(rest)))[:, None]
        j = np.arange(start + 1, len(every))[None, :]
        gap = x[j] - x[i]
        with np.errstate(divide="ignore", invalid="ignore"):
            value = (y[j] - y[i]) * (p[i] + p[j]) / gap
        value[np.broadcast_to(j <= i, value.shape)] = np.inf  # the other half of the pairs
        for a, b in np.argwhere((j > i) & (gap < 1e-6 * x[j])):
            k, m = start + a, start + 1 + b
            value[a, b] = _stable(x[m], x[k], t[k] / x[k] ** (layers - 1), layers)
        for name, shown in (("low", value), ("positive", np.where(value > 0, value, np.inf))):
            a, b = np.unravel_index(int(np.argmin(shown)), shown.shape)
            if shown[a, b] < best.get(name, (np.inf, None))[0]:
                best[name] = float(shown[a, b]), (start + int(a), start + 1 + int(b))
    for _, (a, b) in best.values():
        yield tuple(sorted((every[a], every[b]), key=size_of, reverse=True))  # type: ignore[misc]


def _stable(big: float, small: float, inverse: float, layers: int) -> float:
    """μ_− = 1 + Σ_l x_i^(L−l) x_j^(l−1)/λ − Σ_k (x_j/x_i)^((L−2)/2 − k), without differences of close numbers."""
    first = sum(big ** (layers - l) * small ** (l - 1) for l in range(1, layers + 1)) * inverse
    return float(1 + first - sum((small / big) ** ((layers - 2) / 2 - k) for k in range(layers - 1)))


def _outer_candidates(blocks: HessianBlocks, kinds: list[ActiveKind], weight: Fraction) -> Iterator[Eigenvalue]:
    """λ(1 + t_i)(1 ∓ y_k/y_i) and λ(1 + t_i): for each i the neighbours of y_i among the inactive values, and the ends."""
    widths, values = blocks.widths, sorted(blocks.inactive)
    ends = {*kinds[:1], *kinds[-1:]}
    if widths[0] != widths[-1]:
        yield from (kind.times_growth(weight) for kind in ends)
    if not values:
        return
    floats = np.array([float(value) for value in values])
    near: dict[tuple[int, int], None] = {}
    for place, kind in enumerate(kinds):
        at = int(np.searchsorted(floats, float(kind.mode.value)))
        for k in {at - 2, at - 1, at, at + 1, len(values) - 1} & set(range(len(values))):
            near[place, k] = None
    growth = [1 + float(kind.t.ball(64).mid()) for kind in kinds]
    tops = [float(kind.mode.value) for kind in kinds]

    def size(key: tuple[int, int]) -> float:
        quick = 1 - floats[key[1]] / tops[key[0]]
        return growth[key[0]] * (quick if abs(quick) > 1e-6 else _share(values[key[1]], kinds[key[0]].mode.value))

    sizes = {key: size(key) for key in near}
    picked = sorted(sizes, key=sizes.__getitem__)
    chosen = {*picked[:2], *[key for key in picked if sizes[key] > 0][:2]}
    yield from (kinds[i].rotation(values[k], weight, -1) for i, k in chosen)
    for kind, value in product(ends, (values[0], values[-1])):
        yield kind.rotation(value, weight, 1)


def _share(idle: SingularValue, active: SingularValue) -> float:
    """1 − z/y without its cancellation."""
    if idle == active:
        return 0.0

    def gap(bits: int) -> flint.arb:
        with flint.ctx.workprec(bits):
            return 1 - arb(idle) / arb(active)

    return float(settled(gap))


def _trace(blocks: HessianBlocks, scale: Fraction) -> float:
    weights, widths = blocks.weights, blocks.widths
    layers = len(weights)
    roots = [kind.x.ball(96) for kind in blocks.kinds]
    powers = [flint.arb(kind.times) for kind in blocks.kinds]
    sums = []
    with flint.ctx.workprec(160):
        for _ in range(layers):
            sums.append(sum(powers, start=flint.arb(0)))
            powers = [power * root for power, root in zip(powers, roots, strict=True)]
    total = flint.arb(0)
    with flint.ctx.workprec(160):
        for l in range(1, layers + 1):
            alpha = flint.arb(widths[-1]) if l == layers else sums[layers - l] / arb(prod(weights[l:]))
            beta = flint.arb(widths[0]) if l == 1 else sums[l - 1] / arb(prod(weights[: l - 1]))
            total += arb(weights[l - 1] * widths[l] * widths[l - 1]) + alpha * beta
        return float((total * arb(scale)).mid())
