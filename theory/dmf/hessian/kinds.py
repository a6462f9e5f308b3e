"""Active modes of one singular value at one root, as the Hessian sees them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property

from theory.dmf.landscape.roots import Mode, Root
from theory.dmf.landscape.thresholds import Threshold
from theory.dmf.landscape.ties import irreducible_factor, primitive
from theory.exact.algebraic import Bound
from theory.exact.eigenvalue import Algebraic, Eigenvalue
from theory.exact.root_value import SingularValue


@dataclass(frozen=True, eq=False)
class ActiveKind:
    """Modes of one singular value at one root: how many, and x = σ², t as algebraic numbers."""

    mode: Mode
    times: int

    @cached_property
    def x(self) -> Algebraic:
        """σ², a root of the irreducible factor that belongs to the mode."""
        @cache
        def bound() -> Bound:
            return Bound.root(primitive(irreducible_factor(self.mode).numer()), self.mode)

        return Algebraic(self.mode.x, bound)

    @cached_property
    def t(self) -> Algebraic:
        """Rational where it is known to be: at y*, at y_g, and t = 1 at y = 2·λ^(1/(2L−2))."""
        if self.exact_t is not None:
            return Algebraic.rational(self.exact_t)
        return (self.x ** (self.mode.layers - 1)).scaled(1 / self.mode.ridge_product)

    @cached_property
    def exact_t(self) -> Fraction | None:
        """t where it is known to be rational: (L−2)/L at '0', L − 2 where the gain is 0, 1 at '+' of y = 2·λ^(1/(2L−2))."""
        layers, mode = self.mode.layers, self.mode
        if mode.root is Root.DOUBLE:
            return Fraction(layers - 2, layers)
        if mode.gain_is_zero:
            return Fraction(layers - 2)
        power = 2 * layers - 2
        twice = Threshold(2**power * mode.ridge_product, power)
        return Fraction(1) if mode.root is Root.UPPER and twice.compare(mode.value) == 0 else None

    def times_growth(self, factor: Fraction) -> Eigenvalue:
        """(1 + t)·factor."""
        if self.exact_t is not None or factor == 0:
            return Eigenvalue.rational((1 + (self.exact_t or 0)) * factor)
        return Eigenvalue((Algebraic.rational(1) + self.t).scaled(factor))

    def rotation(self, other: SingularValue, weight: Fraction, sign: int) -> Eigenvalue:
        """weight·(1 + t)(1 + sign·z/y) for another singular value z."""
        y = self.mode.value
        if isinstance(y, Fraction) and isinstance(other, Fraction):
            return self.times_growth(weight * (1 + sign * other / y))
        if y == other:
            return self.times_growth(weight * (1 + sign))
        shifted = algebraic(y) + algebraic(other).scaled(sign)
        return Eigenvalue((Algebraic.rational(1) + self.t).scaled(weight) * shifted, algebraic(y))


def algebraic(value: SingularValue) -> Algebraic:
    """A singular value with its separation data."""
    return Algebraic.rational(value) if isinstance(value, Fraction) else value.algebraic()
