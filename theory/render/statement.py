"""A formal statement as a reader wants it: for all …, where …, if …, then …; as LaTeX, HTML with MathML, and Unicode."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from theory.kernel.budget import WORK, Fault, limited
from theory.kernel.statement import Statement as Read
from theory.render.folding import folded
from theory.render.items import MEANINGS, Item, Looks, pieces
from theory.render.letters import declared, defined
from theory.render.names import symbols
from theory.render.reading import read
from theory.render.shapes import Shapes
from theory.render.tree import ONE, ZERO, Math, letter, simplified

Statement = dict[str, Any]
T = TypeVar("T")
SHORT = 24
"""Lines up to this length stand beside each other in LaTeX."""


@dataclass(frozen=True)
class Rendered:
    """The parts of a statement, each line an `Item`; ``looks``: the symbols of its letters.

    ``letters``: for all; ``where``: definitions; ``given``: hypotheses; ``exists``: letters that there are, with
    ``exists_where``; ``then``: conclusions.
    """

    letters: tuple[Item, ...]
    where: tuple[Item, ...]
    given: tuple[Item, ...]
    exists: tuple[Item, ...]
    exists_where: tuple[Item, ...]
    then: tuple[Item, ...]
    looks: Looks

    def parts(self) -> list[tuple[str, tuple[Item, ...]]]:
        """The parts that say something, each with its heading."""
        one = len(self.exists) == 1 and len(self.exists[0].source) == 1
        there = ("then " if self.given else "") + ("there is" if one else "there are")
        last = "such that" if self.exists else "then"
        found = [("For all", self.letters), ("where", self.where), ("if", self.given), (there, self.exists), (last, self.then),
                 ("where", self.exists_where)]  # fmt: skip
        return [(head, items) for head, items in found if items]

    def latex(self) -> str:
        """A list of parts with inline formulas, which TeX can break; needs amsmath and amssymb."""
        return "\n".join(_latex_part(head, [item.latex(self.looks) for item in items]) for head, items in self.parts())

    def mathml(self) -> str:
        """An HTML fragment: ``<div class="statement">`` with a ``<dl>`` of parts, formulas as MathML."""
        rows = []
        for head, items in self.parts():
            lines = "".join(f"<li>{item.mathml(self.looks)}</li>" for item in items)
            rows.append(f"<dt>{head}</dt><dd><ul>{lines}</ul></dd>")
        return f'<div class="statement"><dl>{"".join(rows)}</dl></div>'

    def text(self, width: int = 100) -> str:
        """Unicode, the heading of each part in front, lines folded at signs."""
        lines: list[str] = []
        for head, items in self.parts():
            label = {"then there is": "there is", "then there are": "there are"}.get(head, head.lower())
            for k, item in enumerate(items):
                lines += _folded(f"{label if k == 0 else '':<10}{item.text(self.looks)}", width)
        return "\n".join(lines)


def rendered(statement: Statement) -> Rendered:
    """A statement (the kernel's JSON) in parts. Raises `Fault` or ValueError for what the kernel cannot read.

    >>> square = {"letters": [["X", {"kind": "matrix", "shape": ["2", "2"]}]], "then": ["tr(X.T*X) >= 0"]}
    >>> print(rendered(square).text())
    for all   X ∈ ℝ²ˣ²
    where     the norm of a matrix is the Frobenius norm
    then      ‖X‖² ≥ 0
    """
    with limited(WORK):
        Read(statement)
    f = folded(statement)
    ranges = {name: (var, *_ends(f.table[name]["over"])) for name, var in f.families.items()}
    paths = {name: letter(spec["path"]) for name, spec in f.table.items() if "path" in spec}
    ranges |= {name: ("", ZERO, time) for name, time in paths.items()}
    looks = symbols(f.table, {*f.families, *paths})
    given, then = (
        tuple(Item(pieces(atom, ranges), tuple(texts[k] for k in origin)) for atom, origin in atoms)
        for atoms, texts in ((f.given, statement.get("given", [])), (f.then, statement["then"]))
    )
    fresh = {name for name, _ in statement.get("exists", [])}
    where = [d for d in f.where if d.name not in fresh]
    later = [d for d in f.where if d.name in fresh]
    free, fresh_letters = declared(f.free, f), declared(f.fresh, f)
    before, after = tuple(map(defined, where)), tuple(map(defined, later))
    before += tuple(_growth(name, spec, ranges) for name, spec in f.table.items() if "grows" in spec)
    shown = [piece for item in (*before, *given, *after, *then) for piece in item.pieces]
    nodes = (node for piece in shown if not isinstance(piece, str) for node in piece.walk())
    notes = dict.fromkeys(note for node in nodes if (note := _convention(node, f.table)))
    notes |= dict.fromkeys(MEANINGS[piece] for piece in shown if isinstance(piece, str) and piece in MEANINGS)
    return Rendered(free, (*before, *(Item((note,)) for note in notes)), given, fresh_letters, after, then, looks)


def _growth(name: str, spec: dict[str, Any], ranges: dict[str, tuple[str, Math, Math]]) -> Item:
    """E_0 = 1, and the derivative of what is defined by its growth."""
    t, e = spec["grows"]
    start = Math("rel", (letter(name, ZERO), ONE), "=")
    return Item((start, ", ", *pieces(read(f"moves({name}, {t}, ({e})*{name}[{t}])"), ranges)), (name,))


EMPTY = "an empty product is the identity"
FROBENIUS = "the norm of a matrix is the Frobenius norm"
ORDER = "matrix inequalities: the difference is symmetric and positive semidefinite"
CONVENTIONS = (EMPTY, FROBENIUS, ORDER, *MEANINGS.values())
"""What a reader could take otherwise, said where it is met."""


def _convention(node: Math, table: dict[str, Any]) -> str:
    """The convention that the node needs, or ''."""
    if node.kind == "chain":
        return EMPTY if _may_be_empty(node, table) else ""
    if node.kind == "norm2":
        shape = Shapes(table)(node.args[0])
        return FROBENIUS if shape and ONE not in shape else ""
    return ORDER if node.kind == "rel" and node.value in ("preceq", "succeq") else ""


def _may_be_empty(product: Math, table: dict[str, Any]) -> bool:
    """Whether the declarations do not show that W_k ⋯ W_l has a factor."""
    high, low = product.args
    spec = table.get(high.value, {}) if high.kind == "letter" else {}
    least = read(spec["min"]) if spec.get("kind") == "integer" else None
    return low.kind != "number" or least is None or least.kind != "number" or least.value < low.value


def _ends(over: list[str]) -> tuple[Math, Math]:
    return simplified(read(over[1])), simplified(read(over[2]))


def in_context(text: str, statement: Statement) -> str:
    """One more atom in the letters of a statement, in Unicode, folded as the statement is.

    >>> letters = [["c", {"kind": "positive", "value": "2"}], ["x", {"kind": "real"}]]
    >>> in_context("c*x == 1", {"letters": letters, "then": ["x == x"]})
    '2 x = 1'
    """
    shown = with_letters_of(statement, text)
    return ", ".join(item.text(shown.looks) for item in shown.then)


def with_letters_of(statement: Statement, text: str) -> Rendered:
    """One more atom as the conclusion of a statement that has nothing else but the letters."""
    return rendered({"letters": [*statement["letters"], *statement.get("exists", [])], "then": [text]})


def latex(statement: Statement) -> str:
    """The statement in LaTeX, to be put into a document with amsmath and amssymb.

    >>> print(latex({"letters": [["x", {"kind": "positive"}]], "given": [], "then": ["x**2 > 0"]}))
    \\begin{description}
    \\item[For all] $x > 0$
    \\item[then] $x^{2} > 0$
    \\end{description}
    """
    return "\\begin{description}\n" + rendered(statement).latex() + "\n\\end{description}"


def mathml(statement: Statement) -> str:
    """The statement as an HTML fragment with MathML; see `Rendered.mathml`."""
    return rendered(statement).mathml()


def text(statement: Statement, width: int = 100) -> str:
    """The statement in Unicode mathematics; see `Rendered.text`."""
    return rendered(statement).text(width)


def or_code(statement: Statement, write: Callable[[Statement], T], code: Callable[[Statement], T]) -> T:
    """What ``write`` makes of a statement; the code text of one that cannot be read, such as a stranger's."""
    try:
        return write(statement)
    except (Fault, ValueError, KeyError, TypeError, IndexError, RecursionError, AttributeError, AssertionError):
        return code(statement)


def _latex_part(head: str, lines: list[str]) -> str:
    short = len(lines) == 1 or all(len(line) <= SHORT for line in lines)
    if head == "For all" or "there" in head or short:
        return rf"\item[{head}] " + ", ".join(lines)
    items = "\n".join(rf"\item {line}" for line in lines)
    tight = r"\setlength{\itemsep}{0pt}\setlength{\parskip}{0pt}"
    return rf"\item[{head}]\leavevmode" + "\n\\begin{itemize}" + tight + "\n" + items + "\n\\end{itemize}"


def _folded(line: str, width: int) -> list[str]:
    if len(line) <= width:
        return [line]
    return textwrap.wrap(line, max(width, 30), subsequent_indent=" " * 14, break_long_words=False, break_on_hyphens=False)
