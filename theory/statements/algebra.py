"""Sums and products of parsed expressions, and tables of them: zeros and identities go, shapes stay."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from theory.statements.shapes import Size, is_number
from theory.statements.tree import Node, Relation, number

Table = list[list[Node]]


def times(a: Node, b: Node) -> Node:
    """a·b, without factors I, and 0 where one is.

    >>> from theory.statements.spoken import spoken
    >>> spoken(times(Node("name", (), "x"), number(0)))
    '0'
    """
    if a.zero or b.zero:
        return number(0, a.at)
    if a.op == "identity" and b.shape is not None and not scales(b, a):
        return b
    if b.op == "identity" and a.shape is not None and not scales(a, b):
        return a
    if a.shape is None or b.shape is None:
        shape = b.shape if a.shape is None else a.shape
    elif scales(a, b) or scales(b, a):
        shape = b.shape if scales(a, b) else a.shape
    else:
        shape = a.shape[0], b.shape[1]
    return Node("*", (a, b), None, a.at, shape=shape)


def plus(a: Node, b: Node) -> Node:
    """a + b."""
    if a.zero or b.zero:
        return b if a.zero else a
    return Node("+", (a, b), None, a.at, shape=a.shape)


def minus(a: Node, b: Node) -> Node:
    """a − b."""
    if b.zero:
        return a
    return negated(b) if a.zero else Node("-", (a, b), None, a.at, shape=a.shape)


def negated(a: Node) -> Node:
    """−a."""
    return a if a.zero else Node("neg", (a,), None, a.at, shape=a.shape)


def turn(a: Node) -> Node:
    """aᵀ.

    >>> a = Node("name", (), "A")
    >>> turn(turn(a)) is a
    True
    """
    if a.zero or a.op == "identity" or a.shape is None:
        return a
    if a.op == "T":
        return a.args[0]
    if a.op == "neg":
        return negated(turn(a.args[0]))
    return Node("T", (a,), None, a.at, shape=a.shape and (a.shape[1], a.shape[0]))


def product(left: Table, right: Table) -> Table:
    """Rows times columns."""
    return [[total_of([times(x, y) for x, y in zip(row, column, strict=True)]) for column in zip(*right, strict=True)]
            for row in left]  # fmt: skip


def total_of(parts: list[Node]) -> Node:
    """A sum; 0 without parts.

    >>> from theory.statements.spoken import spoken
    >>> spoken(total_of([]))
    '0'
    """
    found = number(0)
    for part in parts:
        found = plus(found, part)
    return found


def raised(a: Node, n: int) -> Node:
    """aⁿ of a number."""
    return a if n == 1 else Node("^", (a, number(n)), None, a.at)


def unit(size: Size) -> Node:
    """I of a size."""
    return Node("identity", (), None, 0, shape=(size, size))


def scales(a: Node, b: Node) -> bool:
    """Whether a is a number that scales b: no product of matrices that fit."""
    if a.shape is None or b.shape is None:
        return a.shape is None
    x, y = a.shape[1].root(), b.shape[0].root()
    fits = x is y or (x.value is not None and x.value == y.value)
    return not fits and is_number(a.shape)


def put_in_place(value: Any, name: str, by: Node) -> Any:
    """A node or a relation with a letter replaced.

    >>> put_in_place(Node("name", (), "x"), "x", number(2)).value
    Fraction(2, 1)
    """
    if isinstance(value, Relation):
        return replace(value, left=put_in_place(value.left, name, by), right=put_in_place(value.right, name, by))
    if value.op == "name" and value.value == name:
        return replace(by, bare=False)
    return replace(value, args=tuple(put_in_place(a, name, by) for a in value.args)) if value.args else value
