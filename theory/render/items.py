"""What is printed on one line: words and mathematics; and how it is written in each notation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from theory.render.latex import LatexWriter
from theory.render.mathml import SIGNS, MathmlWriter, op
from theory.render.names import Symbol
from theory.render.plain import PlainWriter
from theory.render.tree import ONE, ZERO, Math, letter, plus, simplified

Looks = dict[str, Symbol]
LONG = 45
"""Nodes from which on a MathML formula is cut at its signs, so that a browser may break the line."""
LESS = {">": "<", ">=": "<="}


@dataclass(frozen=True)
class Item:
    """Words and trees in turn; ``source``: the kernel's texts that the line says."""

    pieces: tuple[Math | str, ...]
    source: tuple[str, ...] = ()

    def latex(self, looks: Looks) -> str:
        """Words, and mathematics in dollars."""
        write = LatexWriter(looks)
        return "".join(_latex_words(p) if isinstance(p, str) else f"${write(p)}$" for p in self.pieces)

    def mathml(self, looks: Looks) -> str:
        """Words, and ``<math>`` elements."""
        write = MathmlWriter(looks)
        return "".join(escape(p) if isinstance(p, str) else _math(p, write) for p in self.pieces)

    def text(self, looks: Looks) -> str:
        """Unicode."""
        write = PlainWriter(looks)
        return "".join(p if isinstance(p, str) else write(p) for p in self.pieces)


def _latex_words(text: str) -> str:
    return text.replace("—", "---").replace("’", "'")


def _math(node: Math, write: Callable[..., str]) -> str:
    parts = _cut(node, write) if sum(1 for _ in node.walk()) > LONG else [write(node)]
    return " ".join(f"<math>{part}</math>" for part in parts)


def _cut(node: Math, write: Callable[..., str]) -> list[str]:
    """A relation or a sum in pieces, each of which begins with its sign."""
    if node.kind == "rel":
        left, right = (_cut(side, write) for side in node.args)
        return [*left, op(SIGNS[node.value]) + right[0], *right[1:]]
    if node.kind == "plus":
        first, *rest = node.args
        return [write(first), *(_signed(term, write) for term in rest)]
    return [write(node)]


def _signed(term: Math, write: Callable[..., str]) -> str:
    less = term.kind == "neg"
    return op("−" if less else "+", ' form="infix"') + write(term.args[0] if less else term, 2)


def span(low: Math, variable: str, high: Math) -> Math:
    """low ≤ n ≤ high, or n < high + 1 where that is shorter.

    >>> span(ZERO, "j", simplified(plus(letter("T"), Math("neg", (ONE,))))).value
    ('<=', '<')
    """
    above = simplified(plus(high, ONE))
    if high.kind == "plus" and above.kind == "letter":
        return Math("range", (low, letter(variable), above), ("<=", "<"))
    return Math("range", (low, letter(variable), high), ("<=", "<="))


KINDS_OF_POINTS = {
    "strict_saddle": " is a strict saddle of ", "saddle": " is a critical point, but no local extremum, of ",
    "local_minimum": " is a local minimizer of ",
}  # fmt: skip
MEANINGS = {
    KINDS_OF_POINTS["strict_saddle"]: "a strict saddle: a critical point with a line through it, in all members at once, along "
    "which the second derivative is negative",
    KINDS_OF_POINTS["saddle"]: "no local extremum: smaller and larger values in every neighbourhood, of all members at once",
    KINDS_OF_POINTS["local_minimum"]: "a local minimizer: no smaller value in some neighbourhood, of all members at once",
}
"""What kinds of points are, in words (`strict_saddle`, `saddle` and `local_minimum` of the kernel)."""
COUNT = ("no", "exactly one", "exactly two", "exactly three", "exactly four")


def pieces(atom: Math, bound: dict[str, tuple[str, Math, Math]] | None = None) -> tuple[Math | str, ...]:
    """An atom as words and mathematics. ``bound``: of a family the index and its range, for ``critical``; of a path for
    ``during``."""
    if atom.kind == "all":
        low, high, inner = atom.args
        return (*pieces(inner), " for ", span(low, atom.value, high))
    if atom.kind == "during":
        t = letter(atom.value)
        paths = (n.value for n in atom.walk() if n.kind == "letter" and n.args == (t,))
        time = next((bound[name][2] for name in paths if bound and name in bound), None)
        when = (" for ", Math("range", (ZERO, t, time), ("<=", "<="))) if time else (" at every time ", t)
        return (*pieces(atom.args[0]), *when)
    if atom.kind == "critical":
        f, w = atom.value
        variable, low, high = (bound or {}).get(w, ("l", ONE, letter("L")))
        gradient = Math("gradient", (letter(f), letter(w, letter(variable))))
        return (Math("rel", (gradient, ZERO), "="), " for ", span(low, variable, high))
    if atom.kind in KINDS_OF_POINTS:
        f, w = atom.value
        return (letter(w), KINDS_OF_POINTS[atom.kind], letter(f))
    if atom.kind == "invertible":
        return (atom.args[0], " is invertible")
    if atom.kind == "roots":
        return _roots(atom)
    if atom.kind == "rel" and atom.value in LESS:
        left, right = atom.args
        if right == ZERO and left.kind == "neg" and left.args[0].kind == "plus":
            return (Math("rel", (left.args[0], ZERO), LESS[atom.value]),)
        if not _letters(left) and _letters(right):
            return (Math("rel", (right, left), LESS[atom.value]),)
    return (atom,)


def _letters(tree: Math) -> bool:
    return any(node.kind == "letter" for node in tree.walk())


def _roots(atom: Math) -> tuple[Math | str, ...]:
    name, simple, double = atom.value
    s = letter(name)
    counts = [(simple, "simple"), (double, "double")]
    said = [f"{COUNT[n] if n < len(COUNT) else f'exactly {n}'} {kind} zero{'s' * (n != 1)}" for n, kind in counts if n]
    domain: list[Math | str] = [Math("rel", (s, ZERO), ">")]
    if len(atom.args) > 1:
        domain += [" with ", Math("rel", (atom.args[1], ZERO), ">")]
    end = ", and no other," if said else ""
    return (Math("map", (s, atom.args[0])), f" has {' and '.join(said) or 'no zero'}{end} for ", *domain)
