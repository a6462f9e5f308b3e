"""The non-zero roots of the scalar equation, enclosed in balls of any precision.

    p(σ) = σ^(2L−2) − √λ·y·σ^(L−2) + λ = 0,  σ > 0.      In x = σ²:  h(x) = (x^(L−1) + λ)² − λ y² x^(L−2) = 0,

whose coefficients are rational. With t = x^(L−1)/λ the lower root has t < (L−2)/L, the upper one t > (L−2)/L, and the
double root at y = y* has t = (L−2)/L. A mode left active at such a root changes F by −G against the mode at zero:

    G = x·(t − (L−2)) = x^L/λ − (L−2)·x,      a rational function of x alone.

By the equation y² = x(1 + t)²/t, so the mode itself contributes y² − G = x(L + 1/t) to F: its ridge and its misfit, both
positive. Losses are sums of these and never differences.

Source: arXiv:2506.20344 v3, equation (10) (stated second hand); the form in x and the gain are reconstructed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cache, cached_property

import flint

from theory.dmf.landscape.float_roots import root_apart
from theory.dmf.landscape.thresholds import existence_apart, existence_threshold, global_threshold
from theory.exact.balls import MOST_BITS, PrecisionError, arb, rational, settled, square_ball
from theory.exact.root_value import SingularValue


class Root(StrEnum):
    """Which root of the scalar equation a mode sits at, printed and compared as its sign.

    >>> Root.UPPER == "+", str(Root.LOWER)
    (True, '-')
    """

    UPPER = "+"
    DOUBLE = "0"
    LOWER = "-"


@dataclass(frozen=True, eq=False)
class Mode:
    """One positive root of p(·; y): L, λ, y and which root.

    ``x``, ``t``, ``gain``, ``cost`` are functions of the precision in bits and return enclosures (``flint.arb``).

    Raises:
        ValueError: p(·; y) has no such root.

    >>> mode = Mode(3, Fraction(1, 1), Fraction(2), Root.UPPER)          # y = y_g: x = 1
    >>> float(mode.x(64)), float(mode.gain(64))
    (1.0, 0.0)
    >>> Mode(3, Fraction(27), Fraction(3), Root.UPPER)
    Traceback (most recent call last):
    ValueError: y = 3 has no '+' root for L = 3: the existence threshold is 256^(1/4) = 4
    """

    layers: int
    ridge_product: Fraction
    value: SingularValue
    root: Root
    _best: dict[str, tuple[int, flint.arb]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.root not in available_roots(self.layers, self._side()):
            reason = f"the existence threshold is {existence_threshold(self.layers, self.ridge_product)}"
            raise ValueError(f"y = {self.value} has no '{self.root}' root for L = {self.layers}: {reason}")

    @cached_property
    def apart(self) -> tuple[int, int] | None:
        """Integers a and b > 0 with (y/y*)^(2L−2) = 1 + a/b, where y is rational."""
        if not isinstance(self.value, Fraction):
            return None
        return existence_apart(self.layers, self.ridge_product, self.value)

    def _side(self) -> int:
        """The sign of y − y*."""
        if self.apart is None:
            return existence_threshold(self.layers, self.ridge_product).compare(self.value)
        return (self.apart[0] > 0) - (self.apart[0] < 0)

    def x(self, bits: int) -> flint.arb:
        """σ², relative accuracy about 2^−bits."""
        if "x" not in self._best or self._best["x"][0] < bits:
            self._best["x"] = bits, self._enclose(bits)
        return self._best["x"][1]

    def t(self, bits: int) -> flint.arb:
        """σ^(2L−2)/λ."""
        with flint.ctx.workprec(bits + 32):
            return self.x(bits + 16) ** (self.layers - 1) / arb(self.ridge_product)

    def gain(self, bits: int) -> flint.arb:
        """G = x·(t − (L−2)): the loss of leaving the mode at zero minus the loss of this root (fit = 1).

        Exactly zero at y = y_g, where it is decided by the sign test and not by the ball.
        """
        if self.gain_is_zero:
            return flint.arb(0)
        with flint.ctx.workprec(bits + 32):
            x = self.x(bits + 32)
            return x * (x ** (self.layers - 1) / arb(self.ridge_product) - (self.layers - 2))

    def cost(self, bits: int) -> flint.arb:
        """y² − G = x·(L + 1/t), what the mode contributes to F (fit = 1); relative accuracy about 2^−bits.

        >>> float(Mode(2, Fraction(1), Fraction(10) ** 45, Root.UPPER).cost(64))        # 2y − 1
        2e+45
        """
        x = self.x(bits + 4 + self.layers.bit_length())  # t is less accurate than x by the factor L − 1
        with flint.ctx.workprec(bits + 32):
            return x * (self.layers + self._rationals[0] / x ** (self.layers - 1))

    @cached_property
    def gain_is_zero(self) -> bool:
        """Whether y = y_g exactly at an upper root (L ≥ 3); (y_g/y*)^(2L−2) = L^L/4^(L−1)."""
        if self.root is not Root.UPPER or self.layers == 2:
            return False
        if self.apart is None:
            return global_threshold(self.layers, self.ridge_product).compare(self.value) == 0
        more, power = self.apart
        return 4 ** (self.layers - 1) * (power + more) == self.layers**self.layers * power

    @cached_property
    def _rationals(self) -> tuple[flint.fmpq, flint.fmpq | None]:
        """λ, and λ·y² where y is rational."""
        weight = rational(self.ridge_product)
        return weight, weight * rational(self.value) ** 2 if isinstance(self.value, Fraction) else None

    def weights(self) -> tuple[flint.arb, flint.arb]:
        """λ and λ·y² in the working precision."""
        weight, known = self._rationals
        ball = flint.arb(weight)
        return ball, ball * square_ball(self.value) if known is None else flint.arb(known)

    def polynomial(self) -> flint.fmpq_poly:
        """A rational polynomial that vanishes at σ²: h, degree 2L−2, or the product of the h of all conjugates of y²."""
        x, weight = flint.fmpq_poly([0, 1]), rational(self.ridge_product)
        grown, turned = (x ** (self.layers - 1) + weight) ** 2, weight * x ** (self.layers - 2)
        if isinstance(self.value, Fraction):
            return grown - rational(self.value) ** 2 * turned
        minimal, total = self.value.coefficients, flint.fmpq_poly([0])
        for k, coefficient in enumerate(minimal):
            total += coefficient * grown**k * turned ** (self.value.degree - k)
        return total

    def _simple_root(self, bits: int) -> flint.arb:
        """L = 2: √λ·y − λ without its cancellation at y ≈ √λ."""
        with flint.ctx.workprec(bits + 64):
            weight = arb(self.ridge_product)
            if isinstance(self.value, Fraction):
                gap = arb(self.value**2 - self.ridge_product)
            else:
                gap = square_ball(self.value) - weight
            return weight * gap / (weight.sqrt() * arb(self.value) + weight)

    def _enclose(self, bits: int) -> flint.arb:
        layers, weight = self.layers, self.ridge_product
        if layers == 2:  # √λ·y − λ without its cancellation at y ≈ √λ
            return settled(self._simple_root, bits)
        if self.root is Root.DOUBLE or self.gain_is_zero:
            power = weight * (layers - 2) if self.gain_is_zero else weight * Fraction(layers - 2, layers)
            with flint.ctx.workprec(bits + 64):
                return arb(power).root(layers - 1)
        start = self._best.get("x")
        return _sharpen(self, start[1] if start else _first_enclosure(self), bits)


def available_roots(layers: int, sign: int) -> tuple[Root, ...]:
    """The positive roots of p(·; y), given the sign of y − y*.

    >>> [str(root) for root in available_roots(3, 1)], available_roots(2, 0)
    (['+', '-'], ())
    """
    if sign < 0 or (sign == 0 and layers == 2):
        return ()
    if layers == 2:
        return (Root.UPPER,)
    return (Root.UPPER, Root.LOWER) if sign > 0 else (Root.DOUBLE,)


def _first_enclosure(mode: Mode) -> flint.arb:
    """A ball on the right branch in which interval Newton contracts: the root, and only it, lies inside."""
    bits = 128
    if mode.apart is not None:
        start = root_apart(mode.layers, mode.ridge_product, mode.apart, mode.root is Root.UPPER)
        with flint.ctx.workprec(bits):
            found = _around(mode, flint.arb(start), (40,)) if 0 < start < float("inf") else None
        if found is not None:
            return found
    while bits <= MOST_BITS:
        with flint.ctx.workprec(bits):
            found = _around(mode, _approximate(mode, bits), (bits // 2, bits // 3, bits // 4))
        if found is not None:
            return found
        bits *= 2
    raise PrecisionError(f"y = {float(mode.value):.17g} is too close to the existence threshold for {MOST_BITS} bits")


def _around(mode: Mode, middle: flint.arb, spreads: Iterable[int]) -> flint.arb | None:
    """What interval Newton makes of a ball of relative radius 2^−spread around ``middle``, where that proves the root."""
    for spread in spreads:
        ball = middle * _spread(spread)
        newton = _newton(mode, ball)
        if newton.is_finite() and ball.contains_interior(newton) and _on_branch(mode, ball):
            return newton
    return None


@cache
def _spread(bits: int) -> flint.arb:
    """1 ± 2^−bits."""
    return 1 + flint.arb(0, flint.arb(2) ** -bits)


def _approximate(mode: Mode, bits: int) -> flint.arb:
    """Newton for log h in ξ = log x, which is convex there: from outside it runs monotonically to the root.

    For values where floats do not reach. Beside the double root it starts on the parabola 2 log(y/y*) = κ(ξ − ξ*)²/2,
    κ = 2(L−1)²t/(1 + t)², t = (L−2)/L.
    """
    power, weight, value = mode.layers - 1, arb(mode.ridge_product), arb(mode.value)
    excess = 2 * (value / existence_threshold(mode.layers, mode.ridge_product).ball(bits)).log()
    if bool(excess > 0) and bool(excess < 0.25):
        turn = arb(Fraction(mode.layers - 2, mode.layers))
        spread = (excess * (1 + turn) ** 2 / turn).sqrt() / power
        ξ = (weight * turn).log() / power + (spread if mode.root is Root.UPPER else -spread)
    elif mode.root is Root.UPPER:
        ξ = (weight.sqrt() * value).log() * 2 / mode.layers
    else:
        ξ = (weight.sqrt() / value).log() * 2 / (mode.layers - 2)
    level = (weight * value**2).log()
    ξ = ξ.mid()
    for _ in range(4 * bits):
        grown = (power * ξ).exp()
        slope = 2 * power * grown / (grown + weight) - (mode.layers - 2)
        step = ((2 * (grown + weight).log() - (mode.layers - 2) * ξ - level) / slope).mid()
        ξ = (ξ - step).mid()
        if not step.is_finite() or abs(step) < flint.arb(2) ** (8 - bits) * (1 + abs(ξ)):
            break
    return ξ.exp().mid()


def _newton(mode: Mode, ball: flint.arb) -> flint.arb:
    """Interval Newton: any root of h in ``ball`` lies in the result; a result inside ``ball`` proves one root."""
    layers, (weight, square), middle = mode.layers, mode.weights(), ball.mid()
    lower = middle ** (layers - 2)
    value = (lower * middle + weight) ** 2 - square * lower
    below = ball ** (layers - 3)
    slope = below * (2 * (layers - 1) * ball * (below * ball * ball + weight) - (layers - 2) * square)
    return middle - value / slope


def _on_branch(mode: Mode, ball: flint.arb) -> bool:
    """Whether the ball lies on the mode's side of the double root, where L·x^(L−1) = (L−2)·λ."""
    grown, turn = mode.layers * ball ** (mode.layers - 1), (mode.layers - 2) * mode.weights()[0]
    return bool(ball > 0) and bool(grown > turn if mode.root is Root.UPPER else grown < turn)


def _sharpen(mode: Mode, ball: flint.arb, bits: int) -> flint.arb:
    guard = 64 + 8 * mode.layers
    while (reached := max(ball.rel_accuracy_bits(), 16)) < bits:
        with flint.ctx.workprec(min(3 * reached, bits + reached // 2) + guard):
            ball = ball.intersection(_newton(mode, ball))
        if ball.rel_accuracy_bits() <= reached:
            guard *= 2
        if guard > MOST_BITS:
            raise PrecisionError(f"y = {float(mode.value):.17g} is too close to the existence threshold for {MOST_BITS} bits")
    return ball
