"""Declarations of families: ``W: family of L matrices, W_l: d_l x d_{l-1}``, ``a: family of L positive numbers``,
``x: sequence of vectors``, ``X: sequence of m x r matrices``, ``W_l: orthonormal``.

A *family of L* has the members 1, …, L (``from 0``: 0, …, L). A *sequence* has the members 0, 1, 2, …: in the kernel 0, …,
N for
every N, which says the same. Sizes d_l are sizes of their own, one for each l.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from theory.kernel.integers import BOUND, Int
from theory.statements.declarations import SYNONYMS
from theory.statements.families.indices import index_of, replaced
from theory.statements.tokens import plain_name
from theory.statements.tree import StatementError

DECLARATION = "\x01"
"""Stands where a declaration of a family stood."""
ENDLESS = Int.symbol("?")
"""The last member of a sequence, before it has a name."""
LETTER = r"(?:\\[A-Za-z]+|[A-Za-z]+|[α-ωΑ-Ω])"
FIRST = r"(?:^|(?<=[,;\n⊢]))\s*"
END = r"(?=\s*(?:[,;\n⊢]|\|-|=>|⇒|\band\b|$))"
WHOLE = re.compile(
    rf"{FIRST}(?P<names>{LETTER}(?:\s*,\s*{LETTER})*)\s*:\s*(?P<word>family|sequence)\b(?P<spec>[^,;\n⊢|]*?){END}"
)
PLURALS = {
    "matrices": "matrix",
    "vectors": "vector",
    "numbers": "real",
    "scalars": "real",
    "reals": "real",
    "projections": "projection",
    "diagonals": "diagonal",
}
ALLOWED = {
    "matrix",
    "vector",
    "real",
    "positive",
    "nonnegative",
    "symmetric",
    "skew",
    "orthonormal",
    "orthogonal",
    "psd",
    "square",
    "projection",
    "idempotent",
    "normal",
}
SIDE = r"([A-Za-z]+_\{[^{}]*\}|[A-Za-z]+_[A-Za-z0-9]|[A-Za-z][A-Za-z0-9]*|[0-9]+)"
SIZE = re.compile(rf"(?:(?:ℝ|R|\\mathbb\s*\{{R\}})\s*\^\s*\{{?\s*)?{SIDE}\s*(?:x|×|\\times|by)\s*{SIDE}\s*\}}?(?![A-Za-z])")
SQUARE = {"symmetric", "skew", "orthogonal", "psd", "projection", "idempotent", "normal", "square"}


@dataclass(frozen=True)
class Family:
    """``low``, ``high``: its members, ``high`` `ENDLESS` for a sequence; ``kinds`` of the members; ``shape``: (rows, columns)
    in ``#``,
    None where nobody said it; ``at``, ``text``: where it was declared."""

    name: str
    low: Int
    high: Int
    kinds: frozenset[str] = frozenset()
    shape: tuple[Int, Int] | None = None
    at: int = 0
    text: str = ""

    @property
    def scalar(self) -> bool:
        """Whether the members are numbers."""
        return bool(self.kinds & {"real", "positive", "nonnegative"})


@dataclass
class Declared:
    """``families`` by name; ``sizes``: families of sizes, with the places that they are used at; ``counts``: letters that count
    members."""

    families: dict[str, Family] = field(default_factory=dict)
    sizes: dict[str, list[tuple[Int, Int | None]]] = field(default_factory=dict)
    counts: dict[str, tuple[str, int]] = field(default_factory=dict)


def family_declarations(texts: list[str]) -> tuple[Declared, list[str]]:
    """The families of the texts, and the texts with blanks in the place of their declarations.

    >>> found, rest = family_declarations(["W: family of L matrices, W_l: d_l x d_{l-1}, L >= 2"])
    >>> found.families["W"].shape[1], rest[0].strip(" ,\\x01")
    (1*d[-1+1*#], 'L >= 2')
    """
    found, left = Declared(), []
    for text in texts:
        if DECLARATION in text:
            raise StatementError("cannot read a character that is not printable", text, text.index(DECLARATION))
        for match in WHOLE.finditer(text):
            _whole(found, match, text)
        left.append(_blanked(WHOLE, text))
    members = _member_pattern(found)
    for k, text in enumerate(left):
        for match in members.finditer(text) if members else ():
            _of_members(found, match, texts[k])
        left[k] = _blanked(members, text) if members else text
    for family in found.families.values():
        _complete(found, family)
    return found, left


def _blanked(pattern: re.Pattern, text: str) -> str:
    for match in list(pattern.finditer(text)):
        start = match.start("names")
        text = text[:start] + " " * (match.end() - start - 1) + DECLARATION + text[match.end() :]
    return text


def _member_pattern(found: Declared) -> re.Pattern | None:
    if not found.families:
        return None
    one = rf"{LETTER}_(?:\{{\s*[A-Za-z]\s*\}}|[A-Za-z])"
    return re.compile(rf"{FIRST}(?P<names>{one}(?:\s*,\s*{one})*)\s*(?::|∈|\\in\b)(?P<spec>[^,;\n⊢|]*?){END}")


def _whole(found: Declared, match: re.Match, text: str) -> None:
    spec, at = match["spec"].strip(), match.start("spec")
    words = re.sub(r"^of\b", "", spec).strip()
    low, high = Int.of(1 if match["word"] == "family" else 0), None
    if ends := re.search(r"\bfrom\s+(\d+)(?:\s+to\s+([A-Za-z0-9+\-]+))?\s*$", words):
        low, words = Int.of(int(ends[1])), words[: ends.start()].strip()
        high = index_of(ends[2]) if ends[2] else None
    if match["word"] == "family":
        count = re.match(r"([A-Za-z0-9]+(?:\s*[+\-]\s*[A-Za-z0-9]+)*)\s+(?![x×]\s)(?!by\s)", words)
        if high is None:
            if not count or index_of(count[1]) is None or count[1] in SYNONYMS or count[1] in PLURALS:
                raise StatementError("a family has a number of members: W: family of L matrices", text, at)
            number = index_of(count[1])
            assert number is not None
            high, words = (number if low == 1 or ends is None else number + low - 1), words[count.end() :]
        elif count and count[1] not in SYNONYMS and count[1] not in PLURALS and not SIZE.match(words):
            words = words[count.end() :]
        for name in high.mentions():
            found.counts.setdefault(name, (text, at))
        if not high.mentions() and not (
            high.constant is not None and low.constant is not None and high.constant >= low.constant
        ):
            raise StatementError("a family has at least one member", text, at)
    kinds, shape = _described(words, text, at, "")
    for letter in re.finditer(LETTER, match["names"]):
        plain, place = plain_name(letter[0]), match.start("names") + letter.start()
        if plain in found.families:
            raise StatementError(f"{plain} is declared twice", text, place)
        found.families[plain] = Family(plain, low, high if high is not None else ENDLESS, kinds, shape, place, text)


def _of_members(found: Declared, match: re.Match, text: str) -> None:
    """W_l: d_l x d_{l-1} orthonormal."""
    for name in re.finditer(rf"({LETTER})_\{{?\s*([A-Za-z])\s*\}}?", match["names"]):
        plain, at = plain_name(name[1]), match.start("names") + name.start()
        family = found.families.get(plain)
        if family is None:
            raise StatementError(
                f"how many members has {plain}? Say {plain}: family of L matrices, or {plain}: sequence", text, at
            )
        kinds, shape = _described(match["spec"].strip(), text, match.start("spec"), name[2])
        if shape is not None and family.shape is not None:
            raise StatementError(f"the shape of {plain}_{name[2]} is declared twice", text, match.start("spec"))
        both = family.kinds | kinds
        if both & {"real", "positive", "nonnegative"} and (shape or family.shape or both & (SQUARE | {"matrix", "vector"})):
            raise StatementError("a member is a number or a matrix, not both", text, match.start("spec"))
        found.families[plain] = replace(family, kinds=both, shape=shape or family.shape)


def _described(words: str, text: str, at: int, variable: str) -> tuple[frozenset[str], tuple[Int, Int] | None]:
    """Kinds and shape that a text gives the members; ``variable``: the letter of the index."""
    shape = None
    if found := SIZE.search(words):
        sides = [_side(found[k], text, at, variable) for k in (1, 2)]
        shape, words = (sides[0], sides[1]), words[: found.start()] + " " + words[found.end() :]
    if bound := re.search(r"(>=|≥|\\geq?|>)\s*0\s*$", words):
        words = words[: bound.start()] + (" positive" if bound[1] == ">" else " nonnegative")
    kinds = set()
    for word in re.findall(r"[^\s,]+", words):
        kind = PLURALS.get(word.lower(), SYNONYMS.get(word.lower(), word.lower()))
        if kind in ("in", "a", "an", "of", "with", "size"):
            continue
        if kind not in ALLOWED:
            allowed = ", ".join(sorted(ALLOWED))
            raise StatementError(
                f"a member is of a size such as d_l x d_{{l-1}}, or one of {allowed}; not {word}",
                text,
                at + max(0, text[at:].find(word)),
            )
        kinds.add(kind)
    if kinds & {"positive", "nonnegative"} and (shape or kinds & (SQUARE | {"matrix", "vector", "orthonormal"})):
        raise StatementError("a positive matrix could be entrywise or definite: say psd", text, at)
    if shape and kinds & SQUARE and shape[0] != shape[1]:
        raise StatementError(f"a matrix that is {min(kinds & SQUARE)} is square", text, at)
    if "vector" in kinds and shape and shape[1] != 1:
        raise StatementError("a vector has one column", text, at)
    return frozenset(kinds), shape


def _side(side: str, text: str, at: int, variable: str) -> Int:
    head, _, index = side.partition("_")
    if not index:
        if head.isdigit() and not 1 <= int(head) <= 8:
            raise StatementError("a size that is a number is one of 1, …, 8", text, at)
        return Int.of(int(head)) if head.isdigit() else Int.symbol(head)
    place = index_of(index)
    where = at + max(0, text[at:].find(side))
    if place is None:
        raise StatementError(f"the index {index} of a size is no sum of integers and letters", text, where)
    if not variable and place.mentions():
        raise StatementError(f"{side} has an index: declare the member, such as W_l: d_l x d_{{l-1}}", text, where)
    return Int.symbol((head, replaced(place, {variable: Int.symbol(BOUND)}) if variable else place))


def _complete(found: Declared, family: Family) -> None:
    """Places of sizes d_l; a family of matrices has a shape."""
    matrix = not family.scalar
    if not family.kinds and family.shape is None:
        raise StatementError(
            f"what are the members of {family.name}? Say {family.name}: family of L matrices, or numbers",
            family.text,
            family.at,
        )
    if matrix and family.shape is None and family.high != ENDLESS and not family.kinds & (SQUARE | {"vector"}):
        name = family.name
        raise StatementError(
            f"the shape of {name}_l is not declared: say {name}_l: d_l x d_{{l-1}}, or {name}_l: n x n", family.text, family.at
        )
    for side in family.shape or ():
        for monomial, _ in side.terms:
            for symbol in monomial:
                if isinstance(symbol, tuple):
                    low = replaced(symbol[1], {BOUND: family.low})
                    high = None if family.high == ENDLESS else replaced(symbol[1], {BOUND: family.high})
                    places = found.sizes.setdefault(symbol[0], [])
                    if BOUND in symbol[1].mentions():
                        places.insert(0, (low, high))
                    else:
                        places.append((low, low))
