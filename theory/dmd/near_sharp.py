"""The clock's constant for r_A = 2 and small steps, 0 ≤ h ≤ 1/2: V − V₊ ≥ 2c̲(h)η tr(Λ²D) with c̲ piecewise linear, close below
the scalar extremum c(h).

The scalar extremum is the curve h = p²(4 − 3p)/(p² − 3p + 4), c = (4 − p)(p² − 3p + 4)/(8p(2 − p)²), 1 ≤ p ≤ 4/3. With
a = A/(1 − A), b = B/(1 − B) the numerator of `theory.dmd.sharp_constant` becomes a polynomial in (A, B, ρ, l, h) on a box; it
is ≥ 0 because all Bernstein coefficients are, on every leaf of a bisection. The coefficients are integers; halving them is done
in float64 beside a bound on its rounding, and a sign that this bound leaves open is read from the integers.

Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise, product
from math import comb, gcd, lcm
from typing import Any

import numpy as np

from theory.dmd.sharp_constant import numerator
from theory.exact.balls import rational

HALF = Fraction(1, 2)
NAMES = ("A", "B", "rho", "l", "h")
DEGREES = (5, 5, 5, 6, 5)


@dataclass(frozen=True)
class Piece:
    """c̲ on [low, high] in h: ``at_low`` and ``at_high`` at the ends, linear between."""

    low: Fraction
    high: Fraction
    at_low: Fraction
    at_high: Fraction

    def __str__(self) -> str:
        return f"h in [{self.low}, {self.high}]: c from {float(self.at_low):.6f} to {float(self.at_high):.6f}"


@dataclass(frozen=True)
class Cover:
    """The verdict for one piece: the number of leaves, or a corner (A, B, ρ, l, h) where the numerator is negative."""

    piece: Piece
    boxes: int
    corner: tuple[Fraction, ...] | None

    @property
    def proved(self) -> bool:
        """Whether every leaf has non-negative coefficients."""
        return self.corner is None


def curve(p: Any) -> tuple[Any, Any]:
    """(h, c) of the scalar extremum at the parameter p; exact for a `Fraction`.

    >>> curve(Fraction(1)) == (Fraction(1, 2), Fraction(3, 4))
    True
    """
    kernel = p * p - 3 * p + 4
    return p * p * (4 - 3 * p) / kernel, (4 - p) * kernel / (8 * p * (2 - p) ** 2)


def _parameter(h: Fraction, below: bool) -> Fraction:
    """p with curve(p)[0] just above h (``below``: p is just below the solution, as h falls in p) or just below h."""
    low, high = Fraction(1), Fraction(4, 3)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if curve(middle)[0] > h else (low, middle)
    return low if below else high


def pieces(count: int, slack: Fraction = Fraction(1, 10**6), lift: Fraction = Fraction(0)) -> list[Piece]:
    """``count`` equal intervals of [0, 1/2]; every line is a chord of c(h) less its largest excess over the curve, less
    ``slack``. ``lift`` raises all lines (to see a false constant refused).

    The excess is measured on 400 points of the curve: it only has to be plausible, the proof is in the cover.

    >>> print(pieces(8)[1])
    h in [1/16, 1/8]: c from 0.965360 to 0.932125
    """
    found = []
    for k in range(count):
        low, high = HALF * k / count, HALF * (k + 1) / count
        ends = [curve(_parameter(h, below=True))[1] for h in (low, high)]
        first, last = _parameter(high, below=True), _parameter(low, below=False)
        line = [end.limit_denominator(10**7) for end in ends]
        excess = []
        for i in range(401):
            h, c = curve(first + (last - first) * i / 400)
            excess.append(line[0] + (line[1] - line[0]) * (h - low) / (high - low) - c)
        lowered = (max(excess) + slack).limit_denominator(10**9) - lift
        found.append(Piece(low, high, line[0] - lowered, line[1] - lowered))
    return found


def gap_at_most(piece: Piece, most: Fraction) -> bool:
    """Whether c(h) − c̲(h) ≤ ``most`` on the whole piece, decided exactly along the curve (a polynomial of degree 6 in p).

    >>> [gap_at_most(pieces(8)[0], Fraction(1, n)) for n in (5_000, 10_000)]
    [True, False]
    """
    import flint

    p = flint.fmpq_poly([0, 1])
    slope = (piece.at_high - piece.at_low) / (piece.high - piece.low)
    level, rise = rational(most + piece.at_low - slope * piece.low), rational(slope)
    kernel, weight = p * p - 3 * p + 4, 8 * p * (2 - p) ** 2
    rest = (level * kernel + rise * p * p * (4 - 3 * p)) * weight - (4 - p) * kernel * kernel
    powers = np.array([Fraction(int(value.p), int(value.q)) for value in rest.coeffs()], dtype=object)
    degree = len(powers) - 1
    waiting = [(_parameter(piece.high, below=True), _parameter(piece.low, below=False))]
    while waiting:
        low, high = waiting.pop()
        values = _to_bernstein(degree, low, high) @ powers
        if min(values) >= 0:
            continue
        if min(values[0], values[-1]) < 0 or high - low < Fraction(1, 10**6):
            return False
        waiting += [(low, (low + high) / 2), ((low + high) / 2, high)]
    return True


def cover(piece: Piece, most: int = 20_000) -> Cover | None:
    """The bisection for one piece; None beyond ``most`` leaves.

    >>> cover(pieces(8, lift=Fraction(1, 100))[3]).proved
    False
    """
    sides = ((Fraction(0), Fraction(1)), (Fraction(0), Fraction(1)), (Fraction(0), Fraction(1)), (Fraction(-1), Fraction(1)),
             (piece.low, piece.high))  # fmt: skip
    waiting = [_Box.whole(_tensor(piece), sides)]
    leaves = 0
    while waiting:
        box, signs = waiting.pop().decided()
        if (signs >= 0).all():
            leaves += 1
            if leaves > most:
                return None
            continue
        for ends in product((0, -1), repeat=5):
            if signs[ends] < 0:
                return Cover(piece, leaves, tuple(side[end] for side, end in zip(box.sides, ends, strict=True)))
        waiting += box.halves()
    return Cover(piece, leaves, None)


@dataclass(frozen=True, eq=False)
class _Box:
    """Bernstein coefficients on a box, up to one positive factor, in float64: each is within ``rounding``·``sizes`` of its
    value. ``sizes`` is the same averaging of the absolute values of ``base``, and 0 only where every contribution is 0.
    ``base``: the integers of a box above; ``path``: (axis, half) of each cut since."""

    base: np.ndarray
    values: np.ndarray
    sizes: np.ndarray
    sides: tuple[tuple[Fraction, Fraction], ...]
    path: tuple[tuple[int, int], ...]
    operations: int

    @classmethod
    def whole(cls, base: np.ndarray, sides: tuple[tuple[Fraction, Fraction], ...]) -> _Box:
        """The integers over the largest; a quotient of integers of any size is correctly rounded."""
        largest = max(abs(base.max()), abs(base.min()), 1)
        values = (base / largest).astype(float)
        sizes = np.where((base == 0).astype(bool), 0.0, np.maximum(np.abs(values), 1e-200))
        return cls(base, values, sizes, sides, (), 1)

    @property
    def rounding(self) -> float:
        """Twice the operations on any path to a coefficient, in units of 2⁻⁵³: the second factor is for ``sizes`` itself."""
        return 2.0 * self.operations * 2.0**-53

    def decided(self) -> tuple[_Box, np.ndarray]:
        """The signs of all coefficients, 0 also where the sign is left open and does not matter here. Where one matters the
        integers are computed, and the box begins anew from them: what vanishes stays zero from there on."""
        error = self.rounding * self.sizes
        signs = np.where(self.values > error, 1, np.where(self.values < -error, -1, 0))
        open_ = (signs == 0) & (self.sizes > 0)
        if open_.any() and ((signs >= 0).all() or open_[np.ix_(*((0, -1),) * 5)].any()):
            exact = self.base
            for axis, half in self.path:
                exact = _halves(exact, axis)[half]
            return _Box.whole(exact, self.sides), np.sign(exact).astype(int)
        return self, signs

    def halves(self) -> list[_Box]:
        """Both halves of the cut whose worse half has the largest least coefficient: a proposal only."""
        cuts = [_averaged(self.values, axis) for axis in range(self.values.ndim)]
        axis = int(np.argmax([min(float(half.min()) for half in cut) for cut in cuts]))
        low, high = self.sides[axis]
        middle = (low + high) / 2
        parts = zip(cuts[axis], _averaged(self.sizes, axis), ((low, middle), (middle, high)), (0, 1), strict=True)
        operations = self.operations + DEGREES[axis] + 2
        return [
            _Box(self.base, values, sizes, (*self.sides[:axis], side, *self.sides[axis + 1 :]), (*self.path, (axis, half)),
            operations)
            for values, sizes, side, half in parts
        ]


@lru_cache(maxsize=8)
def _averaging(degree: int) -> np.ndarray:
    """Coefficients on the low half, then on the high one: C(k, i)/2^k, exact in float64."""
    low = np.array([[comb(k, i) / 2**k for i in range(degree + 1)] for k in range(degree + 1)])
    return np.concatenate([low, low[::-1, ::-1]])


def _averaged(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """The coefficients on both halves along ``axis``; a dot product of degree + 1 terms each."""
    both = np.moveaxis(np.tensordot(_averaging(values.shape[axis] - 1), values, axes=(1, axis)), 0, axis)
    low, high = np.split(both, 2, axis)
    return low, high


@lru_cache(maxsize=1)
def _numbers() -> dict[int, np.ndarray]:
    """The numerator as two arrays over (a, b, ρ, l, h), by the exponent of c."""
    arrays = {k: np.full([d + 1 for d in DEGREES], Fraction(0), dtype=object) for k in (0, 1)}
    for exponents, value in numerator().to_dict().items():
        i, j, k, p, q, constant = map(int, exponents)
        if k % 2 or constant > 1:
            raise ArithmeticError("the numerator is even in w and linear in c")
        arrays[constant][i + k // 2, j + k // 2, k // 2, p, q] += Fraction(int(value.p), int(value.q))
    return arrays


def _tensor(piece: Piece) -> np.ndarray:
    """Integer multiples of the Bernstein coefficients on the whole box of a piece."""
    arrays = _numbers()
    slope = (piece.at_high - piece.at_low) / (piece.high - piece.low)
    constant = piece.at_low - slope * piece.low
    total = arrays[0] + constant * arrays[1]
    total[..., 1:] += slope * arrays[1][..., :-1]
    if any(arrays[1][..., -1].ravel()):
        raise ArithmeticError("the degree in h is larger than assumed")
    whole = _integers(total)
    for axis, degree in enumerate(DEGREES):
        if axis < 2:  # (1 − A)^5 Σ p_i a^i = Σ p_i A^i (1 − A)^(5−i)
            matrix = np.array([[Fraction(i == k, comb(degree, i)) for i in range(degree + 1)] for k in range(degree + 1)])
        else:
            low, high = ((0, 1), (-1, 1), (piece.low, piece.high))[axis - 2]
            matrix = _to_bernstein(degree, Fraction(low), Fraction(high))
        whole = np.moveaxis(np.tensordot(_integers(matrix), whole, axes=(1, axis)), 0, axis)
    return np.asarray(whole // gcd(*whole.ravel()))


def _integers(values: np.ndarray) -> np.ndarray:
    """Times the least common denominator."""
    scale = lcm(*(value.denominator for value in values.ravel()))
    scaled = [value.numerator * (scale // value.denominator) for value in values.ravel()]
    return np.array(scaled, dtype=object).reshape(values.shape)


def _to_bernstein(degree: int, low: Fraction, high: Fraction) -> np.ndarray:
    """Powers of x on [low, high] to Bernstein coefficients: entry (k, i) belongs to x^i."""
    matrix = np.full((degree + 1, degree + 1), Fraction(0), dtype=object)
    for i in range(degree + 1):
        for t in range(i + 1):  # x^i = Σ_t C(i, t) low^(i−t) (high − low)^t u^t, u^t = Σ_k C(k, t)/C(n, t) B_k
            weight = comb(i, t) * low ** (i - t) * (high - low) ** t
            for k in range(t, degree + 1):
                matrix[k, i] += weight * Fraction(comb(k, t), comb(degree, t))
    return matrix


def _halves(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Bernstein coefficients on both halves along ``axis``, times 2^degree (integers stay integers)."""
    rows = list(np.moveaxis(values, axis, 0))
    degree = len(rows) - 1
    low, high = [], []
    for level in range(degree + 1):
        factor = 2 ** (degree - level)
        low.append(rows[0] * factor)
        high.append(rows[-1] * factor)
        rows = [p + q for p, q in pairwise(rows)]
    return tuple(np.moveaxis(np.stack(part), 0, axis) for part in (low, high[::-1]))  # type: ignore[return-value]
