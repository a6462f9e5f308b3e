"""Order of losses, decided exactly: the sign of Σ_k c_k G_k for integers c_k and gains G_k.

Balls of rising precision settle every difference that is not zero. A zero is proved by root separation: each G_k is an
algebraic number of degree n_k with leading coefficient a_k and conjugates bounded by M_k, so with N = lcm(a_k) and
M = Σ|c_k|·M_k the number N·Σ c_k G_k is an algebraic integer of degree at most D = Π n_k, all conjugates below N·M, and

    Σ c_k G_k = 0   or   |Σ c_k G_k| ≥ 1 / (N · (N·M)^(D−1))

(the norm of a non-zero algebraic integer is at least 1 in absolute value). Precision beyond this bound always decides.
Rational gains (n_k = 1) are summed exactly first, so they cost nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

import flint

from theory.dmf.roots import Mode


@dataclass(frozen=True, eq=False)
class AlgebraicGain:
    """G of one mode as an algebraic number.

    Attributes:
        polynomial: minimal polynomial over the integers, primitive, positive leading coefficient.
        value: the number itself where it is rational.

    >>> from theory.dmf.roots import Root
    >>> AlgebraicGain.of(Mode(3, Fraction(1), Fraction(2), Root.UPPER)).value
    Fraction(0, 1)
    >>> AlgebraicGain.of(Mode(2, Fraction(2), Fraction(3), Root.UPPER)).polynomial      # (3 − √2)²
    x^2 + (-22)*x + 49
    """

    polynomial: flint.fmpz_poly

    @classmethod
    def of(cls, mode: Mode) -> AlgebraicGain:
        factor = _irreducible(mode)
        return cls(_primitive(_multiplication(mode, factor).minpoly().numer()))

    @property
    def degree(self) -> int:
        return int(self.polynomial.degree())

    @property
    def value(self) -> Fraction | None:
        if self.degree > 1:
            return None
        bottom, top = int(self.polynomial[1]), -int(self.polynomial[0])
        return Fraction(top, bottom)

    @property
    def leading(self) -> int:
        return int(self.polynomial.leading_coefficient())

    @property
    def bound(self) -> int:
        """An integer no conjugate exceeds in modulus (Cauchy)."""
        largest = max(abs(int(c)) for c in self.polynomial.coeffs()[:-1])
        return 1 + -(-largest // self.leading)


@dataclass(frozen=True, eq=False)
class GainOrder:
    """Exact signs of integer combinations of the gains of ``modes``.

    >>> from theory.dmf.roots import Root
    >>> modes = [Mode(3, Fraction(1), Fraction(y), Root.UPPER) for y in (5, 3, 2)]
    >>> order = GainOrder(modes)
    >>> order.sign({0: 1, 1: -1}), order.sign({0: 1, 1: -2}), order.sign({2: 7})
    (1, 1, 0)
    """

    modes: Sequence[Mode]
    _known: dict[tuple[tuple[int, int], ...], int] = field(default_factory=dict, repr=False)
    _algebraic: dict[int, AlgebraicGain] = field(default_factory=dict, repr=False)

    def sign(self, counts: Mapping[int, int]) -> int:
        """Sign of Σ counts[k]·G_k: −1, 0 or 1."""
        key = tuple(sorted((k, c) for k, c in counts.items() if c and not self.modes[k].gain_is_zero))
        if not key:
            return 0
        flip = 1 if key[0][1] > 0 else -1
        key = tuple((k, flip * c) for k, c in key)
        if key not in self._known:
            self._known[key] = self._decide(key)
        return flip * self._known[key]

    def algebraic(self, k: int) -> AlgebraicGain:
        """G_k as an algebraic number."""
        if k not in self._algebraic:
            self._algebraic[k] = AlgebraicGain.of(self.modes[k])
        return self._algebraic[k]

    def _decide(self, key: tuple[tuple[int, int], ...]) -> int:
        for bits in (64, 128, 256, 512):
            sign = _sign(self._ball(key, Fraction(0), bits))
            if sign is not None:
                return sign
        rational = sum((c * (self.algebraic(k).value or Fraction(0)) for k, c in key), Fraction(0))
        key = tuple((k, c) for k, c in key if self.algebraic(k).value is None)
        if not key:
            return (rational > 0) - (rational < 0)
        return self._decide_beyond(key, rational, self._separation_bits(key, rational))

    def _decide_beyond(self, key: tuple[tuple[int, int], ...], rational: Fraction, enough: int) -> int:
        bits, most = 512, enough + 64
        while True:
            bits = min(2 * bits, most)
            ball = self._ball(key, rational, bits)
            sign = _sign(ball)
            if sign is not None:
                return sign
            if bool(abs(ball) < flint.arb(2) ** -enough):
                return 0
            if bits == most:
                most += enough

    def _ball(self, key: tuple[tuple[int, int], ...], rational: Fraction, bits: int) -> flint.arb:
        with flint.ctx.workprec(bits + 32):
            start = flint.arb(flint.fmpq(rational.numerator, rational.denominator))
            return sum((c * self.modes[k].gain(bits) for k, c in key), start)

    def _separation_bits(self, key: tuple[tuple[int, int], ...], rational: Fraction) -> int:
        """b with: the sum is zero or at least 2^−b in absolute value."""
        gains = [(self.algebraic(k), abs(c)) for k, c in key]
        multiple = lcm(rational.denominator, *(gain.leading for gain, _ in gains))
        largest = sum(c * gain.bound for gain, c in gains) + int(abs(rational)) + 1
        degree = 1
        for gain, _ in gains:
            degree *= gain.degree
        return multiple.bit_length() + (degree - 1) * (multiple * largest).bit_length() + 1


def _sign(ball: flint.arb) -> int | None:
    if bool(ball > 0):
        return 1
    return -1 if bool(ball < 0) else None


def _irreducible(mode: Mode) -> flint.fmpq_poly:
    """The irreducible factor of h that vanishes at x = σ²."""
    factors = [flint.fmpq_poly(factor) for factor, _ in mode.polynomial().numer().factor()[1]]
    bits = 64
    while len(factors) > 1:
        with flint.ctx.workprec(bits + 64):
            x = mode.x(bits)
            factors = [factor for factor in factors if flint.arb_poly(factor)(x).contains(0)]
        bits *= 2
    return factors[0]


def _multiplication(mode: Mode, factor: flint.fmpq_poly) -> flint.fmpq_mat:
    """The matrix of multiplication by G on the field Q[x]/(factor)."""
    x, weight = flint.fmpq_poly([0, 1]), mode.ridge_product
    gain = x**mode.layers * flint.fmpq(weight.denominator, weight.numerator) - (mode.layers - 2) * x
    degree = int(factor.degree())
    rows = []
    for power in range(degree):
        image = (gain * x**power) % factor
        rows.append([image[i] for i in range(degree)])
    return flint.fmpq_mat(rows)


def _primitive(polynomial: flint.fmpz_poly) -> flint.fmpz_poly:
    content = polynomial.content()
    divided = flint.fmpz_poly([c // content for c in polynomial.coeffs()])
    return divided if divided.leading_coefficient() > 0 else -divided
