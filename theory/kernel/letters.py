"""Letters and expressions: what a statement may speak about.

A declaration gives a letter its kind: integer (with a range), dimension, real, positive, matrix,
diagonal. ``over: [n, low, high]`` makes a family. A letter may be *defined*: by a ``value``, by recursion
(``first``/``next`` upwards, ``last``/``previous`` downwards), by ``override`` (another family with some members
replaced), as positive ``root`` [n, expression], or as diagonal ``entry`` [S, i]. Definitions are conservative: they
mention earlier letters only, and themselves only one step back. A letter with the field ``path``: T is a continuous
function on [0, T]; one that ``grows`` [t, e] starts at 1 and has the derivative e times itself.

Expressions are written in Python syntax: ``tr((P[L]-Y).T*(P[L]-Y))``, ``S**(2*L-2)``, ``diff(g, s)``, ``I(r)``. Once
read, every bound variable is the nameless ``#``, and everything a letter depends on is known from the terms.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache

from theory.kernel.budget import Fault, Memo, touch
from theory.kernel.integers import BOUND, Int, Ranges
from theory.kernel.words import ONE, Factor, Poly

SCALARS = ("integer", "dimension", "real", "positive")
DEFINITIONS = ("value", "first", "last", "override", "root", "entry", "grows")
ZERO = Int.of(0)
START, MOMENT = ZERO, Int.symbol(BOUND)
"""Places of a path: x[0], and x[t] where t is bound; x[T] has the symbol of its time."""
RESERVED = {"tr", "I", "diff", "all", "roots", "critical", "strict_saddle", "saddle", "local_minimum", "during", "moves", "_"}
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}")
TEXT = re.compile(r"[A-Za-z0-9_+\-*/()\[\].,=> ]{1,20000}")


@dataclass
class Letter:
    """One declaration, read. ``low`` and ``high`` are the range of an integer or of a family (``high`` None: no end);
    ``size`` is (rows, columns), for a family in terms of ``#``. ``parts`` are the terms of the definition: (value),
    (start, step in #), (radicand), (value, …); ``places`` the integers beside them: the replaced members, the degree,
    the position of the entry. ``other`` is the family that is overridden, or the diagonal that has the entry. ``below``
    are all letters that the declaration reaches, directly or through others.
    """

    name: str
    spec: dict
    kind: str
    low: Int = ZERO
    high: Int | None = None
    size: tuple[Int, Int] | None = None
    definition: str | None = None
    parts: tuple[Poly, ...] = ()
    places: tuple[Int, ...] = ()
    other: str = ""
    reaches: set[str] = field(default_factory=set)
    below: frozenset[str] = frozenset()

    @property
    def family(self) -> bool:
        """Whether its values have an index: it is declared ``over`` a range, or is a path."""
        return "over" in self.spec or "path" in self.spec

    @property
    def path(self) -> str:
        """The time T of a path on [0, T]; '' of any other letter."""
        return self.spec.get("path", "")

    @property
    def number(self) -> bool:
        """Whether it is one integer: what indices, exponents and sizes are made of."""
        return self.kind in ("integer", "dimension") and not self.family

    @property
    def invertible(self) -> bool:
        """Whether the declaration alone makes it positive: a positive number, a dimension, a positive diagonal."""
        return self.kind in ("positive", "dimension") or bool(self.spec.get("positive"))

    def mentions(self) -> set[str]:
        """The letters that the declaration mentions; the terms of its definition apart in ``reaches``."""
        integers = [self.low, *([self.high] if self.high is not None else []), *(self.size or ())]
        return set().union(*(e.mentions() for e in integers), self.reaches) - {BOUND, self.name}


class Letters:
    """The declarations of a statement, in order. ``hole`` is what the placeholder ``_`` of a witness stands for;
    ``bound`` is the name that the text at hand uses for ``#``."""

    def __init__(self, table: dict[str, Letter] | None = None, ranges: Ranges | None = None, hole: Poly | None = None,
                 bound: str = ""):  # fmt: skip
        self.table, self.ranges, self.hole, self.bound = table or {}, ranges or Ranges(), hole, bound
        self.known = Memo()  # texts read before

    def __getitem__(self, name: str) -> Letter:
        if name not in self.table:
            raise Fault(f"{name} is not declared")
        return self.table[name]

    def __contains__(self, name: str) -> bool:
        return name in self.table

    def with_letter(self, letter: Letter, bound: str = "") -> Letters:
        """These declarations and one more, its range known from here on; ``bound``: the name written for ``#``, if it
        changes.
        """
        ranges = self.ranges
        if letter.number:
            ranges = ranges.extend(letter.name, letter.low, letter.high)
        elif letter.kind == "dimension":
            ranges = ranges.with_sizes(letter.name)
        return Letters({**self.table, letter.name: letter}, ranges, self.hole, bound or self.bound)

    def binding(self, name: str, kind: str, low: Int | None = None, high: Int | None = None) -> Letters:
        """These letters inside a binder: ``#`` is an integer of that range, or a scalar, and is written ``name``."""
        if not named(name) or name in self.table or BOUND in self.table:
            raise Fault(f"the bound variable {name!r} is already a letter, is no name, or stands inside another binder")
        return self.with_letter(Letter(BOUND, {}, kind, low if low is not None else Int.of(0), high), name)

    def bind(self, hole: Poly) -> Letters:
        """These declarations with ``_`` standing for ``hole``."""
        return Letters(self.table, self.ranges, hole, self.bound)

    def invertible(self, name: str) -> bool:
        """Whether a power of the letter may have a negative exponent: it is declared positive, or an integer proved to be at
        least 1.
        """
        letter = self[name]
        return letter.invertible or (letter.kind == "integer" and self.ranges.at_least(Int.symbol(name), 1))

    def member(self, letter: Letter, index: str | Int) -> Int:
        """The index, shown to lie in the range of the family."""
        index = self.integer(index) if isinstance(index, str) else index
        if not letter.family or letter.high is None:
            raise Fault(f"{letter.name} is no family")
        if not (self.ranges.at_least(index - letter.low, 0) and self.ranges.at_least(letter.high - index, 0)):
            raise Fault(f"{letter.name}[{index}] may lie outside its range {letter.low} … {letter.high}")
        return index

    def term(self, name: str, index: Int | None = None) -> Poly:
        """A letter, or a member of a family, as an expression."""
        letter = self[name]
        if letter.kind == "moment":
            raise Fault("the moment is no number: it stands in the brackets of a path only")
        if letter.family == (index is None):
            raise Fault(f"{name} is {'a' if letter.family else 'no'} family")
        if letter.size is None:
            return Poly.power(name, index)
        rows, columns = (e if index is None else e.map(_at(index)) for e in letter.size)
        return Poly.letter(Factor(name, index, False, ONE, letter.kind == "diagonal", rows, columns))

    def place(self, letter: Letter, node: ast.expr) -> Int:
        """Where a path is read: at 0, at its time, or at the bound moment; Fault anywhere else."""
        match node:
            case ast.Constant(value=int(n)) if n == 0 and not isinstance(n, bool):
                return START
            case ast.Name(id=name) if name == letter.path:
                return Int.symbol(name)
            case ast.Name(id=name) if name == self.bound and BOUND in self.table and self[BOUND].kind == "moment":
                return MOMENT
        raise Fault(f"the path {letter.name} has values at 0, at {letter.path} and at a bound moment only")

    def paths(self, value: Poly) -> set[str]:
        """The paths of which the value at the bound moment occurs."""
        touch(value.size)
        return {name for name, index in occurrences(value) if index == MOMENT and self[name].path}

    def grows(self, name: str) -> Poly:
        """The derivative e·x of a path that is defined by its growth, at the bound moment."""
        return self[name].parts[0] * self.term(name, MOMENT)

    def integer(self, text: str) -> Int:
        """The index, exponent or size that a text denotes; Fault unless it is a polynomial in integer symbols."""
        return self.as_integer(self.poly(text))

    def as_integer(self, value: Poly) -> Int:
        """A scalar polynomial in integer symbols as an index, exponent or size; Fault for anything else."""
        parts: list[Int] = []
        for (powers, traces, word), c in value.terms.items():
            if c.denominator != 1 or traces or word or value.shape is not None:
                raise Fault("an index, exponent or size must be a polynomial in integer symbols")
            term = Int.of(int(c))
            for (name, index), e in powers:
                n = e.constant
                if self[name].kind not in ("integer", "dimension") or n is None or n < 0:
                    raise Fault("an index, exponent or size must be a polynomial in integer symbols")
                for _ in range(n):
                    term = term * Int.symbol(name if index is None else (name, index))
            parts.append(term)
        return Int.sum(parts)

    def poly(self, text: str) -> Poly:
        """The polynomial that a text denotes; Fault if it denotes none. Kept for the next time, unless ``_`` stands for
        something.
        """
        if self.hole is not None:
            return self.value(parse(text))
        return self.known.recall(text, lambda: self.value(parse(text)))

    def value(self, node: ast.expr) -> Poly:
        """The polynomial that a syntax tree denotes."""
        match node:
            case ast.Constant(value=int(n)) if not isinstance(n, bool):
                return Poly.number(n)
            case ast.Name(id="_") if self.hole is not None:
                return self.hole
            case ast.Name(id=name):
                return self.term(BOUND if self.bound and name == self.bound else name)
            case ast.Subscript(value=ast.Name(id=name), slice=index) if self[name].path:
                return self.term(name, self.place(self[name], index))
            case ast.Subscript(value=ast.Name(id=name), slice=index):
                return self.term(name, self.member(self[name], self.as_integer(self.value(index))))
            case ast.Attribute(value=value, attr="T"):
                return self.value(value).transpose
            case ast.UnaryOp(op=ast.USub(), operand=value):
                return -self.value(value)
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                return Poly.sum(-self.value(part) if less else self.value(part) for part, less in _summands(node))
            case ast.BinOp(left=a, op=ast.Mult(), right=b):
                return self.value(a) * self.value(b)
            case ast.BinOp(left=a, op=ast.Div(), right=ast.Constant(value=int(n))) if n and not isinstance(n, bool):
                return self.value(a).scale(Fraction(1, n))
            case ast.BinOp(left=a, op=ast.Pow(), right=b):
                return self.value(a).raised(self.as_integer(self.value(b)), self.invertible)
            case ast.Call(func=ast.Name(id="tr"), args=[a], keywords=[]):
                return self.value(a).trace()
            case ast.Call(func=ast.Name(id="I"), args=[a], keywords=[]):
                size = self.as_integer(self.value(a))
                if not self.ranges.at_least(size, 0):
                    raise Fault(f"the size of I({size}) may be negative")
                return Poly.identity(size)
            case ast.Call(func=ast.Name(id="diff"), args=[a, ast.Name(id=name)], keywords=[]):
                inside = Letters(self.table, self.ranges, None, self.bound)  # no placeholder inside
                return inside.derivative(inside.value(a), BOUND if self.bound and name == self.bound else name)
        raise Fault(f"cannot read {ast.unparse(node)[:200]!r}")

    def derivative(self, value: Poly, name: str) -> Poly:
        """d value / d name for a free scalar; Fault if another letter of the expression is defined through it."""
        if self[name].kind not in ("real", "positive") or self[name].family or self[name].definition:
            raise Fault(f"diff needs a free scalar, and {name} is none")
        if any(name in self.depends(other) for other in value.mentions() - {name}):
            raise Fault(f"diff along {name}: a letter of the expression is defined through it")
        return value.derivative(name)

    def depends(self, *names: str) -> set[str]:
        """All letters that the declarations of ``names`` reach, those in sizes and ranges included."""
        touch(len(names) * len(self.table) // 4)
        return set().union(*(self.table[name].below for name in names if name in self.table))

    def moving(self, name: str) -> set[str]:
        """``name`` and every letter that depends on it."""
        touch(len(self.table))
        return {name} | {other for other, letter in self.table.items() if name in letter.below}


def _at(index: Int):  # type: ignore[no-untyped-def]
    """For `Int.map`: the bound variable becomes ``index``."""

    def put(symbol: str | tuple) -> Int:
        if isinstance(symbol, str):
            return index if symbol == BOUND else Int.symbol(symbol)
        return Int.symbol((symbol[0], symbol[1].map(put)))

    return put


def parse(text: str) -> ast.expr:
    """The syntax tree of an expression. Nothing changes a tree, so trees are shared; the text is paid for every time."""
    touch(len(text) if isinstance(text, str) else 0)
    return _parsed(text) if isinstance(text, str) and len(text) < 200 else _parse(text)


def _parse(text: str) -> ast.expr:
    if not isinstance(text, str) or not TEXT.fullmatch(text) or re.search(r"\d[A-Za-z_]", re.sub(NAME, "a", text)):
        raise Fault("an expression has at most 20,000 characters: letters, digits, _ + - * / ( ) [ ] . , = >")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Fault(f"cannot read {text[:80]!r}") from None


_parsed = lru_cache(maxsize=500)(_parse)  # 60 kB a tree, at most


def _summands(node: ast.expr) -> list[tuple[ast.expr, bool]]:
    """The parts of a + b − c …, from the left, and whether each is subtracted."""
    parts: list[tuple[ast.expr, bool]] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        parts.append((node.right, isinstance(node.op, ast.Sub)))
        node = node.left
    return [(node, False), *reversed(parts)]


def named(name: object) -> bool:
    """Whether this is a name that a letter may have: letters, digits, _; at most 61; no word of the language."""
    return isinstance(name, str) and NAME.fullmatch(name) is not None and name not in RESERVED


def occurrences(value: Poly) -> Iterator[tuple[str, Int | None]]:
    """(name, index) of every letter that occurs, in words, traces and powers."""
    for powers, traces, word in value.terms:
        yield from (base for base, _ in powers)
        for w in (*traces, word):
            yield from ((f.name, f.index) for f in w)


def manifest(value: Poly, letters: Letters, strict: int) -> bool:
    """Whether ``value`` is visibly >= 0 (strict = 0) or > 0 (strict = 1): sums of positive monomials (even powers
    of reals allowed when not strict)."""

    def good(base: tuple, e: Int) -> bool:
        if letters.invertible(base[0]):
            return True
        n = e.constant
        nonneg = letters[base[0]].kind == "integer" and letters.ranges.at_least(Int.symbol(base[0]), 0)
        return not strict and n is not None and n > 0 and (n % 2 == 0 or nonneg)

    if value.shape is not None or any(t or w or c <= 0 for (_, t, w), c in value.terms.items()):
        return False
    return all(good(b, e) for p, _, _ in value.terms for b, e in p) and (bool(value.terms) or not strict)
