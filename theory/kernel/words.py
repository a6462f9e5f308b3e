"""Normal forms: polynomials in scalars, traces and non-commutative words of matrices with transposes.

A monomial is (powers, traces, word). Powers carry exponents in Z[L, l, …]; neighbouring diagonal letters commute and
merge their exponents; a trace is stored as the least of its rotations and their transposes. Words are typed: every
factor knows its size, the trace of the empty word is its size, and a 1 × 1 word is the scalar that its trace is, also
inside a longer word. Hence a scalar and a 1 × 1 matrix are the same thing; both have the shape None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from theory.kernel.budget import EXPONENT, Fault, spend, touch, weigh
from theory.kernel.integers import Int

ONE = Int.of(1)


class Factor(NamedTuple):
    """One letter of a word: name, index (None outside families), transposed, exponent, diagonal, and its size."""

    name: str
    index: Int | None  # type: ignore[assignment]
    transposed: bool
    exponent: Int
    diagonal: bool
    rows: Int
    columns: Int

    @property
    def transpose(self) -> Factor:
        """The transposed factor; a diagonal one is its own."""
        if self.diagonal:
            return self
        return self._replace(transposed=not self.transposed, rows=self.columns, columns=self.rows)


Word = tuple[Factor, ...]
Shape = tuple[Int, Int] | None


def _place(base: tuple) -> tuple:
    return base[0], repr(base[1])


def _by_place(item: tuple) -> tuple:
    return _place(item[0])


def word_order(word: Word) -> tuple:
    """A key that orders words (sizes follow from the names)."""
    return tuple((f.name, repr(f.index), f.transposed, repr(f.exponent)) for f in word)


def monomial_order(item: tuple) -> tuple:
    """A key that orders the terms of a polynomial, the same in every run."""
    powers, traces, word = item[0]
    return tuple((*_place(b), repr(e)) for b, e in powers), tuple(map(word_order, traces)), word_order(word)


_ONE: tuple = ((), (), ())
_NUMBER = {_ONE}


class Poly:
    """A scalar (shape None) or matrix polynomial in normal form."""

    __slots__ = ("_key", "_mentions", "_size", "shape", "terms")

    def __init__(self, terms: dict[tuple, Fraction], shape: Shape = None):
        self.terms = {m: c for m, c in terms.items() if c}
        self.shape = shape if shape is None or shape != (ONE, ONE) else None
        self._key: tuple | None = None
        self._mentions: frozenset[str] | None = None
        self._size = -1

    @property
    def size(self) -> int:
        """Terms, the factors in them, and the symbols of exponents and indices: what it costs to look at all of it once."""
        if self._size < 0:
            self._size = sum(map(_size, self.terms))
        return self._size

    @staticmethod
    def sum(parts: Iterable[Poly]) -> Poly:
        """The sum, built once; only a zero without shape may stand beside parts of another shape."""
        terms: dict[tuple, Fraction] = {}
        shape: Shape = None
        for part in parts:
            if part.shape != shape:
                if not part.terms and part.shape is None:
                    continue
                if terms or shape is not None:
                    raise Fault(f"shapes {shape} and {part.shape} cannot be added")
                shape = part.shape
            touch(part.size)
            for m, c in part.terms.items():
                old = terms.get(m)
                if old is None:
                    terms[m] = c
                    continue
                value = old + c
                if value:
                    terms[m] = value
                    weigh(value.numerator, value.denominator)
                else:
                    del terms[m]
        return Poly(terms, shape)

    @staticmethod
    def number(value: Fraction | int) -> Poly:
        """A constant, a scalar."""
        return Poly({((), (), ()): Fraction(value)})

    @staticmethod
    def power(name: str, index: Int | None, exponent: Int = ONE) -> Poly:
        """name[index] ** exponent of a scalar letter (index None: of no family); 1 where the exponent is 0."""
        return Poly({((((name, index), exponent),) if exponent != 0 else (), (), ()): Fraction(1)})

    @staticmethod
    def letter(factor: Factor) -> Poly:
        """A matrix letter, of its own shape; with exponent 0 the identity."""
        traces, word = _scalars((factor,) if factor.exponent != 0 else ())
        return Poly({((), traces, word): Fraction(1)}, (factor.rows, factor.columns))

    @staticmethod
    def identity(size: Int) -> Poly:
        """I(size), of shape (size, size)."""
        return Poly({((), (), ()): Fraction(1)}, (size, size))

    @staticmethod
    def integer(value: Int) -> Poly:
        """An integer expression as a scalar."""

        def term(monomial: tuple, c: int) -> Poly:
            symbols = (Poly.power(s, None) if isinstance(s, str) else Poly.power(*s) for s in monomial)
            return _product([Poly.number(c), *symbols])

        return Poly.sum(term(*item) for item in value.terms)

    @property
    def key(self) -> tuple:
        """What equal polynomials share. Zero has no size: nothing can be said of it but that it is zero."""
        if self._key is None:
            self._key = (self.shape if self.terms else None, frozenset(self.terms.items()))
        return self._key

    def is_zero(self) -> bool:
        """Whether no term is left. Terms are in normal form, so this decides it."""
        return not self.terms

    def __add__(self, other: Poly) -> Poly:
        return Poly.sum((self, other))

    def scale(self, c: Fraction | int) -> Poly:
        """c times this."""
        touch(self.size)
        if c == 1:
            return self
        terms = {m: -v if c == -1 else v * c for m, v in self.terms.items()}
        if c != -1:
            for v in terms.values():
                weigh(v.numerator, v.denominator)
        return Poly(terms, self.shape)

    def __neg__(self) -> Poly:
        return self.scale(-1)

    def __sub__(self, other: Poly) -> Poly:
        return self + -other

    def __mul__(self, other: Poly) -> Poly:
        shape = self.shape or other.shape
        if self.shape and other.shape:
            if self.shape[1] != other.shape[0]:
                raise Fault(f"shapes {self.shape} and {other.shape} cannot be multiplied")
            shape = (self.shape[0], other.shape[1])
        elif self.shape is None and self.terms.keys() == _NUMBER:
            return other.scale(self.terms[_ONE])
        terms: dict[tuple, Fraction] = {}
        spend(len(self.terms) * len(other.terms))
        touch(len(self.terms) * other.size + len(other.terms) * self.size)
        for (p, t, w), c in self.terms.items():
            for (p2, t2, w2), c2 in other.terms.items():
                more, word = _scalars(_join(w, w2)) if w and w2 else ((), w + w2)
                traces = t + t2 + more
                m = (_merge(p + p2), tuple(sorted(traces, key=word_order)) if len(traces) > 1 else traces, word)
                value = terms.get(m, Fraction(0)) + c * c2
                weigh(value.numerator, value.denominator)
                terms[m] = value
        return Poly(terms, shape)

    @property
    def transpose(self) -> Poly:
        """The transpose, of shape (columns, rows); a scalar is its own."""
        touch(self.size)
        shape = self.shape and (self.shape[1], self.shape[0])
        return Poly({(p, t, transpose(w)): c for (p, t, w), c in self.terms.items()}, shape)

    def trace(self) -> Poly:
        """The trace, a scalar; a scalar is its own. Fault if it is not square."""
        if self.shape is None:
            return self
        if self.shape[0] != self.shape[1]:
            raise Fault(f"trace of something of shape {self.shape}")
        size = self.shape[0]

        def of(monomial: tuple, c: Fraction) -> Poly:
            p, t, w = monomial
            inside = Poly({((), _traces(w), ()): Fraction(1)}) if w else Poly.integer(size)
            return Poly({(p, t, ()): c}) * inside

        return Poly.sum(of(m, c) for m, c in self.terms.items())

    def raised(self, exponent: Int, invertible: Callable[[str], bool]) -> Poly:
        """self ** exponent. Beyond literal non-negative powers: monomials with coefficient 1 in invertible letters."""
        n = exponent.constant
        if n is not None and abs(n) > EXPONENT:
            raise Fault(f"the literal exponent {n} is too large")
        if n is not None and n >= 0:
            if self.shape and self.shape[0] != self.shape[1]:
                raise Fault(f"a power of something of shape {self.shape}")
            result = Poly.identity(self.shape[0]) if self.shape else Poly.number(1)
            for _ in range(n):
                result = result * self
            return result
        if len(self.terms) != 1:
            raise Fault("only a single monomial can carry a negative or symbolic exponent")
        ((p, t, w), c) = next(iter(self.terms.items()))
        letters = [name for (name, _), _ in p] + [f.name for f in w]
        if t or len(w) > 1 or any(not f.diagonal for f in w) or not all(map(invertible, letters)):
            raise Fault("negative and symbolic exponents need positive scalars or positive diagonal letters")
        if (c != 1 and n is None) or (self.shape and self.shape[0] != self.shape[1]):
            raise Fault("a symbolic exponent needs the coefficient 1")
        powers = _merge(tuple((b, e * exponent) for b, e in p))
        word = tuple(f._replace(exponent=f.exponent * exponent) for f in w)
        weigh(*(c.numerator, c.denominator) * abs(n or 1))
        return Poly({(powers, (), word): c**n if n is not None else Fraction(1)}, self.shape)

    def mentions(self) -> frozenset[str]:
        """Names of letters, and of integer symbols in powers, indices, exponents and the size (of x·I(n), say). Looked for
        once, charged every time."""
        shape = self.shape if self.shape and self.terms else ()
        touch(self.size + sum(e.size for e in shape))
        if self._mentions is None:
            names: set[str] = set()
            integers: set[Int | None] = {*shape}
            for powers, traces, word in self.terms:
                for (name, index), e in powers:
                    names.add(name)
                    integers.update((e, index))
                for f in (f for w in (*traces, word) for f in w):
                    names.add(f.name)
                    integers.update((f.exponent, f.index))
            self._mentions = frozenset(names).union(*(e.names for e in integers if e is not None))
        return self._mentions

    def rebuild(self, scalar: Callable, factor: Callable, dimension: Callable[[Int], Int]) -> Poly:
        """Replace every scalar power and every factor by a polynomial and multiply out again (substitution)."""
        shape = self.shape and (dimension(self.shape[0]), dimension(self.shape[1]))

        def image(monomial: tuple, c: Fraction) -> Poly:
            p, t, w = monomial
            term = _product([Poly.number(c), *(scalar(base, e) for base, e in p)])
            for word in t:
                term = term * _product(map(factor, word)).trace()
            matrix = _product(map(factor, w)) if w else (Poly.identity(shape[0]) if shape else Poly.number(1))
            return term * matrix

        return Poly.sum([Poly({}, shape), *(image(m, c) for m, c in self.terms.items())])

    def derivative(self, name: str) -> Poly:
        """Formal derivative along the scalar ``name`` (Euler: d s^e = e s^(e-1) ds)."""
        touch(self.size)
        parts = [Poly({}, self.shape)]
        for (p, t, w), c in self.terms.items():
            e = dict(p).get((name, None))
            if e is not None:
                rest = Poly({(tuple(x for x in p if x[0] != (name, None)), t, w): c}, self.shape)
                parts.append(rest * Poly.integer(e) * Poly.power(name, None, e - 1))
        return Poly.sum(parts)

    def by_power(self, name: str) -> dict[Int, Poly]:
        """Coefficients by the exponent of the scalar ``name``, whose powers they do not contain."""
        touch(self.size)
        parts: dict[Int, dict[tuple, Fraction]] = {}
        for (powers, traces, word), c in self.terms.items():
            e = dict(powers).get((name, None), Int.of(0))
            parts.setdefault(e, {})[(tuple(x for x in powers if x[0] != (name, None)), traces, word)] = c
        return {e: Poly(terms, self.shape) for e, terms in parts.items()}


def _size(monomial: tuple) -> int:
    powers, traces, word = monomial
    size = 1 + len(traces)
    for (_, index), e in powers:
        size += e.size if index is None else e.size + index.size
    for w in (word, *traces):
        for f in w:
            size += f.exponent.size if f.index is None else f.exponent.size + f.index.size
    return size


def transpose(word: Word) -> Word:
    """The word of the transposed product: from the end, each factor transposed."""
    return tuple(f.transpose for block in reversed(_blocks(word)) for f in block)  # runs of diagonal letters keep their order


def _product(factors: Iterable[Poly]) -> Poly:
    result = Poly.number(1)
    for f in factors:
        result = result * f
    return result


def _merge(powers: tuple) -> tuple:
    if len(powers) < 2:
        return powers
    total: dict[tuple, Int] = {}
    for base, e in powers:
        total[base] = total[base] + e if base in total else e
    return tuple(sorted(((b, e) for b, e in total.items() if e != 0), key=_by_place))


def _join(left: Word, right: Word) -> Word:
    """Concatenate and merge the run of diagonal letters around the seam."""
    if not (left and right and left[-1].diagonal and right[0].diagonal):
        return left + right
    i, j = len(left), 0
    while i and left[i - 1].diagonal:
        i -= 1
    while j < len(right) and right[j].diagonal:
        j += 1
    total: dict[tuple, Factor] = {}
    for f in left[i:] + right[:j]:
        old = total.get(f[:2])
        total[f[:2]] = f if old is None else old._replace(exponent=old.exponent + f.exponent)
    run = tuple(f for _, f in sorted(total.items(), key=_by_place) if f.exponent != 0)
    return left[:i] + run + right[j:] if run else _join(left[:i], right[j:])


def _scalars(word: Word) -> tuple[tuple[Word, ...], Word]:
    """Take the 1 × 1 parts out of a word: (their traces, what is left)."""
    sizes = [f.rows for f in word] + [f.columns for f in word[-1:]]
    ones = [k for k, size in enumerate(sizes) if size == ONE]
    if len(ones) < 2:
        return (), word
    closed = tuple(_cyclic(word[i:j]) for i, j in pairwise(ones))
    return closed, word[: ones[0]] + word[ones[-1] :]


def _traces(word: Word) -> tuple[Word, ...]:
    """The trace of a word as a product of traces: it falls apart where the size is 1."""
    start = next((k for k, f in enumerate(word) if f.rows == ONE), None)
    if start is None:
        return (_cyclic(word),)
    return tuple(sorted(_scalars(_join(word[start:], word[:start]))[0], key=word_order))


def _blocks(word: Word) -> list[Word]:
    blocks: list[list[Factor]] = []
    for f in word:
        if blocks and f.diagonal and blocks[-1][-1].diagonal:
            blocks[-1].append(f)
        else:
            blocks.append([f])
    return [tuple(block) for block in blocks]


def _cyclic(word: Word) -> Word:
    spend(len(word) ** 2 // 8)
    blocks = _blocks(word)
    while len(blocks) > 1 and blocks[0][-1].diagonal and blocks[-1][0].diagonal:
        blocks = _blocks(_join(blocks[-1], blocks[0])) + blocks[1:-1]
    flat = [sum(blocks[i:] + blocks[:i], ()) for i in range(len(blocks))]
    return min(flat + [transpose(w) for w in flat], key=word_order, default=())
