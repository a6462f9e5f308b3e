"""Block matrices in a text, in one spelling: ``⟦A, B; C, D⟧``, every character at its old place.

    [[A, B], [C, D]]      [A, B; C, D]      [x; y]      \\begin{pmatrix} A & B \\\\ C & D \\end{pmatrix}

``[A, B]`` alone could be a commutator and ``[A B; C D]`` a column of products: both are refused. Brackets without a comma or a
semicolon of their own are ordinary brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from theory.statements.tree import StatementError

OPEN, CLOSE = "⟦", "⟧"
ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{((?:p|b|B|v|V|small)?matrix|array)\*?\}(?:\s*\{[lcr|\s]*\})?")
ANGLES = re.compile(r"(?:<|⟨|\\langle\b)[^<>=;⟨⟩]*,[^<>=;⟨⟩]*(?:>|⟩|\\rangle\b)")
"""Inner products: their comma separates no blocks."""
PAIRS = {"(": ")", "[": "]", "{": "}"}
BARE = re.compile(r"[A-Za-z0-9α-ωΑ-Ω_'ᵀ⁻¹²})]\s+[A-Za-z0-9α-ωΑ-Ω\\({]")
"""Two operands with a blank between them."""


def marked(text: str, shown: str = "") -> str:
    """The text with its block matrices in ⟦ , ; ⟧; StatementError, with a place in ``shown``, where one cannot be read.

    >>> marked("tr([[A, B], [C, D]]) = 0")
    'tr(⟦ A, B ;  C, D ⟧) = 0'
    >>> marked(r"\\begin{bmatrix} A & B \\\\ C & D \\end{bmatrix}").split()
    ['⟦', 'A', ',', 'B', ';', 'C', ',', 'D', '⟧']
    """
    return _Marker(_environments(text, shown or text), shown or text).run()


def _environments(text: str, shown: str) -> str:
    """LaTeX environments; & and \\\\ mean something inside them only."""
    chars, opened = list(text), []
    at = 0
    while at < len(text):
        found = ENVIRONMENT.match(text, at)
        if found:
            if found[2] in ("vmatrix", "Vmatrix"):
                raise StatementError(f"{found[2]} is a determinant or a norm: write pmatrix, and the norm around it", shown, at)
            if found[1] == "begin":
                opened.append((found[2], at))
            elif not opened or opened[-1][0] != found[2]:
                raise StatementError(f"\\end{{{found[2]}}} closes nothing that is open", shown, at)
            else:
                opened.pop()
                _no_last_row(chars, at)
            chars[at : found.end()] = (OPEN if found[1] == "begin" else CLOSE).ljust(found.end() - at)
            at = found.end()
        elif opened and text[at] == "&":
            chars[at], at = ",", at + 1
        elif opened and text.startswith("\\\\", at):
            chars[at : at + 2], at = "; ", at + 2
        else:
            at += 1
    if opened:
        raise StatementError(f"\\begin{{{opened[-1][0]}}} is not closed", shown, opened[-1][1])
    return "".join(chars)


def _no_last_row(chars: list[str], end: int) -> None:
    """A \\\\ right before \\end begins no row."""
    k = end - 1
    while k >= 0 and chars[k].isspace():
        k -= 1
    if k >= 0 and chars[k] == ";":
        chars[k] = " "


@dataclass
class _Group:
    """A bracket with the places of its own commas and semicolons, and the brackets right inside."""

    start: int
    end: int
    commas: list[int]
    semicolons: list[int]
    inner: list[_Group]


class _Marker:
    def __init__(self, text: str, shown: str):
        self.text, self.shown, self.chars = text, shown, list(text)

    def run(self) -> str:
        """The text with every block matrix marked."""
        for group in self._groups():
            self._mark(group)
        return "".join(self.chars)

    def error(self, message: str, at: int) -> StatementError:
        """An error at a place."""
        return StatementError(message, self.shown, at)

    def _groups(self) -> list[_Group]:
        """Brackets at the top level; what does not match is left to the tokens."""
        stack: list[tuple[str, _Group]] = []
        top: list[_Group] = []
        angles = {k: m.start() for m in ANGLES.finditer(self.text) for k in range(m.start(), m.end())}
        depths: dict[int, int] = {}
        for k, c in enumerate(self.text):
            if k in angles:
                depth = depths.setdefault(angles[k], len(stack))
                if c == "," and len(stack) == depth:
                    continue
            if (c in PAIRS and self.text[k - 1 : k] != "\\") or c == OPEN:
                stack.append((c, _Group(k, -1, [], [], [])))
            elif c == CLOSE or c in PAIRS.values():
                if not stack or {**PAIRS, OPEN: CLOSE}[stack[-1][0]] != c:
                    return []
                _, group = stack.pop()
                group.end = k
                (stack[-1][1].inner if stack else top).append(group)
            elif stack and c == ",":
                stack[-1][1].commas.append(k)
            elif stack and c == ";":
                stack[-1][1].semicolons.append(k)
        return [] if stack else top

    def _mark(self, group: _Group) -> None:
        rows = self._rows(group) if self.text[group.start] == "[" else None
        for inner in group.inner if rows is None else [g for row in rows for g in row.inner]:
            self._mark(inner)
        if self.text[group.start] != "[":
            return
        if rows is not None:
            self._python(group, rows)
        elif group.semicolons:
            self._matlab(group)
        elif group.commas:
            inside = self.text[group.start : group.end + 1]
            raise self.error(f"{inside[:40]} could be a commutator or a row of blocks: write [{inside[:40]}] for the row",
                             group.start)  # fmt: skip

    def _rows(self, group: _Group) -> list[_Group] | None:
        """The rows of [[…], […]]; None where the bracket is another one."""
        rows = [g for g in group.inner if self.text[g.start] == "["]
        rest = self.text[group.start + 1 : group.end]
        for g in reversed(rows):
            a, b = g.start - group.start - 1, g.end - group.start
            rest = rest[:a] + rest[b:]
        if not rows or set(rest) - set(" ,\t\n") or len(group.commas) != len(rows) - 1:
            return None
        if len(rows) == 1 and not rows[0].commas and not rows[0].semicolons:
            return None
        return rows

    def _python(self, group: _Group, rows: list[_Group]) -> None:
        for row in rows:
            if row.semicolons:
                raise self.error("rows are separated by brackets or by semicolons, not both", row.semicolons[0])
            self.chars[row.start] = self.chars[row.end] = " "
        if not any(row.commas for row in rows):
            for row in rows:
                self._no_blank(row.start, row.end)
        self.chars[group.start], self.chars[group.end] = OPEN, CLOSE
        for comma in group.commas:
            self.chars[comma] = ";"

    def _matlab(self, group: _Group) -> None:
        ends = sorted([group.start, *group.commas, *group.semicolons, group.end])
        for a, b in pairwise(ends):
            self._no_blank(a, b)
        self.chars[group.start], self.chars[group.end] = OPEN, CLOSE


    def _no_blank(self, a: int, b: int) -> None:
        if found := BARE.search(_outside(self.text[a + 1 : b])):
            raise self.error("a blank could separate blocks or be a product: write [[A, B], [C, D]], and products with *",
                             a + 1 + found.start())  # fmt: skip


def _outside(text: str) -> str:
    """The text with what stands in brackets replaced by one letter each time."""
    depth, kept = 0, []
    for c in text:
        if c in "([{⟦":
            depth += 1
            kept.append("(" if depth == 1 else "\x00")
        elif c in ")]}⟧":
            depth -= 1
            kept.append(")" if depth == 0 else "\x00")
        else:
            kept.append("\x00" if depth else c)
    return "".join(kept)
