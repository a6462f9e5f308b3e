"""Exact numbers for models: rationals, a + b√d, tangents and records for derivatives, Laurent polynomials, matrices.

Integers stay integers as long as they can, which makes random models cheap.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from operator import mul
from typing import Any

from theory.kernel.budget import Fault
from theory.models.between import Between
from theory.models.courses import Course
from theory.models.numbers import Surd, over_one
from theory.models.numbers import sign as surd_sign

Number = Any
__all__ = ["Grid", "Laurent", "Recorded", "Surd", "Tangent", "Undecidable", "add", "inverse", "is_zero", "multiply", "number",
           "power", "sign_of", "subtract"]  # fmt: skip


class Undecidable(Exception):
    """A statement cannot be evaluated in this model: a missing value, a wrong shape, a division by zero."""


UNDECIDED = (Undecidable, Fault)
"""What exact arithmetic raises where it cannot go on; the second is what numbers of the models raise (two quadratic fields)."""


class Grid:
    """A matrix with its shape, so that empty ones keep theirs."""

    __slots__ = ("rows", "shape")

    def __init__(self, rows: tuple[tuple[Any, ...], ...], shape: tuple[int, int]):
        self.rows, self.shape = rows, shape

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Grid) and (self.rows, self.shape) == (other.rows, other.shape)

    def __hash__(self) -> int:
        return hash(self.rows)

    def __repr__(self) -> str:
        return f"Grid({self.rows}, {self.shape})"

    @staticmethod
    def identity(n: int) -> Grid:
        """The identity of size n, empty for n = 0.

        >>> Grid.identity(0).shape, Grid.identity(2).rows
        ((0, 0), ((1, 0), (0, 1)))
        """
        if n < 0:
            raise Undecidable("a size is negative")
        return Grid(tuple(tuple(int(i == j) for j in range(n)) for i in range(n)), (n, n))

    @staticmethod
    def of(shape: tuple[int, int], entry: Callable[[int, int], Any]) -> Grid:
        """The matrix with entries ``entry(i, j)``."""
        return Grid(tuple(tuple(entry(i, j) for j in range(shape[1])) for i in range(shape[0])), shape)

    def transposed(self) -> Grid:
        """The transpose."""
        shape = (self.shape[1], self.shape[0])
        return Grid(tuple(zip(*self.rows, strict=True)) if self.rows else ((),) * shape[0], shape)

    def trace(self) -> Number:
        """The sum of the diagonal."""
        total: Any = 0
        for i in range(self.shape[0]):
            total = total + self.rows[i][i]
        return total


class Tangent:
    """value + slope·ε at one level; numbers of a lower level are constants for it."""

    __slots__ = ("level", "slope", "value")

    def __init__(self, value: Number, slope: Number, level: int):
        self.value, self.slope, self.level = value, slope, level

    def __add__(self, x: Number) -> Number:
        if isinstance(x, Tangent):
            if x.level > self.level:
                return Tangent(self + x.value, x.slope, x.level)
            if x.level == self.level:
                return Tangent(self.value + x.value, self.slope + x.slope, self.level)
        return Tangent(self.value + x, self.slope, self.level)

    def __mul__(self, x: Number) -> Number:
        if isinstance(x, Tangent):
            if x.level > self.level:
                return Tangent(self * x.value, self * x.slope, x.level)
            if x.level == self.level:
                return Tangent(self.value * x.value, self.value * x.slope + self.slope * x.value, self.level)
        return Tangent(self.value * x, self.slope * x, self.level)

    __radd__, __rmul__ = __add__, __mul__

    def inverse(self) -> Tangent:
        """1/(v + sε) = 1/v − s/v²·ε."""
        i = inverse(self.value)
        return Tangent(i, self.slope * i * i * -1, self.level)


class Recorded:
    """A number that keeps what it was computed from: (number, derivative after it) for each. ``tape`` has all numbers of one
    computation in their order, so that one way back gives the derivatives of the last along all of the first.

    >>> tape: list[Recorded] = []
    >>> x, y = Recorded(3, (), tape), Recorded(5, (), tape)
    >>> z = x * x * y + x
    >>> z.value, z.slopes([x, y])
    (48, [31, 9])
    """

    __slots__ = ("parts", "place", "tape", "value")

    def __init__(self, value: Number, parts: tuple[tuple[Recorded, Number], ...], tape: list[Recorded]):
        self.value, self.parts, self.tape, self.place = value, parts, tape, len(tape)
        tape.append(self)

    def __add__(self, x: Number) -> Number:
        if isinstance(x, (Tangent, Laurent)):
            return NotImplemented
        if isinstance(x, Recorded):
            return Recorded(self.value + x.value, ((self, 1), (x, 1)), self.tape)
        return Recorded(self.value + x, ((self, 1),), self.tape)

    def __mul__(self, x: Number) -> Number:
        if isinstance(x, (Tangent, Laurent)):
            return NotImplemented
        if isinstance(x, Recorded):
            return Recorded(self.value * x.value, ((self, x.value), (x, self.value)), self.tape)
        return Recorded(self.value * x, ((self, x),), self.tape)

    __radd__, __rmul__ = __add__, __mul__

    def inverse(self) -> Recorded:
        """1/v, with the derivative −1/v²."""
        i = inverse(self.value)
        return Recorded(i, ((self, i * i * -1),), self.tape)

    def slopes(self, along: list[Recorded]) -> list[Number]:
        """The derivatives of this number along the others."""
        found: dict[int, Number] = {self.place: 1}
        for at in reversed(self.tape[: self.place + 1]):
            slope = found.get(at.place, 0)
            if type(slope) is int and slope == 0:
                continue
            for part, factor in at.parts:
                change = slope * factor
                found[part.place] = found[part.place] + change if part.place in found else change
        return [found.get(x.place, 0) for x in along]

    @staticmethod
    def dot(row: tuple[Any, ...], column: tuple[Any, ...], value: Number, tape: list[Recorded]) -> Recorded:
        """The number that is recorded for the product ``value`` of a row and a column."""
        pairs = list(zip(row, column, strict=True))
        left = tuple((x, y.value if isinstance(y, Recorded) else y) for x, y in pairs if isinstance(x, Recorded))
        right = tuple((y, x.value if isinstance(x, Recorded) else x) for x, y in pairs if isinstance(y, Recorded))
        return Recorded(value, left + right, tape)


class Laurent:
    """A polynomial in one variable and its inverse: exponent → coefficient."""

    __slots__ = ("terms",)

    def __init__(self, terms: dict[int, Number]):
        self.terms = terms

    def __add__(self, x: Number) -> Number:
        if isinstance(x, Tangent):
            return NotImplemented
        terms = dict(self.terms)
        for e, c in (x.terms if isinstance(x, Laurent) else {0: x}).items():
            terms[e] = terms[e] + c if e in terms else c
        return Laurent(terms)

    def __mul__(self, x: Number) -> Number:
        if isinstance(x, Tangent):
            return NotImplemented
        if not isinstance(x, Laurent):
            return Laurent({e: c * x for e, c in self.terms.items()})
        terms: dict[int, Number] = {}
        for e, c in self.terms.items():
            for f, d in x.terms.items():
                terms[e + f] = terms[e + f] + c * d if e + f in terms else c * d
        return Laurent(terms)

    __radd__, __rmul__ = __add__, __mul__

    def inverse(self) -> Laurent:
        """Of a monomial; nothing else has an inverse here."""
        if len(self.terms) != 1:
            raise Undecidable("only a monomial in s is divided by")
        ((e, c),) = self.terms.items()
        return Laurent({-e: inverse(c)})

    def coefficients(self) -> list[Number]:
        """From the lowest power upwards (a power of the variable is divided out); rationals are fractions."""
        low, high = min(self.terms), max(self.terms)
        values = [self.terms.get(e, 0) for e in range(low, high + 1)]
        return [Fraction(value) if isinstance(value, int) else value for value in values]


def inverse(x: Number) -> Number:
    """1/x; Undecidable at zero."""
    if isinstance(x, (Tangent, Recorded, Laurent, Surd, Course, Between)):
        return x.inverse()
    if x == 0:
        raise Undecidable("division by zero")
    result = Fraction(1) / x
    return result.numerator if result.denominator == 1 else result


def add(a: Number, b: Number) -> Number:
    """a + b for numbers and matrices (the number 0 may be added to a matrix; one of one row and column is a number).

    >>> add(Grid(((1, 2),), (1, 2)), 0).rows
    ((1, 2),)
    """
    if isinstance(a, Grid) and isinstance(b, Grid):
        if a.shape != b.shape:
            raise Undecidable("shapes do not fit")
        return Grid(tuple(tuple(_sum(x, y) for x, y in zip(r, s, strict=True))
                          for r, s in zip(a.rows, b.rows, strict=True)), a.shape)  # fmt: skip
    if isinstance(a, Grid) or isinstance(b, Grid):
        grid, rest = (a, b) if isinstance(a, Grid) else (b, a)
        if grid.shape == (1, 1):
            return Grid(((grid.rows[0][0] + rest,),), (1, 1))
        if not is_zero(rest):
            raise Undecidable("a number is added to a matrix")
        return grid
    return a + b


def _sum(x: Number, y: Number) -> Number:
    """x + y; nothing is added where one of them is the integer 0."""
    if type(x) is int and x == 0:
        return y
    return x if type(y) is int and y == 0 else x + y


def subtract(a: Number, b: Number) -> Number:
    """a − b, as a + (−1)·b: rational numbers in one step.

    >>> subtract(Grid(((1, 2),), (1, 2)), Grid(((3, 2),), (1, 2))).rows
    ((-2, 0),)
    """
    if isinstance(a, Grid) and isinstance(b, Grid) and a.shape == b.shape:
        return Grid(tuple(tuple(_less(x, y) for x, y in zip(r, s, strict=True))
                          for r, s in zip(a.rows, b.rows, strict=True)), a.shape)  # fmt: skip
    return add(a, multiply(-1, b)) if isinstance(a, Grid) or isinstance(b, Grid) else _less(a, b)


RATIONAL = (int, Fraction)


def _less(x: Number, y: Number) -> Number:
    if type(y) is int and y == 0:
        return x
    return x - y if type(x) in RATIONAL and type(y) in RATIONAL else x + y * -1


def multiply(a: Number, b: Number) -> Number:
    """a·b for numbers and matrices; a 1 × 1 matrix is a number where it does not fit as a matrix.

    >>> multiply(Grid(((1, 2),), (1, 2)), Grid(((3,), (4,)), (2, 1))).rows
    ((11,),)
    >>> multiply(Grid(((5,),), (1, 1)), Grid(((3,), (4,)), (2, 1))).rows
    ((15,), (20,))
    """
    if isinstance(a, Grid):
        if isinstance(b, Grid):
            if a.shape[1] != b.shape[0]:
                if (1, 1) in (a.shape, b.shape):
                    return multiply(a.rows[0][0], b) if a.shape == (1, 1) else multiply(a, b.rows[0][0])
                raise Undecidable("shapes do not fit")
            return Grid(_product(a.rows, b.transposed().rows), (a.shape[0], b.shape[1]))
        if type(b) in RATIONAL:
            return Grid(tuple(tuple(0 if type(x) is int and x == 0 else x * b for x in r) for r in a.rows), a.shape)
        return Grid(tuple(tuple(x * b for x in r) for r in a.rows), a.shape)
    if isinstance(b, Grid):
        return multiply(b, a)
    return a * b


def _product(rows: tuple[tuple[Any, ...], ...], columns: tuple[tuple[Any, ...], ...]) -> tuple[tuple[Any, ...], ...]:
    """Every row times every column: of rational numbers as integers over a common denominator."""
    left, right = over_one(rows), over_one(columns)
    if left is not None and right is not None:
        return tuple(tuple(_quotient(sum(map(mul, r, c)), p * q) for c, q in right) for r, p in left)
    kinds = {type(x) for line in (*rows, *columns) for x in line}
    if Recorded not in kinds or Tangent in kinds or Laurent in kinds:
        return tuple(tuple(_dot(r, c) for c in columns) for r in rows)
    tape = next(x.tape for line in (*rows, *columns) for x in line if isinstance(x, Recorded))
    values = _product(_values(rows), _values(columns))
    return tuple(tuple(Recorded.dot(r, c, value, tape) for c, value in zip(columns, line, strict=True))
                 for r, line in zip(rows, values, strict=True))  # fmt: skip


def _values(rows: tuple[tuple[Any, ...], ...]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(x.value if isinstance(x, Recorded) else x for x in row) for row in rows)


def _dot(row: tuple[Any, ...], column: tuple[Any, ...]) -> Number:
    total: Any = 0
    for x, y in zip(row, column, strict=True):
        if not ((type(x) is int and x == 0) or (type(y) is int and y == 0)):
            total = total + x * y
    return total


def _quotient(p: int, q: int) -> int | Fraction:
    return p // q if q == 1 or not p % q else Fraction(p, q)


def power(x: Number, n: int) -> Number:
    """xⁿ; a negative power of a matrix only where it is diagonal.

    >>> power(Fraction(1, 2), -2), power(0, 0)
    (4, 1)
    """
    if isinstance(x, Grid):
        if x.shape[0] != x.shape[1]:
            raise Undecidable("a power needs a square matrix")
        if n < 0:
            if any(i != j and not is_zero(v) for i, r in enumerate(x.rows) for j, v in enumerate(r)):
                raise Undecidable("only a diagonal matrix is inverted")
            x, n = Grid.of(x.shape, lambda i, j, x=x: inverse(x.rows[i][i]) if i == j else 0), -n  # type: ignore[misc]
        return _repeated(x, n, Grid.identity(x.shape[0]))
    if n < 0:
        x, n = inverse(x), -n
    return x**n if isinstance(x, (int, Fraction)) else _repeated(x, n, 1)


def _repeated(x: Number, n: int, one: Number) -> Number:
    result = one
    while n:
        if n & 1:
            result = multiply(result, x)
        n >>= 1
        x = multiply(x, x) if n else x
    return result


def is_zero(x: Number) -> bool:
    """Whether a number or every entry of a matrix vanishes."""
    if isinstance(x, Grid):
        return all(is_zero(v) for r in x.rows for v in r)
    if isinstance(x, Course):
        return not x.num
    return x == 0 if isinstance(x, (int, Fraction)) else sign_of(x) == 0


def sign_of(x: Number) -> int:
    """The exact sign of a number."""
    if isinstance(x, (int, Fraction)):
        return (x > 0) - (x < 0)
    if isinstance(x, (Surd, Between)):
        return surd_sign(x)
    raise Undecidable("only real numbers have a sign")


def number(value: Any) -> Any:
    """An exact number from JSON: a rational as text or integer, or [a, b, d] for a + b√d.

    >>> number("4/6"), number(3), number("-2")
    (Fraction(2, 3), 3, -2)
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, list):
        return Surd.read(value)
    try:
        rational = Fraction(value)
    except (TypeError, ValueError, ZeroDivisionError):
        raise Undecidable(f"not an exact number: {value!r}") from None
    return rational.numerator if rational.denominator == 1 else rational


def _whole_root(n: int, degree: int) -> int | None:
    guess = round(n ** (1 / degree)) if n < 10**15 else int(Fraction(n) ** Fraction(1, degree))
    return next((g for g in (guess - 1, guess, guess + 1) if g >= 0 and g**degree == n), None)
