"""Order of losses, decided exactly: the sign of Σ_k c_k G_k for integers c_k and gains G_k.

Balls of rising precision settle every sum that is not zero. A zero is proved by root separation (``algebraic``), with
the minimal polynomials of the gains; rational gains are summed exactly first, so they cost nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import flint

from theory.dmf.landscape.roots import Mode
from theory.exact.algebraic import Bound, exact_sign
from theory.exact.balls import MOST_BITS, PrecisionError, rational


@dataclass(frozen=True, eq=False)
class AlgebraicGain:
    """G of one mode as an algebraic number.

    Attributes:
        polynomial: minimal polynomial over the integers, primitive, positive leading coefficient.
        value: the number itself where it is rational.

    >>> from theory.dmf.landscape.roots import Root
    >>> AlgebraicGain.of(Mode(3, Fraction(1), Fraction(2), Root.UPPER)).value
    Fraction(0, 1)
    >>> AlgebraicGain.of(Mode(2, Fraction(2), Fraction(3), Root.UPPER)).polynomial      # (3 − √2)²
    x^2 + (-22)*x + 49
    """

    polynomial: flint.fmpz_poly

    @classmethod
    def of(cls, mode: Mode) -> AlgebraicGain:
        """The gain of a mode, from its matrix of multiplication in the field of x."""
        factor = irreducible_factor(mode)
        return cls(primitive(_multiplication(mode, factor).minpoly().numer()))

    @property
    def degree(self) -> int:
        """That of the minimal polynomial; 1 for a rational gain."""
        return int(self.polynomial.degree())

    @property
    def value(self) -> Fraction | None:
        """The gain if it is rational, else None."""
        if self.degree > 1:
            return None
        bottom, top = int(self.polynomial[1]), -int(self.polynomial[0])
        return Fraction(top, bottom)


@dataclass(frozen=True, eq=False)
class GainOrder:
    """Exact signs of integer combinations of the gains of ``modes``.

    >>> from theory.dmf.landscape.roots import Root
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
        return exact_sign(lambda bits: self._ball(key, bits), lambda: self._bound(key))

    def _ball(self, key: tuple[tuple[int, int], ...], bits: int) -> flint.arb:
        """Σ c_k G_k; beyond 512 bits rational gains are exact."""
        with flint.ctx.workprec(bits + 32):
            total, known = flint.arb(0), Fraction(0)
            for k, c in key:
                value = self.algebraic(k).value if bits > 512 else None
                if value is None:
                    total += c * self.modes[k].gain(bits)
                else:
                    known += c * value
            return total + rational(known)

    def _bound(self, key: tuple[tuple[int, int], ...]) -> Bound:
        terms = (Bound.root(self.algebraic(k).polynomial, k).scaled(c) for k, c in key)
        return sum(terms, Bound.rational(0))


def irreducible_factor(mode: Mode) -> flint.fmpq_poly:
    """The irreducible factor of h that vanishes at x = σ²."""
    factors = [flint.fmpq_poly(factor) for factor, _ in mode.polynomial().numer().factor()[1]]
    bits = 64
    while len(factors) > 1:  # factors have no root in common
        if bits > MOST_BITS:
            raise PrecisionError(f"the minimal polynomial of a root is not found with {MOST_BITS} bits")
        with flint.ctx.workprec(bits + 64):
            x = mode.x(bits)
            factors = [factor for factor in factors if flint.arb_poly(factor)(x).contains(0)]
        bits *= 2
    return factors[0]


def _multiplication(mode: Mode, factor: flint.fmpq_poly) -> flint.fmpq_mat:
    """The matrix of multiplication by G on the field Q[x]/(factor)."""
    x, weight = flint.fmpq_poly([0, 1]), mode.ridge_product
    gain = x**mode.layers * rational(1 / weight) - (mode.layers - 2) * x
    degree = int(factor.degree())
    rows = []
    for power in range(degree):
        image = (gain * x**power) % factor
        rows.append([image[i] for i in range(degree)])
    return flint.fmpq_mat(rows)


def primitive(polynomial: flint.fmpz_poly) -> flint.fmpz_poly:
    """The polynomial over its content, with a positive leading coefficient."""
    content = polynomial.content()
    divided = flint.fmpz_poly([c // content for c in polynomial.coeffs()])
    return divided if divided.leading_coefficient() > 0 else -divided
