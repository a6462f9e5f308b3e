"""Declarations: which letters a statement has, what is promised of them, and how expressions in them are read.

The texts of a statement are read here, by syntax alone and by sorts and shapes. Ranges decide nothing about what a
statement means: a member outside its family is a value of which nothing is known.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from theory.export.coq.faults import NotExported
from theory.export.coq.integers import Bounds, Whole, literal
from theory.export.coq.normal import normal
from theory.export.coq.terms import (
    Hole,
    Identity,
    Letter,
    Negative,
    Number,
    Quotient,
    Shape,
    Size,
    Term,
    Zero,
    as_matrix,
    plus,
    raised,
    scalar,
    times,
    traced,
    transposed,
)

INTEGERS = ("integer", "dimension")
SCALARS = (*INTEGERS, "real", "positive")
KINDS = {"integer": {"min", "max"}, "dimension": {"over"},
         "real": {"over", "value", "first", "next", "last", "previous", "override", "entry"},
         "positive": {"over", "value", "first", "next", "last", "previous", "override", "root", "entry"},
         "matrix": {"over", "shape", "value", "first", "next", "last", "previous", "override"},
         "diagonal": {"over", "size", "positive"}}  # fmt: skip
WAYS = ("value", "first", "last", "override", "root", "entry")
NOTHING = Whole()
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Declared:
    """One letter. ``variable`` is the bound variable of a family, with its ``#``; ``low`` and ``high`` its range, or that of
    an integer. ``parts`` are the terms of the definition, ``places`` its integers, ``other`` the letter that it is made from.
    """

    name: str
    kind: str
    spec: str
    variable: str = ""
    low: Whole = NOTHING
    high: Whole | None = None
    shape: Shape = None
    positive: bool = False
    way: str = ""
    parts: tuple[Term, ...] = ()
    places: tuple[Whole, ...] = ()
    other: str = ""

    @property
    def family(self) -> bool:
        """Whether it is a family."""
        return bool(self.variable)

    @property
    def integer(self) -> bool:
        """Whether it is one integer."""
        return self.kind in INTEGERS and not self.family

    @property
    def bound(self) -> Whole:
        """The bound variable of the family as an integer."""
        return Whole.symbol(self.variable)

    def member(self, index: Whole | None) -> Term:
        """The letter, or a member of the family, as an expression."""
        if self.family != (index is not None):
            raise NotExported(f"{self.name} is {'a' if self.family else 'no'} family")
        if self.kind in INTEGERS:
            return Size(Whole.symbol(self.name if index is None else (self.name, index)))
        shape = self.shape
        if shape and index is not None:
            shape = shape[0].at({self.variable: index}), shape[1].at({self.variable: index})
        return Letter(self.name, index, shape, self.kind == "diagonal")

    def mentions(self) -> set[str]:
        """The letters on which the declaration depends."""
        wholes = [self.low, *([self.high] if self.high is not None else []), *(self.shape or ()), *self.places]
        found = set().union(*(e.names() for e in wholes), *(p.letters() for p in self.parts))
        return {n for n in found | ({self.other} if self.other else set()) if "#" not in n} - {self.name}


class Letters:
    """The declarations of a statement, in order."""

    def __init__(self, table: dict[str, Declared] | None = None, bounds: Bounds | None = None):
        self.table, self.bounds = table or {}, bounds or Bounds()

    def __getitem__(self, name: str) -> Declared:
        if name not in self.table:
            raise NotExported(f"{name} is not declared")
        return self.table[name]

    def __contains__(self, name: str) -> bool:
        return name in self.table

    def extended(self, letter: Declared) -> Letters:
        """These letters and one more."""
        bounds = self.bounds
        if letter.integer:
            bounds = bounds.extend(letter.name, letter.low, letter.high)
        elif letter.kind == "dimension":
            bounds = bounds.with_family(letter.name)
        return Letters({**self.table, letter.name: letter}, bounds)

    def with_integer(self, name: str, low: Whole, high: Whole | None) -> Letters:
        """These letters and one more integer, which a proof has introduced."""
        return self.extended(Declared(name, "integer", "", low=low, high=high))

    def with_positive(self, name: str) -> Letters:
        """These letters and one more positive scalar."""
        return self.extended(Declared(name, "positive", '{"kind": "positive"}', positive=True))

    def positive(self, name: str) -> bool:
        """Whether values of the letter (diagonal: its entries) are > 0."""
        letter = self[name]
        return letter.positive or (letter.kind == "integer" and self.bounds.at_least(Whole.symbol(name), 1))

    def whole(self) -> frozenset[str]:
        """The names that stand for integers."""
        return frozenset(n for n, x in self.table.items() if x.kind in INTEGERS)

    def depends(self, *names: str) -> set[str]:
        """All letters that the declarations of ``names`` reach."""
        seen: set[str] = set()
        queue = list(names)
        while queue:
            name = queue.pop()
            for other in self.table[name].mentions() if name in self.table else ():
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        return seen

    def sizes(self) -> set[str]:
        """Integers that are rows or columns of a letter, which are at most the size of the space."""
        return {s for x in self.table.values() for e in x.shape or () for s in e.symbols() if isinstance(s, str)}

    def term(self, text: str | ast.expr, bound: dict[str, Term] | None = None, hole: Shape | str = "none") -> Term:
        """Read an expression; ``bound`` says what bound variables stand for, ``hole`` the shape of ``_``."""
        node = parse(text) if isinstance(text, str) else text
        return _Reading(self, bound or {}, hole).term(node)

    def integer(self, text: str | ast.expr, bound: dict[str, Term] | None = None) -> Whole:
        """Read an integer expression."""
        return _as_whole(self.term(text, bound), self)

    def integer_of(self, term: Term) -> Whole:
        """A scalar expression that is an integer expression."""
        return _as_whole(term, self)

    def keeps_sign(self, term: Term, strict: bool) -> bool:
        """Whether ``term`` is visibly > 0 (or >= 0): positive coefficients, and letters that are positive (or even)."""
        value = normal(term)
        if value.shape is not None or (strict and value.zero):
            return False
        return all(c > 0 and not t and not w and all(self._factor(b, e, strict) for b, e in p)
                   for (p, t, w), c in value.terms)  # fmt: skip

    def _factor(self, base: tuple[str, Whole | None], e: Whole, strict: bool) -> bool:
        name, index = base
        if self.positive(name):
            return True
        n = e.constant
        nonnegative = self[name].kind == "integer" and index is None and self.bounds.at_least(Whole.symbol(name), 0)
        return not strict and n is not None and n > 0 and (n % 2 == 0 or nonnegative)


class _Reading:
    """Reading one syntax tree."""

    def __init__(self, letters: Letters, bound: dict[str, Term], hole: Shape | str):
        self.letters, self.bound, self.hole = letters, bound, hole

    def term(self, node: ast.expr) -> Term:
        match node:
            case ast.Constant(value=int(n)) if not isinstance(n, bool):
                return Number(n)
            case ast.Name(id="_") if self.hole != "none":
                assert not isinstance(self.hole, str)
                return scalar(Hole(self.hole))
            case ast.Name(id=name):
                return self.bound[name] if name in self.bound else scalar(self.letters[name].member(None))
            case ast.Subscript(value=ast.Name(id=name), slice=index):
                return scalar(self.letters[name].member(_as_whole(self.term(index), self.letters)))
            case ast.Attribute(value=value, attr="T"):
                return transposed(self.term(value))
            case ast.UnaryOp(op=ast.USub(), operand=value):
                return Negative(self.term(value))
            case ast.BinOp(left=a, op=op, right=b):
                return self._operation(a, op, b)
            case ast.Call(func=ast.Name(id="tr"), args=[a], keywords=[]):
                return traced(self.term(a))
            case ast.Call(func=ast.Name(id="I"), args=[a], keywords=[]):
                return scalar(Identity(_as_whole(self.term(a), self.letters)))
            case ast.Call(func=ast.Name(id="diff"), args=[a, ast.Name(id=name)], keywords=[]):
                inside = _Reading(self.letters, self.bound, "none").term(a)
                along = self.bound.get(name)
                name = along.name if isinstance(along, Letter) else name
                if any(name in self.letters.depends(x) for x in inside.letters() - {name}):
                    raise NotExported(f"diff along {name}: a letter of the expression is defined through it")
                return normal(inside).derivative(name).term(self.letters.whole())
        raise NotExported(f"cannot read {ast.unparse(node)[:120]!r}")

    def _operation(self, a: ast.expr, op: ast.operator, b: ast.expr) -> Term:
        left = self.term(a)
        match op:
            case ast.Add() | ast.Sub():
                return plus(left, self.term(b), isinstance(op, ast.Sub))
            case ast.Mult():
                return times(left, self.term(b))
            case ast.Div() if isinstance(b, ast.Constant) and type(b.value) is int and b.value > 0:
                return Quotient(left, b.value)
            case ast.Pow():
                return raised(left, _as_whole(self.term(b), self.letters), self.letters.positive)
        raise NotExported(f"no such operation: {ast.unparse(a)[:60]} … {ast.unparse(b)[:60]}")


def _as_whole(term: Term, letters: Letters) -> Whole:
    """A scalar tree as an integer expression."""
    match term:
        case Number(value=n):
            return Whole.of(n)
        case Size(value=e):
            return e
    total = Whole()
    for (powers, traces, word), c in normal(term).terms:
        integral = c.denominator == 1 and not traces and not word
        if not integral or any(n in letters and letters[n].kind not in INTEGERS for (n, _), _ in powers):
            raise NotExported("an index, exponent or size is an integer polynomial")
        part = Whole.of(int(c))
        for (name, index), e in powers:
            for _ in range(literal(e, "the exponent in an index")):
                part = part * Whole.symbol(name if index is None else (name, index))
        total = total + part
    return total


@lru_cache(maxsize=20000)
def parse(text: str) -> ast.expr:
    """The syntax tree of an expression or atom."""
    if not isinstance(text, str) or not re.fullmatch(r"[A-Za-z0-9_+\-*/()\[\].,=> ]{1,20000}", text):
        raise NotExported("an expression is made of letters, digits and _ + - * / ( ) [ ] . , = >")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise NotExported(f"cannot read {text[:80]!r}") from None


def declare(letters: Letters, name: str, spec: dict, spelled: str) -> Letters:
    """``letters`` and one more, read from its declaration."""
    if not NAME.fullmatch(name) or name in letters:
        raise NotExported(f"{name!r} is declared twice or is no name")
    if not isinstance(spec.get("kind"), str) or spec["kind"] not in KINDS or set(spec) - KINDS[spec["kind"]] - {"kind"}:
        raise NotExported(f"the declaration of {name} has unknown fields")
    for field, value in spec.items():
        if not _formed(field, value):
            raise NotExported(f"the field {field} of {name} has another form")
    kind = spec["kind"]
    letter = Declared(name, kind, spelled, positive=kind in ("positive", "dimension") or bool(spec.get("positive")))
    inner: dict[str, Term] = {}
    if "over" in spec:
        variable, low, high = spec["over"]
        if variable in letters or not NAME.fullmatch(variable) or variable == name:
            raise NotExported(f"the variable of the family {name} is already a letter")
        letter = replace(letter, variable="#" + variable, low=letters.integer(low), high=letters.integer(high))
        inner = {variable: Size(letter.bound)}
    elif kind == "integer":
        high = letters.integer(spec["max"]) if "max" in spec else None
        letter = replace(letter, low=letters.integer(spec["min"]), high=high)
    elif kind == "dimension":
        letter = replace(letter, low=Whole.of(1))
    if kind in ("matrix", "diagonal"):
        rows, columns = spec["shape"] if kind == "matrix" else [spec["size"]] * 2
        letter = replace(letter, shape=(letters.integer(rows, inner), letters.integer(columns, inner)))
    ways = [w for w in WAYS if w in spec]
    if len(ways) > 1:
        raise NotExported(f"{name} is defined twice")
    if ways:
        letter = _defined(replace(letter, way=ways[0]), spec, letters, inner)
    return letters.extended(letter)


def _formed(field: str, value: object) -> bool:
    """Whether a field of a declaration is a text, or of the form that is its own."""
    if field in ("over", "shape", "root", "entry"):
        length = 3 if field == "over" else 2
        return isinstance(value, list) and len(value) == length and all(isinstance(x, str) for x in value)
    if field == "override":
        parts = value if isinstance(value, dict) and set(value) == {"of", "at"} else {}
        at = parts.get("at")
        return (
            isinstance(parts.get("of"), str)
            and isinstance(at, dict)
            and bool(at)
            and all(isinstance(x, str) for x in at.values())
        )
    return isinstance(value, bool if field == "positive" else str)


def _defined(letter: Declared, spec: dict, letters: Letters, inner: dict[str, Term]) -> Declared:
    def value(text: str, at: dict[str, Term], index: Whole | None, env: Letters = letters) -> Term:
        return shaped(env.term(text, at), letter.member(index).shape)

    here, way = letter.bound if letter.family else None, letter.way
    if way == "value":
        return replace(letter, parts=(value(spec["value"], inner, here),))
    if way in ("first", "last"):
        up = way == "first"
        assert here is not None and letter.high is not None
        start, to = (letter.low, here + 1) if up else (letter.high, here)
        step = value(spec["next" if up else "previous"], inner, to, letters.extended(letter))
        back = here if up else here + 1
        if any(x.index != back for x in _walk(step) if isinstance(x, Letter) and x.name == letter.name):
            raise NotExported(f"the recursion of {letter.name} refers to itself more than one step back")
        return replace(letter, parts=(value(spec[way], {}, start), step))
    if way == "override":
        other, at = spec["override"]["of"], spec["override"]["at"]
        base = letters[other]
        if (base.low, base.high, base.kind) != (letter.low, letter.high, letter.kind):
            raise NotExported(f"{letter.name} overrides a family of another range or kind")
        places = tuple(letters.integer(p) for p in at)
        parts = tuple(value(v, {}, p) for p, v in zip(places, at.values(), strict=True))
        return replace(letter, places=places, parts=parts, other=other)
    if way == "root":
        degree, radicand = spec["root"]
        return replace(letter, places=(letters.integer(degree),), parts=(letters.term(radicand),))
    other, place = spec["entry"]
    return replace(letter, places=(letters.integer(place),), other=letters[other].name)


def _walk(term: Term) -> list[Term]:
    return [term, *(x for p in term.parts() for x in _walk(p))]


def shaped(term: Term, shape: Shape) -> Term:
    """``term`` where a value of ``shape`` is meant: a literal 0 is a zero matrix, a 1 × 1 matrix counts as a scalar."""
    if shape is None or term.shape == shape:
        return term
    if not term.matrix and normal(term).zero:
        return Zero(shape)
    if not term.matrix and shape == Identity(Whole.of(1)).shape:
        return as_matrix(term)
    raise NotExported(f"an expression of shape {term.shape} where {shape} is meant")
