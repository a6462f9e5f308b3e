"""Declarations of letters: ``X: m x r``, ``A, B: n x n symmetric``, ``U: orthonormal``, ``S: diagonal >= 0``,
``L: integer >= 2``.

What a kind promises: *orthonormal* UᵀU = I, *orthogonal* also UUᵀ = I, *symmetric* Aᵀ = A, *skew* Aᵀ = −A, *psd* symmetric
with xᵀAx ≥ 0, *pd* with xᵀAx > 0 for x ≠ 0, *projection* P² = P = Pᵀ, *idempotent* P² = P, *normal* AAᵀ = AᵀA,
*invertible* with an inverse. A *vector* has one column.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from fractions import Fraction

from theory.statements.tokens import DECLARATION, PARTS, WORDS, plain_name
from theory.statements.tree import StatementError

SYNONYMS = {
    "symmetric": "symmetric", "skew": "skew", "skew-symmetric": "skew", "antisymmetric": "skew", "psd": "psd",
    "semidefinite": "psd", "pd": "pd", "definite": "pd", "orthonormal": "orthonormal", "orthogonal": "orthogonal",
    "invertible": "invertible", "nonsingular": "invertible", "projection": "projection", "projector": "projection",
    "idempotent": "idempotent", "normal": "normal", "diagonal": "diagonal", "square": "square", "matrix": "matrix",
    "vector": "vector", "real": "real", "scalar": "real", "number": "real", "positive": "positive",
    "nonnegative": "nonnegative", "integer": "integer", "dimension": "dimension",
}  # fmt: skip
SCALARS = {"real", "integer", "dimension"}
SQUARE = {"symmetric", "skew", "psd", "pd", "orthogonal", "invertible", "projection", "idempotent", "normal", "diagonal",
          "square"}  # fmt: skip
NAME = r"(?:\\[A-Za-z]+|[A-Za-z]+|[α-ωΑ-Ω])(?:[0-9₀-₉]+|_(?:\{[A-Za-z0-9]+\}|[A-Za-z0-9]+))?"
KINDS = "|".join(sorted(SYNONYMS, key=len, reverse=True))
DECLARED = re.compile(
    rf"(?:^|(?<=[,;\n⊢]))\s*(?P<names>{NAME}(?:\s*,\s*{NAME})*)\s*(?P<sign>:|∈|\\in\b)"
    rf"(?P<spec>[^,;\n⊢|]*?(?:,\s*(?:{KINDS})\b[^,;\n⊢|:]*?)*)"
    r"(?=\s*(?:[,;\n⊢]|\|-|=>|==>|⇒|\\vdash|\\implies|\\Rightarrow|\band\b|$))"
)
SIDE = r"([A-Za-z][A-Za-z0-9_]*|[0-9]+)"
SPACE = r"(?:ℝ|R|\\mathbb\s*\{R\})\s*\^\s*"
SIZE = re.compile(rf"(?:{SPACE})?\{{?\s*{SIDE}\s*(?:x|×|\\times|by|\*)\s*{SIDE}\s*\}}?")
TIGHT = re.compile(r"\b([A-Za-z]|\d+)x([A-Za-z]|\d+)\b")
COLUMN = re.compile(rf"{SPACE}\{{?\s*{SIDE}\s*\}}?")
BOUND = re.compile(rf"(⪰|≽|\\succeq|≻|\\succ|>=|≥|\\geq?|>)\s*([0-9]+(?:/[0-9]+)?|[{''.join(PARTS)}])")


@dataclass
class Declaration:
    """A declared letter. ``kinds``: of `SYNONYMS`; ``size``: (rows, columns) as texts; ``bound``: (op, number) or None."""

    name: str
    kinds: frozenset[str]
    size: tuple[str, str] | None
    bound: tuple[str, Fraction] | None
    at: int
    text: str = ""

    @property
    def scalar(self) -> bool:
        """Whether it is a number."""
        signs = self.size is None and bool(self.kinds) and self.kinds <= {"positive", "nonnegative"}
        return bool(self.kinds & SCALARS) or signs


def declarations(text: str, shown: str = "") -> tuple[list[Declaration], str]:
    """The declarations in a text, and the text with blanks in their place; ``shown``: the text for errors.

    >>> found, rest = declarations("A, B: n x n symmetric, t > 0")
    >>> [(d.name, sorted(d.kinds), d.size) for d in found], rest.strip(" ,\\0")
    ([('A', ['symmetric'], ('n', 'n')), ('B', ['symmetric'], ('n', 'n'))], 't > 0')
    """
    found: list[Declaration] = []
    rest = text
    for match in DECLARED.finditer(text):
        spec = match["spec"]
        kinds, size, bound = read_kind(spec, shown or text, match.start("spec"))
        for name in re.finditer(NAME, match["names"]):
            at = match.start("names") + name.start()
            found.append(Declaration(plain_name(name[0]), kinds, size, bound, at, shown or text))
        blank = " " * (match.end() - match.start("names") - 1) + DECLARATION
        rest = rest[: match.start("names")] + blank + rest[match.end() :]
    if ":" in rest or "∈" in rest:
        at = rest.find(":") if ":" in rest else rest.find("∈")
        raise StatementError("a declaration is NAME: KIND, such as X: m x r, A: symmetric, t: real", shown or text, at)
    return found, rest


def read_kind(spec: str, text: str, at: int) -> tuple[frozenset[str], tuple[str, str] | None, tuple[str, Fraction] | None]:
    """Kinds, size and bound that stand behind the colon of a declaration; StatementError where it is none.

    >>> read_kind("m x n", "A: m x n", 2)[1]
    ('m', 'n')
    """
    rest, size, bound = spec, None, None
    if found := BOUND.search(rest):
        op = ">=" if found[1] in ("⪰", "≽", r"\succeq", ">=", "≥", r"\ge", r"\geq") else ">"
        bound, rest = (op, Fraction(PARTS.get(found[2], found[2]))), rest[: found.start()] + rest[found.end() :]
    if found := SIZE.search(rest) or TIGHT.search(rest):
        size, rest = (found[1], found[2]), rest[: found.start()] + rest[found.end() :]
    elif found := COLUMN.search(rest):
        size, rest = (found[1], "1"), rest[: found.start()] + rest[found.end() :]
    rest = re.sub(r"\b(in|a|an|of|with|size|semi)\b", " ", rest)
    words = re.findall(r"[^\s,]+", rest)
    if words in (["R"], ["ℝ"]):
        words = ["real"]
    unknown = next((w for w in words if w.lower() not in SYNONYMS), None)
    where = at + max(0, spec.find(unknown) if unknown else 0)
    if unknown and re.match(r"[<>≤≥⪯⪰≼≽≺≻=]|\\(?:[lg]eq?\b|(?:prec|succ)(?:eq)?\b)", unknown):
        raise StatementError("a declaration bounds from below, by a number >= 0, such as t: real >= 1/2; any other bound is a "
                             "relation, such as t <= 2, behind a comma", text, where)  # fmt: skip
    if unknown or (not words and size is None and bound is None):
        raise StatementError(f"a kind is a size m x n or one of {', '.join(sorted(set(SYNONYMS.values())))}"
                             + (f", not {unknown}" if unknown else ""), text, where)  # fmt: skip
    kinds = {SYNONYMS[w.lower()] for w in words}
    if "positive" in kinds and kinds & {"psd", "pd"}:
        kinds -= {"positive"}  # positive (semi)definite
    consistent(kinds, size, bound, text, at)
    return frozenset(kinds), size, bound


def consistent(kinds: Set[str], size: tuple | None, bound: tuple | None, text: str, at: int) -> None:
    """Refuse kinds, a size and a bound of one letter that do not go together.

    >>> consistent({"symmetric"}, ("n", "n"), None, "A: n x n symmetric", 0)
    """
    matrices = kinds - SCALARS - {"positive", "nonnegative"}
    if kinds & SCALARS and (matrices or size):
        raise StatementError("a letter is a number or a matrix, not both", text, at)
    if size and kinds & SQUARE and size[0] != size[1]:
        raise StatementError(f"a matrix that is {min(kinds & SQUARE)} is square, not {size[0]} x {size[1]}", text, at)
    if "vector" in kinds and kinds & SQUARE:
        raise StatementError(f"a letter is a vector or {min(kinds & SQUARE)}, not both", text, at)
    if "vector" in kinds and size and size[1] != "1":
        raise StatementError(f"a vector has one column, not {size[0]} x {size[1]}", text, at)
    if size and any(s.isdigit() and not 1 <= int(s) <= 8 for s in size):
        raise StatementError("a size that is a number is one of 1, …, 8", text, at)
    if bound and bound[1] != 0 and (matrices or size):
        raise StatementError("a matrix is compared with 0 in its declaration", text, at)
    if bound and "integer" not in kinds and bound[1].denominator == 1 and bound[1] > 1 and "real" not in kinds and not kinds:
        raise StatementError("a bound needs a kind: integer or real", text, at)
    if kinds & {"positive", "nonnegative"} and "diagonal" not in kinds and (size or matrices):
        raise StatementError("a positive matrix could be entrywise or definite: say psd or pd", text, at)
    if bound and (("vector" in kinds) or (size and size[0] != size[1])):
        raise StatementError("only numbers and square matrices are compared with 0", text, at)
    if len(kinds & {"psd", "pd", "skew"}) > 1 or (kinds & {"integer"} and kinds & {"real"}):
        raise StatementError("these kinds exclude one another", text, at)


def is_known_word(name: str) -> bool:
    """Whether it is a Greek word, and so one letter.

    >>> is_known_word("lambda"), is_known_word("step")
    (True, False)
    """
    return name in WORDS
