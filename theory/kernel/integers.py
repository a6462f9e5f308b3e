"""Integer expressions: the indices, exponents and dimensions of statements, as polynomials in integer symbols.

A symbol is a name, or a pair (family, index) for a dimension such as d[n-1]; ``#`` is the variable of the one binder
around (a family, a quantified atom). `Ranges` knows the declared bounds of the symbols and proves linear inequalities
by replacing each symbol with its bound, last declared first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache
from typing import ClassVar
from weakref import WeakValueDictionary

from theory.kernel.budget import Fault, spend, touch, weigh

BOUND = "#"
"""The bound variable. No text can spell it, and binders do not nest: it can neither capture nor be captured."""


SIZE = 400
"""Of an integer expression: its terms and the symbols in them, those inside indices included."""


class Int:
    """A polynomial with integer coefficients in integer symbols, in normal form. Equal ones are one object, so that
    monomials which contain them are compared without looking inside.

    >>> L = Int.symbol("L")
    >>> (L - 2) * (L - 2) == L * L - 4 * L + 4
    True
    """

    __slots__ = ("__weakref__", "_hash", "_names", "_text", "size", "terms")
    _all: ClassVar[WeakValueDictionary[tuple, Int]] = WeakValueDictionary()

    terms: tuple[tuple[tuple, int], ...]
    size: int
    _hash: int
    _text: str
    _names: frozenset[str] | None

    def __new__(cls, terms: dict[tuple, int]) -> Int:
        kept = [(m, c) for m, c in terms.items() if c]
        ordered = tuple(sorted(kept, key=_order) if len(kept) > 1 else kept)
        known = cls._all.get(ordered)
        if known is not None:
            return known
        size = len(ordered)
        for m, _ in ordered:
            size += len(m)
            for s in m:
                size += 0 if isinstance(s, str) else s[1].size
        if size > SIZE:
            raise Fault(f"an integer expression has more than {SIZE} terms and symbols")
        self = super().__new__(cls)
        self.terms, self.size, self._hash, self._text, self._names = ordered, size, hash(ordered), "", None
        return cls._all.setdefault(ordered, self)

    def __reduce__(self) -> tuple:
        return Int, (dict(self.terms),)

    @staticmethod
    def of(value: Int | int) -> Int:
        """A number as a constant; an `Int` as it is."""
        return value if isinstance(value, Int) else _constant(int(value))

    @staticmethod
    def symbol(name: str | tuple) -> Int:
        """The symbol of that name, or the member (family, index) of a family of dimensions."""
        return Int({(name,): 1})

    @staticmethod
    def sum(parts: Iterable[Int]) -> Int:
        """The sum, put in order once."""
        terms: dict[tuple, int] = {}
        for part in parts:
            touch(part.size)
            for m, c in part.terms:
                terms[m] = terms.get(m, 0) + c
        return Int(terms)

    def __add__(self, other: Int | int) -> Int:
        return Int.sum((self, Int.of(other)))

    def __mul__(self, other: Int | int) -> Int:
        terms: dict[tuple, int] = {}
        other = Int.of(other)
        factor = other.constant
        if factor is not None:
            touch(self.size)
            return self if factor == 1 else Int({m: _weighed(c * factor) for m, c in self.terms})
        spend(len(self.terms) * len(other.terms))
        touch(len(self.terms) * other.size + len(other.terms) * self.size)
        for m, c in self.terms:
            for n, e in other.terms:
                key = tuple(sorted(m + n, key=_symbol_text)) if m and n else m + n
                terms[key] = terms.get(key, 0) + c * e
                weigh(c * e)
        return Int(terms)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> Int:
        return self * -1

    def __sub__(self, other: Int | int) -> Int:
        return self + -Int.of(other)

    def __rsub__(self, other: int) -> Int:
        return -self + other

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if isinstance(other, Int):
            return self._hash == other._hash and self.terms == other.terms
        return isinstance(other, int) and self.constant == other

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        if not self._text:
            self._text = "+".join("*".join([str(c), *map(_symbol_text, m)]) for m, c in self.terms) or "0"
        return self._text

    @property
    def constant(self) -> int | None:
        """The value if no symbol occurs, else None."""
        if not self.terms:
            return 0
        return self.terms[0][1] if len(self.terms) == 1 and self.terms[0][0] == () else None

    def mentions(self) -> frozenset[str]:
        """Names of symbols and of dimension families, those inside indices included. Looked for once, charged every time."""
        touch(self.size)
        return self.names

    @property
    def names(self) -> frozenset[str]:
        """What it `mentions`, for who has paid for it as a part of something larger."""
        if self._names is None:
            symbols = {s for m, _ in self.terms for s in m}
            self._names = frozenset().union(*((s,) if isinstance(s, str) else (s[0], *s[1].names) for s in symbols))
        return self._names

    def map(self, symbol: Callable[[str | tuple], Int]) -> Int:
        """Replace every symbol by ``symbol(s)``."""

        def image(m: tuple, c: int) -> Int:
            term = Int.of(c)
            for s in m:
                term = term * symbol(s)
            return term

        return Int.sum(image(m, c) for m, c in self.terms)


@lru_cache(maxsize=4096)
def _constant(value: int) -> Int:
    return Int({(): value})


def _weighed(value: int) -> int:
    weigh(value)
    return value


def _symbol_text(symbol: str | tuple) -> str:
    return symbol if isinstance(symbol, str) else f"{symbol[0]}[{symbol[1]!r}]"


def _order(term: tuple) -> tuple:
    return tuple(map(_symbol_text, term[0]))


class Ranges:
    """Declared bounds of integer symbols, in order of declaration (bounds mention earlier symbols only), and the names
    of the declared families of dimensions, which are at least 1. Nothing is known of any other symbol."""

    def __init__(self, bounds: tuple[tuple[str, Int, Int | None], ...] = (), sizes: frozenset[str] = frozenset()):
        self.bounds, self.sizes = bounds, sizes

    def extend(self, name: str, low: Int, high: Int | None) -> Ranges:
        """These ranges and low ≤ name ≤ high, declared last; ``high`` None: no end."""
        return Ranges((*self.bounds, (name, low, high)), self.sizes)

    def with_sizes(self, family: str) -> Ranges:
        """These ranges and one more family of dimensions, each at least 1."""
        return Ranges(self.bounds, self.sizes | {family})

    def low(self, expression: Int) -> int | None:
        """A proved lower bound of a linear expression over all declared symbols, or None."""
        for name, low, high in reversed(self.bounds):
            if expression.constant is not None:
                return expression.constant
            touch(1 + len(expression.terms) // 8)
            coefficient = sum(c for m, c in expression.terms if m == (name,))
            if any(name in m and m != (name,) for m, _ in expression.terms):
                return None
            bound = low if coefficient > 0 else high
            if coefficient:
                if bound is None:
                    return None
                expression = expression + (bound - Int.symbol(name)) * coefficient
        floor = 0
        for m, c in expression.terms:  # what is left must be constants and dimensions of families
            if m and (len(m) > 1 or c < 0 or isinstance(m[0], str) or m[0][0] not in self.sizes):
                return None
            floor += c
        return floor

    def at_least(self, expression: Int, value: int) -> bool:
        """Whether the ranges prove expression ≥ value; False also where that is only unknown."""
        bound = self.low(expression)
        return bound is not None and bound >= value

    def apart(self, a: Int, b: Int | int) -> bool:
        """Whether the ranges prove a ≠ b, by a − b ≥ 1 or b − a ≥ 1."""
        return self.at_least(a - b, 1) or self.at_least(b - a, 1)


def rational(text: object) -> Fraction:
    """The rational number that ``-3/4`` or ``12`` spells; Fault for anything else, floats and exponents included.

    >>> rational("-3/4")
    Fraction(-3, 4)
    """
    head, _, tail = text.partition("/") if isinstance(text, str) else ("", "", "")
    digits = (head.removeprefix("-"), tail or "1")
    if not all(d.isascii() and d.isdigit() and len(d) <= 4000 for d in digits) or not int(digits[1]):
        raise Fault(f"not a rational number: {str(text)[:60]!r}")
    return Fraction(int(head), int(digits[1]))
