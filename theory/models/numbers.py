"""Exact arithmetic for models: a + b√d, dual numbers for derivatives, small dense matrices, Sturm counts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import isqrt, lcm
from operator import mul
from typing import Any

from theory.kernel.budget import Fault, spend, weigh
from theory.kernel.integers import rational
from theory.models.between import Between

Number = Any  # Fraction, Surd, Dual or Matrix


@dataclass(frozen=True)
class Surd:
    """a + b√d with rational a, b and a positive integer d that is no square."""

    a: Fraction
    b: Fraction
    d: int

    @staticmethod
    def read(value: object) -> Surd | Fraction:
        """The number that JSON spells: 2, "3/4", or [a, b, d] for a + b√d; Fault for anything else."""
        if isinstance(value, list) and len(value) == 3:
            d = rational(str(value[2]))
            if d.denominator != 1 or d < 2 or isqrt(int(d)) ** 2 == d:
                raise Fault(f"sqrt({d}) is no surd")
            return Surd(rational(str(value[0])), rational(str(value[1])), int(d))
        if isinstance(value, str | int) and not isinstance(value, bool):
            return rational(str(value))
        raise Fault(f"not an exact number: {value!r}")

    def _other(self, x: Number) -> Surd | None:
        if isinstance(x, Fraction | int):
            return Surd(Fraction(x), Fraction(0), self.d)
        if isinstance(x, Surd) and x.d != self.d:
            raise Fault("a model lives in one quadratic field")
        return x if isinstance(x, Surd) else None

    def __add__(self, x: Number) -> Number:
        o = self._other(x)
        return NotImplemented if o is None else Surd(self.a + o.a, self.b + o.b, self.d)

    def __mul__(self, x: Number) -> Number:
        o = self._other(x)
        return NotImplemented if o is None else weighed(Surd(
            self.a * o.a + self.d * self.b * o.b, self.a * o.b + self.b * o.a, self.d))  # fmt: skip

    __radd__, __rmul__ = __add__, __mul__

    def inverse(self) -> Surd:
        """(a − b√d)/(a² − d·b²); Fault for 0."""
        n = self.a**2 - self.d * self.b**2
        if n == 0:
            raise Fault("division by zero in a model")
        return Surd(self.a / n, -self.b / n, self.d)


@dataclass(frozen=True)
class Dual:
    """value + slope·ε at one level; numbers of a lower level are constants."""

    value: Number
    slope: Number
    level: int

    def __add__(self, x: Number) -> Number:
        if isinstance(x, Matrix):
            return NotImplemented
        spend(1)
        if isinstance(x, Dual) and x.level > self.level:
            return x + self
        if isinstance(x, Dual) and x.level == self.level:
            return Dual(self.value + x.value, self.slope + x.slope, self.level)
        return Dual(self.value + x, self.slope, self.level)

    def __mul__(self, x: Number) -> Number:
        if isinstance(x, Matrix):
            return NotImplemented
        spend(1)
        if isinstance(x, Dual) and x.level > self.level:
            return x * self
        if isinstance(x, Dual) and x.level == self.level:
            return Dual(self.value * x.value, self.value * x.slope + self.slope * x.value, self.level)
        return Dual(self.value * x, self.slope * x, self.level)

    __radd__, __rmul__ = __add__, __mul__

    def inverse(self) -> Dual:
        """1/value − slope/value²·ε; Fault where the value is 0."""
        i = inverse(self.value)
        return Dual(i, self.slope * i * i * Fraction(-1), self.level)


def slope(x: Number, level: int) -> Number:
    """The coefficient of ε at ``level``; 0 for what is constant there."""
    return x.slope if isinstance(x, Dual) and x.level == level else Fraction(0)


def inverse(x: Number) -> Number:
    """1/x, of a matrix the inverse of its diagonal; Fault for 0."""
    if isinstance(x, Surd | Dual | Matrix):
        return x.inverse()
    if x == 0:
        raise Fault("division by zero in a model")
    return Fraction(1) / x


MOST = 200
"""Largest exponent that a model or a literal power may have: more would only cost time."""


def power(x: Number, n: int) -> Number:
    """x ** n, of matrices too; Fault for an exponent beyond ``MOST`` in modulus, or a negative one of 0."""
    if abs(n) > MOST:
        raise Fault(f"the exponent {n} is too large for a model")
    if n < 0:
        x, n = inverse(x), -n
    result = Fraction(1) if not isinstance(x, Matrix) else Matrix.identity(len(x.rows))
    for _ in range(n):
        result = weighed(result * x)
    return result


def weighed(x: Number) -> Number:
    """``x``; Fault where a rational number in it has grown beyond the budget."""
    if isinstance(x, Fraction):
        weigh(x.numerator, x.denominator)
    elif isinstance(x, Surd):
        weigh(x.a.numerator, x.a.denominator, x.b.numerator, x.b.denominator)
    elif isinstance(x, Dual):
        weighed(x.value), weighed(x.slope)
    return x


def sign(x: Number) -> int:
    """Exact sign of a rational or of a + b√d."""
    if isinstance(x, Surd):
        if x.a * x.b >= 0:
            return sign(x.a) or sign(x.b)
        return sign(x.a) * sign(x.a**2 - x.d * x.b**2)
    if isinstance(x, Dual):
        raise Fault("a dual number has no sign")
    if isinstance(x, Between):
        return x.sign
    return (x > 0) - (x < 0)


LARGEST = 64
"""Rows and columns that a matrix of a model may have."""


@dataclass(frozen=True)
class Matrix:
    """``rows``, and ``width`` where there are none (a 0 × n matrix)."""

    rows: tuple[tuple, ...]
    width: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", len(self.rows[0]) if self.rows else self.width)

    @staticmethod
    def identity(n: int) -> Matrix:
        """I_n; Fault beyond ``LARGEST``.

        >>> Matrix.identity(0).shape
        (0, 0)
        """
        if not 0 <= n <= LARGEST:
            raise Fault(f"a matrix of a model has at most {LARGEST} rows, not {n}")
        return Matrix(tuple(tuple(Fraction(int(i == j)) for j in range(n)) for i in range(n)))

    @property
    def T(self) -> Matrix:
        """The transpose; that of a 0 × n matrix has n empty rows."""

        columns = tuple(zip(*self.rows, strict=True)) if self.rows else ((),) * self.width
        return Matrix(columns, len(self.rows))

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        return len(self.rows), self.width

    def __add__(self, x: Number) -> Matrix:
        if not isinstance(x, Matrix) and sign(x) == 0:
            return self
        if not isinstance(x, Matrix) or x.shape != self.shape:
            raise Fault("shapes of a model do not fit")
        pairs = zip(self.rows, x.rows, strict=True)
        return Matrix(tuple(tuple(a + b for a, b in zip(r, s, strict=True)) for r, s in pairs), self.width)

    __radd__ = __add__

    def __mul__(self, x: Number) -> Matrix:
        if not isinstance(x, Matrix):
            return Matrix(tuple(tuple(a * x for a in r) for r in self.rows), self.width)
        if self.shape[1] != x.shape[0]:
            raise Fault("shapes of a model do not fit")
        columns = x.T.rows
        spend(len(self.rows) * len(columns) * self.width)
        left, right = over_one(self.rows), over_one(columns)
        if left is not None and right is not None:  # rational: integers are multiplied, one fraction an entry is reduced
            return Matrix(tuple(tuple(weighed(Fraction(sum(map(mul, r, c)), p * q)) for c, q in right)
                                for r, p in left), x.width)  # fmt: skip
        return Matrix(tuple(tuple(weighed(sum((a * b for a, b in zip(r, c, strict=True)), Fraction(0))) for c in columns)
                            for r in self.rows), x.width)  # fmt: skip

    def __rmul__(self, x: Number) -> Matrix:
        return self * x

    def trace(self) -> Number:
        """The sum of the diagonal, of a square matrix; 0 without rows."""
        return sum((self.rows[i][i] for i in range(len(self.rows))), Fraction(0))

    def inverse(self) -> Matrix:
        """Of a diagonal matrix; no other letter can carry a negative exponent."""
        rows = enumerate(self.rows)
        return Matrix(tuple(tuple(inverse(v) if i == j else v for j, v in enumerate(r)) for i, r in rows), self.width)

    def is_zero(self) -> bool:
        """Whether every entry is exactly 0."""
        return all(sign(x) == 0 for r in self.rows for x in r)


def over_one(rows: tuple[tuple, ...]) -> list[tuple[list[int], int]] | None:
    """Each row as integers over one common denominator; None unless every entry is rational.

    >>> over_one(((1, Fraction(2, 3)),)), over_one(((Dual(1, 0, 0),),))
    ([([3, 2], 3)], None)
    """
    if any(type(x) is not Fraction and type(x) is not int for row in rows for x in row):
        return None
    commons = [lcm(*(x.denominator for x in row)) for row in rows]
    return [([x.numerator * (d // x.denominator) for x in row], d) for row, d in zip(rows, commons, strict=True)]


def minus(x: Number) -> Number:
    """−x, of numbers and of matrices."""
    return x * Fraction(-1)


def _trim(p: list) -> list:
    while p and sign(p[-1]) == 0:
        p = p[:-1]
    return p


def _remainder(a: list, b: list) -> list:
    a = _trim(list(a))
    while len(a) >= len(b):
        factor = a[-1] * inverse(b[-1])
        shift = len(a) - len(b)
        spend(len(b))
        a = _trim([weighed(x + minus(factor * b[i - shift])) if i >= shift else x for i, x in enumerate(a[:-1])])
    return a


def _derivative(p: list) -> list:
    return [c * Fraction(i) for i, c in enumerate(p)][1:]


def _gcd(a: list, b: list) -> list:
    while b:
        a, b = b, _remainder(a, b)
    return a


def _signed_count(p: list, w: list) -> int:
    """Σ sign w(x) over the distinct positive roots x of p (Sturm–Tarski); coefficients from the constant upwards."""
    while p and sign(p[0]) == 0:
        p = p[1:]
    chain = [p, _remainder(_product(_derivative(p), w), p)]
    while chain[-1]:
        chain.append([minus(c) for c in _remainder(chain[-2], chain[-1])])

    def changes(end: int) -> int:
        signs = [x for q in chain if q and (x := sign(q[end]))]
        return sum(a != b for a, b in pairwise(signs))

    return changes(0) - changes(-1)


def _product(a: list, b: list) -> list:
    spend(len(a) * len(b) // 8)
    total = [Fraction(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            total[i + j] = total[i + j] + x * y
    return total


def _count(p: list, where: list) -> int:
    """Distinct positive roots of p at which ``where`` is positive."""
    return (_signed_count(p, _product(where, where)) + _signed_count(p, where)) // 2 if len(p) > 1 else 0


def positive_roots(p: list, where: list | None = None) -> tuple[int, int, int]:
    """(simple, double, higher): distinct positive roots of a polynomial by multiplicity (where ``where`` > 0).

    >>> positive_roots([Fraction(2), Fraction(-3), Fraction(1)])
    (2, 0, 0)
    """
    p, where = _trim(p), where or [Fraction(1)]
    if not p:
        raise Fault("the zero function has no root count")
    repeated = _gcd(p, _trim(_derivative(p)))
    third = _gcd(repeated, _trim(_derivative(repeated))) if len(repeated) > 1 else [Fraction(1)]
    one, two, three = (_count(q, where) for q in (p, repeated, third))
    return one - two, two - three, three
