"""Normal forms of expressions: the exporter's own, by which it finds the fact that a conclusion is made of.

A `Normal` is a sum of rational multiples of monomials (powers of scalars, traces of words, a word). Nothing depends on it
but whether a proof is found: Coq decides every equality with a normaliser of its own (``lib/Norm.v``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import groupby, pairwise

from theory.export.coq.faults import NotExported
from theory.export.coq.integers import Whole
from theory.export.coq.terms import (
    ONE,
    Change,
    Hole,
    Identity,
    Letter,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Shape,
    Size,
    Sum,
    Term,
    Trace,
    Transpose,
    Zero,
    plus,
)

Base = tuple[str, Whole | None]


@dataclass(frozen=True, repr=False)
class Factor:
    """A letter of a word."""

    name: str
    index: Whole | None
    flipped: bool
    exponent: Whole
    diagonal: bool
    rows: Whole
    columns: Whole

    @cached_property
    def _text(self) -> str:
        return f"{self.name}[{self.index}]{'.T' * self.flipped}^{self.exponent}"

    @cached_property
    def _hash(self) -> int:
        return hash((self.name, self.index, self.flipped, self.exponent))

    def __repr__(self) -> str:
        return self._text

    def __hash__(self) -> int:
        return self._hash

    def flip(self) -> Factor:
        """The transposed factor."""
        if self.diagonal:
            return self
        return Factor(self.name, self.index, not self.flipped, self.exponent, False, self.columns, self.rows)


Word = tuple[Factor, ...]
Monomial = tuple[tuple[tuple[Base, Whole], ...], tuple[Word, ...], Word]
PLAIN: Monomial = ((), (), ())


@dataclass(frozen=True)
class Normal:
    """terms: monomial to coefficient, sorted; the shape is None for scalars and for 1 × 1 matrices."""

    terms: tuple[tuple[Monomial, Fraction], ...]
    shape: Shape = None

    @staticmethod
    def collect(parts: Iterable[tuple[Monomial, Fraction]], shape: Shape = None) -> Normal:
        """The normal form of a sum of parts, equal monomials put together."""
        total: dict[Monomial, Fraction] = {}
        for monomial, c in parts:
            total[monomial] = total.get(monomial, Fraction(0)) + c
        shape = None if shape == (ONE, ONE) else shape
        return Normal(tuple((m, c) for m, c in total.items() if c), shape)

    @property
    def key(self) -> tuple:
        """What equal expressions share."""
        return self.shape if self.terms else None, frozenset(self.terms)

    @property
    def zero(self) -> bool:
        """Whether it is 0, or the relation of a term to 0."""
        return not self.terms

    def __add__(self, other: Normal) -> Normal:
        return Normal.collect([*self.terms, *other.terms], self.shape or other.shape)

    def scale(self, by: Fraction | int) -> Normal:
        """Multiplied by a rational number."""
        return Normal.collect(((m, c * by) for m, c in self.terms), self.shape)

    def __neg__(self) -> Normal:
        return self.scale(-1)

    def __sub__(self, other: Normal) -> Normal:
        return self + -other

    def __mul__(self, other: Normal) -> Normal:
        shape = self.shape or other.shape
        if self.shape and other.shape:
            shape = self.shape[0], other.shape[1]
        parts = [(_times(m, n), c * d) for m, c in self.terms for n, d in other.terms]
        return Normal.collect(parts, shape)

    def transpose(self) -> Normal:
        """The transpose."""
        shape = self.shape and (self.shape[1], self.shape[0])
        return Normal.collect((((p, t, _flipped(w)), c) for (p, t, w), c in self.terms), shape)

    def trace(self) -> Normal:
        """The trace."""
        if self.shape is None:
            return self
        total = Normal(())
        for (p, t, w), c in self.terms:
            inside = Normal((((p, _sorted((*t, *_trace(w))), ()), c),)) if w else (
                Normal((((p, t, ()), c),)) * of_whole(self.shape[0]))  # fmt: skip
            total = total + inside
        return total

    def power(self, n: Whole) -> Normal:
        """The n-th power."""
        if n.constant is not None and n.constant >= 0:
            result = Normal(((PLAIN, Fraction(1)),), self.shape)
            for _ in range(n.constant):
                result = result * self
            return result
        if len(self.terms) != 1:
            raise NotExported("only a monomial has a negative or symbolic power")
        ((p, t, w), c) = self.terms[0]
        if t or len(w) > 1 or (c != 1 and n.constant is None):
            raise NotExported("a power of a product")
        word = tuple(Factor(f.name, f.index, f.flipped, f.exponent * n, True, f.rows, f.columns) for f in w)
        value = c if n.constant is None else c**n.constant
        return Normal((((_powers([(b, e * n) for b, e in p]), (), word), value),), self.shape)

    def constant(self) -> Fraction | None:
        """Its value if no letter occurs."""
        if any(m != PLAIN for m, _ in self.terms):
            return None
        return self.terms[0][1] if self.terms else Fraction(0)

    def along(self, name: str) -> list[tuple[Whole, Normal]]:
        """Coefficients by the exponent of the scalar ``name``."""
        parts: dict[Whole, list] = {}
        for (p, t, w), c in self.terms:
            e = dict(p).get((name, None), Whole())
            parts.setdefault(e, []).append(((tuple(x for x in p if x[0] != (name, None)), t, w), c))
        return [(e, Normal(tuple(terms), self.shape)) for e, terms in parts.items()]

    def derivative(self, name: str) -> Normal:
        """Along the scalar ``name``."""
        total = Normal((), self.shape)
        for e, rest in self.along(name):
            if e != Whole():
                total = total + rest * of_whole(e) * Normal((((_powers([((name, None), e - 1)]), (), ()), Fraction(1)),))
        return total

    def letters(self) -> set[str]:
        """Names of letters that occur, integers included."""
        found: set[str] = set()
        for p, t, w in (m for m, _ in self.terms):
            for (name, index), e in p:
                found |= {name, *e.names(), *(index.names() if index else ())}
            for f in (f for word in (*t, w) for f in word):
                found |= {f.name, *f.exponent.names(), *(f.index.names() if f.index else ())}
        return found

    def term(self, whole: frozenset[str] = frozenset()) -> Term:
        """A tree that denotes it; the names in ``whole`` are integers."""
        total: Term = Zero(self.shape) if self.shape else Number(0)
        for k, (monomial, c) in enumerate(self.terms):
            one = _tree(monomial, c, self.shape, whole)
            total = plus(total, one) if k else one
        return total


def _tree(monomial: Monomial, c: Fraction, shape: Shape, whole: frozenset[str]) -> Term:
    p, t, w = monomial
    factors: list[Term] = []
    for (name, index), e in p:
        base: Term = Letter(name, index)
        if name in whole:
            base = Size(Whole.symbol(name if index is None else (name, index)))
        factors.append(base if e == ONE else Power(base, e))
    factors += [Trace(_word(v)) for v in t]
    if w:
        factors.append(_word(w))
    elif shape:
        factors.append(Identity(shape[0]))
    if abs(c.numerator) != 1 or not factors:
        factors.insert(0, Number(abs(c.numerator)))
    result = factors[0]
    for f in factors[1:]:
        result = Product(result, f)
    if c.denominator != 1:
        result = Quotient(result, c.denominator)
    return Negative(result) if c < 0 else result


def _word(word: Word) -> Term:
    result: Term | None = None
    for f in word:
        rows, columns = (f.columns, f.rows) if f.flipped else (f.rows, f.columns)
        one: Term = Letter(f.name, f.index, (rows, columns), f.diagonal)
        one = Power(one, f.exponent) if f.exponent != ONE else Transpose(one) if f.flipped else one
        result = one if result is None else Product(result, one)
    assert result is not None
    return result


def of_whole(value: Whole) -> Normal:
    """An integer as a scalar."""
    parts = []
    for monomial, c in value.terms:
        bases = [((s, None) if isinstance(s, str) else s, ONE) for s in monomial]
        parts.append(((_powers(bases), (), ()), Fraction(c)))
    return Normal.collect(parts)


def normal(term: Term, hole: Normal | None = None) -> Normal:
    """The normal form of a tree; ``hole`` is what ``_`` stands for."""
    return _normal(term) if hole is None else _read(term, hole)


def _read(term: Term, hole: Normal | None) -> Normal:
    def sub(t: Term) -> Normal:
        return normal(t, hole)

    match term:
        case Number(value=n):
            return Normal.collect([(PLAIN, Fraction(n))])
        case Size(value=e):
            return of_whole(e)
        case Letter(name=n, index=i, size=None):
            powers = (((n, i), ONE),)
            return Normal((((powers, (), ()), Fraction(1)),))
        case Letter(name=n, index=i, size=(r, c), diagonal=d):
            traces, word = _ones((Factor(n, i, False, ONE, d, r, c),))
            return Normal.collect([(((), traces, word), Fraction(1))], (r, c))
        case Hole():
            assert hole is not None
            return hole
        case Identity(size=n):
            return Normal.collect([(PLAIN, Fraction(1))], (n, n))
        case Zero(size=s):
            return Normal.collect([], s)
        case Sum(left=a, right=b, minus=m):
            return sub(a) - sub(b) if m else sub(a) + sub(b)
        case Product(left=a, right=b):
            return sub(a) * sub(b)
        case Negative(inside=a):
            return -sub(a)
        case Quotient(inside=a, by=n):
            return sub(a).scale(Fraction(1, n))
        case Power(base=a, exponent=n):
            return sub(a).power(n)
        case Transpose(inside=a):
            return sub(a).transpose()
        case Trace(inside=a):
            return sub(a).trace()
    raise NotExported(f"no normal form of {term}")


@lru_cache(maxsize=20000)
def _normal(term: Term) -> Normal:
    return _read(term, None)


def changed(value: Normal, change: Change, whole: frozenset[str]) -> Normal:
    """The normal form with letters replaced."""
    return normal(value.term(whole).rebuilt(change))


def _powers(parts: Iterable[tuple[Base, Whole]]) -> tuple[tuple[Base, Whole], ...]:
    total: dict[Base, Whole] = {}
    for base, e in parts:
        total[base] = total[base] + e if base in total else e
    return tuple(sorted(((b, e) for b, e in total.items() if e.terms), key=repr))


def _sorted(traces: Iterable[Word]) -> tuple[Word, ...]:
    return tuple(sorted(traces, key=repr))


@lru_cache(maxsize=200000)
def _times(a: Monomial, b: Monomial) -> Monomial:
    (p, t, w), (q, u, v) = a, b
    more, word = _ones(_join(w, v)) if w and v else ((), w + v)
    return (_powers([*p, *q]) if p and q else p or q), _sorted((*t, *u, *more)), word


def _join(left: Word, right: Word) -> Word:
    """Concatenation; the run of diagonals around the seam is merged."""
    if not (left and right and left[-1].diagonal and right[0].diagonal):
        return left + right
    i, j = len(left), 0
    while i and left[i - 1].diagonal:
        i -= 1
    while j < len(right) and right[j].diagonal:
        j += 1
    total: dict[tuple, Factor] = {}
    for f in left[i:] + right[:j]:
        old = total.get((f.name, f.index))
        e = f.exponent + old.exponent if old else f.exponent
        total[f.name, f.index] = Factor(f.name, f.index, False, e, True, f.rows, f.columns)
    run = tuple(f for _, f in sorted(total.items(), key=repr) if f.exponent.terms)
    return left[:i] + run + right[j:] if run else _join(left[:i], right[j:])


def _flipped(word: Word) -> Word:
    result: Word = ()
    for f in reversed(word):
        result = _join(result, (f.flip(),))
    return result


def _sizes(word: Word) -> list[Whole]:
    return [f.rows for f in word] + [f.columns for f in word[-1:]]


def _ones(word: Word) -> tuple[tuple[Word, ...], Word]:
    """Cut a word where the size is 1: (traces of the closed parts, the rest)."""
    places = [k for k, size in enumerate(_sizes(word)) if size == ONE]
    if len(places) < 2:
        return (), word
    closed = tuple(_least(word[i:j]) for i, j in pairwise(places))
    return closed, word[: places[0]] + word[places[-1] :]


def _trace(word: Word) -> tuple[Word, ...]:
    start = next((k for k, f in enumerate(word) if f.rows == ONE), None)
    return (_least(word),) if start is None else _ones(_join(word[start:], word[:start]))[0]


@lru_cache(maxsize=200000)
def _least(word: Word) -> Word:
    """The least of the rotations of a closed word and of its transpose; runs of diagonals stay together."""
    runs: list[Word] = []
    for diagonal, group in groupby(word, key=lambda f: f.diagonal):
        factors = tuple(group)
        runs += [factors] if diagonal else [(f,) for f in factors]
    while len(runs) > 1 and runs[0][0].diagonal and runs[-1][0].diagonal:
        merged = _join(runs[-1], runs[0])
        runs = [merged, *runs[1:-1]] if merged else runs[1:-1]
    turns = [sum(runs[i:] + runs[:i], ()) for i in range(len(runs))]
    return min([*turns, *map(_flipped, turns)], key=repr, default=())
