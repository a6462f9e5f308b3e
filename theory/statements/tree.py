"""Parsed statements: nodes with their place in the text, relations, and errors with a caret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

LONGEST = 300
"""Characters of a message: it quotes what was written, and that may be anything."""


class StatementError(ValueError):
    """Why a statement cannot be read: one line, and where. ``str`` gives that line; `shown` puts a caret below the text.

    >>> print(StatementError("no operand", "A + ", 4).shown())
    no operand
      A +
         ^
    """

    def __init__(self, message: str, text: str = "", at: int = 0):
        said = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in " ".join(message.split()))
        super().__init__(said if len(said) <= LONGEST else said[: LONGEST - 1] + "…")
        self.text, self.at = text, at

    def shown(self) -> str:
        """The message, the text on one line, and a caret."""
        line = "".join(c if c.isprintable() else " " for c in self.text).rstrip()
        at = max(0, min(self.at, len(line)))
        start = max(0, at - 70)
        piece, dots = line[start : start + 110], "…" * (start > 0)
        return f"{self}\n  {dots}{piece}\n  {' ' * (at - start + len(dots))}^"


@dataclass(eq=False)
class Node:
    """An expression. ``op``: number name identity + - neg * / ^ T inv tr norm inner; ``value``: the number or the name;
    ``at``: where it begins in the text; ``shape``: given by `theory.statements.shapes`."""

    op: str
    args: tuple[Node, ...] = ()
    value: Any = None
    at: int = 0
    bare: bool = True
    shape: Any = field(default=None, repr=False)

    def walk(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        for arg in self.args:
            yield from arg.walk()

    @property
    def zero(self) -> bool:
        """Whether it is the number 0, which fits every shape."""
        return self.op == "number" and self.value == 0


@dataclass(eq=False)
class Relation:
    """``left op right``, op one of = >= > (of scalars, or of symmetric matrices: positive semidefinite, definite)."""

    op: str
    left: Node
    right: Node
    at: int = 0

    def walk(self) -> Iterator[Node]:
        """All nodes of both sides."""
        yield from self.left.walk()
        yield from self.right.walk()


def number(value: Fraction | int, at: int = 0) -> Node:
    """A literal.

    >>> number(2).value
    Fraction(2, 1)
    """
    return Node("number", (), Fraction(value), at)
