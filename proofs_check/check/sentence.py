"""The title and the sentence of a claim that is made from a statement: words, and formulas as they are typeset."""

from __future__ import annotations

from collections.abc import Iterator

from proofs_check.check.theorem import Theorem
from theory.render.words import plain_sentence
from theory.statements.declarations import Declaration
from theory.statements.display import formula
from theory.statements.reading import Reading
from theory.statements.tree import Node, number

HEADS = {"proved": "", "refuted": "False: ", "inconclusive": "Open: "}
"""What stands before the title, by verdict."""
KINDS = {"psd": "positive semidefinite", "pd": "positive definite", "skew": "skew-symmetric", "vector": "a vector",
         "integer": "an integer", "orthonormal": "a matrix with orthonormal columns",
         "projection": "an orthogonal projection"}  # fmt: skip
UNSAID = {"matrix", "square", "real", "dimension", "positive", "nonnegative"}
"""Kinds that the formal statement alone says, or a bound."""


def sentence_of(theorem: Theorem) -> str:
    r"""For shapes that were declared: if hypotheses, then conclusions, with formulas in dollars.

    >>> sentence_of(Theorem("||X|| = ||Y||", hypotheses={"balanced": "X^T X = Y^T Y"}))
    'If $X^{\\top} X = Y^{\\top} Y$, then $\\lVert X \\rVert = \\lVert Y \\rVert$.'
    >>> sentence_of(Theorem("A B = B A", "A: n x n"))
    'For $A \\in \\mathbb{R}^{n \\times n}$: $A B = B A$.'
    """
    given, then = _formulas(theorem)
    if not then:
        return _typed(theorem)
    spaces = {d.name: rf"\mathbb{{R}}^{{{d.size[0]} \times {d.size[1]}}}" for d in theorem.reading.declared.values() if d.size}
    shapes = ", ".join(rf"{_letter(name)[:-1]} \in {space}$" for name, space in spaces.items())
    head = f"For {shapes}: {'if' if given else ''} " if shapes else "If " if given else ""
    return " ".join(f"{head}{_and(given)}{', then' if given else ''} {_and(then)}.".split())


def title_of(theorem: Theorem, verdict: str) -> str:
    """The conclusions in Unicode; that they are false, or not known, is said before, that something is supposed behind.

    >>> title_of(Theorem("X Y^T = Y X^T"), "refuted")
    'False: X Yᵀ = Y Xᵀ'
    """
    given, then = _formulas(theorem)
    shown = plain_sentence(_and(then)) if then else " ".join(theorem.text.split())
    return HEADS[verdict] + shown + (" (under hypotheses)" if given else "")


def _formulas(theorem: Theorem) -> tuple[list[str], list[str]]:
    """Hypotheses and conclusions; none of a statement with blocks or quantifiers, which is shown as it was typed."""
    if theorem.reading.quantified:
        return [], []
    try:
        return list(_hypotheses(theorem)), [formula(r) for r in theorem.reading.conclusions]
    except ValueError:
        return [], []


def _typed(theorem: Theorem) -> str:
    about = f"F = {theorem.objective} critical in {theorem.critical}" if theorem.objective else ""
    given = ", ".join(part for part in (theorem.where, *theorem.hypotheses.values(), about) if part.strip())
    return " ".join(f"Given {given}: {theorem.text}".split() if given else theorem.text.split())


def _hypotheses(theorem: Theorem) -> Iterator[str]:
    reading = theorem.reading
    for d in reading.declared.values():
        if said := _declared(d, reading):
            yield said
    for relation in reading.hypotheses:
        critical = theorem.objective and relation.left.op == "name" and relation.left.value == "F"
        letters = ", ".join(_letter(name.strip()) for name in theorem.critical.split(","))
        yield formula(relation) + (f" is critical in {letters}" if critical else "")


def _declared(d: Declaration, reading: Reading) -> str:
    """What a declaration says beside shapes, such as "A is symmetric", or ''."""
    name = _letter(d.name)
    kinds = [KINDS.get(kind, kind) for kind in sorted(d.kinds - UNSAID)]
    sign = ">" if "positive" in d.kinds else ">=" if "nonnegative" in d.kinds else ""
    op, low = d.bound or (sign, 0)
    if not op:
        return f"{name} is {_and(kinds)}" if kinds else ""
    if reading.shapes.letters.get(d.name) is not None:
        diagonal = f"with {'positive' if op == '>' else 'nonnegative'} entries"
        definite = KINDS["pd" if op == ">" else "psd"]
        return f"{name} is {' '.join([_and(kinds), diagonal] if 'diagonal' in d.kinds else [_and([*kinds, definite])])}"
    bound = f"{name[:-1]} {'>' if op == '>' else chr(92) + 'ge'} {formula(number(low))[1:]}"
    return f"{bound} is {_and(kinds)}" if kinds else bound


def _letter(name: str) -> str:
    return formula(Node("name", (), name))


def _and(parts: list[str]) -> str:
    """
    >>> _and(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
