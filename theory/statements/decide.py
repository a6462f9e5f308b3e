"""Quantified parts at exact values of the other letters, where that can be decided.

forall: a relation that is a polynomial of degree <= 2 in the entries of the bound letters holds everywhere if all of its
coefficients vanish (=), or if the matrix of its homogeneous form is positive semidefinite (>=). exists: a system of
equations that is affine in the entries has no solution if elimination says so; E = K Kᵀ has none if E is not positive
semidefinite, or has a larger rank than K has columns. Everything else is undecided, and refutes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from theory.statements.numbers import Undefined, reciprocal, sign
from theory.statements.quantifiers import Quantified
from theory.statements.shapes import Shape, constant, sides_of
from theory.statements.tree import Node, Relation
from theory.statements.values import Scene, definite

MOST = 12
"""Entries of the bound letters together."""
PLAIN = {"matrix", "vector", "real", "square"}
LINEAR = PLAIN | {"symmetric", "skew"}


def holds(scene: Scene, q: Quantified) -> bool:
    """Whether a hypothesis with forall holds at these values; Undefined where that is not decided.

    >>> from theory.statements.reading import read
    >>> reading = read("(forall x: vector, x^T A x >= 0) |- tr(A) >= 0")
    >>> [holds(Scene(reading, {"A": rows}), reading.quantified[0]) for rows in (((1, 2), (-2, 1)), ((1, 3), (0, 1)))]
    [True, False]
    """
    _known(scene, *q.relations)
    sampled = _Sampled(scene, q)
    verdicts = []
    for relation in q.relations:
        degree = degree_in(relation, q.letters)
        if degree == 0:
            verdicts.append(scene.holds(relation))
        elif degree is None or degree > 2:
            raise Undefined("not of degree 2")
        else:
            verdicts.append(_everywhere(sampled, relation))
    if not all(verdicts) and sampled.restricted:
        raise Undefined("a kind that restricts the letters")
    return all(verdicts)


def impossible(scene: Scene, q: Quantified) -> bool:
    """Whether it is certain that no values of the bound letters meet a conclusion with exists.

    >>> from theory.statements.reading import read
    >>> reading = read("exists X: A*X = B")
    >>> [impossible(Scene(reading, {"A": ((0,),), "B": ((b,),)}), reading.quantified[0]) for b in (1, 0)]
    [True, False]
    """
    affine = []
    for relation in q.relations:
        try:
            if _no_gram(scene, q, relation):
                return True
            _known(scene, relation)
        except Undefined:
            continue
        degree = degree_in(relation, q.letters)
        if degree == 0 and not scene.holds(relation):
            return True
        affine += [relation] if degree == 1 and relation.op == "=" else []
    try:
        return bool(affine) and _inconsistent(_Sampled(scene, q), affine)
    except Undefined:
        return False


def _known(scene: Scene, *parts: Node | Relation) -> None:
    """Undefined where a size occurs that the letters outside do not have: it may be any."""
    for part in parts:
        for node in part.walk():
            for side in (*(node.shape or ()), *sides_of(node)):
                if any(not isinstance(leaf.value, int) and id(leaf) not in scene.sizes for leaf in side.leaves()):
                    raise Undefined("a size that nothing else has")


def meets_hypotheses(scene: Scene) -> bool:
    """Whether the declarations and all hypotheses hold, those with forall included; Undefined where that is not decided."""
    return scene.meets_hypotheses() and all(holds(scene, q) for q in scene.reading.quantified if q.kind == "forall")


def refutes(scene: Scene) -> bool:
    """Whether everything is defined, the hypotheses hold, and a conclusion does not.

    >>> from theory.statements.reading import read
    >>> refutes(Scene(read("exists K: A = K K^T"), {"A": ((-1,),)}))
    True
    """
    try:
        if not meets_hypotheses(scene):
            return False
        there = [q for q in scene.reading.quantified if q.kind == "exists"]
        fails = not all([scene.holds(r) for r in scene.reading.conclusions])
        return fails or any(impossible(scene, q) for q in there)
    except Undefined:
        return False


def degree_in(node: Node | Relation, names: Any) -> int | None:
    """The degree in the entries of these letters; None where it is no polynomial, or that is not seen."""
    if isinstance(node, Relation):
        return _most(degree_in(node.left, names), degree_in(node.right, names))
    degrees = [degree_in(a, names) for a in node.args]
    match node.op:
        case "name":
            return int(node.value in names)
        case "*" | "inner":
            return None if None in degrees else sum(d or 0 for d in degrees)
        case "^":
            n = constant(node.args[1])
            base = node.args[0]
            if degrees == [0, 0]:
                return 0
            if n is None or n < 0 or degrees[1]:
                return None
            if base.op == "norm":
                inner = degree_in(base.args[0], names)
                return None if inner is None or n % 2 else inner * int(n)
            return None if degrees[0] is None else degrees[0] * int(n)
        case "inv" | "norm":
            return 0 if degrees == [0] else None
        case "/":
            return degrees[0] if degrees[1] == 0 else None
    return _most(*degrees)


def _most(*degrees: int | None) -> int | None:
    return None if None in degrees else max((d or 0 for d in degrees), default=0)


class _Sampled:
    """A scene with values for the entries of the bound letters; ``restricted``: not all values are allowed."""

    def __init__(self, scene: Scene, q: Quantified):
        self.scene, self.places = scene, list[tuple[str, int, int]]()
        self.shapes: dict[str, tuple[int, int] | None] = {}
        self.turned: dict[str, int] = {}
        self.restricted = False
        for name in q.letters:
            d = scene.reading.declared.get(name)
            kinds = d.kinds if d else frozenset()
            if kinds - LINEAR or (d and d.bound):
                self.restricted = True
            shape = _size(scene, scene.reading.bound[name])
            self.shapes[name] = shape
            sign_of = 1 if "symmetric" in kinds else -1 if "skew" in kinds else 0
            self.turned[name] = sign_of
            for i in range(shape[0] if shape else 1):
                for j in range(shape[1] if shape else 1):
                    if not sign_of or i < j or (i == j and sign_of > 0):
                        self.places.append((name, i, j))
        if len(self.places) > MOST:
            raise Undefined("too many entries")

    def gap(self, relation: Relation, entries: dict[int, Fraction]) -> list[Any]:
        """The entries of left − right."""
        values: dict[str, Any] = {}
        for name, shape in self.shapes.items():
            rows = [[Fraction(0)] * (shape[1] if shape else 1) for _ in range(shape[0] if shape else 1)]
            for k, x in entries.items():
                owner, i, j = self.places[k]
                if owner == name:
                    rows[i][j] = x
                    if self.turned[name]:
                        rows[j][i] = self.turned[name] * x
            values[name] = tuple(map(tuple, rows)) if shape else rows[0][0]
        inner = Scene.__new__(Scene)
        inner.reading, inner.sizes, inner.values = self.scene.reading, self.scene.sizes, {**self.scene.values, **values}
        gap = inner.gap(relation)
        return [x for row in gap for x in row] if isinstance(gap, tuple) else [gap]

    def coefficients(self, relation: Relation) -> Iterator[list[list[Any]]]:
        """For each entry of the gap g(z), of degree 2: the matrix H with g = (z, 1)ᵀ H (z, 1)."""
        one, n = Fraction(1), len(self.places)
        origin = self.gap(relation, {})
        plus = [self.gap(relation, {k: one}) for k in range(n)]
        minus = [self.gap(relation, {k: -one}) for k in range(n)]
        both = {(i, j): self.gap(relation, {i: one, j: one}) for i in range(n) for j in range(i)}
        half = Fraction(1, 2)
        for e, c in enumerate(origin):
            h = [[Fraction(0)] * (n + 1) for _ in range(n + 1)]
            h[n][n] = c
            for i in range(n):
                h[i][i] = (plus[i][e] + minus[i][e] - 2 * c) * half
                h[i][n] = h[n][i] = (plus[i][e] - minus[i][e]) * half * half
            for (i, j), value in both.items():
                h[i][j] = h[j][i] = (value[e] - plus[i][e] - plus[j][e] + c) * half
            yield h


def _size(scene: Scene, shape: Shape) -> tuple[int, int] | None:
    try:
        return None if shape is None else (shape[0].number(scene.sizes), shape[1].number(scene.sizes))
    except KeyError:
        raise Undefined("a size that nothing else has") from None


def _everywhere(sampled: _Sampled, relation: Relation) -> bool:
    forms = list(sampled.coefficients(relation))
    if relation.op == "=":
        return all(sign(x) == 0 for h in forms for row in h for x in row)
    if len(forms) != 1:
        raise Undefined("an order of matrices")
    rows = tuple(map(tuple, forms[0]))
    return definite(rows, False) and (relation.op not in (">", "≻") or sign(_last_pivot(rows)) > 0)


def _last_pivot(rows: Any) -> Any:
    """What is left of the last diagonal entry of a positive semidefinite matrix: the least value of its form."""
    rest = [list(row) for row in rows]
    while len(rest) > 1:
        head = rest[0][0]
        c = reciprocal(head) if sign(head) else Fraction(0)
        rest = [[x - row[0] * c * y for x, y in zip(row[1:], rest[0][1:], strict=True)] for row in rest[1:]]
    return rest[0][0]


def _inconsistent(sampled: _Sampled, relations: list[Relation]) -> bool:
    """Whether the affine equations have no solution."""
    rows: list[list[Any]] = []
    n = len(sampled.places)
    for relation in relations:
        origin = sampled.gap(relation, {})
        moved = [sampled.gap(relation, {k: Fraction(1)}) for k in range(n)]
        rows += [[*(m[e] - c for m in moved), -c] for e, c in enumerate(origin)]
    for k in range(n):
        pivot = next((r for r in rows if sign(r[k])), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        c = reciprocal(pivot[k])
        rows = [[x - r[k] * c * y for x, y in zip(r, pivot, strict=True)] for r in rows]
    return any(sign(r[-1]) for r in rows)


def _no_gram(scene: Scene, q: Quantified, relation: Relation) -> bool:
    """E = K Kᵀ or Kᵀ K without a solution K."""
    for whole, gram in ((relation.left, relation.right), (relation.right, relation.left)):
        name = _gram_of(gram)
        if relation.op != "=" or name is None or name[0] not in q.letters or degree_in(whole, q.letters) != 0:
            continue
        d = scene.reading.declared.get(name[0])
        if d is not None and (d.kinds - PLAIN or d.bound):
            continue
        if whole.zero:
            continue
        _known(scene, whole)
        value = scene.of(whole)
        value = value if isinstance(value, tuple) else ((value,),)
        if not definite(value, False):
            return True
        shape = scene.reading.bound[name[0]]
        inner = None if shape is None else shape[1 if name[1] else 0]
        try:
            if _rank(value) > (1 if inner is None else inner.number(scene.sizes)):
                return True
        except KeyError:
            continue
    return False


def _gram_of(node: Node) -> tuple[str, bool] | None:
    """(K, True) of K Kᵀ, (K, False) of Kᵀ K and of a square of a number."""
    if node.op == "*":
        a, b = node.args
        if a.op == "name" and b.op == "T" and b.args[0].op == "name" and b.args[0].value == a.value:
            return a.value, True
        if b.op == "name" and a.op == "T" and a.args[0].op == "name" and a.args[0].value == b.value:
            return b.value, False
    if node.op == "^" and node.args[0].op == "name" and node.args[0].shape is None and constant(node.args[1]) == 2:
        return node.args[0].value, True
    return None


def _rank(rows: Any) -> int:
    rest, rank = [list(row) for row in rows], 0
    for k in range(len(rest[0])):
        pivot = next((r for r in rest if sign(r[k])), None)
        if pivot is not None:
            rest.remove(pivot)
            c, rank = reciprocal(pivot[k]), rank + 1
            rest = [[x - r[k] * c * y for x, y in zip(r, pivot, strict=True)] for r in rest]
    return rank
