"""Hypotheses that give members: x_{k+1} = F(x_k), V_l = Q_l W_l, and f_{k+1} <= F(f_k), which bounds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from theory.kernel.integers import Int
from theory.statements.families.indices import offset
from theory.statements.families.ranging import Claim, FamilyReading
from theory.statements.tree import Node


@dataclass(frozen=True)
class Given:
    """A hypothesis that gives members: ``name``[place] is, or is bounded by, the other side. ``shift``: place − index."""

    name: str
    shift: Int | None
    value: Node
    claim: Claim
    sign: int = 0


def givens(reading: FamilyReading, claim: Claim) -> Iterator[Given]:
    """How a hypothesis gives, or bounds, a letter or the members of a family."""
    relation = claim.relation
    for left, right, sign in ((relation.left, relation.right, 1), (relation.right, relation.left, -1)):
        if relation.op == "=" and left.op == "name" and left.value in reading.shapes.letters and not claim.ranges and all(
                n.value != left.value for n in right.walk() if n.op == "name"):  # fmt: skip
            yield Given(left.value, None, right, claim)
            return
        solved = _solved(reading, left, right) if relation.op in (">=", ">", "=") else None
        if solved is None or (relation.op != "=" and left.shape is not None):
            continue
        member, value = solved
        name, index = member.value
        variable = next(iter(claim.ranges), None)
        shift = index if variable is None else offset(index, variable)
        if shift is None or any(_later(n, name, index) for n in value.walk()):
            continue
        yield Given(name, shift, value, claim, 0 if relation.op == "=" else sign)
        return


def _solved(reading: FamilyReading, left: Node, right: Node) -> tuple[Node, Node] | None:
    """member = value from member = value, or member − c = value."""
    if left.op == "member":
        return left, right
    if left.op in ("-", "+") and left.args[0].op == "member":
        other = "+" if left.op == "-" else "-"
        return left.args[0], Node(other, (right, left.args[1]), None, right.at, shape=right.shape)
    return None


def _later(node: Node, name: str, index: Int) -> bool:
    """Whether a node is a member of the family at this place or behind it, or a product or sum that may contain one."""
    if node.op == "member" and node.value[0] == name:
        gap = (index - node.value[1]).constant
        return gap is None or gap <= 0
    return node.op == "segment" and node.value[0] == name
