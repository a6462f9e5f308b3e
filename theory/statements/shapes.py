"""Shapes by unification: every letter gets rows and columns, sizes that must agree are made one, and what does not fit is
named with both shapes.

A number has the shape None. Undeclared upper-case letters are matrices, undeclared lower-case ones numbers; capital
Greek ones are declared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from theory.statements.declarations import SQUARE, Declaration
from theory.statements.tokens import WORDS
from theory.statements.tree import Node, Relation, StatementError


class Size:
    """A number of rows or columns: rigid (a name or a number), open, or the sum of ``parts`` (of a block matrix); equal ones
    share a root. ``long``: of a vector, and so never made 1 to let something fit."""

    def __init__(self, value: str | int | None = None, *, long: bool = False, parts: tuple[Size, ...] = ()):
        self.value, self.parent, self.long, self.parts = value, None, long, parts

    parent: Size | None

    def root(self) -> Size:
        """The representative."""
        return self if self.parent is None else self.parent.root()

    def leaves(self) -> list[Size]:
        """The sizes that it is the sum of: itself, but for block matrices."""
        root = self.root()
        return [leaf for part in root.parts for leaf in part.leaves()] if root.parts else [root]

    def number(self, sizes: Mapping[int, int]) -> int:
        """How many, where ``sizes`` has the open and the named ones by id; KeyError where one is missing."""
        return sum(leaf.value if isinstance(leaf.value, int) else sizes[id(leaf)] for leaf in self.leaves())

    def __str__(self) -> str:
        root = self.root()
        if root.parts:
            return "(" + " + ".join(map(str, root.parts)) + ")"
        return "?" if root.value is None else str(root.value)


Shape = tuple[Size, Size] | None
CAPITALS = {word for word in WORDS if word[0].isupper()}
"""Γ, Δ, Λ, Σ, … are matrices to some and numbers to others."""


def shape_text(shape: Shape) -> str:
    """m x n, or "a number".

    >>> shape_text((Size("m"), Size(1))), shape_text(None)
    ('m x 1', 'a number')
    """
    if shape is None:
        return "a number"
    return "a matrix" if str(shape[0]) == str(shape[1]) == "?" else f"{shape[0]} x {shape[1]}"


@dataclass
class Shapes:
    """The letters of a statement with their shapes; ``powers``: letters that stand in exponents (integers)."""

    declared: dict[str, Declaration]
    letters: dict[str, Shape] = field(default_factory=dict)
    sizes: dict[str, Size] = field(default_factory=dict)
    integers: dict[str, int] = field(default_factory=dict)
    trail: list[tuple[Size, Size]] = field(default_factory=list)
    text: str = ""

    def declare(self) -> None:
        """Shapes of the declared letters; names of sizes."""
        for d in self.declared.values():
            if d.size is not None:
                for s in d.size:
                    other = self.declared.get(s)
                    if other is not None and not other.kinds & {"integer", "dimension"}:
                        raise StatementError(f"{s} is a size here, and a letter of another kind elsewhere", d.text, d.at)
                rows, columns = (self.size(s) for s in d.size)
                self.letters[d.name] = rows, columns
            elif d.scalar:
                self.letters[d.name] = None
                if d.kinds & {"dimension"}:
                    self.size(d.name)
            elif "vector" in d.kinds:
                self.letters[d.name] = Size(long=True), Size(1)
            else:
                rows = Size()
                self.letters[d.name] = (rows, rows) if d.kinds & SQUARE or (d.bound and not d.scalar) else (rows, Size())

    def size(self, text: str) -> Size:
        """The size of that name or number."""
        if text.isdigit():
            return Size(int(text))
        return self.sizes.setdefault(text, Size(text))

    def unify(self, a: Size, b: Size, *, narrow: bool = True) -> bool:
        """Make two sizes one; False where they are different names or numbers, and where an open one would become 1 (unless
        ``narrow``, and never for the length of a vector)."""
        a, b = a.root(), b.root()
        if a is b or (a.value is not None and a.value == b.value):
            return True
        if a.parts or b.parts:
            return self._unify_sums(a, b, narrow)
        if a.value is not None and b.value is not None:
            return False
        if 1 in (a.value, b.value) and (a.long or b.long or not narrow):
            return False
        a.long = b.long = a.long or b.long
        if a.value is None:
            a, b = b, a
        b.parent = a
        self.trail.append((b, a))
        return True

    def _unify_sums(self, a: Size, b: Size, narrow: bool) -> bool:
        """A sum with an open size, with a sum of as many parts (one by one), or with its own number."""
        if not a.parts:
            a, b = b, a
        leaves = a.leaves()
        if b.parts:
            if len(a.parts) != len(b.parts) or not all(
                    self.unify(x, y, narrow=narrow) for x, y in zip(a.parts, b.parts, strict=True)):  # fmt: skip
                return False
        elif isinstance(b.value, int):
            if not all(isinstance(x.value, int) for x in leaves) or a.number({}) != b.value:
                return False
        elif b.value is not None or any(x is b for x in leaves):
            return False
        b.parent = a
        self.trail.append((b, a))
        return True

    def fit(self, a: Shape, b: Shape) -> bool:
        """Make two shapes one; undone where that fails, so that an error shows what was there."""
        if a is None or b is None:
            return _one(a) and _one(b)
        mark = len(self.trail)
        if self.unify(a[0], b[0]) and self.unify(a[1], b[1]):
            return True
        while len(self.trail) > mark:
            self.trail.pop()[0].parent = None
        return False

    # ------------------------------------------------------------------------------------------------ expressions

    def relation(self, relation: Relation, text: str) -> None:
        """Shapes of both sides, which must agree; order needs numbers or square matrices."""
        self.text = text
        left, right = self.of(relation.left), self.of(relation.right)
        if not relation.left.zero and not relation.right.zero and not self.fit(left, right):
            named = next((n.value for n in (relation.left, relation.right) if n.op == "name" and n.shape is not None and
                          n.value not in self.declared), "")  # fmt: skip
            hint = f": declare {named}: real, if it is a number" if named and (left is None) != (right is None) else ""
            raise self.error(f"{shape_text(left)} and {shape_text(right)} cannot be compared{hint}", relation.at)
        shape = right if relation.left.zero else left
        self.silent(relation, shape)
        if relation.op == "=" or shape is None:
            return
        if not self.unify(*shape, narrow=False):
            raise self.error(f"only numbers and square matrices are ordered, not {shape_text(shape)}", relation.at)

    def silent(self, relation: Relation, shape: Shape) -> None:
        """Refuse what an order suggests of letters that nobody declared: a matrix in a ⪰ 0, a number in L I ⪰ A."""
        for node in relation.walk() if relation.op != "=" else ():
            multiple = node.op == "*" and node.args[1].op == "identity"
            found = node.args[0] if multiple else node
            found = found.args[0] if found.op == "^" else found
            if found.op != "name" or found.value in self.declared or found.value in self.sizes:
                continue
            if multiple and found.shape is not None:
                raise self.error(f"a multiple of I, or a product: say {found.value}: real, or {found.value}: n x n", found.at)
            if shape is None and relation.op in ("⪰", "≻"):
                raise self.error(f"⪰ orders matrices, and {found.value} is not declared: say n x n, or write >=", relation.at)

    def error(self, message: str, at: int) -> StatementError:
        """An error in the text at hand."""
        return StatementError(message, self.text, at)

    def of(self, node: Node) -> Shape:
        """The shape of an expression, noted at every node."""
        node.shape = _RULES[node.op](self, node)
        return node.shape

    def name(self, node: Node) -> Shape:
        """A letter, undeclared ones by their case."""
        name = node.value
        if name not in self.letters:
            if name in self.sizes:
                return None
            if name in ("n", "m", "d", "N"):
                raise self.error(f"{name} is not declared: say {name}: real, or use it as a size, A: {name} x {name}", node.at)
            if name.split("_")[0] in CAPITALS:
                raise self.error(f"{name} is not declared: say {name}: n x n, or {name}: real", node.at)
            single = len(name.split("_")[0].rstrip("0123456789")) == 1
            self.letters[name] = (Size(), Size()) if name[0].isupper() and single else None
        return self.letters[name]

    def identity(self, node: Node) -> Shape:
        """I, I_n."""
        if not node.args:
            side = Size()
            return side, side
        inner = node.args[0]
        if inner.op == "number":
            if inner.value.denominator != 1 or not 1 <= inner.value <= 8:
                raise self.error("the size of I is a name, or a number from 1 to 8", node.at)
            side = Size(int(inner.value))
        elif inner.op == "name" and (inner.value in self.sizes or inner.value not in self.letters):
            side = self.size(inner.value)
        else:
            raise self.error(f"{inner.value} is a letter, not a size: I_n has the name of a size or a number", node.at)
        inner.shape = None
        return side, side

    def add(self, node: Node) -> Shape:
        """a + b, a − b."""
        left, right = (self.of(a) for a in node.args)
        if not self.fit(left, right):
            verb = "added" if node.op == "+" else "subtracted"
            hint = ": write a multiple of I" if (left is None) != (right is None) else ""
            raise self.error(f"{shape_text(left)} and {shape_text(right)} cannot be {verb}{hint}", node.args[1].at)
        return left

    def multiply(self, node: Node) -> Shape:
        """Products; a 1 x 1 matrix is a number."""
        left, right = (self.of(a) for a in node.args)
        if left is not None and right is None:
            self.acted_on(node.args[1])
        if left is None or right is None:
            return right if left is None else left
        if self.unify(left[1], right[0], narrow=False):
            return left[0], right[1]
        if _one(left) or _one(right):
            return right if _one(left) else left
        raise self.error(f"{shape_text(left)} times {shape_text(right)} does not fit", node.args[1].at)

    def divide(self, node: Node) -> Shape:
        """By a number."""
        left, right = (self.of(a) for a in node.args)
        if not _one(right):
            below = node.args[1]
            hint = f"; {below.value} > 0 for a number is {below.value}: positive" if below.op == "name" else ""
            raise self.error(f"division by {shape_text(right)}: divide by numbers, or write an inverse A^-1{hint}", below.at)
        if constant(node.args[1]) == 0:
            raise self.error("division by 0", node.args[1].at)
        return left

    def power(self, node: Node) -> Shape:
        """Literal powers of numbers and square matrices; powers with letters of positive ones."""
        base, exponent = node.args
        shape = self.of(base)
        if shape is not None and not self.unify(*shape, narrow=False):
            raise self.error(f"a power of something of shape {shape_text(shape)}: only square matrices have powers", base.at)
        value = constant(exponent)
        if value is not None:
            if value.denominator != 1 or abs(value) > 12:
                raise self.error("an exponent is an integer from -12 to 12, or an expression in integers", exponent.at)
            if value < 0 and constant(base) == 0:
                raise self.error("division by 0", base.at)
            return shape
        for inner in exponent.walk():
            if inner.op not in ("name", "number", "+", "-", "*", "neg"):
                raise self.error("an exponent is an expression in integers", inner.at)
            inner.shape = None
            if inner.op == "name" and inner.value not in self.sizes:
                d = self.declared.get(inner.value)
                if d is None or "integer" not in d.kinds:
                    raise self.error(f"{inner.value} is an exponent: declare it, {inner.value}: integer >= 1", inner.at)
        positive = (
            base.op == "name"
            and (d := self.declared.get(base.value)) is not None
            and ("positive" in d.kinds or (d.bound is not None and d.bound[0] == ">"))
            and (d.scalar or "diagonal" in d.kinds)
        )
        if not positive:
            raise self.error("a power with a letter needs a base that is declared > 0: a number, or a diagonal", base.at)
        return shape

    def trace(self, node: Node) -> Shape:
        """tr of a square matrix."""
        shape = self.of(node.args[0])
        self.vector_like(node)
        if shape is not None and not self.unify(*shape, narrow=False):
            raise self.error(f"the trace of something of shape {shape_text(shape)}: only square matrices have one", node.at)
        return None

    def inner(self, node: Node) -> Shape:
        """<A, B>."""
        left, right = (self.of(a) for a in node.args)
        self.vector_like(node)
        if not self.fit(left, right):
            raise self.error(f"the inner product of {shape_text(left)} and {shape_text(right)}", node.args[1].at)
        return None

    def norm(self, node: Node) -> Shape:
        """Norms; single bars are for numbers and vectors."""
        shape = self.of(node.args[0])
        if node.value == "bar" and not _one(shape) and not (shape and shape[1].root().value == 1):
            raise self.error("|A| of a matrix could be a determinant: write ||A|| for the Frobenius norm", node.at)
        if node.value == "2" and shape is not None and 1 not in (shape[0].root().value, shape[1].root().value):
            raise self.error("the index 2 would be the spectral norm: norms are Frobenius norms, ||A|| or ||A||_F", node.at)
        if node.value != "bar":
            self.vector_like(node)
        return None

    def vector_like(self, node: Node) -> None:
        """Refuse undeclared lower-case letters where a vector is likely meant."""
        for arg in node.args:
            if arg.op == "name" and arg.shape is None and arg.value not in self.declared:
                raise self.error(f"{arg.value} is not declared: say {arg.value}: vector, or {arg.value}: real", arg.at)

    def acted_on(self, node: Node) -> None:
        """Refuse undeclared lower-case letters behind a matrix: x in A x, A(x − y) is likely a vector."""
        if node.op in ("+", "-", "neg", "*"):
            for arg in node.args:
                self.acted_on(arg)
        elif node.op == "name" and node.value not in self.declared and node.value not in self.sizes and (
                node.value.split("_")[0] not in WORDS):  # fmt: skip
            raise self.error(f"{node.value} is not declared: say {node.value}: vector, or {node.value}: real", node.at)

    def transpose(self, node: Node) -> Shape:
        """Aᵀ."""
        shape = self.of(node.args[0])
        self.vector_like(node)
        return shape and (shape[1], shape[0])

    def inverse(self, node: Node) -> Shape:
        """A⁻¹ of a square matrix or a number."""
        shape = self.of(node.args[0])
        if shape is not None and not self.unify(*shape, narrow=False):
            raise self.error(f"the inverse of something of shape {shape_text(shape)}: only square matrices have one", node.at)
        if constant(node.args[0]) == 0:
            raise self.error("division by 0", node.at)
        return shape


def block_shape(shapes: Shapes, node: Node) -> Shape:
    """Rows of blocks have one height, columns one width; 0 fits everywhere, a number is 1 x 1."""
    rows, columns = node.value
    heights: list[Size | None] = [None] * rows
    widths: list[Size | None] = [None] * columns
    for k, block in enumerate(node.args):
        i, j = divmod(k, columns)
        found = shapes.of(block)
        if block.zero:
            continue
        shape = found or (Size(1), Size(1))
        mine = heights[i] or shape[0], widths[j] or shape[1]
        if not (shapes.unify(mine[0], shape[0], narrow=False) and shapes.unify(mine[1], shape[1], narrow=False)):
            number = ": write a multiple of I, or declare what stands beside it" if found is None else ""
            other = next(w for k, w in enumerate(("row", "column")) if not shapes.unify(mine[k], shape[k], narrow=False))
            raise shapes.error(f"a block of shape {shape_text(shape)} does not fit into its {other} of blocks, of shape "
                               f"{shape_text((mine[0], mine[1]))}{number}", block.at)  # fmt: skip
        heights[i], widths[j] = mine
    tall, wide = ([s or Size() for s in side] for side in (heights, widths))
    node.value = Grid(rows, columns, tuple(tall), tuple(wide))
    return tuple(side[0] if len(side) == 1 else Size(parts=tuple(side)) for side in (tall, wide))  # type: ignore[return-value]


def sides_of(node: Node) -> tuple[Size, ...]:
    """Heights and widths of the blocks of a block matrix; none of another node."""
    return (*node.value.heights, *node.value.widths) if node.op == "block" and isinstance(node.value, Grid) else ()


class Grid(tuple):
    """(rows, columns) of blocks, with the ``heights`` and ``widths`` that they have."""

    heights: tuple[Size, ...]
    widths: tuple[Size, ...]

    def __new__(cls, rows: int, columns: int, heights: tuple[Size, ...], widths: tuple[Size, ...]) -> Grid:
        grid = super().__new__(cls, (rows, columns))
        grid.heights, grid.widths = heights, widths
        return grid


def _one(shape: Shape) -> bool:
    return shape is None or (shape[0].root().value == 1 and shape[1].root().value == 1)


is_number = _one


def constant(node: Node) -> Fraction | None:
    """The value of an expression without letters; None for others.

    >>> from theory.statements.tree import number
    >>> constant(Node("neg", (number(3),)))
    Fraction(-3, 1)
    """
    values = [constant(a) for a in node.args]
    if node.op == "number":
        return Fraction(node.value)
    if not values or any(v is None for v in values):
        return None
    a, b = values[0], values[-1]
    assert a is not None and b is not None
    match node.op:
        case "^":
            return a ** int(b) if b.denominator == 1 and abs(b) <= 12 and (a or b >= 0) else None
        case "inv":
            return 1 / a if a else None
        case "neg":
            return -a
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return a / b if b else None
    return None


_RULES: dict[str, Callable[[Shapes, Node], Shape]] = {
    "number": lambda s, n: None, "name": Shapes.name, "identity": Shapes.identity, "+": Shapes.add, "-": Shapes.add,
    "neg": lambda s, n: s.of(n.args[0]), "*": Shapes.multiply, "/": Shapes.divide, "^": Shapes.power,
    "T": Shapes.transpose, "inv": Shapes.inverse, "tr": Shapes.trace, "norm": Shapes.norm, "inner": Shapes.inner,
    "block": block_shape, **dict.fromkeys(("vector", "raw", "factor", "strip", "0"), lambda s, n: n.shape),
}  # fmt: skip
