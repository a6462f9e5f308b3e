"""Integer expressions of statements, and what the declared ranges say about them.

A `Whole` is a polynomial with integer coefficients. Its symbols are names of integers, pairs (family, index) for members
of families of dimensions, and bound variables, which are spelled with ``#`` (no text can).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from theory.export.coq.faults import NotExported

Symbol = str | tuple[str, "Whole"]
Monomial = tuple[Symbol, ...]


@dataclass(frozen=True, repr=False)
class Whole:
    """An integer polynomial in normal form: (monomial, coefficient), sorted, no coefficient 0.

    >>> n = Whole.symbol("n")
    >>> (n - 1) * (n + 1) == n * n - 1
    True
    """

    terms: tuple[tuple[Monomial, int], ...] = ()

    @cached_property
    def _text(self) -> str:
        return "+".join("*".join([str(c), *map(_spelled, m)]) for m, c in self.terms) or "0"

    @cached_property
    def _hash(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return self._text

    def __hash__(self) -> int:
        return self._hash

    @staticmethod
    def collect(parts: Iterable[tuple[Monomial, int]]) -> Whole:
        """The normal form of a sum of parts, equal monomials put together."""
        total: dict[Monomial, int] = {}
        for monomial, coefficient in parts:
            total[monomial] = total.get(monomial, 0) + coefficient
        return Whole(tuple(sorted(((m, c) for m, c in total.items() if c), key=_order)))

    @staticmethod
    def of(value: Whole | int) -> Whole:
        """A number, or an integer expression, as an integer expression."""
        return value if isinstance(value, Whole) else Whole((((), value),) if value else ())

    @staticmethod
    def symbol(name: Symbol) -> Whole:
        """One integer symbol."""
        return Whole((((name,), 1),))

    def __add__(self, other: Whole | int) -> Whole:
        return Whole.collect([*self.terms, *Whole.of(other).terms])

    def __mul__(self, other: Whole | int) -> Whole:
        pairs = [(m, c, n, d) for m, c in self.terms for n, d in Whole.of(other).terms]
        return Whole.collect((tuple(sorted(m + n, key=_spelled)), c * d) for m, c, n, d in pairs)

    def __neg__(self) -> Whole:
        return Whole(tuple((m, -c) for m, c in self.terms))

    def __sub__(self, other: Whole | int) -> Whole:
        return self + -Whole.of(other)

    @property
    def constant(self) -> int | None:
        """Its value if no symbol occurs."""
        if not self.terms:
            return 0
        return self.terms[0][1] if len(self.terms) == 1 and not self.terms[0][0] else None

    @property
    def alone(self) -> Symbol | None:
        """The symbol that it is, if it is one."""
        if len(self.terms) == 1 and self.terms[0][1] == 1 and len(self.terms[0][0]) == 1:
            return self.terms[0][0][0]
        return None

    def symbols(self) -> list[Symbol]:
        """Every occurrence of a symbol, those in indices not opened."""
        return [s for m, _ in self.terms for s in m]

    def names(self) -> set[str]:
        """Names of symbols and families, those in indices too."""
        found: set[str] = set()
        for s in self.symbols():
            found |= {s} if isinstance(s, str) else {s[0], *s[1].names()}
        return found

    def put(self, symbol: Callable[[Symbol], Whole]) -> Whole:
        """Every symbol replaced."""
        total = Whole()
        for monomial, coefficient in self.terms:
            term = Whole.of(coefficient)
            for s in monomial:
                term = term * symbol(s)
            total = total + term
        return total

    def at(self, values: dict[str, Whole]) -> Whole:
        """Named symbols replaced, those in indices too."""

        def symbol(s: Symbol) -> Whole:
            if isinstance(s, str):
                return values.get(s) or Whole.symbol(s)
            return Whole.symbol((s[0], s[1].at(values)))

        return self if self.constant is not None or not self.names() & set(values) else self.put(symbol)


def _spelled(symbol: Symbol) -> str:
    return symbol if isinstance(symbol, str) else f"{symbol[0]}[{symbol[1]!r}]"


def _order(term: tuple[Monomial, int]) -> tuple:
    return tuple(map(_spelled, term[0]))


@dataclass(frozen=True)
class Bounds:
    """Ranges of the integer symbols, in order of declaration (a bound mentions earlier symbols only), and the families of
    dimensions, whose members are >= 1."""

    ranges: tuple[tuple[str, Whole, Whole | None], ...] = ()
    families: frozenset[str] = frozenset()

    def extend(self, name: str, low: Whole, high: Whole | None) -> Bounds:
        """These ranges and that of one more symbol."""
        return Bounds((*self.ranges, (name, low, high)), self.families)

    def with_family(self, name: str) -> Bounds:
        """These ranges and one more family of dimensions."""
        return Bounds(self.ranges, self.families | {name})

    def lower(self, value: Whole) -> int | None:
        """A lower bound of ``value``, if the ranges show one.

        >>> n = Whole.symbol("n")
        >>> Bounds().extend("n", Whole.of(2), None).lower(n + n - 1)
        3
        """
        for name, low, high in reversed(self.ranges):
            weight = dict(value.terms).get((name,), 0)
            if any(name in m and len(m) > 1 for m, _ in value.terms):
                return None
            end = low if weight > 0 else high
            if weight and end is None:
                return None
            if weight and end is not None:
                value = value + (end - Whole.symbol(name)) * weight
        total = 0
        for monomial, c in value.terms:
            if monomial and (c < 0 or len(monomial) > 1 or isinstance(monomial[0], str)
                             or monomial[0][0] not in self.families):  # fmt: skip
                return None
            total += c
        return total

    def at_least(self, value: Whole, least: int) -> bool:
        """Whether the ranges show that ``value`` is at least ``least``."""
        bound = self.lower(value)
        return bound is not None and bound >= least


def literal(value: Whole, what: str) -> int:
    """The number that it is; NotExported if it is none."""
    if value.constant is None:
        raise NotExported(f"{what} must be a number")
    return value.constant
