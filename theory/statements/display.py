"""An expression or a relation of the language as it is typeset: nodes as trees of `theory.render`, and their LaTeX."""

from __future__ import annotations

from fractions import Fraction

from theory.render.latex import LatexWriter
from theory.render.names import symbols
from theory.render.tree import Math, letter, neg, number, plus, power, simplified, times, transpose
from theory.statements.tree import Node, Relation

FLIPPED = {">": "<", ">=": "<=", "succeq": "preceq"}


def displayed(node: Node) -> Math:
    """The tree of an expression; ValueError for a matrix of blocks, which has none."""
    args = node.args
    match node.op:
        case "number":
            return number(node.value)
        case "name":
            return letter(node.value)
        case "identity":
            return Math("I", (displayed(args[0]),)) if args else letter("I")
        case "+":
            return plus(*map(displayed, args))
        case "-":
            return plus(displayed(args[0]), neg(displayed(args[1])))
        case "neg":
            return neg(displayed(args[0]))
        case "*":
            return times(*map(displayed, args))
        case "/":
            below = displayed(args[1])
            under = number(Fraction(1) / below.value) if below.kind == "number" and below.value else power(below, number(-1))
            return times(under, displayed(args[0])) if under.kind == "number" else times(displayed(args[0]), under)
        case "^":
            base, exponent = displayed(args[0]), simplified(displayed(args[1]))
            return Math("norm2", base.args) if base.kind == "norm" and exponent == number(2) else power(base, exponent)
        case "T":
            return transpose(displayed(args[0]))
        case "inv":
            return power(displayed(args[0]), number(-1))
        case "tr" | "norm" | "inner":
            return Math(node.op, tuple(map(displayed, args)))
    raise ValueError(f"no formula for {node.op}")


def formula(said: Node | Relation) -> str:
    r"""LaTeX between dollars, the sides of a relation as they were written; M ≻ 0 in words. ValueError as `displayed`.

    >>> from theory.statements.reading import read
    >>> formula(read("||X Y^T - A|| <= ½ λ", "λ: real").conclusions[0])
    '$\\lVert X Y^{\\top} - A \\rVert \\le \\tfrac{1}{2} \\lambda$'
    """
    names = sorted({node.value for node in said.walk() if node.op == "name"})
    write = LatexWriter(symbols(names, ()))
    if isinstance(said, Node):
        return f"${write(displayed(said))}$"
    left, right = displayed(said.left), displayed(said.right)
    if said.op == "≻":
        return f"${write(plus(left, neg(right)))}$ is positive definite"
    sign = {"⪰": "succeq"}.get(said.op, said.op)
    if said.left.at > said.right.at:
        left, right, sign = right, left, FLIPPED.get(sign, sign)
    return f"${write(Math('rel', (left, right), sign))}$"
