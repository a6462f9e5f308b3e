"""Letters and expressions: what a statement may speak about.

A declaration gives a letter its kind: integer (with a range), dimension, real, positive, matrix,
diagonal. ``over: [n, low, high]`` makes a family. A letter may be *defined*: by a ``value``, by recursion
(``first``/``next`` upwards, ``last``/``previous`` downwards), by ``override`` (another family with some members
replaced), as positive ``root`` [n, expression], or as diagonal ``entry`` [S, i]. Definitions are conservative: they
mention earlier letters only, and themselves only one step back.

Expressions are written in Python syntax: ``tr((P[L]-Y).T*(P[L]-Y))``, ``S**(2*L-2)``, ``diff(g, s)``, ``I(r)``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from theory.kernel.integers import Fault, Int, Ranges, replace
from theory.kernel.words import ONE, Factor, Poly

SCALARS = ("integer", "dimension", "real", "positive")
FAMILY = {"value", "first", "next", "last", "previous", "override", "over"}
FIELDS = {"integer": {"min", "max"}, "dimension": {"over"}, "real": {*FAMILY, "entry"},
          "positive": {*FAMILY, "root", "entry"}, "matrix": {*FAMILY, "shape"},
          "diagonal": {"size", "positive", "over"}}  # fmt: skip
DEFINITIONS = ("value", "first", "last", "override", "root", "entry")
RESERVED = {"tr", "I", "diff", "all", "roots", "critical", "_"}
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
TEXT = re.compile(r"[A-Za-z0-9_+\-*/()\[\].,=> ]{1,20000}")


class Letter:
    """One declaration, parsed lazily in the letters declared before it (the last of which may be itself)."""

    low: Int
    high: Any  # Int; None for an integer without an upper end

    def __init__(self, name: str, spec: dict, before: Letters):
        if not isinstance(spec, dict) or not set(spec) - {"kind"} <= FIELDS.get(spec.get("kind", ""), set()) or not (
                named(name) and isinstance(spec.get("positive", True), bool)):  # fmt: skip
            raise Fault(f"unreadable declaration of {name!r}")
        self.name, self.spec, self.before = name, spec, before
        self.kind: str = spec["kind"]
        self.family = "over" in spec
        steps = [("first" in spec, "next" in spec), ("last" in spec, "previous" in spec)]
        wants_index = "override" in spec or any(map(any, steps))
        if sum(d in spec for d in DEFINITIONS) > 1 or any(a != b for a, b in steps) or (
                self.family if {"root", "entry"} & set(spec) else wants_index and not self.family):  # fmt: skip
            raise Fault(f"the definition of {name} is twofold, incomplete or not for a {self.kind} of this form")
        self.inside = before
        if self.family:
            self.variable = spec["over"][0]
            if not named(self.variable) or len(spec["over"]) != 3:
                raise Fault(f"the family {name} needs a variable and two ends")
            self.low, self.high = (before.integer(e) for e in spec["over"][1:])
            self.inside = before.with_integer(self.variable, self.low, self.high)
        if self.kind == "integer":
            self.low = before.integer(spec["min"])
            self.high = before.integer(spec["max"]) if "max" in spec else None

    @property
    def definition(self) -> str | None:
        return next((d for d in DEFINITIONS if d in self.spec), None)

    @property
    def invertible(self) -> bool:
        return self.kind in ("positive", "dimension") or (self.kind == "diagonal" and bool(self.spec.get("positive")))

    @cached_property
    def shape(self) -> tuple[Int, Int] | None:
        if self.kind in SCALARS:
            return None
        rows, columns = [self.spec["size"]] * 2 if self.kind == "diagonal" else self.spec["shape"]
        return self.inside.integer(rows), self.inside.integer(columns)

    def shape_at(self, index: Int | None) -> tuple[Int, Int] | None:
        if self.shape is None or index is None:
            return self.shape
        return tuple(replace(e, {self.variable: index}, {}) for e in self.shape)  # type: ignore[return-value]

    def unfold(self, index: Int | None, letters: Letters) -> Poly:
        """The defining equation at ``index`` as a difference that is zero."""
        if self.family != (index is not None):
            raise Fault(f"{self.name} unfolds with an index exactly if it is a family")
        if index is not None:
            letters.member(self, index)
        here = letters.power(self.name, index) if self.shape is None else letters.factor(self.name, index)
        kind, spec, env = self.definition, self.spec, self.before.with_letter(self)
        at = {self.variable: index} if index is not None else {}
        if kind == "value":
            return here - substitute(self.inside.poly(spec["value"]), at, {}, letters)
        if kind == "root":
            n = self.before.integer(spec["root"][0])
            return here.raised(n, letters.invertible) - self.before.poly(spec["root"][1])
        if kind == "entry":
            raise Fault(f"{self.name} is an entry of {spec['entry'][0]}: use the rule entry")
        if kind is None:
            raise Fault(f"{self.name} has no definition that unfolds here")
        if kind == "override":
            assert index is not None
            for place, value in spec["override"]["at"].items():
                gap = index - self.before.integer(place)
                if gap == 0:
                    return here - self.before.poly(value)
                if not letters.ranges.apart(gap, 0):
                    raise Fault(f"cannot decide whether {self.name}[{index}] is the member that {place} replaces")
            base = spec["override"]["of"]
            return here - (letters.power(base, index) if self.shape is None else letters.factor(base, index))
        up = kind == "first"
        assert index is not None
        gap = index - self.low if up else self.high - index
        if gap == 0:
            return here - self.before.poly(spec[kind])
        if not letters.ranges.at_least(gap, 1):
            raise Fault(f"cannot decide whether {self.name}[{index}] is the {kind} member")
        step = env.with_integer(self.variable, self.low, self.high - 1).poly(spec["next" if up else "previous"])
        return here - substitute(step, {self.variable: index - 1 if up else index}, {}, letters)

    def check(self) -> None:
        """Well-typed and well-founded. Called once, when the statement is read."""
        shape, spec, kind = self.shape, self.spec, self.definition
        if shape and not all(self.inside.ranges.at_least(e, 0) for e in shape):
            raise Fault(f"the size of {self.name} may be negative")
        env, pairs = self.before.with_letter(self), []
        if kind == "override":
            base = self.before[spec["override"]["of"]]
            if not self.family or (base.low, base.high, base.kind) != (self.low, self.high, self.kind):
                raise Fault(f"{self.name} must have the range and kind of the family that it overrides")
            if base.shape_at(Int.symbol(self.variable)) != shape:
                raise Fault(f"{self.name} must have the shape of the family that it overrides")
            places = [self.before.integer(p) for p in spec["override"]["at"]]
            if not all(self.before.ranges.apart(p, q) for k, p in enumerate(places) for q in places[:k]):
                raise Fault(f"{self.name} may replace one member twice")
            pairs = [(self.before.poly(v), self.shape_at(self.before.member(self, p)))
                     for p, v in spec["override"]["at"].items()]  # fmt: skip
        elif kind in ("first", "last"):
            start, step = (self.low, "next") if kind == "first" else (self.high, "previous")
            inner = env.with_integer(self.variable, self.low, self.high - 1)
            body = inner.poly(spec[step])
            n = Int.symbol(self.variable)
            back = n if kind == "first" else n + 1
            if any(i != back for name, i in occurrences(body) if name == self.name):
                raise Fault(f"the recursion of {self.name} must refer to itself one step back only")
            pairs = [(self.before.poly(spec[kind]), self.shape_at(start)), (body, self.shape_at(2 * n + 1 - back))]
        elif kind == "value":
            pairs = [(self.inside.poly(spec["value"]), shape)]
        elif kind == "root":
            n, value = self.before.integer(spec["root"][0]), self.before.poly(spec["root"][1])
            if not self.before.ranges.at_least(n, 1) or not manifest(value, self.before, 1):
                raise Fault(f"the root {self.name} needs a degree >= 1 and a manifestly positive radicand")
            pairs = [(value, None)]
        elif kind == "entry":
            diagonal, i = spec["entry"]
            parent = self.before[diagonal]
            size = parent.shape[0] if parent.shape else Int({})
            positive = parent.invertible or self.kind == "real"
            if parent.kind != "diagonal" or parent.family or self.before[i].kind != "integer" or not positive:
                raise Fault(f"{self.name} cannot be an entry of {diagonal}")
            if not (self.before.ranges.at_least(Int.symbol(i), 1)
                    and self.before.ranges.at_least(size - Int.symbol(i), 0)):  # fmt: skip
                raise Fault(f"entry {i} may lie outside {diagonal}")
        if any(p.shape != s and not (p.is_zero() and p.shape is None) for p, s in pairs):
            raise Fault(f"the definition of {self.name} has the wrong shape")
        if kind not in (None, "root", "entry") and self.kind == "positive" and not all(
                manifest(p, env, 1) or self._range_positive(p) for p, _ in pairs):  # fmt: skip
            raise Fault(f"{self.name} is declared positive but its definition is not manifestly so")

    def _range_positive(self, value: Poly) -> bool:
        try:
            return self.inside.ranges.at_least(self.inside.as_integer(value), 1)
        except Fault:
            return False


class Letters:
    """The declarations of a statement, in order. ``hole`` is what the placeholder ``_`` of a witness stands for."""

    def __init__(self, table: dict[str, Letter] | None = None, ranges: Ranges | None = None, hole: Poly | None = None):
        self.table, self.ranges, self.hole = table or {}, ranges or Ranges(), hole
        self.known: dict[str, Poly] = {}  # texts read before

    @staticmethod
    def read(declarations: list) -> Letters:
        letters = Letters()
        for name, spec in declarations:
            if name in letters.table:
                raise Fault(f"{name} is declared twice")
            letter = Letter(name, spec, letters)
            letter.check()
            letters = letters.with_letter(letter)
        return letters

    def __getitem__(self, name: str) -> Letter:
        if name not in self.table:
            raise Fault(f"{name} is not declared")
        return self.table[name]

    def __contains__(self, name: str) -> bool:
        return name in self.table

    def with_letter(self, letter: Letter) -> Letters:
        ranges = self.ranges
        if letter.kind == "integer":
            ranges = ranges.extend(letter.name, letter.low, letter.high)
        elif letter.kind == "dimension":
            ranges = ranges.with_size(letter.name)
        return Letters({**self.table, letter.name: letter}, ranges, self.hole)

    def with_integer(self, name: str, low: Int, high: Int | None) -> Letters:
        if name in self.table or not named(name):
            raise Fault(f"the bound variable {name} is already a letter or no name")
        letter = Letter(name, {"kind": "integer", "min": "0"}, self)
        letter.low, letter.high = low, high
        return self.with_letter(letter)

    def with_scalar(self, name: str, kind: str) -> Letters:
        if name in self.table:
            raise Fault(f"the bound variable {name} is already a letter")
        return self.with_letter(Letter(name, {"kind": kind}, self))

    def bind(self, _: Poly) -> Letters:
        return Letters(self.table, self.ranges, _)

    def invertible(self, name: str) -> bool:
        letter = self[name]
        return letter.invertible or (letter.kind == "integer" and self.ranges.at_least(Int.symbol(name), 1))

    def member(self, letter: Letter, index: str | Int) -> Int:
        index = self.integer(index) if isinstance(index, str) else index
        low, high = self.ranges.at_least(index - letter.low, 0), self.ranges.at_least(letter.high - index, 0)
        if not (low and high):
            raise Fault(f"{letter.name}[{index}] may lie outside its range {letter.low} … {letter.high}")
        return index

    def power(self, name: str, index: Int | None) -> Poly:
        return Poly.power(name, index)

    def factor(self, name: str, index: Int | None) -> Poly:
        letter = self[name]
        factor = Factor(name, index, False, ONE, letter.kind == "diagonal")
        return Poly.letter(factor, letter.shape_at(index))

    def integer(self, text: str) -> Int:
        return self.as_integer(self.poly(str(text)))

    def as_integer(self, value: Poly) -> Int:
        """A scalar polynomial in integer symbols as an index, exponent or size; Fault for anything else."""
        total = Int({})
        for (powers, traces, word), c in value.terms.items():
            term = Int.of(int(c))
            for (name, index), e in powers:
                n = e.constant
                if self[name].kind not in ("integer", "dimension") or n is None or n < 0:
                    raise Fault("an index, exponent or size must be a polynomial in integer symbols")
                for _ in range(n):
                    term = term * Int.symbol(name if index is None else (name, index))
            if c.denominator != 1 or traces or word or value.shape is not None:
                raise Fault("an index, exponent or size must be a polynomial in integer symbols")
            total = total + term
        return total

    def poly(self, text: str) -> Poly:
        if self.hole is not None:
            return self._read(parse(text))
        if text not in self.known:
            self.known[text] = self._read(parse(text))
        return self.known[text]

    def _read(self, node: ast.expr) -> Poly:
        match node:
            case ast.Constant(value=int(n)) if not isinstance(n, bool):
                return Poly.number(n)
            case ast.Name(id="_") if self.hole is not None:
                return self.hole
            case ast.Name(id=name):
                if self[name].family:
                    raise Fault(f"{name} is a family and needs an index")
                return self.power(name, None) if self[name].kind in SCALARS else self.factor(name, None)
            case ast.Subscript(value=ast.Name(id=name), slice=index):
                letter = self[name]
                if not letter.family:
                    raise Fault(f"{name} is no family")
                place = self.member(letter, self.as_integer(self._read(index)))
                return self.power(name, place) if letter.kind in SCALARS else self.factor(name, place)
            case ast.Attribute(value=value, attr="T"):
                return self._read(value).transpose
            case ast.UnaryOp(op=ast.USub(), operand=value):
                return -self._read(value)
            case ast.BinOp(left=a, op=ast.Add(), right=b):
                return self._read(a) + self._read(b)
            case ast.BinOp(left=a, op=ast.Sub(), right=b):
                return self._read(a) - self._read(b)
            case ast.BinOp(left=a, op=ast.Mult(), right=b):
                return self._read(a) * self._read(b)
            case ast.BinOp(left=a, op=ast.Div(), right=ast.Constant(value=int(n))) if n and not isinstance(n, bool):
                return self._read(a).scale(Fraction(1, n))
            case ast.BinOp(left=a, op=ast.Pow(), right=b):
                return self._read(a).raised(self.as_integer(self._read(b)), self.invertible)
            case ast.Call(func=ast.Name(id="tr"), args=[a], keywords=[]):
                return self._read(a).trace()
            case ast.Call(func=ast.Name(id="I"), args=[a], keywords=[]):
                size = self.as_integer(self._read(a))
                if not self.ranges.at_least(size, 0):
                    raise Fault(f"the size of I({size}) may be negative")
                return Poly.identity(size)
            case ast.Call(func=ast.Name(id="diff"), args=[a, ast.Name(id=name)], keywords=[]):
                return self._derivative(Letters(self.table, self.ranges)._read(a), name)  # no placeholder inside
        raise Fault(f"cannot read {ast.unparse(node)!r}")

    def _derivative(self, value: Poly, name: str) -> Poly:
        if self[name].kind not in ("real", "positive") or self[name].family or self[name].definition:
            raise Fault(f"diff needs a free scalar, and {name} is none")
        if any(name in self.depends(other) for other in value.letters() - {name}):
            raise Fault(f"diff along {name}: a letter of the expression is defined through it")
        return value.derivative(name)

    def depends(self, name: str) -> set[str]:
        """All letters that the definition of ``name`` reaches (names occurring in its declaration)."""
        seen: set[str] = set()
        queue = [name]
        while queue:
            for text in _texts(list(self[queue.pop()].spec.items())):
                for n in ast.walk(parse(text)):
                    if isinstance(n, ast.Name) and n.id in self.table and n.id not in seen and n.id != name:
                        seen.add(n.id)
                        queue.append(n.id)
        return seen


def parse(text: str) -> ast.expr:
    """The syntax tree of an expression. Nothing changes a tree, so trees are shared."""
    return _parsed(text) if isinstance(text, str) and len(text) < 400 else _parse(text)


def _parse(text: str) -> ast.expr:
    if not isinstance(text, str) or not TEXT.fullmatch(text):
        raise Fault("an expression has at most 20,000 characters: letters, digits, _ + - * / ( ) [ ] . , = >")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Fault(f"cannot read {text[:80]!r}") from None


_parsed = lru_cache(maxsize=20000)(_parse)


def named(name: object) -> bool:
    return isinstance(name, str) and NAME.fullmatch(name) is not None and name not in RESERVED


def _texts(value: object) -> Iterator[str]:
    """Every text in a declaration, the names of its fields included (too many dependencies do no harm)."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.items()))
    elif isinstance(value, list | tuple):
        for v in value:
            yield from _texts(v)


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


def substitute(value: Poly, at: dict[str, Int], names: dict[str, str], letters: Letters) -> Poly:
    """Replace integer symbols by expressions and rename letters; the result is typed again in ``letters``."""

    def index(i: Int | None) -> Int | None:
        return None if i is None else replace(i, at, names)

    def scalar(base: tuple, e: Int) -> Poly:
        name, i = base
        if i is None and name in at:
            return Poly.integer(at[name]).raised(replace(e, at, names), letters.invertible)
        name, place = names.get(name, name), index(i)
        if place is not None:
            letters.member(letters[name], place)
        return Poly.power(name, place, replace(e, at, names))

    def factor(f: Factor) -> Poly:
        name = names.get(f.name, f.name)
        place = index(f.index)
        if place is not None:
            letters.member(letters[name], place)
        new = f._replace(name=name, index=place, exponent=replace(f.exponent, at, names))
        shape = letters[name].shape_at(place)
        return Poly.letter(new, shape and ((shape[1], shape[0]) if f.transposed else shape))

    return value.rebuild(scalar, factor, lambda size: replace(size, at, names))
