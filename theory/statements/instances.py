"""Values to try: for a forall that is used, and for an exists that is shown.

Words in the letters outside, their transposes, inverses, 0 and I; for an exists also factors of what is ⪰ 0, sums and
halves. What exact values of the other letters refute is not tried.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from typing import Any

from theory.statements.algebra import minus, plus, times, turn
from theory.statements.factors import square_factor
from theory.statements.numbers import Undefined
from theory.statements.quantifiers import Quantified
from theory.statements.reading import Reading
from theory.statements.shapes import Shape, Size
from theory.statements.spoken import spoken
from theory.statements.tree import Node, Relation, StatementError, number
from theory.statements.values import Scene, is_of_kind

INSTANCES, CANDIDATES = 6, 40


# ------------------------------------------------------------------------------------------------------- instances


def candidate_text(node: Node) -> str:
    """How a candidate is told.

    >>> candidate_text(Node("factor", (), "A"))
    'the factor of A'
    """
    if node.op == "factor":
        return f"the factor of {node.value}"
    return "v" if node.op == "vector" else spoken(node)


def instances(reading: Reading, q: Quantified, base: Reading, many: int) -> list[dict[str, Node]]:
    """Values for the letters of a forall: those behind with; else the letters that fit (1), and words of two (2)."""
    if q.values:
        if set(q.values) != set(q.letters):
            raise StatementError("with gives a value to each letter of its quantifier", reading.text, q.at)
        for name, value in q.values.items():
            if not _has_kinds(reading, name, value):
                raise StatementError(f"the value of {name} must be a letter of the same kinds", reading.text, value.at)
        return [q.values]
    if not many:
        return []
    pools = []
    for name in q.letters:
        words = [w for w in words_of(base, many) if _fits(reading.bound[name], w) and _has_kinds(reading, name, w)]
        if reading.bound[name] is not None and many == 1 and _orders(base):
            shape = reading.bound[name]
            assert shape is not None
            if shape[1].root().value == 1:
                v = Node("vector", (), None, 0, shape=shape)
                words = [v, *words]
        pools.append(words[: INSTANCES * many])
    return [dict(zip(q.letters, combination, strict=True)) for combination in list(product(*pools))[: INSTANCES * many]]


def _orders(base: Reading) -> bool:
    return any(r.op in ("⪰", "≻", ">=", ">") and r.left.shape is not None for r in base.conclusions)


def _has_kinds(reading: Reading, name: str, value: Node) -> bool:
    """Whether a value is of the kinds of a bound letter, seen from its declaration, or from what 0 and I are."""
    d = reading.declared.get(name)
    if d is None:
        return True
    wanted = d.kinds - {"matrix", "real", "vector", "square"}
    if value.op == "identity":
        return not wanted - {"symmetric", "psd", "pd", "orthogonal", "projection", "idempotent"} and d.bound is None
    if value.zero:
        return not wanted - {"symmetric", "skew", "psd", "projection", "idempotent", "nonnegative"} and d.bound is None
    if not wanted and d.bound is None:
        return True
    if value.op == "*" and spoken(turn(value.args[0])) == spoken(value.args[1]):
        return not wanted - {"symmetric", "psd"} and (d.bound is None or d.bound == (">=", Fraction(0)))
    turned = {spoken(value), spoken(turn(value))}
    if wanted == {"symmetric"} and d.bound is None and any(
            {spoken(r.left), spoken(r.right)} == turned for r in reading.hypotheses if r.op == "="):  # fmt: skip
        return True
    other = reading.declared.get(value.value) if value.op == "name" else None
    if other is None:
        return False
    have = other.kinds | ({"psd", "symmetric"} if "pd" in other.kinds else set()) | (
        {"symmetric"} if other.kinds & {"psd", "projection"} else set())  # fmt: skip
    have |= {"nonnegative"} if "positive" in other.kinds else set()
    bound = d.bound is None or other.bound == d.bound or (d.bound == (">", Fraction(0)) and "positive" in other.kinds)
    return wanted <= have and bound


def words_of(reading: Reading, most: int) -> list[Node]:
    """Letters, their transposes and inverses, 0 and I, and products of ``most`` of them, short ones first.

    >>> from theory.statements.reading import read
    >>> [spoken(w) for w in words_of(read("A*x = y", "A: m x n, x: n x 1, y: m x 1"), 1)]
    ['A', 'x', 'y', '0', 'A.T', 'x.T', 'y.T', 'I']
    """
    outside = {name: shape for name, shape in reading.shapes.letters.items() if name not in reading.bound}
    letters = [Node("name", (), name, 0, shape=shape) for name, shape in outside.items()]
    inverses = []
    for a in letters:
        d = reading.declared.get(a.value)
        if a.shape is not None and d is not None and d.kinds & {"invertible", "pd"}:
            inverses.append(Node("inv", (a,), None, 0, shape=a.shape))
        elif a.shape is None and d is not None and ("positive" in d.kinds or d.bound == (">", Fraction(0))):
            inverses.append(Node("/", (number(1), a), None, 0))
    inverses += [Node("inv", (r.left,), None, 0, shape=r.left.shape) for r in reading.hypotheses
                 if r.op in (">", "≻") and r.left.op == "name" and r.left.shape is not None and r.right.zero]  # fmt: skip
    turned = [turn(a) for a in letters if a.shape is not None]
    one = Size()
    found: list[Node] = [*letters, *inverses, number(0), *turned]
    if any(a.shape is not None for a in letters):
        found.append(Node("identity", (), None, 0, shape=(one, one)))
    ones = [*letters, *inverses, *turned]
    layer = ones
    for _ in range(most - 1):
        layer = [times(a, b) for a in layer for b in ones if _meet(a.shape, b.shape)]
        found += layer[:300]
    seen: dict[str, Node] = {}
    for word in found:
        seen.setdefault(spoken(word), word)
    return [w for w in seen.values() if w.op != "identity" or most > 0]


def _meet(a: Shape, b: Shape) -> bool:
    if a is None or b is None:
        return a is None and b is None
    return _same(a[1], b[0])


def _same(a: Size, b: Size) -> bool:
    x, y = a.root(), b.root()
    return x is y or (x.value is not None and x.value == y.value)


def _fits(wanted: Shape, word: Node) -> bool:
    """Whether a value may have that shape: equal sizes, or sizes that only the bound letter has."""
    have = word.shape
    if word.op == "identity" and wanted is not None:
        have = (wanted[0], wanted[0])
    if wanted is None or have is None:
        return wanted is None and have is None
    return all(_same(a, b) or a.root().value is None for a, b in zip(wanted, have, strict=True))


# ----------------------------------------------------------------------------------------------------- candidates


def chosen(reading: Reading, q: Quantified, scenes: list[Scene]) -> list[dict[str, Node]]:
    """Values for the letters of an exists that no scene refutes."""
    if q.values:
        if set(q.values) != set(q.letters):
            raise StatementError("with gives a value to each letter of its quantifier", reading.text, q.at)
        return [dict(q.values)]
    pools = [[*_said(q, name), *_pool(reading, name, 3 if len(q.letters) == 1 else 2)] for name in q.letters]
    found: list[dict[str, Any]] = []
    for combination in product(*(pool[: 400 if len(pools) == 1 else 20] for pool in pools)):
        at = dict(zip(q.letters, combination, strict=True))
        if len(found) < CANDIDATES and _possible(q, at, scenes):
            found.append(at)
    return found


def _said(q: Quantified, name: str) -> list[Node]:
    """What an equation of the body says that the letter is."""
    found = []
    for r in q.relations:
        for a, b in ((r.left, r.right), (r.right, r.left)):
            inside = {n.value for n in b.walk() if n.op == "name"}
            if r.op == "=" and a.op == "name" and a.value == name and not inside & set(q.letters) and not b.zero:
                found.append(b)
    return found


def _pool(reading: Reading, name: str, longest: int) -> list[Node]:
    """Values for one letter: factors, short words, sums, longer words."""
    shape = reading.bound[name]
    found = [Node("factor", (), n, 0, shape=s) for n, s in reading.shapes.letters.items()
             if s is not None and _semidefinite(reading, n)]  # fmt: skip
    for h, rows in enumerate(block_rows(reading)):
        strips = [Node("strip", (), (h, i), 0, shape=(leaf, Size(parts=tuple(rows)))) for i, leaf in enumerate(rows)]
        found += strips
        if shape is not None and _tall(shape, rows):
            found.append(Node("block", tuple(strips), (len(rows), 1), 0, shape=shape))
    found += words_of(reading, 1)
    found += [number(1)] if shape is None else _sums(reading, shape)
    found += [w for most in range(2, longest + 1) for w in words_of(reading, most)]
    seen: dict[str, Node] = {}
    for word in found:
        if _fits(shape, word) or (word.zero and shape is not None):
            seen.setdefault(candidate_text(word), word)
    return list(seen.values())


def block_rows(reading: Reading) -> list[list[Size]]:
    """Heights of the blocks of each block matrix that a hypothesis says to be ⪰ 0."""
    shapes = [r.right.shape if r.left.zero else r.left.shape for r in reading.hypotheses if r.op != "="]
    return [s[0].leaves() for s in shapes if s is not None and len(s[0].leaves()) > 1]


def _sums(reading: Reading, shape: Shape) -> list[Node]:
    """a + b and a − b of letters, and the halves of those with the transpose."""
    letters = [Node("name", (), name, 0, shape=s) for name, s in reading.shapes.letters.items()]
    letters = [a for a in letters if _fits(shape, a)]
    found = [both(a, b) for a, b in combinations(letters, 2) for both in (plus, minus)] + [minus(b, a) for a, b in
                                                                                          combinations(letters, 2)]  # fmt: skip
    square = [a for a in letters if a.shape is not None and _same(*a.shape)]
    half = number(Fraction(1, 2))
    return found + [times(half, both(a, turn(a))) for a in square for both in (plus, minus)]


def _tall(shape: Any, rows: list[Size]) -> bool:
    leaves = shape[0].leaves()
    return len(leaves) == len(rows) and all(_same(a, b) for a, b in zip(leaves, rows, strict=True))


def _is_block(relation: Relation) -> bool:
    shape = relation.right.shape if relation.left.zero else relation.left.shape
    return shape is not None and len(shape[0].leaves()) > 1


def _semidefinite(reading: Reading, name: str) -> bool:
    d = reading.declared.get(name)
    if d is not None and "diagonal" not in d.kinds and (d.kinds & {"psd", "pd"} or d.bound):
        return True
    return any(r.op != "=" and r.left.op == "name" and r.left.value == name and r.right.zero and r.left.shape is not None
               for r in reading.hypotheses)  # fmt: skip


def _possible(q: Quantified, at: dict[str, Node], scenes: list[Scene]) -> bool:
    """Whether the values meet the body in all scenes; those that have no exact value are kept."""
    for scene in scenes:
        inner = Scene.__new__(Scene)
        inner.reading, inner.sizes = scene.reading, dict(scene.sizes)
        try:
            found = {name: _value(scene, node, scene.reading.bound[name]) for name, node in at.items()}
            if any(value is None for value in found.values()):
                continue
            inner.values = {**scene.values, **found}
            declared = {name: scene.reading.declared[name] for name in found if name in scene.reading.declared}
            kinds = all(is_of_kind(d, found[name]) for name, d in declared.items())
            if not kinds or not all(inner.holds(r) for r in q.relations):
                return False
        except (Undefined, KeyError, ValueError, IndexError, TypeError):
            return False  # not of the shape that the letter has in this scene
    return True


def _value(scene: Scene, node: Node, shape: Shape) -> Any:
    """The value of a candidate; None for a factor that is not rational here, and for 0 and I of an unknown size."""
    if node.op == "factor":
        return square_factor(scene.values[node.value])
    if node.op == "block" and node.args[0].op == "strip":
        gaps = [r for r in scene.reading.hypotheses if r.op != "=" and _is_block(r)]
        return square_factor(scene.gap(gaps[node.args[0].value[0]]))
    if node.op == "strip":
        gaps = [r for r in scene.reading.hypotheses if r.op != "=" and _is_block(r)]
        found = square_factor(scene.gap(gaps[node.value[0]]))
        heights = [leaf.number(scene.sizes) for leaf in block_rows(scene.reading)[node.value[0]]]
        i = node.value[1]
        return None if found is None else found[sum(heights[:i]) : sum(heights[: i + 1])]
    if shape is not None and (node.zero or node.op == "identity"):
        if any(not isinstance(leaf.value, int) and id(leaf) not in scene.sizes for side in shape for leaf in side.leaves()):
            return None
        rows, columns = (side.number(scene.sizes) for side in shape)
        return tuple(tuple(Fraction(i == j and not node.zero) for j in range(columns)) for i in range(rows))
    return scene.of(node)


def kinds_of(reading: Reading, q: Quantified) -> list[Relation]:
    """What the declaration of a bound letter promises, to be shown of its value."""
    found = []
    for name in q.letters:
        d, shape = reading.declared.get(name), reading.bound[name]
        if d is None:
            continue
        a = Node("name", (), name, d.at, shape=shape)
        if shape is None:
            if "positive" in d.kinds or "nonnegative" in d.kinds:
                found.append(Relation(">" if "positive" in d.kinds else ">=", a, number(0), d.at))
            if d.bound:
                found.append(Relation(d.bound[0], a, number(d.bound[1]), d.at))
            continue
        eye = Node("identity", (), None, d.at, shape=(shape[1], shape[1]))
        turned = turn(a)
        said = {
            "symmetric": [(turned, a)], "skew": [(turned, Node("neg", (a,), None, d.at, shape=shape))],
            "orthonormal": [(times(turned, a), eye)], "orthogonal": [(times(turned, a), eye), (times(a, turned), eye)],
            "projection": [(times(a, a), a), (turned, a)], "idempotent": [(times(a, a), a)],
        }  # fmt: skip
        found += [Relation("=", x, y, d.at) for kind in sorted(d.kinds & set(said)) for x, y in said[kind]]
        strict = "pd" in d.kinds or (d.bound is not None and d.bound[0] == ">")
        if strict or "psd" in d.kinds or d.bound:
            found.append(Relation("≻" if strict else "⪰", a, number(0), d.at))
    return found
