"""Block matrices away: a statement in the blocks themselves, which says the same.

- A letter whose rows or columns are a sum of sizes becomes one letter a block; one that a hypothesis gives is put in.
- Sums, products, transposes and powers go block by block; tr is the sum over the diagonal, ‖M‖² and <M, N> sums over
  all blocks.
- M = N: an equation a block. M ⪰ 0 as a hypothesis: M_ij == K_i K_jᵀ with new K_i (n_i x n, n the sum of the n_i); as a
  conclusion: M_ijᵀ == M_ji, and Σ v_iᵀ M_ij v_j >= 0 for new vectors v_i. M ≻ 0: K has an inverse; > 0 where Σ v_iᵀv_i > 0.
- M⁻¹: new letters W_ij with M W == I and W M == I. ‖M‖ in an odd power: a new number >= 0 with that square.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from theory.statements.algebra import (
    Table,
    minus,
    negated,
    plus,
    product,
    put_in_place,
    raised,
    scales,
    times,
    total_of,
    turn,
    unit,
)
from theory.statements.declarations import Declaration
from theory.statements.factors import square_factor
from theory.statements.reading import Reading
from theory.statements.shapes import Shape, Shapes, Size, constant, is_number
from theory.statements.spoken import spoken
from theory.statements.tree import Node, Relation, StatementError, number
from theory.statements.values import Scene, inverse, transpose

MOST = 36
"""Table of one matrix, nested ones counted."""


@dataclass
class Expanded:
    """``reading``: without block matrices; ``computed``: the new letters' values from those of the old; ``right``: new
    letters K_i that have a right inverse J_i; ``notes``: what became of what."""

    reading: Reading
    computed: dict[str, Callable[[Scene], Any]] = field(default_factory=dict)
    right: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def expanded(reading: Reading) -> Expanded:
    """The reading itself where there are no block matrices.

    >>> from theory.statements.reading import read
    >>> found = expanded(read("tr([[A, B], [C, D]]) = tr(A) + tr(D)")).reading
    >>> [spoken(r) for r in found.conclusions]
    ['tr(A) + tr(D) == tr(A) + tr(D)']
    """
    nodes = [n for r in reading.relations() for n in r.walk()]
    sides = [side for shape in (*reading.shapes.letters.values(), *(n.shape for n in nodes)) for side in shape or ()]
    if not any(n.op == "block" for n in nodes) and not any(side.root().parts for side in sides):
        return Expanded(reading)
    return _Expansion(reading).run()


class _Expansion:
    def __init__(self, reading: Reading):
        self.old = reading
        shapes = reading.shapes
        self.taken = {*shapes.letters, *shapes.sizes}
        self.letters: dict[str, Shape] = {}
        self.declared = dict(reading.declared)
        self.split: dict[str, Table] = {}
        self.given: list[Relation] = []
        self.known: dict[tuple[str, str], Any] = {}
        self.found = Expanded(reading)

    def run(self) -> Expanded:
        """Letters, then hypotheses, then conclusions."""
        old = self.old
        hypotheses, conclusions = list(old.hypotheses), list(old.conclusions)
        for name, shape in old.shapes.letters.items():
            if shape is not None and any(side.root().parts for side in shape):
                hypotheses = [*self._kinds(name, shape), *hypotheses]
                self.declared.pop(name, None)
        hypotheses, conclusions = self._put_in(hypotheses, conclusions)
        for name, shape in old.shapes.letters.items():
            if shape is None or not any(side.root().parts for side in shape):
                self.letters[name] = shape
            elif any(n.op == "name" and n.value == name for r in (*hypotheses, *conclusions) for n in r.walk()):
                self._split(name, shape)
        for relation in self._once(hypotheses):
            self.given += self.hypothesis(relation)
        then = [part for relation in conclusions for part in self.conclusion(relation)]
        shapes = Shapes(self.declared, self.letters, dict(old.shapes.sizes), dict(old.shapes.integers))
        self.found.reading = replace(old, declared=self.declared, hypotheses=self.given, conclusions=then, shapes=shapes)
        return self.found

    # ---------------------------------------------------------------------------------------------------- letters

    def fresh(self, wanted: str) -> str:
        """A name that nothing has yet."""
        while wanted in self.taken:
            wanted += "_"
        self.taken.add(wanted)
        return wanted

    def _kinds(self, name: str, shape: Shape) -> list[Relation]:
        """What a declaration says of a letter, as relations."""
        d = self.old.declared.get(name)
        if d is None or shape is None:
            return []
        if "diagonal" in d.kinds:
            raise StatementError(f"{name} is a block matrix here, and cannot be declared diagonal", d.text, d.at)
        m, at = Node("name", (), name, d.at, shape=shape), d.at
        one = Node("identity", (), None, at, shape=(shape[1], shape[1]))
        turned = turn(m)
        facts = {
            "symmetric": [("=", turned, m)], "skew": [("=", turned, negated(m))], "orthonormal": [("=", times(turned, m), one)],
            "orthogonal": [("=", times(turned, m), one), ("=", times(m, turned), one)], "idempotent": [("=", times(m, m), m)],
            "projection": [("=", times(m, m), m), ("=", turned, m)], "normal": [("=", times(m, turned), times(turned, m))],
            "invertible": [("=", times(m, Node("inv", (m,), None, at, shape=shape)), one)],
            "psd": [("⪰", m, number(0))], "pd": [("≻", m, number(0))],
        }  # fmt: skip
        found = [Relation(op, a, b, at) for kind in sorted(d.kinds & set(facts)) for op, a, b in facts[kind]]
        return found + ([Relation("≻" if d.bound[0] == ">" else "⪰", m, number(0), at)] if d.bound else [])

    def _put_in(self, hypotheses: list[Relation], conclusions: list[Relation]) -> tuple[list[Relation], list[Relation]]:
        """Letters of block matrices that a hypothesis gives, M = [[A, B], [C, D]], replaced by what they are."""
        k = 0
        while k < len(hypotheses):
            relation = hypotheses[k]
            for a, b in ((relation.left, relation.right), (relation.right, relation.left)):
                if relation.op == "=" and a.op == "name" and a.shape and any(side.root().parts for side in a.shape) and (
                        not b.zero and all(n.value != a.value for n in b.walk() if n.op == "name")):  # fmt: skip
                    del hypotheses[k]
                    hypotheses, conclusions = ([put_in_place(r, a.value, b) for r in rs] for rs in (hypotheses, conclusions))
                    self.found.notes.append(f"{a.value} is put in: {spoken(b)}")
                    k = -1
                    break
            k += 1
        return hypotheses, conclusions

    def _once(self, hypotheses: list[Relation]) -> list[Relation]:
        """A letter on the diagonal of a matrix that is ⪰ 0 is so by that: A ≻ 0 says no more than that it has an inverse."""
        on_it: set[str] = set()
        for r in hypotheses:
            if r.op != "=" and len(self._rows(r)) > 1:
                gap = self._gap(r)
                on_it |= {gap[i][i].value for i in range(len(gap)) if gap[i][i].op == "name" and gap[i][i].shape is not None}
        on_it &= set(self.letters)
        kept = []
        for r in hypotheses:
            if not (r.op != "=" and r.left.op == "name" and r.left.value in on_it and r.right.zero):
                kept.append(r)
            elif r.op in (">", "≻"):
                self._invertible(r.left.value)
        for name in on_it & set(self.declared):
            d = self.declared[name]
            if d.kinds & {"psd", "pd"} or (d.bound and "diagonal" not in d.kinds):
                self.declared[name] = replace(d, kinds=d.kinds - {"psd", "pd"} or frozenset({"square"}), bound=None)
                if "pd" in d.kinds or (d.bound and d.bound[0] == ">"):
                    self._invertible(name)
        return kept

    def _invertible(self, name: str) -> None:
        d = self.declared.get(name)
        kinds = (d.kinds if d else frozenset()) | {"invertible"}
        self.declared[name] = replace(d, kinds=kinds) if d else Declaration(name, kinds, None, None, 0, self.old.text)

    def _split(self, name: str, shape: Any) -> None:
        rows, columns = shape[0].leaves(), shape[1].leaves()
        _few(rows, columns, self.old.text)
        grid: Table = []
        for i in range(len(rows)):
            grid.append([])
            for j in range(len(columns)):
                index = "".join(str(k + 1) for k, side in ((i, rows), (j, columns)) if len(side) > 1)
                block = self._new(f"{name}_{index}", (rows[i], columns[j]), _slice(_valued(name), i, j, shape))
                grid[-1].append(block)
        self.split[name] = grid
        shown = "[" + ", ".join(f"[{', '.join(b.value for b in row)}]" for row in grid) + "]"
        self.found.notes.append(f"{name} is written in blocks: {name} = {shown}")

    def _new(self, wanted: str, shape: Shape, value: Callable[[Scene], Any]) -> Node:
        name = self.fresh(wanted)
        self.letters[name] = shape
        self.found.computed[name] = value
        return Node("name", (), name, 0, shape=shape)

    # -------------------------------------------------------------------------------------------------- relations

    def hypothesis(self, relation: Relation) -> list[Relation]:
        """What a hypothesis says of the blocks."""
        rows = self._rows(relation)
        if relation.op == "=" or len(rows) == 1:
            return self._entries(relation)
        gap, total = self._gap(relation), Size(parts=tuple(rows))
        strict = relation.op in (">", "≻")
        label = str(1 + sum(key[0] == "factor" for key in self.known))
        value = _factor(relation)
        self.known["factor", label] = value
        ks = [self._new(f"K{label}_{i + 1}", (n, total), _strip(value, i, rows)) for i, n in enumerate(rows)]
        found = [Relation("=", gap[i][j], times(ks[i], turn(ks[j])), relation.at, evident=i > j)
                 for i in range(len(rows)) for j in range(len(rows))]  # fmt: skip
        found = [r for r in found if not (r.evident and spoken(r.left) in (
            spoken(t) for t in (turn(q.left) for q in found if not q.evident)))]  # fmt: skip
        return found + (self._definite(ks, rows, total, value, label) if strict else [])

    def _definite(self, ks: list[Node], rows: list[Size], total: Size, value: Callable, label: str) -> list[Relation]:
        """K has an inverse J."""
        def inverted(scene: Scene) -> Any:
            found = value(scene)
            return None if found is None else transpose(inverse(found))

        js = [self._new(f"J{label}_{i + 1}", (total, n), _turned(_strip(inverted, i, rows))) for i, n in enumerate(rows)]
        self.found.right += [(k.value, j.value) for k, j in zip(ks, js, strict=True)]
        found = [Relation("=", times(k, j), unit(rows[a]) if a == b else number(0))
                 for a, k in enumerate(ks) for b, j in enumerate(js)]  # fmt: skip
        return [*found, Relation("=", total_of([times(j, k) for j, k in zip(js, ks, strict=True)]), unit(total))]

    def conclusion(self, relation: Relation) -> list[Relation]:
        """What a conclusion says of the blocks."""
        relation = self._inverted(relation) or relation
        rows = self._rows(relation)
        if relation.op == "=" or len(rows) == 1:
            return self._entries(relation)
        gap, vs = self._gap(relation), self._vectors(rows)
        strict = relation.op in (">", "≻")
        if strict and ("some", vs[0].value) not in self.known:
            self.known["some", vs[0].value] = True
            self.given.append(Relation(">", total_of([times(turn(v), v) for v in vs]), number(0), relation.at))
        found = [Relation("=", turn(gap[i][j]), gap[j][i], relation.at, evident=True)
                 for i in range(len(rows)) for j in range(i, len(rows))]  # fmt: skip
        form = [times(times(turn(v), gap[i][j]), w) for i, v in enumerate(vs) for j, w in enumerate(vs)]
        return [*found, Relation(">" if strict else ">=", total_of(form), number(0), relation.at)]

    def _inverted(self, relation: Relation) -> Relation | None:
        """M F = I for M⁻¹ = F of block matrices: where M⁻¹ exists it says the same, and W for M⁻¹ is not looked for."""
        for a, b in ((relation.left, relation.right), (relation.right, relation.left)):
            if relation.op == "=" and a.op == "inv" and len(self._rows(relation)) > 1 and not b.zero:
                self._inverse(a.args[0], a)
                self.found.notes.append(f"{spoken(relation)} is shown as {spoken(times(a.args[0], b))} == I")
                return Relation("=", times(a.args[0], b), Node("identity", (), None, a.at, shape=a.shape), relation.at)
        return None

    def _vectors(self, rows: list[Size]) -> list[Node]:
        key = ("vectors", str([id(n) for n in rows]))
        if key not in self.known:
            self.known[key] = [
                self._new(f"v_{i + 1}", None if n.value == 1 else (n, Size(1)), _generic(n, 1 + i)) for i, n in enumerate(rows)]
        return self.known[key]

    def _rows(self, relation: Relation) -> list[Size]:
        shape = relation.right.shape if relation.left.zero else relation.left.shape
        return [Size(1)] if is_number(shape) or shape is None else shape[0].leaves()

    def _gap(self, relation: Relation) -> Table:
        shape = relation.right.shape if relation.left.zero else relation.left.shape
        left, right = self.blocks(relation.left, shape), self.blocks(relation.right, shape)
        return [[minus(a, b) for a, b in zip(r, q, strict=True)] for r, q in zip(left, right, strict=True)]

    def _entries(self, relation: Relation) -> list[Relation]:
        shape = relation.right.shape if relation.left.zero else relation.left.shape
        left, right = self.blocks(relation.left, shape), self.blocks(relation.right, shape)
        pairs = [(a, b) for r, q in zip(left, right, strict=True) for a, b in zip(r, q, strict=True)]
        return [Relation(relation.op, a, b, relation.at) for a, b in pairs if not (
            len(pairs) > 1 and spoken(a) == spoken(b))] or [Relation("=", number(0), number(0), relation.at)]  # fmt: skip

    # ------------------------------------------------------------------------------------------------ expressions

    def blocks(self, node: Node, shape: Shape = None) -> Table:
        """The blocks of an expression; of 0 in the given shape. One block where no side is a sum."""
        shape = node.shape or shape
        rows, columns = (side.leaves() for side in shape) if shape else ([None], [None])
        if node.zero and node.shape is None:
            return [[number(0, node.at) for _ in columns] for _ in rows]
        if node.op == "name" and node.value in self.split:
            return self.split[node.value]
        if not self._touched(node):
            return [[node]]
        match node.op:
            case "identity":
                return [[unit(a) if i == j else number(0) for j in range(len(columns))] for i, a in enumerate(rows)]
            case "block":
                return self._put_together(node)
            case "+" | "-":
                a, b = (self.blocks(x) for x in node.args)
                both = plus if node.op == "+" else minus
                return [[both(x, y) for x, y in zip(r, q, strict=True)] for r, q in zip(a, b, strict=True)]
            case "neg":
                return [[negated(x) for x in row] for row in self.blocks(node.args[0])]
            case "T":
                return [[turn(x) for x in row] for row in zip(*self.blocks(node.args[0]), strict=True)]
            case "*":
                return self._product(node)
            case "/":
                below = self._flat(node.args[1])
                return [[Node("/", (x, below), None, x.at, shape=x.shape) if not x.zero else x for x in row]
                        for row in self.blocks(node.args[0])]  # fmt: skip
            case "inv":
                return self._inverse(node.args[0], node)
            case "^":
                return self._power(node)
        return [[self._scalar(node)]]

    def _touched(self, node: Node) -> bool:
        return any(n.op == "block" or (n.op == "name" and n.value in self.split) or any(
            side.root().parts for side in n.shape or ()) for n in node.walk())  # fmt: skip

    def _flat(self, node: Node) -> Node:
        ((one,),) = self.blocks(node)
        return one

    def _put_together(self, node: Node) -> Table:
        grid: Table = []
        for i, height in enumerate(node.value.heights):
            row = node.args[i * node.value[1] : (i + 1) * node.value[1]]
            parts = [self.blocks(block, (height, width)) for block, width in zip(row, node.value.widths, strict=True)]
            grid += [[x for part in parts for x in part[k]] for k in range(len(parts[0]))]
        _few(grid, grid[0], self.old.text)
        return grid

    def _product(self, node: Node) -> Table:
        a, b = node.args
        left, right = self.blocks(a), self.blocks(b)
        if scales(a, b):
            return [[times(left[0][0], x) for x in row] for row in right]
        if scales(b, a):
            return [[times(x, right[0][0]) for x in row] for row in left]
        return product(left, right)

    def _power(self, node: Node) -> Table:
        base, exponent = node.args
        value = constant(exponent)
        if base.op == "norm" and value is not None and value >= 0 and value % 2 == 0:
            return [[raised(self._square(base.args[0]), int(value) // 2)]]
        if is_number(base.shape):
            return [[Node("^", (self._flat(base), exponent), None, node.at, shape=node.shape)]]
        if value is None:
            raise StatementError("a power with a letter in it of a block matrix: none is known here", self.old.text, node.at)
        n, shape = int(value), base.shape
        grid = self._inverse(base, base) if n < 0 else self.blocks(base)
        if n == 0:
            return self.blocks(Node("identity", (), None, node.at, shape=shape), shape)
        result = grid
        for _ in range(abs(n) - 1):
            result = product(result, grid)
        return result

    def _inverse(self, node: Node, where: Node) -> Table:
        """W with M W == I and W M == I."""
        inside = self.blocks(node)
        if len(inside) == 1:
            return [[Node("inv", (inside[0][0],), None, where.at, shape=node.shape)]]
        key = ("inverse", _key(node, inside))
        if key not in self.known:
            rows, label = node.shape[0].leaves(), 1 + sum(k[0] == "inverse" for k in self.known)
            grid = [[self._new(f"W{label}_{i + 1}{j + 1}", (a, b), _slice(lambda s: inverse(s.of(node)), i, j, node.shape))
                     for j, b in enumerate(rows)] for i, a in enumerate(rows)]  # fmt: skip
            self.known[key] = grid
            for left, right in ((inside, grid), (grid, inside)):
                both = product(left, right)
                self.given += [Relation("=", x, unit(rows[i]) if i == j else number(0), where.at)
                               for i, row in enumerate(both) for j, x in enumerate(row)]  # fmt: skip
            self.found.notes.append(f"the inverse of {spoken(node)} is spoken of where it exists")
        return self.known[key]

    def _scalar(self, node: Node) -> Node:
        """A number made of block matrices."""
        match node.op:
            case "tr":
                inside = self.blocks(node.args[0])
                parts = [Node("tr", (row[i],), None, node.at) for i, row in enumerate(inside) if not row[i].zero]
                return total_of(parts)
            case "inner":
                a, b = (self.blocks(x) for x in node.args)
                return total_of([Node("inner", pair, None, node.at) for r, q in zip(a, b, strict=True)
                                 for pair in zip(r, q, strict=True) if not any(x.zero for x in pair)])  # fmt: skip
            case "norm":
                return self._norm(node)
        return Node(node.op, tuple(self._flat(a) for a in node.args), node.value, node.at, node.bare, node.shape)

    def _square(self, node: Node) -> Node:
        """‖M‖²."""
        parts = [x for row in self.blocks(node) for x in row if not x.zero]
        return total_of([Node("^", (Node("norm", (x,), None, x.at), number(2)), None, x.at) for x in parts])

    def _norm(self, node: Node) -> Node:
        inside = self.blocks(node.args[0])
        if len(inside) == len(inside[0]) == 1:
            return Node("norm", (inside[0][0],), node.value, node.at)
        key = ("norm", _key(node.args[0], inside))
        if key not in self.known:
            name = self.fresh(f"norm_{1 + sum(k[0] == 'norm' for k in self.known)}")
            self.letters[name] = None
            self.declared[name] = Declaration(name, frozenset({"real", "nonnegative"}), None, None, node.at, self.old.text)
            self.found.computed[name] = lambda scene: scene.of(node)
            self.known[key] = Node("name", (), name, node.at)
            self.given.append(Relation("=", raised(self.known[key], 2), self._square(node.args[0]), node.at))
            self.found.notes.append(f"{name} is the norm of {spoken(node.args[0])}")
        return self.known[key]


def _key(node: Node, inside: Table) -> str:
    """What equal matrices share: their blocks, and their sizes, since I has none in it."""
    sizes = [id(leaf) for side in node.shape or () for leaf in side.leaves()]
    return str((sizes, [[spoken(x) for x in row] for row in inside]))


def _few(rows: list, columns: list, text: str) -> None:
    if len(rows) * len(columns) > MOST:
        raise StatementError(f"a block matrix has at most {MOST} blocks, nested ones counted", text, 0)


def _valued(name: str) -> Callable[[Scene], Any]:
    return lambda scene: scene.values[name]


def _slice(whole: Callable[[Scene], Any], i: int, j: int, shape: Any) -> Callable[[Scene], Any]:
    """Block (i, j) of a value."""
    def value(scene: Scene) -> Any:
        rows, columns = ([n.number(scene.sizes) for n in side.leaves()] for side in shape)
        a, b = sum(rows[:i]), sum(columns[:j])
        return tuple(row[b : b + columns[j]] for row in whole(scene)[a : a + rows[i]])

    return value


def _strip(whole: Callable[[Scene], Any], i: int, rows: list[Size]) -> Callable[[Scene], Any]:
    """The rows of a value that belong to part i."""
    def value(scene: Scene) -> Any:
        found, heights = whole(scene), [n.number(scene.sizes) for n in rows]
        return None if found is None else found[sum(heights[:i]) : sum(heights[: i + 1])]

    return value


def _generic(size: Size, start: int) -> Callable[[Scene], Any]:
    """A vector start, start + 1, …; a number where its length is 1 whatever the sizes."""
    def value(scene: Scene) -> Any:
        rows = tuple((Fraction(start + k),) for k in range(size.number(scene.sizes)))
        return rows[0][0] if size.value == 1 else rows

    return value


def _turned(whole: Callable[[Scene], Any]) -> Callable[[Scene], Any]:
    def value(scene: Scene) -> Any:
        found = whole(scene)
        return None if found is None else transpose(found)

    return value


def _factor(relation: Relation) -> Callable[[Scene], Any]:
    """K of K Kᵀ == left − right."""
    def value(scene: Scene) -> Any:
        return square_factor(scene.gap(relation))

    return value
