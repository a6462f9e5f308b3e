"""A statement at exact values of its letters: the parsed text is evaluated, not what became of it in the kernel.

This is the second reading on which a refutation rests. Matrices are tuples of rows; a 1 x 1 matrix and a number are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from theory.statements.declarations import SQUARE, Declaration
from theory.statements.numbers import Undefined, reciprocal, root, sign
from theory.statements.reading import Reading
from theory.statements.shapes import Size, constant
from theory.statements.tree import Node, Relation

Rows = tuple[tuple[Any, ...], ...]


class Scene:
    """``values``: numbers and matrices by the user's letters; sizes follow from them, others are in ``sizes``, by name, or in
    ``roots``, by the id of the `Size`. A letter that is a size as well has one value.

    >>> from theory.statements.reading import read
    >>> scene = Scene(read("A*B = B*A"), {"A": ((1, 1), (0, 1)), "B": ((1, 0), (1, 1))})
    >>> scene.meets_hypotheses(), [scene.holds(r) for r in scene.reading.conclusions]
    (True, [False])
    """

    def __init__(self, reading: Reading, values: Mapping[str, Any], sizes: Mapping[str, int] | None = None,
                 roots: Mapping[int, int] | None = None):  # fmt: skip
        self.reading = reading
        self.values = {name: _exact(value) for name, value in values.items()}
        self.sizes: dict[int, int] = {}
        for name, shape in reading.shapes.letters.items():
            value = self.values.get(name)
            if value is None:
                raise Undefined(f"no value for {name}")
            if (shape is None) != (not isinstance(value, tuple)):
                raise Undefined(f"{name} has the wrong kind of value")
            for side, n in zip(shape or (), (len(value), len(value[0])) if shape else (), strict=True):
                if side.root().parts:
                    continue
                known = side.root().value
                if self.sizes.setdefault(id(side.root()), n) != n or (isinstance(known, int) and known != n):
                    raise Undefined(f"{name} has the wrong shape")
        for name, size in reading.shapes.sizes.items():
            n = self.sizes.setdefault(id(size.root()), int(self.values.get(name, (sizes or {}).get(name, 2))))
            if self.values.get(name, n) != n or n < 1:
                raise Undefined(f"{name} is a size, and has one value")
        self.sizes = {**(roots or {}), **self.sizes}
        self._sums()

    def _sums(self) -> None:
        """The sides that are sums: one part that nothing else gives follows from the letter's value."""
        for name, shape in self.reading.shapes.letters.items():
            value = self.values[name]
            for side, n in zip(shape or (), (len(value), len(value[0])) if shape else (), strict=True):
                if side.root().parts:
                    missing = {id(s) for s in side.leaves() if not isinstance(s.value, int) and id(s) not in self.sizes}
                    if len(missing) == 1:
                        known = side.number({**self.sizes, **dict.fromkeys(missing, 0)})
                        times = sum(id(s) in missing for s in side.leaves())
                        self.sizes[missing.pop()] = max(1, (n - known) // times)
                    if missing - set(self.sizes) or side.number(self.sizes) != n:
                        raise Undefined(f"{name} has the wrong shape")

    def meets_hypotheses(self) -> bool:
        """Whether the declarations and all hypotheses without forall hold; Undefined where an inverse does not exist. Those
        with forall, and conclusions with exists, are for `theory.statements.decide`."""
        return all(is_of_kind(d, self.values[n]) for n, d in self.reading.declared.items() if n in self.values) and all(
            self.holds(r) for r in self.reading.hypotheses)  # fmt: skip

    def holds(self, relation: Relation) -> bool:
        """The truth of a relation."""
        gap = self.gap(relation)
        if relation.op == "=":
            return all(sign(x) == 0 for row in gap for x in row) if isinstance(gap, tuple) else sign(gap) == 0
        strict = relation.op in (">", "≻")
        return definite(gap, strict) if isinstance(gap, tuple) else sign(gap) >= strict

    def gap(self, relation: Relation) -> Any:
        """left − right, of the shape that both have."""
        left, right = _number(self.of(relation.left)), _number(self.of(relation.right))
        if relation.left.zero and isinstance(right, tuple):
            left = zero(right)
        if relation.right.zero and isinstance(left, tuple):
            right = zero(left)
        return _number(add(left, right, -1))

    def of(self, node: Node) -> Any:
        """The value of an expression."""
        match node.op:
            case "number":
                return Fraction(node.value)
            case "name":
                if node.value in self.values:
                    return self.values[node.value]
                return Fraction(self.sizes[id(self.reading.shapes.sizes[node.value].root())])
            case "identity":
                return identity(self._size(node.shape[0]))
            case "block":
                return self._block(node)
            case "^":
                return self._power(node)
            case "norm":
                return root(self._square(node.args[0]))
        args = [self.of(a) for a in node.args]
        return operation(node.op, args)

    def _size(self, size: Size) -> int:
        for leaf in size.leaves():
            if not isinstance(leaf.value, int):
                self.sizes.setdefault(id(leaf), 2)
        return size.number(self.sizes)

    def _block(self, node: Node) -> Rows:
        """Blocks put together; 0 takes the size of its place."""
        blocks = []
        for k, block in enumerate(node.args):
            i, j = divmod(k, node.value[1])
            size = self._size(node.value.heights[i]), self._size(node.value.widths[j])
            value = ((Fraction(0),) * size[1],) * size[0] if block.zero else self.of(block)
            value = value if isinstance(value, tuple) else ((value,),)
            if (len(value), len(value[0])) != size:
                raise Undefined("a block of another size")
            blocks.append(value)
        rows = [blocks[k : k + node.value[1]] for k in range(0, len(blocks), node.value[1])]
        return tuple(tuple(x for b in row for x in b[i]) for row in rows for i in range(len(row[0])))

    def _square(self, node: Node) -> Any:
        value = self.of(node)
        return trace(multiply(transpose(value), value))

    def _power(self, node: Node) -> Any:
        base, exponent = node.args
        n = constant(exponent)
        if n is None:
            n = Fraction(self.of(exponent))
        if base.op == "norm" and n >= 0 and n % 2 == 0:
            return power(self._square(base.args[0]), int(n) // 2)
        return power(self.of(base), int(n))


def is_of_kind(d: Declaration, value: Any) -> bool:
    """Whether a value is what a declaration says of its letter."""
    if not isinstance(value, tuple):
        low, whole = d.bound, not isinstance(value, Fraction) or value.denominator == 1
        good = not low or (sign(value - low[1]) > 0 if low[0] == ">" else sign(value - low[1]) >= 0)
        wrong = ("positive" in d.kinds and sign(value) <= 0) or ("nonnegative" in d.kinds and sign(value) < 0)
        return good and not wrong and (whole or "integer" not in d.kinds)
    turned, one = transpose(value), identity(len(value))
    square, frame = len(value) == len(value[0]), identity(len(value[0]))
    tests = {
        "symmetric": lambda: value == turned, "skew": lambda: value == scale(Fraction(-1), turned),
        "orthonormal": lambda: _product_is(turned, value, frame),
        "square": lambda: square,
        "orthogonal": lambda: _product_is(turned, value, frame) and _product_is(value, turned, one),
        "idempotent": lambda: _product_is(value, value, value),
        "normal": lambda: _product_is(turned, value, multiply(value, turned)),
        "projection": lambda: value == turned and _product_is(value, value, value), "invertible": lambda: invertible(value),
        "psd": lambda: definite(value, False), "pd": lambda: definite(value, True),
        "diagonal": lambda: all(i == j or x == 0 for i, row in enumerate(value) for j, x in enumerate(row)),
        "positive": lambda: definite(value, True), "nonnegative": lambda: definite(value, False),
    }  # fmt: skip
    if d.kinds & SQUARE and not square:
        return False
    good = all(tests[kind]() for kind in d.kinds if kind in tests)
    return good and (d.bound is None or definite(value, d.bound[0] == ">"))


def _product_is(a: Rows, b: Rows, c: Rows) -> bool:
    """Whether a·b = c, up to the first entry that differs."""
    columns = tuple(zip(*b, strict=True))
    return all(sum((x * y for x, y in zip(row, column, strict=True)), Fraction(0)) == z
               for row, line in zip(a, c, strict=True) for column, z in zip(columns, line, strict=True))  # fmt: skip


def invertible(a: Any) -> bool:
    """Whether there is an inverse."""
    try:
        inverse(a)
    except Undefined:
        return False
    return True


def _exact(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        return tuple(tuple(Fraction(x) for x in row) for row in value)
    return Fraction(value)


def _number(value: Any) -> Any:
    return value[0][0] if isinstance(value, tuple) and len(value) == len(value[0]) == 1 else value


def identity(n: int) -> Rows:
    """I of size n."""
    return tuple(tuple(Fraction(int(i == j)) for j in range(n)) for i in range(n))


def zero(a: Rows) -> Rows:
    """0 of the shape of a."""
    return tuple(tuple(Fraction(0) for _ in row) for row in a)


def add(a: Any, b: Any, times: int = 1) -> Any:
    """a + times·b."""
    if isinstance(a, tuple) != isinstance(b, tuple):
        a, b = _number(a), _number(b)
    if not isinstance(a, tuple):
        return a + b * times
    if (len(a), len(a[0])) != (len(b), len(b[0])):
        raise Undefined("shapes do not fit")
    return tuple(tuple(x + y * times for x, y in zip(r, s, strict=True)) for r, s in zip(a, b, strict=True))


def scale(c: Any, a: Any) -> Any:
    """c·a."""
    return tuple(tuple(x * c for x in row) for row in a) if isinstance(a, tuple) else a * c


def multiply(a: Any, b: Any) -> Any:
    """a·b; a number or a 1 x 1 matrix is a factor."""
    if isinstance(a, tuple) and isinstance(b, tuple) and len(a[0]) != len(b):
        a, b = _number(a), _number(b)
    if not isinstance(a, tuple):
        return scale(a, b)
    if not isinstance(b, tuple):
        return scale(b, a)
    columns = tuple(zip(*b, strict=True))
    return tuple(tuple(sum((x * y for x, y in zip(row, column, strict=True)), Fraction(0)) for column in columns) for row in a)


def transpose(a: Any) -> Any:
    """aᵀ."""
    return tuple(zip(*a, strict=True)) if isinstance(a, tuple) else a


def trace(a: Any) -> Any:
    """tr a."""
    return sum((a[i][i] for i in range(len(a))), Fraction(0)) if isinstance(a, tuple) else a


def power(a: Any, n: int) -> Any:
    """aⁿ."""
    if n < 0:
        return power(inverse(a), -n)
    result: Any = identity(len(a)) if isinstance(a, tuple) else Fraction(1)
    for _ in range(n):
        result = multiply(result, a)
    return result


def inverse(a: Any) -> Any:
    """a⁻¹ by Gauss and Jordan; Undefined where there is none.

    >>> inverse(((Fraction(2), Fraction(1)), (Fraction(1), Fraction(1))))[0]
    (Fraction(1, 1), Fraction(-1, 1))
    """
    if not isinstance(a, tuple):
        return reciprocal(a)
    n = len(a)
    rows = [list(row) + list(one) for row, one in zip(a, identity(n), strict=True)]
    for k in range(n):
        pivot = next((i for i in range(k, n) if sign(rows[i][k])), None)
        if pivot is None:
            raise Undefined("a singular matrix has no inverse")
        rows[k], rows[pivot] = rows[pivot], rows[k]
        head = reciprocal(rows[k][k])
        rows[k] = [x * head for x in rows[k]]
        for i in range(n):
            if i != k and sign(rows[i][k]):
                c = rows[i][k]
                rows[i] = [x - c * y for x, y in zip(rows[i], rows[k], strict=True)]
    return tuple(tuple(row[n:]) for row in rows)


def definite(a: Rows, strict: bool) -> bool:
    """Whether a is symmetric and positive semidefinite (definite), by elimination.

    >>> one = Fraction(1)
    >>> definite(((one, one), (one, one)), False), definite(((one, one), (one, one)), True)
    (True, False)
    """
    if a != transpose(a):
        return False
    rest = [list(row) for row in a]
    while rest:
        head = rest[0][0]
        if sign(head) < 0 or (sign(head) == 0 and (strict or any(sign(x) for x in rest[0]))):
            return False
        c = reciprocal(head) if sign(head) else Fraction(0)
        rest = [[x - row[0] * c * y for x, y in zip(row[1:], rest[0][1:], strict=True)] for row in rest[1:]]
    return True


def operation(op: str, args: list[Any]) -> Any:
    """The value of an operation at exact values: a matrix is a tuple of rows, a number a fraction or a radical.

    >>> operation("tr", [((Fraction(1), Fraction(2)), (Fraction(3), Fraction(4)))])
    Fraction(5, 1)
    """
    match op:
        case "+":
            return add(args[0], args[1])
        case "-":
            return add(args[0], args[1], -1)
        case "neg":
            return scale(Fraction(-1), args[0])
        case "*":
            return multiply(args[0], args[1])
        case "/":
            return scale(reciprocal(_number(args[1])), args[0])
        case "T":
            return transpose(args[0])
        case "inv":
            return inverse(args[0])
        case "tr":
            return trace(args[0])
        case "inner":
            return trace(multiply(transpose(args[0]), args[1]))
    raise Undefined(f"no value of {op}")
