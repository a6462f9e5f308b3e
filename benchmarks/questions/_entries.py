"""A statement at fixed small sizes, entry by entry: what solvers of real arithmetic and sums of squares are given.

Matrices are lists of rows over any ring whose elements add and multiply (z3, cvc5, sympy). A norm is a new number t ≥ 0 with
t² = ‖·‖², an inverse a new matrix N with MN = NM = I, a quotient a new number q with qb = a; A ⪰ 0 makes A = KKᵀ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

from theory.statements.reading import Reading
from theory.statements.shapes import constant
from theory.statements.tree import Node, Relation

Rows = list[list[Any]]


class Unsaid(Exception):
    """The statement has something that is not put into entries."""


@dataclass
class Entries:
    """``facts``: (op, element) with op one of = >= >, against 0. ``symbol`` makes a variable, ``number`` a constant."""

    reading: Reading
    sizes: dict[int, int]
    symbol: Callable[[str], Any]
    number: Callable[[Fraction], Any]
    facts: list[tuple[str, Any]] = field(default_factory=list)
    letters: dict[str, Any] = field(default_factory=dict)
    fresh: int = 0

    def __post_init__(self) -> None:
        semidefinite = {r.left.value: r.op for r in self.reading.hypotheses if _plain_definite(r)}
        for name, shape in self.reading.shapes.letters.items():
            self.letters[name] = self._letter(name, shape, semidefinite.get(name, ""))
        for relation in self.reading.hypotheses:
            if not _plain_definite(relation):
                self.facts += self.relation(relation)

    def conclusions(self) -> list[list[tuple[str, Any]]]:
        """For each conclusion the facts it consists of."""
        return [self.relation(relation) for relation in self.reading.conclusions]

    def relation(self, relation: Relation) -> list[tuple[str, Any]]:
        """A relation as facts about entries."""
        left, right = self._of(relation.left), self._of(relation.right)
        zero = self.number(Fraction(0))
        if relation.left.zero and isinstance(right, list):
            left = [[zero for _ in row] for row in right]
        if relation.right.zero and isinstance(left, list):
            right = [[zero for _ in row] for row in left]
        gap = _scalar(self._add(left, right, -1))
        if relation.op == "=":
            return [("=", x) for row in gap for x in row] if isinstance(gap, list) else [("=", gap)]
        if not isinstance(gap, list):
            return [(">" if relation.op in (">", "≻") else ">=", gap)]
        return self._definite(gap, relation.op in (">", "≻"))

    def _definite(self, m: Rows, strict: bool) -> list[tuple[str, Any]]:
        op = ">" if strict else ">="
        if len(m) == 1:
            return [(op, m[0][0])]
        if len(m) != 2:
            raise Unsaid("a definite matrix larger than 2 × 2")
        determinant = m[0][0] * m[1][1] - m[0][1] * m[1][0]
        return [("=", m[0][1] - m[1][0]), (op, m[0][0]), (op, m[1][1]), (op, determinant)]

    def _letter(self, name: str, shape: Any, semidefinite: str) -> Any:
        declared = self.reading.declared.get(name)
        kinds = set(declared.kinds) if declared else set()
        if shape is None:
            value = self.symbol(name)
            if declared and declared.bound:
                self.facts.append((declared.bound[0].replace("≥", ">="), value - self.number(declared.bound[1])))
            elif "positive" in kinds:
                self.facts.append((">", value))
            return value
        m, n = (self._side(side) for side in shape)
        rows = [[self.symbol(f"{name}_{i}{j}") for j in range(n)] for i in range(m)]
        definite = semidefinite or ("≻" if "positive" in kinds else "⪰" if "psd" in kinds else "")
        if definite:
            rows = self._multiply(rows, _transposed(rows))
            self.facts += self._definite(rows, True)[1:] if definite in ("≻", ">") else []
        elif kinds & {"symmetric", "projection"}:
            rows = [[rows[min(i, j)][max(i, j)] for j in range(n)] for i in range(m)]
        elif "skew" in kinds:
            rows = [
                [rows[i][j] if i < j else -rows[j][i] if i > j else self.number(Fraction(0)) for j in range(n)]
                for i in range(m)
            ]
        if "projection" in kinds:
            self._same(self._multiply(rows, rows), rows)
        if "orthonormal" in kinds:
            self._same(self._multiply(_transposed(rows), rows), self._identity(n))
        if known := kinds - {
            "symmetric",
            "projection",
            "skew",
            "orthonormal",
            "psd",
            "positive",
            "vector",
            "matrix",
            "real",
            "square",
        }:
            raise Unsaid(f"letters that are {', '.join(known)}")
        return rows

    def _side(self, side: Any) -> int:
        root = side.root()
        return int(root.value) if isinstance(root.value, int) else self.sizes[id(root)]

    def _same(self, a: Rows, b: Rows) -> None:
        self.facts += [("=", x - y) for one, other in zip(a, b, strict=True) for x, y in zip(one, other, strict=True)]

    def _identity(self, n: int) -> Rows:
        return [[self.number(Fraction(int(i == j))) for j in range(n)] for i in range(n)]

    def _of(self, node: Node) -> Any:
        match node.op:
            case "number":
                return self.number(Fraction(node.value))
            case "name":
                if node.value in self.letters:
                    return self.letters[node.value]
                return self.number(Fraction(self._side(self.reading.shapes.sizes[node.value])))
            case "identity":
                return self._identity(self._side(node.shape[0]))
            case "norm":
                return self._root(self._square(node.args[0]))
            case "^":
                return self._power(node)
        args = [self._of(a) for a in node.args]
        match node.op:
            case "+":
                return self._add(args[0], args[1], 1)
            case "-":
                return self._add(args[0], args[1], -1)
            case "neg":
                return self._multiply(self.number(Fraction(-1)), args[0])
            case "*":
                return self._multiply(*args)
            case "/":
                return self._multiply(self._reciprocal(_scalar(args[1])), args[0])
            case "T":
                return _transposed(args[0])
            case "inv":
                return self._inverse(args[0])
            case "tr":
                return self._trace(args[0])
            case "inner":
                return self._trace(self._multiply(_transposed(args[0]), args[1]))
        raise Unsaid(node.op)

    def _square(self, node: Node) -> Any:
        value = self._of(node)
        return self._trace(self._multiply(_transposed(value), value))

    def _power(self, node: Node) -> Any:
        base, exponent = node.args
        n = constant(exponent)
        if n is None or n.denominator != 1 or n < -1:
            raise Unsaid("a power")
        if base.op == "norm" and n >= 0 and n % 2 == 0:
            square, result = self._square(base.args[0]), self.number(Fraction(1))
            for _ in range(int(n) // 2):
                result = result * square
            return result
        value = self._of(base)
        if n == -1:
            return self._inverse(value) if isinstance(value, list) else self._reciprocal(value)
        result = value
        for _ in range(int(n) - 1):
            result = self._multiply(result, value)
        return result

    def _new(self, stem: str) -> Any:
        self.fresh += 1
        return self.symbol(f"{stem}{self.fresh}")

    def _root(self, square: Any) -> Any:
        t = self._new("t")
        self.facts += [(">=", t), ("=", t * t - square)]
        return t

    def _reciprocal(self, value: Any) -> Any:
        q = self._new("q")
        self.facts.append(("=", q * value - self.number(Fraction(1))))
        return q

    def _inverse(self, m: Any) -> Any:
        if not isinstance(m, list):
            return self._reciprocal(m)
        other = [[self._new("i") for _ in m] for _ in m]
        self._same(self._multiply(m, other), self._identity(len(m)))
        self._same(self._multiply(other, m), self._identity(len(m)))
        return other

    def _add(self, a: Any, b: Any, sign: int) -> Any:
        if isinstance(a, list) != isinstance(b, list):
            a, b = _scalar(a), _scalar(b)
        if isinstance(a, list) != isinstance(b, list):
            raise Unsaid("a number plus a matrix")
        if not isinstance(a, list):
            return a + b if sign > 0 else a - b
        return [[x + y if sign > 0 else x - y for x, y in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)]

    def _multiply(self, a: Any, b: Any) -> Any:
        if isinstance(a, list) and isinstance(b, list):
            if len(a[0]) != len(b):
                one, other = _scalar(a), _scalar(b)
                return self._multiply(one, b) if not isinstance(one, list) else self._multiply(a, other)
            return [[_sum([x * y for x, y in zip(row, column, strict=True)]) for column in zip(*b, strict=True)] for row in a]
        if isinstance(a, list):
            a, b = b, a
        return [[a * x for x in row] for row in b] if isinstance(b, list) else a * b

    def _trace(self, m: Any) -> Any:
        return _sum([m[i][i] for i in range(len(m))]) if isinstance(m, list) else m


def size_choices(reading: Reading, most: int = 2) -> list[dict[int, int]]:
    """Sizes up to ``most`` by the id of their root, all of them ``most`` first."""
    roots: dict[int, Any] = {}
    shapes = [shape for shape in reading.shapes.letters.values() if shape]
    shapes += [node.shape for relation in reading.relations() for node in relation.walk() if node.shape]
    for side in [*(side for shape in shapes for side in shape), *reading.shapes.sizes.values()]:
        if not isinstance(side.root().value, int):
            roots[id(side.root())] = side.root()
    choices = sorted(product(range(1, most + 1), repeat=len(roots)), key=lambda c: -sum(c))
    return [dict(zip(roots, choice, strict=True)) for choice in choices[:8]]


def _plain_definite(relation: Relation) -> bool:
    return (
        relation.op in ("⪰", "≻", ">=", ">")
        and relation.left.op == "name"
        and relation.right.zero
        and bool(relation.left.shape)
    )


def _scalar(value: Any) -> Any:
    return value[0][0] if isinstance(value, list) and len(value) == len(value[0]) == 1 else value


def _transposed(m: Any) -> Any:
    return [list(column) for column in zip(*m, strict=True)] if isinstance(m, list) else m


def _sum(values: list[Any]) -> Any:
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total
