"""An expression of the language as text again, in the words of the kernel: ``x.T*A*x``, ``norm(A)``, ``[[A, B], [C, D]]``."""

from __future__ import annotations

from fractions import Fraction

from theory.statements.tree import Node, Relation

SIGNS = {"=": "==", "⪰": "⪰", "≻": "≻", ">=": ">=", ">": ">"}


def spoken(node: Node | Relation, tight: int = 0) -> str:
    """The text; ``tight``: 0 in a sum, 2 in a product, 3 under a power or a transpose: brackets where needed.

    >>> from theory.statements.reading import read
    >>> spoken(read("(A + B)^T [[x], [2]] = 0", "x: vector").conclusions[0])
    '(A + B).T*[[x], [2]] == 0'
    """
    if isinstance(node, Relation):
        return f"{spoken(node.left)} {SIGNS[node.op]} {spoken(node.right)}"
    text, level = _spoken(node)
    return f"({text})" if level < tight else text


def _spoken(node: Node) -> tuple[str, int]:
    args = node.args
    match node.op:
        case "number":
            value = Fraction(node.value)
            return str(value), 2 if value.denominator > 1 else 4
        case "name":
            return str(node.value), 4
        case "identity":
            return f"I({spoken(args[0])})" if args else "I", 4
        case "+" | "-":
            return f"{spoken(args[0])} {node.op} {spoken(args[1], 1 if node.op == '+' else 2)}", 0
        case "neg":
            return f"-{spoken(args[0], 2)}", 1
        case "*" | "/":
            return f"{spoken(args[0], 2)}{node.op}{spoken(args[1], 2 if node.op == '*' else 3)}", 2
        case "^":
            return f"{spoken(args[0], 4)}**{spoken(args[1], 4)}", 3
        case "T":
            return f"{spoken(args[0], 4)}.T", 4
        case "strip":
            return f"K{node.value[0] + 1}_{node.value[1] + 1}", 4
        case "raw":
            return str(node.value), 0
        case "0":
            return "0", 4
        case "block":
            rows = [args[k : k + node.value[1]] for k in range(0, len(args), node.value[1])]
            return "[" + ", ".join(f"[{', '.join(map(spoken, row))}]" for row in rows) + "]", 4
    return f"{node.op}({', '.join(map(spoken, args))})", 4
