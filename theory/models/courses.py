"""Paths in models: rational functions of a parameter s, and the time that passes meanwhile.

A path of a model is a text in s, such as ``1/(1+4*s)`` (of a matrix: rows of texts). Its time is a number T, then s is the
time, 0 ≤ s ≤ T; or {"time": τ, "from": a, "to": b}, then T = τ(b) − τ(a) and x′(t) = x′(s)/τ′(s); or with ``rate`` = τ′ for
``time``, where τ is no rational function: then T is known between bounds. So s may be e^(kt), and growth has exact values.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from theory.kernel.budget import Fault, Memo, spend, weigh
from theory.kernel.integers import rational
from theory.kernel.letters import parse
from theory.models.between import Between
from theory.models.numbers import positive_roots

Coefficients = tuple[Fraction, ...]
"""Of a polynomial in s, from the constant upwards; the last is not 0."""
DEGREE = 60
_ONE: Coefficients = (Fraction(1),)


@dataclass(frozen=True)
class Course:
    """num/den, a rational function of s in lowest terms.

    >>> x = Course.read("1/(1+4*s)")
    >>> x.at(Fraction(1)), (x.slope + x * x * 4).num, sorted((x + Fraction(-1, 2)).signs(Fraction(0), Fraction(1)))
    (Fraction(1, 5), (), [-1, 0, 1])
    """

    num: Coefficients
    den: Coefficients = (Fraction(1),)

    @staticmethod
    def of(num: Coefficients, den: Coefficients) -> Course:
        """The quotient in lowest terms; Fault for the denominator 0."""
        if not den:
            raise Fault("division by zero in a model")
        if max(len(num), len(den)) > DEGREE:
            raise Fault(f"a path of a model has a degree below {DEGREE}")
        if len(den) > 1 and num:
            shared = _shared(num, den)
            num, den = _divided(num, shared)[0], _divided(den, shared)[0]
        elif not num:
            den = _ONE
        for c in (*num, *den):
            weigh(c.numerator, c.denominator)
        if den[-1] == 1:
            return Course(num, den)
        return Course(tuple(c / den[-1] for c in num), tuple(c / den[-1] for c in den))

    @staticmethod
    def read(text: object) -> Course:
        """The function that a text in s denotes; Fault if it denotes none."""
        return _read.recall(str(text), lambda: _walked(parse(str(text))))

    def __str__(self) -> str:
        """A text that `read` reads."""
        top, bottom = ("+".join(f"({c})*s**{k}" for k, c in enumerate(p) if c) or "0" for p in (self.num, self.den))
        return top if self.den == (1,) else f"({top})/({bottom})"

    def _other(self, x: Any) -> Course | None:
        return x if isinstance(x, Course) else Course(_trimmed([Fraction(x)])) if isinstance(x, Fraction | int) else None

    def __add__(self, x: Any) -> Course:
        o = self._other(x)
        if o is None:
            return NotImplemented
        if self.den == o.den == _ONE:
            left, right = self.num, o.num
        else:
            left, right = _product(self.num, o.den), _product(o.num, self.den)
        width = max(len(left), len(right))
        total = [a + b for a, b in zip(_wide(left, width), _wide(right, width), strict=True)]
        return Course.of(_trimmed(total), _product(self.den, o.den))

    def __mul__(self, x: Any) -> Course:
        o = self._other(x)
        return NotImplemented if o is None else Course.of(_product(self.num, o.num), _product(self.den, o.den))

    __radd__, __rmul__ = __add__, __mul__

    def __rtruediv__(self, x: Any) -> Course:
        return self.inverse() * x

    def inverse(self) -> Course:
        """den/num; Fault for 0."""
        return Course.of(self.den, self.num)

    @property
    def slope(self) -> Course:
        """The derivative along s."""
        top, bottom = Course(_slope(self.num)), Course(_slope(self.den))
        return (top * Course(self.den) + Course(self.num) * bottom * -1) * Course(_product(self.den, self.den)).inverse()

    def at(self, s: Fraction) -> Fraction:
        """The value at s; Fault at a pole."""
        below = _value(self.den, s)
        if not below:
            raise Fault("a path of a model has a pole")
        return _value(self.num, s) / below

    def signs(self, low: Fraction, high: Fraction) -> set[int]:
        """The signs of the values on low ≤ s ≤ high, by Sturm's theorem; Fault for a pole there."""
        if len(self.den) > 1 and (not _value(self.den, low) or not _value(self.den, high) or any(_roots(self.den, low, high))):
            raise Fault("a path of a model has a pole")
        if not self.num:
            return {0}
        simple, double, higher = _roots(self.num, low, high)
        if higher:
            raise Fault("a model does not decide the sign at a zero of third order")
        places = (low + (high - low) * Fraction(k, len(self.num) + 1) for k in range(1, len(self.num) + 1))
        inner = next(v for s in places if (v := self.at(s)))
        found = {(v > 0) - (v < 0) for v in (inner, self.at(low), self.at(high))}
        return {-1, 0, 1} if simple else found | ({0} if double else set())


_read = Memo()


@dataclass(frozen=True)
class Clock:
    """The time of a model: s runs from low to high, and dt = rate ds. ``length`` is T: a number, or bounds for it, or
    None where these are not found; ``spelled``: as it stands in the model.

    >>> Clock.read({"time": "s**2", "from": "1", "to": "3"}).length
    Fraction(8, 1)
    """

    rate: Course
    low: Fraction
    high: Fraction
    length: Fraction | Between | None
    spelled: Any = field(default=None, compare=False)

    @staticmethod
    def read(value: object) -> Clock:
        """The clock that JSON spells; Fault unless the time grows all the while."""
        return _clocks.recall(repr(value), lambda: _clock(value))

    def signs(self, x: Any) -> set[int]:
        """The signs of a function all the while; a number is constant."""
        return x.signs(self.low, self.high) if isinstance(x, Course) else {(x > 0) - (x < 0)}

    def end(self, x: Course, last: bool) -> Fraction:
        """Its value at the end, or at the start."""
        return x.at(self.high if last else self.low)


def _clock(value: object) -> Clock:
    """The clock of a number, or of {"time" or "rate", "from", "to"}."""
    spelled = value
    if not isinstance(value, dict):
        value = {"time": "s", "from": "0", "to": str(value)}
    if set(value) not in ({"time", "from", "to"}, {"rate", "from", "to"}):
        raise Fault("a time is a number, or has time or rate, from and to")
    low, high = rational(str(value["from"])), rational(str(value["to"]))
    time = Course.read(value["time"]) if "time" in value else None
    rate = time.slope if time is not None else Course.read(value["rate"])
    if low >= high or rate.signs(low, high) != {1}:
        raise Fault("the time of a model must grow")
    return Clock(rate, low, high, time.at(high) - time.at(low) if time is not None else _length(rate, low, high), spelled)


_clocks = Memo()
PIECES = 32


def _length(rate: Course, low: Fraction, high: Fraction) -> Between | None:
    """∫ rate. On a piece |x| ≤ h around m: N = (q_0 + q_1x)·D + x²·R with N, D, R polynomials in x, so it is 2h·q_0 up to
    2h³/3 · sup|R|/inf|D|; None where D is not seen to be away from 0."""
    h, total = (high - low) / (2 * PIECES), Between(Fraction(0), Fraction(0))
    for k in range(PIECES):
        place = low + h * (2 * k + 1)
        spend(len(rate.num) ** 2 + len(rate.den) ** 2)
        num, den = (_around(p, place) for p in (rate.num, rate.den))
        least = abs(den[0]) - _most(den[1:], h) * h
        if least <= 0:
            return None
        first = num[0] / den[0]
        second = ((num[1] if len(num) > 1 else 0) - first * (den[1] if len(den) > 1 else 0)) / den[0]
        width = max(len(num), len(den) + 1)
        terms = zip(_wide(tuple(num), width), _wide(tuple(den), width), [Fraction(0), *_wide(tuple(den), width)], strict=False)
        error = 2 * h**3 / 3 * _most([a - first * b - second * c for a, b, c in terms][2:], h) / least
        total = total + Between(2 * h * first - error, 2 * h * first + error)
    return total


def _most(p: list[Fraction], h: Fraction) -> Fraction:
    """A bound of |p| on |x| ≤ h."""
    return sum((abs(c) * h**k for k, c in enumerate(p)), Fraction(0))


def _around(p: Coefficients, place: Fraction) -> list[Fraction]:
    """The coefficients of p(place + x)."""
    found = list(p)
    for start in range(len(p) - 1):
        for k in range(len(p) - 2, start - 1, -1):
            found[k] += place * found[k + 1]
    return found


def _walked(node: ast.expr) -> Course:
    match node:
        case ast.Constant(value=int(n)) if not isinstance(n, bool):
            return Course(_trimmed([Fraction(n)]))
        case ast.Name(id="s"):
            return Course((Fraction(0), Fraction(1)))
        case ast.UnaryOp(op=ast.USub(), operand=a):
            return _walked(a) * -1
        case ast.BinOp(left=a, op=ast.Pow(), right=ast.Constant(value=int(n))) if 0 <= n < DEGREE:
            result, base = Course((Fraction(1),)), _walked(a)
            for _ in range(n):
                result = result * base
            return result
        case ast.BinOp(left=a, op=op, right=b):
            x, y = _walked(a), _walked(b)
            match op:
                case ast.Add():
                    return x + y
                case ast.Sub():
                    return x + y * -1
                case ast.Mult():
                    return x * y
                case ast.Div():
                    return x * y.inverse()
    raise Fault(f"no rational function of s: {ast.unparse(node)[:80]!r}")


def _trimmed(p: list[Fraction]) -> Coefficients:
    while p and not p[-1]:
        p.pop()
    return tuple(p)


def _wide(p: Coefficients, width: int) -> list[Fraction]:
    return [*p, *[Fraction(0)] * (width - len(p))]


def _product(p: Coefficients, q: Coefficients) -> Coefficients:
    spend(1 + len(p) * len(q) // 8)
    if _ONE in (p, q):
        return q if p == _ONE else p
    if not p or not q:
        return ()
    of, per = lcm(*(a.denominator for a in p)), lcm(*(b.denominator for b in q))
    left, right = [a.numerator * (of // a.denominator) for a in p], [b.numerator * (per // b.denominator) for b in q]
    total = [0] * (len(p) + len(q) - 1)
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            total[i + j] += a * b
    return _trimmed([Fraction(c, of * per) for c in total])


def _divided(p: Coefficients, q: Coefficients) -> tuple[Coefficients, Coefficients]:
    """(quotient, remainder)."""
    rest, quotient = list(p), [Fraction(0)] * max(len(p) - len(q) + 1, 0)
    while len(rest) >= len(q):
        spend(1 + len(q) // 8)
        factor, shift = rest[-1] / q[-1], len(rest) - len(q)
        quotient[shift] = factor
        rest = list(_trimmed([c - factor * q[k - shift] if k >= shift else c for k, c in enumerate(rest[:-1])]))
    return _trimmed(quotient), tuple(rest)


def _whole(p: Coefficients) -> list[int]:
    """A multiple of p: integers without a common factor."""
    common = lcm(*(c.denominator for c in p))
    found = [c.numerator * (common // c.denominator) for c in p]
    content = gcd(*found)
    return [c // content for c in found]


def _shared(p: Coefficients, q: Coefficients) -> Coefficients:
    """A greatest common divisor of two polynomials that are not 0, by pseudo-remainders over the integers.

    >>> _shared((Fraction(-1), Fraction(0), Fraction(1)), (Fraction(1, 2), Fraction(1, 2)))
    (Fraction(1, 1), Fraction(1, 1))
    """
    a, b = _whole(p), _whole(q)
    while b:
        rest = a
        while len(rest) >= len(b):
            spend(1 + len(b) // 8)
            common, shift = gcd(rest[-1], b[-1]), len(rest) - len(b)
            top, lead = rest[-1] // common, b[-1] // common
            rest = [lead * c - (top * b[k - shift] if k >= shift else 0) for k, c in enumerate(rest[:-1])]
            while rest and not rest[-1]:
                rest.pop()
        content = gcd(*rest) or 1
        a, b = b, [c // content for c in rest]
    return tuple(map(Fraction, a))


def _slope(p: Coefficients) -> Coefficients:
    return tuple(c * k for k, c in enumerate(p))[1:]


def _value(p: Coefficients, s: Fraction) -> Fraction:
    total = Fraction(0)
    for c in reversed(p):
        total = total * s + c
    return total


def _roots(p: Coefficients, low: Fraction, high: Fraction) -> tuple[int, int, int]:
    """(simple, double, higher) roots in low < s < high: s = (low + high·y)/(1 + y) runs through it for y > 0. With d the common
    denominator of low and high, Σ p_k (dlow + dhigh·y)^k (d + d·y)^(n − k) is made over the integers, by Horner's rule."""
    d = lcm(low.denominator, high.denominator)
    ends, ones = (int(low * d), int(high * d)), (d, d)
    coefficients = _whole(p)
    total, weight = [coefficients[-1]], [1]
    for c in coefficients[-2::-1]:
        spend(1 + len(total) // 4)
        total, weight = _by_linear(total, ends), _by_linear(weight, ones)
        total = [a + c * b for a, b in zip(total, weight, strict=True)]
    return positive_roots(list(_trimmed(list(map(Fraction, total)))))


def _by_linear(p: list[int], line: tuple[int, int]) -> list[int]:
    """p·(line_0 + line_1 y)."""
    return [line[0] * a + line[1] * b for a, b in zip([*p, 0], [0, *p], strict=True)]
