"""One expression or atom of the kernel by itself, its letters written as they look without a statement around them."""

from __future__ import annotations

from theory.kernel.budget import Fault
from theory.render.items import Item, Looks, pieces
from theory.render.latex import LatexWriter
from theory.render.names import symbols
from theory.render.reading import read
from theory.render.tree import Math
from theory.render.words import latex_text


def looks_of(tree: Math) -> Looks:
    """Symbols for the letters of a tree; what has an index is a family."""
    letters = [node for node in tree.walk() if node.kind == "letter"]
    return symbols(dict.fromkeys(node.value for node in letters), {node.value for node in letters if node.args})


def item_of(text: str) -> tuple[Item, Looks]:
    """A text of the kernel as an item, and how its letters look. Raises `Fault` or ValueError if it is none."""
    tree = read(text)
    return Item(pieces(tree), (text,)), looks_of(tree)


def latex_of(text: str) -> str:
    """An expression or atom in LaTeX, for mathematics mode; one that is no expression stays as text.

    >>> latex_of("tr(A.T*B)**2 >= 1/2*t")
    '\\\\langle A,\\\\, B \\\\rangle^{2} \\\\ge \\\\tfrac{1}{2} t'
    """
    try:
        item, looks = item_of(text)
    except (Fault, ValueError):
        return rf"\text{{{latex_text(text)}}}"
    write = LatexWriter(looks)
    return "".join(rf"\text{{{p}}}" if isinstance(p, str) else write(p) for p in item.pieces)


def mathml_of(text: str) -> str:
    """An expression or atom as ``<math>`` elements (and words).

    >>> mathml_of("x > 0")
    '<math><mi>x</mi><mo>&gt;</mo><mn>0</mn></math>'
    """
    item, looks = item_of(text)
    return item.mathml(looks)


def text_of(text: str) -> str:
    """An expression or atom in Unicode.

    >>> text_of("tr((X*Y.T-A).T*(X*Y.T-A)) >= 0")
    '‖X Yᵀ − A‖² ≥ 0'
    """
    item, looks = item_of(text)
    return item.text(looks)
