"""An atom as it is written, and edits of it: the syntax tree says where, the rest of the text stays as it is.

Printing an edited tree takes time for the whole atom and every edit; a splice takes the time of copying the text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

Splice = tuple[int, int, str]
"""From here to there (in UTF-8 bytes), and what takes the place."""

SIGN, RELATION = re.compile(rb"[+-]"), re.compile(rb"[<>=!]=?")


class Atom:
    """An expression in Python syntax, such as ``"2*W.T*W == lam*X"``, with its tree.

    >>> atom = Atom("2*(x - y) >= 0")
    >>> product = atom.tree.left
    >>> atom.text(product), atom.put(atom.constant(product.left, -3))
    ('2*(x - y)', '-3*(x - y) >= 0')
    >>> atom.put(atom.turned(atom.tree))
    '0 >= 2*(x - y)'
    """

    def __init__(self, text: str):
        self.source = text.encode()
        self.tree = ast.parse(text, mode="eval").body

    def put(self, *splices: Splice) -> str:
        """The text with these places replaced; they do not overlap."""
        source = self.source
        for start, end, new in sorted(splices, reverse=True):
            source = source[:start] + new.encode() + source[end:]
        return source.decode()

    def span(self, node: ast.expr) -> tuple[int, int]:
        """Where a node begins and ends, without the parentheses around it."""
        return node.col_offset, node.end_col_offset or 0

    def text(self, node: ast.expr) -> str:
        """What a node reads, without the parentheses around it."""
        start, end = self.span(node)
        return self.source[start:end].decode()

    def instead(self, node: ast.expr, new: str) -> Splice:
        """Put this text in the place of a node."""
        return (*self.span(node), new)

    def constant(self, node: ast.expr, value: int, per: int = 1) -> Splice:
        """Put the number value/per in the place of a node, in parentheses where it would be read otherwise."""
        start, end = self.span(node)
        new = str(value) if per == 1 else f"{value}/{per}"
        before, after = self.source[:start].rstrip()[-1:], self.source[end:].lstrip()
        base, divisor, signed = after.startswith(b"**"), before == b"/", value < 0 and before not in OPENS
        plain = not signed and not (base and (value < 0 or per != 1)) and not (divisor and per != 1)
        return start, end, new if plain else f"({new})"

    def sign(self, node: ast.BinOp) -> Splice:
        """Plus for minus, minus for plus."""
        return (*self._between(node.left, node.right, SIGN), "-" if isinstance(node.op, ast.Add) else "+")

    def relation(self, node: ast.Compare, new: str) -> Splice:
        """Another relation between the two sides."""
        return (*self._between(node.left, node.comparators[0], RELATION), new)

    def sides(self, node: ast.Compare) -> tuple[str, str, str]:
        """Left side, relation, right side, as they are written, parentheses included."""
        start, end = self.span(node)
        first, last = self._between(node.left, node.comparators[0], RELATION)
        source = self.source
        return source[start:first].decode().strip(), source[first:last].decode(), source[last:end].decode().strip()

    def turned(self, node: ast.Compare, relation: str | None = None) -> Splice:
        """The sides exchanged, with the same relation or another one."""
        left, old, right = self.sides(node)
        return self.instead(node, f"{right} {relation or old} {left}")

    def right(self, node: ast.Compare, new: str) -> Splice:
        """Another right side; ``{}`` in it stands for the old one."""
        left, relation, right = self.sides(node)
        return self.instead(node, f"{left} {relation} {new.replace('{}', right)}")

    def _between(self, left: ast.expr, right: ast.expr, pattern: re.Pattern[bytes]) -> tuple[int, int]:
        found = pattern.search(self.source, left.end_col_offset or 0, right.col_offset)
        assert found is not None, "an operator stands between its operands, beside parentheses and spaces"
        return found.span()


OPENS = frozenset((b"", b"(", b",", b"=", b"<", b">", b"["))
"""What a number with a sign may stand behind."""


def factor(node: ast.expr, text: str) -> str:
    """The text of a node as it may stand behind ``2*``."""
    return text if isinstance(node, (ast.Name, ast.Constant, ast.Call, ast.Subscript, ast.Attribute)) else f"({text})"


def names(nodes: Iterable[ast.AST], among: Iterable[str]) -> list[ast.Name]:
    """The nodes that are one of these letters."""
    wanted = set(among)
    return [node for node in nodes if isinstance(node, ast.Name) and node.id in wanted]
