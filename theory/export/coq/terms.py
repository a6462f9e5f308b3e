"""Expressions as trees. Every tree knows whether it is a scalar or a matrix, and then its shape.

A tree keeps the form in which it was written, so that what Coq is asked about looks like what was said. A 1 × 1 matrix
counts as the scalar that its trace is: `scalar` makes it one. Trees in which letters are replaced stay as they are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from theory.export.coq.faults import NotExported
from theory.export.coq.integers import Symbol, Whole

Shape = tuple[Whole, Whole] | None
ONE = Whole.of(1)
LARGEST = 200
"""Literal exponents; the library normalises no larger ones."""


class Term(ABC):
    """A scalar (``shape`` None) or a matrix."""

    @property
    def shape(self) -> Shape:
        """(rows, columns), or None for a scalar."""
        return None

    def parts(self) -> tuple[Term, ...]:
        """The expressions directly inside."""
        return ()

    @abstractmethod
    def rebuilt(self, change: Change) -> Term:
        """The tree with letters and integers replaced."""

    @property
    def matrix(self) -> bool:
        """Whether it is about matrices."""
        return self.shape is not None

    def letters(self) -> set[str]:
        """Names of letters, integers included."""
        return set().union(*(p.letters() for p in self.parts()))


@dataclass(frozen=True)
class Change:
    """Letters to terms (free letters), to names (families, defined letters), integer symbols to integers. Among the names,
    ``diagonals`` are diagonal matrices."""

    integers: dict[str, Whole] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    diagonals: frozenset[str] = frozenset()

    def whole(self, value: Whole) -> Whole:
        """An integer expression in the syntax of the library."""

        def symbol(s: Symbol) -> Whole:
            if isinstance(s, str):
                return self.integers.get(s) or Whole.symbol(s)
            return Whole.symbol((self.names.get(s[0], s[0]), self.whole(s[1])))

        return value if value.constant is not None else value.put(symbol)


@dataclass(frozen=True)
class Number(Term):
    """An integer literal."""

    value: int

    def rebuilt(self, change: Change) -> Term:
        """The same with letters and integers replaced."""
        return self


@dataclass(frozen=True)
class Size(Term):
    """An integer where a scalar stands."""

    value: Whole

    def rebuilt(self, change: Change) -> Term:
        """The same with letters and integers replaced."""
        return Size(change.whole(self.value))

    def letters(self) -> set[str]:
        """Names of letters that occur, integers included."""
        return self.value.names()


@dataclass(frozen=True)
class Letter(Term):
    """A scalar or matrix letter, or a member of a family."""

    name: str
    index: Whole | None = None
    size: Shape = None
    diagonal: bool = False

    @property
    def shape(self) -> Shape:
        """(rows, columns), or None for a scalar."""
        return self.size

    def rebuilt(self, change: Change) -> Term:
        """The same with letters and integers replaced."""
        if self.name in change.terms:
            return change.terms[self.name]
        index = None if self.index is None else change.whole(self.index)
        size = self.size and (change.whole(self.size[0]), change.whole(self.size[1]))
        name = change.names.get(self.name, self.name)
        return Letter(name, index, size, self.diagonal or name in change.diagonals)

    def letters(self) -> set[str]:
        """Names of letters that occur, integers included."""
        found = {self.name} if self.index is None else {self.name, *self.index.names()}
        return found.union(*(e.names() for e in self.size or ()))


@dataclass(frozen=True)
class Hole(Term):
    """What ``_`` stands for in a witness."""

    size: Shape = None

    @property
    def shape(self) -> Shape:
        """(rows, columns), or None for a scalar."""
        return self.size

    def rebuilt(self, change: Change) -> Term:
        """The same with letters and integers replaced."""
        return self


@dataclass(frozen=True)
class Identity(Term):
    """The identity matrix of a size."""

    size: Whole

    @property
    def shape(self) -> Shape:
        """(rows, columns), or None for a scalar."""
        return self.size, self.size

    def rebuilt(self, change: Change) -> Term:
        """The same with letters and integers replaced."""
        return Identity(change.whole(self.size))

    def letters(self) -> set[str]:
        """Names of letters that occur, integers included."""
        return self.size.names()


@dataclass(frozen=True)
class Zero(Term):
    """The zero matrix of a shape."""

    size: tuple[Whole, Whole]

    @property
    def shape(self) -> Shape:
        """(rows, columns), or None for a scalar."""
        return self.size

    def rebuilt(self, change: Change) -> Term:
        """The same with letters and integers replaced."""
        return Zero((change.whole(self.size[0]), change.whole(self.size[1])))

    def letters(self) -> set[str]:
        """Names of letters that occur, integers included."""
        return self.size[0].names() | self.size[1].names()


@dataclass(frozen=True)
class Sum(Term):
    """left + right, or left − right."""

    left: Term
    right: Term
    minus: bool = False

    @cached_property
    def shape(self) -> Shape:  # type: ignore[override]
        """(rows, columns), or None for a scalar."""
        return self.left.shape

    def parts(self) -> tuple[Term, ...]:
        """The expressions directly inside."""
        return self.left, self.right

    def rebuilt(self, change: Change) -> Term:
        """The same with letters and integers replaced."""
        return Sum(self.left.rebuilt(change), self.right.rebuilt(change), self.minus)


@dataclass(frozen=True)
class Product(Term):
    """A product of scalars, of matrices, or of both."""

    left: Term
    right: Term

    @cached_property
    def shape(self) -> Shape:  # type: ignore[override]
        """(rows, columns), or None for a scalar."""
        a, b = self.left.shape, self.right.shape
        return (a[0], b[1]) if a and b else a or b

    def parts(self) -> tuple[Term, ...]:
        """The expressions directly inside."""
        return self.left, self.right

    def rebuilt(self, change: Change) -> Term:
        """The same with letters and integers replaced."""
        return Product(self.left.rebuilt(change), self.right.rebuilt(change))


@dataclass(frozen=True)
class Negative(Term):
    """−inside."""

    inside: Term

    @cached_property
    def shape(self) -> Shape:  # type: ignore[override]
        """(rows, columns), or None for a scalar."""
        return self.inside.shape

    def parts(self) -> tuple[Term, ...]:
        """The expressions directly inside."""
        return (self.inside,)

    def rebuilt(self, change: Change) -> Term:
        """The same with letters and integers replaced."""
        return Negative(self.inside.rebuilt(change))


@dataclass(frozen=True)
class Quotient(Term):
    """inside divided by a positive integer."""

    inside: Term
    by: int

    @cached_property
    def shape(self) -> Shape:  # type: ignore[override]
        """(rows, columns), or None for a scalar."""
        return self.inside.shape

    def parts(self) -> tuple[Term, ...]:
        """The expressions directly inside."""
        return (self.inside,)

    def rebuilt(self, change: Change) -> Term:
        """The same with letters and integers replaced."""
        return Quotient(self.inside.rebuilt(change), self.by)


@dataclass(frozen=True)
class Power(Term):
    """A power of a scalar, or of a positive diagonal letter."""

    base: Term
    exponent: Whole

    @cached_property
    def shape(self) -> Shape:  # type: ignore[override]
        """(rows, columns), or None for a scalar."""
        return self.base.shape

    def parts(self) -> tuple[Term, ...]:
        """The expressions directly inside."""
        return (self.base,)

    def rebuilt(self, change: Change) -> Term:
        """The same with letters and integers replaced."""
        return Power(self.base.rebuilt(change), change.whole(self.exponent))

    def letters(self) -> set[str]:
        """Names of letters that occur, integers included."""
        return self.base.letters() | self.exponent.names()


@dataclass(frozen=True)
class Transpose(Term):
    """The transpose of a matrix."""

    inside: Term

    @cached_property
    def shape(self) -> Shape:  # type: ignore[override]
        """(rows, columns), or None for a scalar."""
        s = self.inside.shape
        return s and (s[1], s[0])

    def parts(self) -> tuple[Term, ...]:
        """The expressions directly inside."""
        return (self.inside,)

    def rebuilt(self, change: Change) -> Term:
        """The same with letters and integers replaced."""
        return Transpose(self.inside.rebuilt(change))


@dataclass(frozen=True)
class Trace(Term):
    """The trace of a matrix."""

    inside: Term

    def parts(self) -> tuple[Term, ...]:
        """The expressions directly inside."""
        return (self.inside,)

    def rebuilt(self, change: Change) -> Term:
        """The same with letters and integers replaced."""
        return Trace(self.inside.rebuilt(change))


def scalar(term: Term) -> Term:
    """A 1 × 1 matrix as the scalar that it is; everything else unchanged.

    >>> scalar(Identity(ONE))
    Number(value=1)
    """
    if term.shape != (ONE, ONE):
        return term
    return Number(1) if isinstance(term, Identity) else Number(0) if isinstance(term, Zero) else Trace(term)


def as_matrix(term: Term) -> Term:
    """The reverse: a scalar as a 1 × 1 matrix."""
    return term if term.matrix else Product(term, Identity(ONE))


def plus(left: Term, right: Term, minus: bool = False) -> Term:
    """left ± right, where a literal 0 takes the shape of the other side."""
    if left.shape != right.shape:
        if isinstance(right, Number) and right.value == 0:
            return left
        if isinstance(left, Number) and left.value == 0:
            return Negative(right) if minus else right
        raise NotExported(f"shapes {left.shape} and {right.shape} cannot be added")
    return Sum(left, right, minus)


def times(left: Term, right: Term) -> Term:
    """left · right; shapes must fit."""
    if left.shape and right.shape and left.shape[1] != right.shape[0]:
        raise NotExported(f"shapes {left.shape} and {right.shape} cannot be multiplied")
    return scalar(Product(left, right))


def transposed(term: Term) -> Term:
    """The transpose; of a scalar, itself."""
    return Transpose(term) if term.matrix else term


def traced(term: Term) -> Term:
    """The trace; of a scalar, itself."""
    if not term.matrix:
        return term
    if term.shape and term.shape[0] != term.shape[1]:
        raise NotExported(f"trace of something of shape {term.shape}")
    return Trace(term)


def raised(base: Term, exponent: Whole, positive: Callable[[str], bool]) -> Term:
    """base ** exponent; a matrix that is no positive diagonal letter is multiplied out."""
    if abs(exponent.constant or 0) > LARGEST:
        raise NotExported(f"a literal exponent is at most {LARGEST}")
    if not base.matrix:
        return Power(base, exponent)
    if isinstance(base, Power):
        return Power(base.base, base.exponent * exponent)
    if isinstance(base, Letter) and base.diagonal and positive(base.name):
        return Power(base, exponent)
    n = exponent.constant
    if n is None or n < 0 or base.shape is None or base.shape[0] != base.shape[1]:
        raise NotExported("a matrix is raised to numbers >= 0 only")
    result: Term = base if n else Identity(base.shape[0])
    for _ in range(n - 1):
        result = Product(result, base)
    return result
