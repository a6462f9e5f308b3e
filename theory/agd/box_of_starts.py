"""A box of starts that are not aligned, certified whole: every X_0 in it, Y_0 = 0, η = 1/(4σ_1), r = 2, is near the target
after a named number of sweeps.

In units of the step A = diag(1/4, w), w = 1/(4κ), and by rotations on the right X_0 = [[a, 0], [b, c]]; signs of rows and
columns make b ≥ 0. Boxes in (a, b, c, w) are run in interval arithmetic, float64 rounded outwards, with the residual carried by
its own recursion

    R½ = R(I − YYᵀ),    R₊ = (I − X₊X₊ᵀ)R½,

which contracts where X and Y settle; a box whose end is not yet decided is halved. ‖R‖_F does not rise afterwards: I − XXᵀ and
I − YYᵀ have norms ≤ 1 as long as ‖X‖, ‖Y‖ ≤ 1. Source: ours; reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

BATCH = 4000
"""Boxes that are run at once."""


@dataclass(frozen=True)
class Interval:
    """Arrays of lower and upper ends; every operation is rounded outwards.

    >>> third = Interval(np.array([1.0]), np.array([1.0])) * Interval(np.array([1 / 3]), np.array([1 / 3]))
    >>> bool(third.low[0] < 1 / 3 < third.high[0])
    True
    """

    low: np.ndarray
    high: np.ndarray

    def __add__(self, other: Interval) -> Interval:
        return _outwards(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return _outwards(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        p, q, r, s = (a * b for a in (self.low, self.high) for b in (other.low, other.high))
        low = np.minimum(np.minimum(p, q), np.minimum(r, s))
        return _outwards(low, np.maximum(np.maximum(p, q), np.maximum(r, s)))

    def square(self) -> Interval:
        """{x² : x in the interval}."""
        low, high = np.abs(self.low), np.abs(self.high)
        inside = (self.low <= 0) & (self.high >= 0)
        found = _outwards(np.where(inside, 0.0, np.minimum(low, high) ** 2), np.maximum(low, high) ** 2)
        return Interval(np.maximum(found.low, 0.0), found.high)

    def meet(self, other: Interval) -> Interval:
        """The intersection of two enclosures of the same numbers."""
        return Interval(np.maximum(self.low, other.low), np.minimum(self.high, other.high))


Square = list[list[Interval]]
"""A 2 × 2 matrix of intervals."""
Corner = tuple[float, float, float, float]
"""(a, b, c, w): exact floats."""


ULP, TINY = 2.0**-52, 2.0**-1022


def _outwards(low: np.ndarray, high: np.ndarray) -> Interval:
    """Both ends moved by ``ULP``·|x| + ``TINY``, at least one unit in the last place; an infinite end may become NaN, which
    stays and decides nothing."""
    return Interval(low - (np.abs(low) * ULP + TINY), high + (np.abs(high) * ULP + TINY))


def _times(a: Square, b: Square) -> Square:
    return [[a[i][0] * b[0][j] + a[i][1] * b[1][j] for j in range(2)] for i in range(2)]


def _minus(a: Square, b: Square) -> Square:
    return [[a[i][j] - b[i][j] for j in range(2)] for i in range(2)]


def _transposed(a: Square) -> Square:
    return [[a[j][i] for j in range(2)] for i in range(2)]


def _rest(a: Square, one: Interval) -> Square:
    """I − aaᵀ."""
    cross = a[0][0] * a[1][0] + a[0][1] * a[1][1]
    none = one - one
    sides = [a[i][0].square() + a[i][1].square() for i in range(2)]
    return [[one - sides[0], none - cross], [none - cross, one - sides[1]]]


def residuals(low: np.ndarray, high: np.ndarray, sweeps: int) -> np.ndarray:
    """Upper bounds of ‖R‖²_F after ``sweeps``, one for each box [low, high] of rows (a, b, c, w); infinite where ‖X‖ or ‖Y‖ is
    not seen to stay below 1."""
    a, b, c, weak = (Interval(low[:, k], high[:, k]) for k in range(4))
    top = Interval(np.full(len(low), 0.25), np.full(len(low), 0.25))
    one = Interval(np.ones(len(low)), np.ones(len(low)))
    none = Interval(np.zeros(len(low)), np.zeros(len(low)))
    target: Square = [[top, none], [none, weak]]
    X: Square = [[a, none], [b, c]]
    Y: Square = [[none, none], [none, none]]
    R = _minus(_times(X, _transposed(Y)), target)
    inside = np.ones(len(low), dtype=bool)
    right = _rest(Y, one)
    with np.errstate(all="ignore"):
        for _ in range(sweeps):
            half = _times(R, right)
            X = _minus(X, _times(R, Y))
            Y = _minus(Y, _times(_transposed(half), X))
            left, right = _rest(X, one), _rest(Y, one)
            plain = _minus(_times(X, _transposed(Y)), target)
            R = [[p.meet(q) for p, q in zip(*rows, strict=True)] for rows in zip(_times(left, half), plain, strict=True)]
            for factor in (left, right):
                inside &= factor[0][0].low + factor[1][1].low > 1  # tr FFᵀ < 1, so ‖F‖ < 1
        size = (R[0][0].square() + R[0][1].square()) + (R[1][0].square() + R[1][1].square())
    return np.where(inside & np.isfinite(size.high), size.high, np.inf)


@dataclass(frozen=True)
class Cover:
    """What became of a box of starts: how many boxes were run, and the middle of one that could not be decided, if any."""

    boxes: int
    undecided: tuple[float, ...] | None = None

    @property
    def certified(self) -> bool:
        """Whether every start in the box meets the accuracy."""
        return self.undecided is None


def cover(low: Corner, high: Corner, accuracy: Fraction, sweeps: int, smallest: float = 1e-4) -> Cover:
    """Whether ‖XYᵀ − A‖_F ≤ ``accuracy``·σ_r after ``sweeps`` for every (a, b, c, w) in the box; boxes narrower than
    ``smallest`` are given up.

    >>> cover((0.4, 0.0, 0.4, 0.25), (0.41, 0.01, 0.41, 0.25), Fraction(1, 10), 12).certified
    True
    """
    share = np.nextafter(float(accuracy), 0.0)
    todo = [(np.array([low]), np.array([high]))]
    boxes = 0
    while todo:
        lows, highs = todo.pop()
        boxes += len(lows)
        allowed = np.nextafter(np.nextafter(share * lows[:, 3], 0.0) ** 2, 0.0)
        open_ = ~(residuals(lows, highs, sweeps) <= allowed)
        if not open_.any():
            continue
        lows, highs = lows[open_], highs[open_]
        widths = highs - lows
        if (narrow := widths.max(axis=1) < smallest).any():
            return Cover(boxes, tuple(float(v) for v in (lows[narrow][0] + highs[narrow][0]) / 2))
        axis = widths.argmax(axis=1)
        rows = np.arange(len(lows))
        middle = (lows[rows, axis] + highs[rows, axis]) / 2
        left, right = highs.copy(), lows.copy()
        left[rows, axis], right[rows, axis] = middle, middle
        lows, highs = np.concatenate([lows, right]), np.concatenate([left, highs])
        todo += [(lows[k : k + BATCH], highs[k : k + BATCH]) for k in range(0, len(lows), BATCH)]
    return Cover(boxes)
