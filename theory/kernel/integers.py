"""Integer expressions: the indices, exponents and dimensions of statements, as polynomials in integer symbols.

A symbol is a name, or a pair (family, index) for a dimension such as d[n-1]. `Ranges` knows the declared bounds of the
symbols and proves linear inequalities by replacing each symbol with its bound, last declared first.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache


class Fault(Exception):
    """Why a certificate is not accepted."""


class Int:
    """A polynomial with integer coefficients in integer symbols, in normal form.

    >>> L = Int.symbol("L")
    >>> (L - 2) * (L - 2) == L * L - 4 * L + 4
    True
    """

    __slots__ = ("_hash", "terms")

    def __init__(self, terms: dict[tuple, int]):
        kept = [(m, c) for m, c in terms.items() if c]
        self.terms = tuple(sorted(kept, key=repr) if len(kept) > 1 else kept)
        self._hash = hash(self.terms)

    @staticmethod
    def of(value: Int | int) -> Int:
        return value if isinstance(value, Int) else _constant(int(value))

    @staticmethod
    def symbol(name: str | tuple) -> Int:
        return Int({(name,): 1})

    def __add__(self, other: Int | int) -> Int:
        terms = dict(self.terms)
        for m, c in Int.of(other).terms:
            terms[m] = terms.get(m, 0) + c
        return Int(terms)

    def __mul__(self, other: Int | int) -> Int:
        terms: dict[tuple, int] = {}
        for m, c in self.terms:
            for n, e in Int.of(other).terms:
                key = tuple(sorted(m + n, key=repr)) if m and n else m + n
                terms[key] = terms.get(key, 0) + c * e
        return Int(terms)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> Int:
        return self * -1

    def __sub__(self, other: Int | int) -> Int:
        return self + -Int.of(other)

    def __rsub__(self, other: int) -> Int:
        return -self + other

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Int | int) and self.terms == Int.of(other).terms

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return "+".join("*".join([str(c), *(_symbol_text(s) for s in m)]) for m, c in self.terms) or "0"

    @property
    def constant(self) -> int | None:
        """The value if no symbol occurs, else None."""
        if not self.terms:
            return 0
        return self.terms[0][1] if len(self.terms) == 1 and self.terms[0][0] == () else None

    def symbols(self) -> set:
        return {s for m, _ in self.terms for s in m}

    def map(self, symbol: Callable[[str | tuple], Int]) -> Int:
        """Replace every symbol by ``symbol(s)``."""
        total = Int({})
        for m, c in self.terms:
            term = Int.of(c)
            for s in m:
                term = term * symbol(s)
            total = total + term
        return total


@lru_cache(maxsize=4096)
def _constant(value: int) -> Int:
    return Int({(): value})


def _symbol_text(symbol: str | tuple) -> str:
    return symbol if isinstance(symbol, str) else f"{symbol[0]}[{symbol[1]!r}]"


def replace(value: Int, at: dict[str, Int], names: dict[str, str]) -> Int:
    """Substitute integer symbols and rename dimension families."""
    if value.constant is not None:
        return value

    def symbol(s: str | tuple) -> Int:
        if isinstance(s, str):
            return at.get(s, Int.symbol(s))
        return Int.symbol((names.get(s[0], s[0]), replace(s[1], at, names)))

    return value.map(symbol)


class Ranges:
    """Declared bounds of integer symbols, in order of declaration (bounds mention earlier symbols only), and the names
    of the declared dimensions, which are at least 1. Nothing is known of any other symbol."""

    def __init__(self, bounds: tuple[tuple[str, Int, Int | None], ...] = (), sizes: frozenset[str] = frozenset()):
        self.bounds, self.sizes = bounds, sizes

    def extend(self, name: str, low: Int, high: Int | None) -> Ranges:
        return Ranges((*self.bounds, (name, low, high)), self.sizes)

    def with_size(self, name: str) -> Ranges:
        return Ranges(self.bounds, self.sizes | {name})

    def low(self, expression: Int) -> int | None:
        """A proved lower bound of a linear expression over all declared symbols, or None."""
        for name, low, high in reversed(self.bounds):
            coefficient = sum(c for m, c in expression.terms if m == (name,))
            if any(name in m and m != (name,) for m, _ in expression.terms):
                return None
            bound = low if coefficient > 0 else high
            if coefficient:
                if bound is None:
                    return None
                expression = expression + (bound - Int.symbol(name)) * coefficient
        floor = 0
        for m, c in expression.terms:  # what is left must be constants and dimensions
            if m and (len(m) > 1 or c < 0 or (m[0] if isinstance(m[0], str) else m[0][0]) not in self.sizes):
                return None
            floor += c
        return floor

    def at_least(self, expression: Int, value: int) -> bool:
        bound = self.low(expression)
        return bound is not None and bound >= value

    def apart(self, a: Int, b: Int | int) -> bool:
        return self.at_least(a - b, 1) or self.at_least(b - a, 1)


def rational(text: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise Fault(f"not a rational number: {text!r}") from None
