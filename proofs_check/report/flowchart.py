"""A tree of questions drawn as an SVG flow chart: boxes, arrows, text, no other program.

The tree is data (``theory.dmf.landscape.decision``): any object with ``text``, ``yes`` and ``no``; a string is an outcome.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from html import escape
from typing import Protocol

BOX, OUTCOME, ROW, COLUMN, MARGIN, LINE = 300, 170, 104, 400, 24, 17
_COLOURS = {
    "global minimizer": "#cfe8d5",
    "local minimizer": "#e2efcf",
    "strict saddle": "#f9dcc9",
    "non-strict saddle": "#f4b5b5",
}
_INK, _EDGE, _QUESTION = "#222222", "#555555", "#eef2fa"
_FONT = 'font-family="Helvetica,Arial,sans-serif" font-size="13"'


class QuestionLike(Protocol):
    """What is drawn: a question, and behind each answer another one or the name of a class."""

    @property
    def text(self) -> str:
        """The question, for the reader."""

    @property
    def yes(self) -> QuestionLike | str:
        """Where the answer yes leads."""

    @property
    def no(self) -> QuestionLike | str:
        """Where the answer no leads."""


@dataclass(frozen=True)
class _Placed:
    """A node with its column and row."""

    node: QuestionLike | str
    column: int
    row: int

    @property
    def width(self) -> int:
        return OUTCOME if isinstance(self.node, str) else BOX

    @property
    def left(self) -> int:
        return MARGIN + self.column * COLUMN

    @property
    def lines(self) -> list[str]:
        return textwrap.wrap(self.node if isinstance(self.node, str) else self.node.text, 40)

    @property
    def height(self) -> int:
        return 22 + LINE * len(self.lines)

    @property
    def middle(self) -> int:
        return MARGIN + 34 + self.row * ROW


def flowchart(question: QuestionLike, title: str = "") -> str:
    """SVG text of the chart. 'no' leads down, 'yes' leads to the right.

    >>> from theory.dmf.landscape.decision import FIRST
    >>> flowchart(FIRST, "Classes of critical points").count("<rect")        # 6 questions, 7 outcomes
    13
    """
    placed: list[_Placed] = []
    arrows: list[tuple[_Placed, _Placed, str]] = []
    rows = _place(question, 0, 0, placed, arrows)
    width = 2 * MARGIN + max(node.left + node.width - MARGIN for node in placed)
    top = 36 if title else 0
    height = 2 * MARGIN + rows * ROW - (ROW - 68) + top
    drawn = [_arrow(*arrow) for arrow in arrows] + [_box(node) for node in placed]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
            f'role="img" aria-label="{escape(title or "decision flow chart", quote=True)}">',
            f'<path d="M0 0H{width}V{height}H0z" fill="#ffffff"/>',
            _text(MARGIN, MARGIN + 10, title, ' font-weight="bold"'),
            f'<g transform="translate(0 {top})">',
            *drawn,
            "</g>",
            "</svg>",
        ]
    )


def _place(
    node: QuestionLike | str,
    column: int,
    row: int,
    placed: list[_Placed],
    arrows: list[tuple[_Placed, _Placed, str]],
) -> int:
    """Place a subtree with its root at (column, row); returns the number of rows it takes."""
    here = _Placed(node, column, row)
    placed.append(here)
    if isinstance(node, str):
        return 1
    first = len(placed)
    taken = _place(node.yes, column + 1, row, placed, arrows)
    arrows.append((here, placed[first], "yes"))
    second = len(placed)
    more = _place(node.no, column, row + taken, placed, arrows)
    arrows.append((here, placed[second], "no"))
    return taken + more


def _box(here: _Placed) -> str:
    outcome = isinstance(here.node, str)
    fill = _COLOURS.get(str(here.node), "#eeeeee") if outcome else _QUESTION
    shape = (
        f'<rect x="{here.left}" y="{here.middle - here.height // 2}" width="{here.width}" height="{here.height}" '
        f'rx="{here.height // 2 if outcome else 5}" fill="{fill}" stroke="{_EDGE}"/>'
    )
    start = here.middle - LINE * (len(here.lines) - 1) // 2 + 5
    centre = ' text-anchor="middle"'
    lines = [_text(here.left + here.width // 2, start + LINE * k, line, centre) for k, line in enumerate(here.lines)]
    return "\n".join([shape, *lines])


def _arrow(start: _Placed, end: _Placed, answer: str) -> str:
    if answer == "yes":
        x, y, tip = start.left + start.width, start.middle, end.left
        line, head = f"M{x} {y}H{tip - 7}", f"M{tip} {y}l-8 -4v8z"
        label = _text(x + 12, y - 6, answer)
    else:
        x, y, tip = start.left + OUTCOME // 2, start.middle + start.height // 2, end.middle - end.height // 2
        line, head = f"M{x} {y}V{tip - 7}", f"M{x} {tip}l-4 -8h8z"
        label = _text(x + 8, y + 18, answer)
    return f'<path d="{line}" stroke="{_EDGE}" fill="none"/><path d="{head}" fill="{_EDGE}"/>{label}'


def _text(x: int, y: int, text: str, more: str = "") -> str:
    return f'<text x="{x}" y="{y}" fill="{_INK}" {_FONT}{more}>{escape(text)}</text>' if text else ""
