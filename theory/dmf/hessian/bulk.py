"""The two long lists of the Hessian spectrum, r(r−1) pair values and 2r(d_Y − r) rotations, as arrays.

Double-double arithmetic gives each value with relative error below 2^−82. Differences of close numbers would lose more;
they are left out here and made one by one. Every entry can still be made as an exact ``Eigenvalue``, for merging.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import flint
import numpy as np

from theory.dmf.hessian.kinds import ActiveKind
from theory.dmf.hessian.pairs import central_eigenvalues, size_of, times_weight
from theory.exact.balls import arb
from theory.exact.double_double import DoubleDouble
from theory.exact.eigenvalue import Algebraic, Bulk, Eigenvalue
from theory.exact.root_value import SingularValue

CLOSE = 2.0**-16  # relative difference below which entries are made one by one
SAFE = 1e140


Entries = tuple[Bulk, Iterator[tuple[Eigenvalue, int]]]


def pair_entries(kinds: Sequence[ActiveKind], weight: Fraction) -> Entries:
    """λ_0 μ_∓ for every pair of different kinds: an array, and the rest one by one."""
    ordered = sorted(kinds, key=size_of, reverse=True)
    x = DoubleDouble.of([kind.x.ball(128) for kind in ordered])
    y = DoubleDouble.of([arb(kind.mode.value, 192) for kind in ordered])
    p = DoubleDouble.of([_product_value(kind) for kind in ordered])
    scale = DoubleDouble.of([arb(weight, 192)])
    big, small = np.triu_indices(len(ordered), 1)
    counts = np.array([kind.times for kind in ordered], dtype=np.int64)
    gap = x[big] - x[small]
    lower, upper = y[big] - y[small], p[big] - p[small]
    good = (gap.high >= CLOSE * x.high[big]) & (np.abs(lower.high) >= CLOSE * np.maximum(y.high[big], y.high[small]))
    good &= (upper.high >= CLOSE * p.high[big]) & _moderate(x.high[big], y.high[big], p.high[big], p.high[small])
    here, there = big[good], small[good]
    rotation = scale * lower[good] * (p[here] + p[there]) / gap[good]
    stretch = scale * (y[here] + y[there]) * upper[good] / gap[good]
    values = DoubleDouble(np.concatenate([rotation.high, stretch.high]), np.concatenate([rotation.low, stretch.low]))

    def make(k: int) -> Eigenvalue:
        which, at = divmod(k, len(here))
        return times_weight(central_eigenvalues(ordered[here[at]], ordered[there[at]])[which], weight)

    def rest() -> Iterator[tuple[Eigenvalue, int]]:
        for i, j in zip(big[~good].tolist(), small[~good].tolist(), strict=True):
            for value in central_eigenvalues(ordered[i], ordered[j]):
                yield times_weight(value, weight), ordered[i].times * ordered[j].times

    return Bulk(values, np.tile(counts[here] * counts[there], 2), make), rest()


def rotation_entries(kinds: Sequence[ActiveKind], inactive: dict[SingularValue, int], weight: Fraction) -> Entries:
    """λ (1 + t_i)(1 ∓ y_k/y_i) for every active i and inactive y_k > 0, λ_1 = λ_L = λ: an array, and the rest."""
    values = [value for value in inactive if value]
    y = DoubleDouble.of([arb(kind.mode.value, 192) for kind in kinds])
    z = DoubleDouble.of([arb(value, 192) for value in values])
    growth = DoubleDouble.of([_growth(kind, weight) for kind in kinds])
    idle = np.array([inactive[value] for value in values], dtype=np.int64)
    counts = np.array([kind.times for kind in kinds], dtype=np.int64)
    active, other = (index.ravel() for index in np.indices((len(kinds), len(values))))
    lower = y[active] - z[other]
    good = np.abs(lower.high) >= CLOSE * np.maximum(y.high[active], z.high[other])
    good &= _moderate(y.high[active], z.high[other], growth.high[active])
    here, there = active[good], other[good]
    falls, grows = growth[here] * lower[good], growth[here] * (y[here] + z[there])
    entries = DoubleDouble(np.concatenate([falls.high, grows.high]), np.concatenate([falls.low, grows.low]))

    def one(i: int, k: int, sign: int) -> Eigenvalue:
        return kinds[i].rotation(values[k], weight, sign)

    def make(k: int) -> Eigenvalue:
        which, at = divmod(k, len(here))
        return one(int(here[at]), int(there[at]), 2 * which - 1)

    def rest() -> Iterator[tuple[Eigenvalue, int]]:
        for i, k in zip(active[~good].tolist(), other[~good].tolist(), strict=True):
            for sign in (-1, 1):
                yield one(i, k, sign), kinds[i].times * int(idle[k])

    return Bulk(entries, np.tile(counts[here] * idle[there], 2), make), rest()


def _product_value(kind: ActiveKind) -> flint.arb:
    """p = x(1 + t)/y."""
    with flint.ctx.workprec(192):
        return kind.x.ball(160) * _growth(kind)


def _growth(kind: ActiveKind, weight: Fraction = Fraction(1)) -> flint.arb:
    """weight·(1 + t)/y."""
    with flint.ctx.workprec(192):
        return (Algebraic.rational(1) + kind.t).ball(160) * arb(weight, 192) / arb(kind.mode.value, 192)


def _moderate(*arrays: np.ndarray) -> np.ndarray:
    """Entries for which no intermediate result can over- or underflow."""
    inside = [(array < SAFE ** (1 / 3)) & (array > SAFE ** (-1 / 3)) for array in arrays]
    return np.logical_and.reduce(inside)
