"""Shapes of expressions with members of families: sizes such as d_{l-1} are sizes of their own, one for each index."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from theory.kernel.integers import BOUND, Int
from theory.prove.text import integer_text
from theory.statements.families.declared import SQUARE, Family
from theory.statements.families.indices import at_bound
from theory.statements.shapes import Shape, Shapes, Size, constant, is_number, shape_text
from theory.statements.tree import Node

INSIDE = ("name", "number", "+", "-", "*", "neg")


@dataclass
class FamilyShapes(Shapes):
    """``families`` by name; ``numbers``: letters that are integers (counts, and the indices at hand)."""

    families: dict[str, Family] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    open_shapes: dict[str, tuple[Size, Size]] = field(default_factory=dict)

    def closed(self, value: Int) -> Size:
        """The size that an integer expression is."""
        if value.constant is not None:
            return Size(value.constant)
        return self.sizes.setdefault(integer_text(value), Size(integer_text(value)))

    def member_shape(self, family: Family, index: Int) -> Shape:
        """The shape of a member."""
        if family.scalar:
            return None
        if family.shape is not None:
            rows, columns = (self.closed(at_bound(s, index)) for s in family.shape)
            return rows, columns
        if family.name not in self.open_shapes:
            rows = Size(long="vector" in family.kinds)
            columns = Size(1) if "vector" in family.kinds else rows if family.kinds & SQUARE else Size()
            self.open_shapes[family.name] = rows, columns
        return self.open_shapes[family.name]

    def of(self, node: Node) -> Shape:
        """The shape of an expression, noted at every node."""
        match node.op:
            case "member":
                node.shape = self.member_shape(self.families[node.value[0]], node.value[1])
            case "segment":
                node.shape = self.segment(node)
            case "sum" | "product":
                node.shape = self.added(node)
            case "name":
                node.shape = self.name(node)
            case "^":
                node.shape = self.power(node)
            case _:
                return super().of(node)
        return node.shape

    def name(self, node: Node) -> Shape:
        """A letter; indices and counts are numbers."""
        if node.value in self.numbers and node.value not in self.letters:
            return None
        return super().name(node)

    def segment(self, node: Node) -> Shape:
        """W_L ⋯ W_1: the shapes must chain, whatever the index."""
        name, left, right = node.value
        family = self.families[name]
        if family.scalar:
            return None
        step = descends(self, node, family)
        here = Int.symbol(BOUND)
        first, second = (here + 1, here) if step else (here, here + 1)
        a, b = self.member_shape(family, first), self.member_shape(family, second)
        assert a is not None and b is not None
        if not self.unify(a[1], b[0]):
            shown = f"{shape_text(a)} times {shape_text(b)}".replace("#", "l")
            raise self.error(f"{shown}: the members of {name} do not chain in this order", node.at)
        start, end = self.member_shape(family, left), self.member_shape(family, right)
        assert start is not None and end is not None
        return start[0], end[1]

    def added(self, node: Node) -> Shape:
        """sum_l, prod_l: a sum of matrices has their shape; a product is one of numbers."""
        shape = self.of(node.args[0])
        if node.op == "product" and not is_number(shape):
            raise self.error("the order of a product of matrices is written out: W_L ⋯ W_1", node.at)
        variable = node.value[0]
        for side in shape or ():
            if variable in _letters_of(str(side)):
                raise self.error(f"the summands have a shape that depends on {variable}", node.at)
        return shape

    def power(self, node: Node) -> Shape:
        """As before; a power with an index or a count of members has any base: it is a product of that many factors."""
        base, exponent = node.args
        inside = [n for n in exponent.walk() if n.op == "name"]
        if constant(exponent) is not None or not inside:
            return super().power(node)
        shape = self.of(base)
        if shape is not None and not self.unify(*shape, narrow=False):
            raise self.error(f"a power of something of shape {shape_text(shape)}: only square matrices have powers", base.at)
        for inner in exponent.walk():
            if inner.op not in INSIDE or (inner.op == "name" and inner.value not in self.numbers):
                raise self.error("an exponent is an expression in integers", inner.at)
            inner.shape = None
        return shape


def descends(shapes: FamilyShapes, node: Node, family: Family) -> bool:
    """Whether a segment runs downwards, W_L ⋯ W_1; an error where its ends do not say it."""
    _, left, right = node.value
    gap = left - right
    if gap.constant is not None and abs(gap.constant) < 1:
        raise shapes.error("a product with dots has two different ends", node.at)
    if gap.constant is not None:
        return gap.constant > 0
    down, up = (_at_least(family, a, b) for a, b in ((left, right), (right, left)))
    if down == up:
        raise shapes.error("which way does this product run? One end is the first or the last member", node.at)
    return down


def _at_least(family: Family, a: Int, b: Int) -> bool:
    """Whether a is the last member, or b the first one (up to a constant): then the product runs down from a to b."""
    near_top = (family.high - a).constant is not None
    near_bottom = (b - family.low).constant is not None
    return near_top or near_bottom


def _letters_of(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", text))
