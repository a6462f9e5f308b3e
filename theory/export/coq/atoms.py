"""Atoms: what is assumed and concluded. An atom in other letters is the same atom with its trees changed."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace

from theory.export.coq.faults import NotExported
from theory.export.coq.integers import Bounds, Whole, literal
from theory.export.coq.letters import Declared, Letters, parse
from theory.export.coq.normal import Normal, normal
from theory.export.coq.terms import Change, Letter, Number, Size, Term, Zero, as_matrix

SIGNS = {ast.Eq: "==", ast.Gt: ">", ast.GtE: ">="}


class Atom(ABC):
    """An atom; ``kind`` says which."""

    kind: str

    @abstractmethod
    def rebuilt(self, change: Change) -> Atom:
        """The same with letters and integers replaced."""

    @property
    @abstractmethod
    def key(self) -> tuple:
        """What atoms share that say the same."""


@dataclass(frozen=True)
class Relation(Atom):
    """left == right, left > right, left >= right."""

    kind: str
    left: Term
    right: Term

    def rebuilt(self, change: Change) -> Relation:
        """The same with letters and integers replaced."""
        return Relation(self.kind, self.left.rebuilt(change), self.right.rebuilt(change))

    @property
    def difference(self) -> Normal:
        """left − right in normal form."""
        return normal(self.left) - normal(self.right)

    @property
    def key(self) -> tuple:
        """What is shared by all that say the same."""
        d = self.difference
        return (self.kind, frozenset({d.key, (-d).key})) if self.kind == "==" else (self.kind, d.key)

    @property
    def matrix(self) -> bool:
        """Whether it is about matrices."""
        return self.left.matrix


@dataclass(frozen=True)
class Every(Atom):
    """inside holds for every integer from low to high; ``variable`` is spelled with its ``#``."""

    variable: str
    low: Whole
    high: Whole
    inside: Relation
    kind: str = "all"

    def rebuilt(self, change: Change) -> Every:
        """The same with letters and integers replaced."""
        return Every(self.variable, change.whole(self.low), change.whole(self.high), self.inside.rebuilt(change))

    def at(self, index: Whole) -> Relation:
        """The same with values for bound variables or symbols."""
        return self.inside.rebuilt(Change({self.variable: index}))

    @property
    def key(self) -> tuple:
        """What is shared by all that say the same."""
        return ("all", self.at(Whole.symbol("#")).key)


@dataclass(frozen=True)
class Critical(Atom):
    """The first variation of ``objective`` in ``family`` vanishes. ``moved`` are the letters that move with the family, in
    order, under names with a prime; the objective is the last of them."""

    objective: str
    family: str
    moved: tuple[Declared, ...]
    kind: str = "critical"

    def rebuilt(self, change: Change) -> Critical:
        """The same with letters and integers replaced."""
        return replace(self, objective=change.names.get(self.objective, self.objective),
                       family=change.names.get(self.family, self.family),
                       moved=tuple(redeclared(x, change) for x in self.moved))  # fmt: skip

    @property
    def key(self) -> tuple:
        """What is shared by all that say the same."""
        return ("critical", self.objective, self.family)


@dataclass(frozen=True)
class Roots(Atom):
    """On s > 0, and where > 0 if given, ``function`` has ``simple`` simple and ``double`` double roots, and no other. In it
    the variable is the positive letter ``#s``."""

    function: Term
    simple: int
    double: int
    where: Term | None = None
    kind: str = "roots"

    def rebuilt(self, change: Change) -> Roots:
        """The same with letters and integers replaced."""
        return replace(self, function=self.function.rebuilt(change), where=self.where and self.where.rebuilt(change))

    @property
    def key(self) -> tuple:
        """What is shared by all that say the same."""
        return ("roots", self.simple, self.double, normal(self.function).key, self.where and normal(self.where).key)


ROOT = "#s"


def redeclared(letter: Declared, change: Change) -> Declared:
    """The declaration with the letters that it mentions replaced (its own name stays)."""
    inner = Change(change.integers, change.terms, {k: v for k, v in change.names.items() if k != letter.name})
    return replace(
        letter,
        low=change.whole(letter.low),
        high=None if letter.high is None else change.whole(letter.high),
        shape=letter.shape and (change.whole(letter.shape[0]), change.whole(letter.shape[1])),
        parts=tuple(p.rebuilt(inner) for p in letter.parts),
        places=tuple(change.whole(p) for p in letter.places),
        other=change.names.get(letter.other, letter.other),
    )


def relation(kind: str, left: Term, right: Term) -> Relation:
    """Both sides of one sort: a 0 beside a matrix is a zero matrix, a scalar beside a 1 × 1 matrix one such."""
    for a, b, flip in ((left, right, False), (right, left, True)):
        if a.shape is not None and b.shape is None:
            other: Term = Zero(a.shape) if normal(b).zero else as_matrix(b)
            left, right = (other, a) if flip else (a, other)
    if left.shape != right.shape:
        raise NotExported(f"sides of the shapes {left.shape} and {right.shape}")
    return Relation(kind, left, right)


def zero(kind: str, left: Term) -> Relation:
    """left ∘ 0."""
    return relation(kind, left, Number(0))


def read_atom(text: str | ast.expr, letters: Letters) -> Atom:
    """The atom that a text says."""
    node = parse(text) if isinstance(text, str) else text
    match node:
        case ast.Compare():
            return _relation(node, letters, {})
        case ast.Call(func=ast.Name(id="all"), args=[ast.Name(id=n), low, high, ast.Compare() as inside], keywords=[]):
            if n in letters:
                raise NotExported(f"the bound variable {n} is already a letter")
            ends = letters.integer(low), letters.integer(high)
            return Every("#" + n, *ends, _relation(inside, letters, {n: Size(Whole.symbol("#" + n))}))
        case ast.Call(func=ast.Name(id="critical"), args=[ast.Name(id=f), ast.Name(id=w)], keywords=[]):
            return _critical(f, w, letters)
        case ast.Call(func=ast.Name(id="roots"), args=[f, ast.Name(id=s)], keywords=options):
            named = {k.arg: k.value for k in options}
            if s in letters or set(named) - {"simple", "double", "where"}:
                raise NotExported("roots has an unknown option, or its variable is already a letter")
            inner = Letters(letters.table, letters.bounds).with_positive(ROOT)
            at: dict[str, Term] = {s: Letter(ROOT)}
            if len(named) != len(options):
                raise NotExported("roots has an option twice")
            counts = [literal(letters.integer(named[k]), k) if k in named else 0 for k in ("simple", "double")]
            if min(counts) < 0:
                raise NotExported("a number of roots is at least 0")
            where = inner.term(named["where"], at) if "where" in named else None
            return Roots(inner.term(f, at), counts[0], counts[1], where)
    raise NotExported(f"cannot read the atom {ast.unparse(node)[:120]!r}")


def _relation(node: ast.expr, letters: Letters, bound: dict[str, Term]) -> Relation:
    match node:
        case ast.Compare(left=a, ops=[op], comparators=[b]) if type(op) in SIGNS:
            result = relation(SIGNS[type(op)], letters.term(a, bound), letters.term(b, bound))
            if result.kind != "==" and result.matrix:
                raise NotExported("only scalars are compared")
            return result
    raise NotExported(f"cannot read the relation {ast.unparse(node)[:120]!r}")


def _critical(objective: str, family: str, letters: Letters) -> Critical:
    f, w = letters[objective], letters[family]
    if f.kind != "real" or f.way != "value" or f.family or w.kind != "matrix" or not w.family or w.way:
        raise NotExported("critical speaks about a defined real and a free family of matrices")
    reached = {objective, *letters.depends(objective)}
    names = [n for n in letters.table if n == family or (n in reached and family in letters.depends(n))]
    primed = Change(names={n: n + "'" for n in names})
    moved = [replace(redeclared(letters[n], primed), name=n + "'") for n in names]
    return Critical(objective, family, tuple(_own(x, n, n + "'") for x, n in zip(moved, names, strict=True)))


def _own(letter: Declared, old: str, new: str) -> Declared:
    """References of a recursion to itself go to the new name."""
    return replace(letter, parts=tuple(p.rebuilt(Change(names={old: new})) for p in letter.parts))


def covers(known: Atom, wanted: Atom, bounds: Bounds) -> bool:
    """Whether ``known`` says ``wanted`` (a quantified atom may have a larger range)."""
    if known.kind != wanted.kind or known.key != wanted.key:
        return False
    if isinstance(known, Every) and isinstance(wanted, Every):
        return bounds.at_least(wanted.low - known.low, 0) and bounds.at_least(known.high - wanted.high, 0)
    return True
