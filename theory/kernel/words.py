"""Normal forms: polynomials in scalars, traces and non-commutative words of matrices with transposes.

A monomial is (powers, traces, word). Powers carry exponents in Z[L, l, …]; neighbouring diagonal letters commute and
merge their exponents; a trace is stored as the least of its rotations and their transposes. Shapes are typed: the
identity of r × r and that of d × d are different, and the trace of the empty word is its size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import NamedTuple

from theory.kernel.integers import Fault, Int

ONE = Int.of(1)


class Factor(NamedTuple):
    """One letter of a word: name, index (None outside families), transposed, exponent, diagonal, symmetric."""

    name: str
    index: Int | None  # type: ignore[assignment]
    transposed: bool
    exponent: Int
    diagonal: bool

    @property
    def transpose(self) -> Factor:
        return self if self.diagonal else self._replace(transposed=not self.transposed)


Word = tuple[Factor, ...]
Shape = tuple[Int, Int] | None


class Poly:
    """A scalar (shape None) or matrix polynomial in normal form."""

    __slots__ = ("shape", "terms")

    def __init__(self, terms: dict[tuple, Fraction], shape: Shape = None):
        self.terms = {m: c for m, c in terms.items() if c}
        self.shape = shape

    @staticmethod
    def number(value: Fraction | int) -> Poly:
        return Poly({((), (), ()): Fraction(value)})

    @staticmethod
    def power(name: str, index: Int | None, exponent: Int = ONE) -> Poly:
        return Poly({((((name, index), exponent),) if exponent != 0 else (), (), ()): Fraction(1)})

    @staticmethod
    def letter(factor: Factor, shape: Shape) -> Poly:
        return Poly({((), (), (factor,) if factor.exponent != 0 else ()): Fraction(1)}, shape)

    @staticmethod
    def identity(size: Int) -> Poly:
        return Poly({((), (), ()): Fraction(1)}, (size, size))

    @staticmethod
    def integer(value: Int) -> Poly:
        total = Poly({})
        for monomial, c in value.terms:
            term = Poly.number(c)
            for s in monomial:
                term = term * (Poly.power(s, None) if isinstance(s, str) else Poly.power(*s))
            total = total + term
        return total

    @property
    def key(self) -> tuple:
        return (self.shape, frozenset(self.terms.items()))

    def is_zero(self) -> bool:
        return not self.terms

    def __add__(self, other: Poly) -> Poly:
        if self.shape != other.shape:
            if other.is_zero() and other.shape is None:
                return self
            if self.is_zero() and self.shape is None:
                return other
            raise Fault(f"shapes {self.shape} and {other.shape} cannot be added")
        terms = dict(self.terms)
        for m, c in other.terms.items():
            terms[m] = terms.get(m, Fraction(0)) + c
        return Poly(terms, self.shape)

    def scale(self, c: Fraction | int) -> Poly:
        return Poly({m: v * c for m, v in self.terms.items()}, self.shape)

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
        terms: dict[tuple, Fraction] = {}
        for (p, t, w), c in self.terms.items():
            for (p2, t2, w2), c2 in other.terms.items():
                m = (_merge(p + p2), tuple(sorted(t + t2, key=repr)) if t and t2 else t + t2, _join(w, w2))
                terms[m] = terms.get(m, Fraction(0)) + c * c2
        return Poly(terms, shape)

    @property
    def transpose(self) -> Poly:
        shape = self.shape and (self.shape[1], self.shape[0])
        return Poly({(p, t, transpose(w)): c for (p, t, w), c in self.terms.items()}, shape)

    def trace(self) -> Poly:
        if self.shape is None or self.shape[0] != self.shape[1]:
            raise Fault(f"trace of something of shape {self.shape}")
        total = Poly({})
        for (p, t, w), c in self.terms.items():
            outside = Poly({(p, t, ()): c})
            word = _cyclic(w)
            total = total + outside * (Poly({((), (word,), ()): Fraction(1)}) if word else Poly.integer(self.shape[0]))
        return total

    def raised(self, exponent: Int, invertible: Callable[[str], bool]) -> Poly:
        """self ** exponent. Beyond literal non-negative powers: monomials with coefficient 1 in invertible letters."""
        n = exponent.constant
        if n is not None and abs(n) > 200:
            raise Fault(f"the literal exponent {n} is too large")
        if n is not None and n >= 0:
            result = Poly.identity(self.shape[0]) if self.shape else Poly.number(1)
            for _ in range(n):
                result = result * self
            return result
        if len(self.terms) != 1:
            raise Fault("only a single monomial can carry a negative or symbolic exponent")
        ((p, t, w), c) = next(iter(self.terms.items()))
        if t or len(w) > 1 or not all(invertible(name) for (name, _), _ in p) or any(not f.diagonal for f in w):
            raise Fault("negative and symbolic exponents need positive scalars or positive diagonal letters")
        if any(not invertible(f.name) for f in w) or (c != 1 and n is None):
            raise Fault("negative and symbolic exponents need positive letters with coefficient 1")
        powers = _merge(tuple((b, e * exponent) for b, e in p))
        word = tuple(f._replace(exponent=f.exponent * exponent) for f in w)
        return Poly({(powers, (), word): c**n if n is not None else Fraction(1)}, self.shape)

    def letters(self) -> set[str]:
        return {name for p, t, w in self.terms for name in _names(p, t, w)}

    def rebuild(self, scalar: Callable, factor: Callable, dimension: Callable[[Int], Int]) -> Poly:
        """Replace every scalar power and every factor by a polynomial and multiply out again (substitution)."""
        shape = self.shape and (dimension(self.shape[0]), dimension(self.shape[1]))
        total = Poly({}, shape)
        for (p, t, w), c in self.terms.items():
            term = Poly.number(c)
            for base, e in p:
                term = term * scalar(base, e)
            for word in t:
                term = term * _product(map(factor, word)).trace()
            matrix = _product(map(factor, w)) if w else (Poly.identity(shape[0]) if shape else None)
            total = total + (term * matrix if matrix is not None else term)
        return total

    def derivative(self, name: str) -> Poly:
        """Formal derivative along the scalar letter ``name`` (Euler: d s^e = e s^(e-1) ds)."""
        total = Poly({}, self.shape)
        for (p, t, w), c in self.terms.items():
            e = dict(p).get((name, None))
            if e is not None:
                rest = Poly({(tuple(x for x in p if x[0] != (name, None)), t, w): c}, self.shape)
                total = total + rest * Poly.integer(e) * Poly.power(name, None, e - 1)
        return total


def transpose(word: Word) -> Word:
    result: Word = ()
    for f in reversed(word):
        result = _join(result, (f.transpose,))  # runs of diagonal letters keep their order
    return result


def _product(factors: Iterable[Poly]) -> Poly:
    result = Poly.number(1)
    for f in factors:
        result = result * f
    return result


def _names(powers: tuple, traces: tuple, word: Word) -> Iterable[str]:
    yield from (name for (name, _), _ in powers)
    for w in (*traces, word):
        yield from (f.name for f in w)


def _merge(powers: tuple) -> tuple:
    total: dict[tuple, Int] = {}
    for base, e in powers:
        total[base] = total[base] + e if base in total else e
    return tuple(sorted(((b, e) for b, e in total.items() if e != 0), key=repr))


def _join(left: Word, right: Word) -> Word:
    """Concatenate and merge the run of diagonal letters around the seam."""
    if not (left and right and left[-1].diagonal and right[0].diagonal):
        return left + right
    i, j = len(left), 0
    while i and left[i - 1].diagonal:
        i -= 1
    while j < len(right) and right[j].diagonal:
        j += 1
    total: dict[tuple, Int] = {}
    for f in left[i:] + right[:j]:
        total[f[:2]] = total[f[:2]] + f.exponent if f[:2] in total else f.exponent
    run = tuple(Factor(n, k, False, e, True) for (n, k), e in sorted(total.items(), key=repr) if e != 0)
    return left[:i] + run + right[j:] if run else _join(left[:i], right[j:])


def _blocks(word: Word) -> list[Word]:
    blocks: list[Word] = []
    for f in word:
        if blocks and f.diagonal and blocks[-1][-1].diagonal:
            blocks[-1] = (*blocks[-1], f)
        else:
            blocks.append((f,))
    return blocks


def _cyclic(word: Word) -> Word:
    blocks = _blocks(word)
    while len(blocks) > 1 and blocks[0][-1].diagonal and blocks[-1][0].diagonal:
        blocks = _blocks(_join(blocks[-1], blocks[0])) + blocks[1:-1]
    flat = [sum(blocks[i:] + blocks[:i], ()) for i in range(len(blocks))]
    return min(flat + [transpose(w) for w in flat], key=repr, default=())
