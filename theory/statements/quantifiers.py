"""Quantifiers: ``forall x: vector, BODY`` and ``exists K: n x r, BODY`` in front of a hypothesis or a conclusion.

    (forall x: vector, x^T A x >= 0) ⊢ …       ⊢ exists K: A = K K^T       ⊢ forall x: vector, exists t: real, …

A scope ends with the bracket around the quantifier; without one it goes to the end of the conclusions, or of ``where``;
before a turnstile the bracket must stand. In a conclusion forall opens a letter, in a hypothesis exists does. What remains is a
`Quantified`: forall in a hypothesis, exists in a conclusion. ``with x = …`` behind the body gives its letters values to try.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from theory.statements.declarations import NAME, Declaration, read_kind
from theory.statements.tokens import QUANTIFIER, WITH, Token, plain_name
from theory.statements.tree import Node, Relation, StatementError

WORD = re.compile(
    r"(?<![A-Za-z\\_])(?:(?P<all>∀|\\forall(?![A-Za-z])|for\s?all\b|for\s+every\b)|"
    r"(?P<some>∃|\\exists(?![A-Za-z])|there\s+exists?\b|exists?\b))(?P<one>\s*!)?"
)
NOT_A_NAME = r"(?!(?:such|with|in|and|forall|exists?)\b)"
NAMES = re.compile(rf"\s*(?P<names>{NOT_A_NAME}{NAME}(?:\s*,\s*{NOT_A_NAME}{NAME})*)")
SIGN = re.compile(r"\s*(:|∈|\\in(?![A-Za-z])|in\b)")
BREAK = re.compile(r"\s*(?:,\s*such\s+that\b|such\s+that\b|s\.\s?t\.|,|:|;|\.(?=\s))")
THAT = re.compile(r"\s*(?:,?\s*such\s+that\b|,?\s*s\.\s?t\.)")
SPEC = re.compile(r"(?:(?!such\s+that|s\.\s?t\.|\bwith\s+[A-Za-z_0-9{}]+\s*=)[^,:;()\[\]<>=≥⊢|]|\\.|[>≥]=?\s*\d)+")
HINT = "forall x: vector, BODY, or exists K: n x r, BODY"


@dataclass
class Head:
    """A quantifier with the letters that it binds, in the order of the text."""

    kind: str
    at: int
    letters: list[tuple[str, int]] = field(default_factory=list)
    declared: list[Declaration] = field(default_factory=list)


@dataclass(eq=False)
class Quantified:
    """forall in a hypothesis, or exists in a conclusion. ``letters``: the bound names, as they stand in ``relations``, with
    what the user wrote; ``values``: expressions for them that the user gives; ``source``: "text" or
    "where"."""

    kind: str
    letters: dict[str, str]
    relations: list[Relation]
    at: int
    values: dict[str, Node] = field(default_factory=dict)
    source: str = "text"


def heads(text: str) -> tuple[list[Head], str]:
    """The quantifiers of a text, and the text with a mark in the place of each (of ``with`` too).

    >>> found, rest = heads("forall x, y: vector, x^T y = y^T x")
    >>> found[0].letters, rest.strip(QUANTIFIER + " ")
    ([('x', 7), ('y', 10)], 'x^T y = y^T x')
    """
    found: list[Head] = []
    rest, at = text, 0
    while word := WORD.search(text, at):
        head = Head("forall" if word["all"] else "exists", word.start())
        if word["one"]:
            raise StatementError("exists! is not in the language: state that there is one, and that two are equal", text,
                                 word.start())  # fmt: skip
        at = _bound(text, word.end(), head)
        found.append(head)
        rest = rest[: word.start()] + QUANTIFIER + " " * (at - word.start() - 1) + rest[at:]
    if found:
        rest = re.sub(r"(?<![A-Za-z\\_])with(?=\s+\\?[A-Za-z])", WITH + "   ", rest)
    return found, rest


def _bound(text: str, at: int, head: Head) -> int:
    """Reads the letters behind a quantifier; where its body begins."""
    while True:
        names = NAMES.match(text, at)
        if not names:
            raise StatementError(f"a letter is expected behind {head.kind}: {HINT}", text, _start(text, at))
        group = [(plain_name(m[0]), names.start("names") + m.start()) for m in re.finditer(NAME, names["names"])]
        for name, place in group:
            if any(name == other for other, _ in head.letters):
                raise StatementError(f"{name} is bound twice", text, place)
            head.letters.append((name, place))
        at = names.end()
        if that := THAT.match(text, at):
            return that.end()
        sign = SIGN.match(text, at)
        if not sign:
            raise StatementError(f"what kind of letter {group[-1][0]} is, is expected here: {HINT}", text, _start(text, at))
        spec = SPEC.match(text, sign.end())
        kind = _kind(spec[0], text, sign.end()) if spec else None
        if kind is None:
            if sign[1] == ":":
                return sign.end()
            raise StatementError(f"a kind or a size is expected here: {HINT}", text, _start(text, sign.end()))
        assert spec is not None
        stop = BREAK.match(text, spec.end())
        if not stop and sign[1] == ":" and text[spec.end() :].strip()[:1] not in ("", ")", "]"):
            return sign.end()  # A*X = B: a relation, and no size
        head.declared += [Declaration(name, kind[0], kind[1], kind[2], place, text) for name, place in group]
        if not stop:
            raise StatementError(f"a comma or a colon, and a relation, are expected behind the letters: {HINT}", text,
                                 _start(text, spec.end()))  # fmt: skip
        at = stop.end()
        more = NAMES.match(text, at)
        sign = SIGN.match(text, more.end()) if more else None
        spec = SPEC.match(text, sign.end()) if sign else None
        if spec is None or _kind(spec[0], text, spec.start()) is None:
            return at


def _kind(spec: str, text: str, at: int) -> tuple | None:
    try:
        return read_kind(spec, text, at)
    except StatementError:
        return None


def _start(text: str, at: int) -> int:
    return at + len(text[at:]) - len(text[at:].lstrip())


@dataclass
class Unit:
    """A quantified part: its heads from the outside, the tokens of its body, those of its values."""

    heads: list[Head]
    body: list[Token]
    values: list[Token]
    at: int


def separated(tokens: list[Token], all_heads: list[Head], text: str, free: bool) -> tuple[list[Token], list[Unit]]:
    """The tokens outside of quantifiers, and the quantified parts; ``free``: a quantifier may stand without a bracket here, and
    then goes to the end."""
    plain: list[Token] = []
    units: list[Unit] = []
    k, depth = 0, 0
    while k < len(tokens):
        token = tokens[k]
        opened = token.type == "LPAR" and k + 1 < len(tokens) and tokens[k + 1].type == "QUANT"
        if (token.type == "QUANT" or opened) and (depth or not _begins(plain)):
            raise StatementError("a quantifier stands at the beginning of a hypothesis or conclusion, with a bracket around it "
                                 "if anything follows", text, token.at)  # fmt: skip
        if token.type == "QUANT":
            if not free:
                raise StatementError("what does this quantifier reach? Write (forall x: …) ⊢ …, with a bracket around it", text,
                                     token.at)  # fmt: skip
            units.append(_unit(tokens[k:], all_heads, text))
            return [*plain, Token("DECL", "a quantifier", token.at)], units
        if opened:
            end = _closing(tokens, k)
            inside, after = tokens[k + 1 : end], end + 1
            if after < len(tokens) and tokens[after].type == "WITH":
                stop = next((i for i in range(after, len(tokens)) if tokens[i].type == "SEMI"), len(tokens))
                inside, after = inside + tokens[after:stop], stop
            units.append(_unit(inside, all_heads, text))
            if after < len(tokens) and tokens[after].type not in ("COMMA", "SEMI"):
                raise StatementError("a comma is expected behind a quantifier in brackets", text, tokens[after].at)
            plain.append(Token("DECL", "a quantifier", token.at))
            k = after
            continue
        if token.type == "WITH":
            raise StatementError("with gives values behind a quantifier: (forall x: …) with x = A*y", text, token.at)
        depth += (token.type in ("LPAR", "LANG", "LBAR", "LBLOCK")) - (token.type in ("RPAR", "RANG", "RBAR", "RBLOCK"))
        plain.append(token)
        k += 1
    return plain, units


def _begins(before: list[Token]) -> bool:
    return not before or before[-1].type in ("COMMA", "SEMI", "DECL")


def _closing(tokens: list[Token], k: int) -> int:
    depth = 0
    for i in range(k, len(tokens)):
        depth += (tokens[i].type == "LPAR") - (tokens[i].type == "RPAR")
        if depth == 0:
            return i
    return len(tokens)


def _unit(tokens: list[Token], all_heads: list[Head], text: str) -> Unit:
    """A quantified part from its tokens; brackets around what follows a quantifier go."""
    mine: list[Head] = []
    at, values = tokens[0].at, []
    if where := [k for k, t in enumerate(tokens) if t.type == "WITH"]:
        if len(where) > 1:
            raise StatementError("one with behind a quantifier: with x = …, y = …", text, tokens[where[1]].at)
        tokens, values = tokens[: where[0]], tokens[where[0] + 1 :]
        if not values:
            raise StatementError("a value is expected behind with, such as with x = A*y", text, at)
    while tokens and (tokens[0].type == "QUANT" or _wrapped(tokens)):
        if tokens[0].type == "QUANT":
            mine.append(all_heads[int(tokens[0].value)])
            tokens = tokens[1:]
        else:
            tokens = tokens[1:-1]
    stray = next((t for t in tokens if t.type in ("QUANT", "TURN")), None)
    if stray and stray.type == "TURN":
        raise StatementError("no implication inside a quantifier: put the condition before the turnstile", text, stray.at)
    if stray:
        raise StatementError("quantifiers stand in front of all relations that they reach", text, stray.at)
    if not [t for t in tokens if t.type != "DECL"]:
        raise StatementError(f"a relation is expected behind the quantifier: {HINT}", text,
                             tokens[0].at if tokens else max(at, mine[-1].letters[-1][1]))  # fmt: skip
    names = [name for head in mine for name, _ in head.letters]
    twice = next(((n, p) for head in mine for n, p in head.letters if names.count(n) > 1), None)
    if twice:
        raise StatementError(f"{twice[0]} is bound twice", text, twice[1])
    return Unit(mine, tokens, values, at)


def _wrapped(tokens: list[Token]) -> bool:
    """Whether one bracket stands around all of it, and around relations."""
    if tokens[0].type != "LPAR" or _closing(tokens, 0) != len(tokens) - 1:
        return False
    return any(t.type in ("REL", "QUANT") for t in tokens)


def renamed(units: list[Unit], taken: set[str]) -> dict[int, dict[str, str]]:
    """New names for letters that an earlier part has bound already: by number of the unit, old to new."""
    found: dict[int, dict[str, str]] = {}
    seen: set[str] = set()
    for k, unit in enumerate(units):
        found[k] = {}
        for name in [name for head in unit.heads for name, _ in head.letters]:
            new, count = name, 2
            while new in seen or (new != name and new in taken):
                new, count = f"{name}_{count}", count + 1
            seen.add(new)
            if new != name:
                found[k][name] = new
                for token in (*unit.body, *unit.values):
                    if token.type == "NAME" and token.value == name:
                        token.value = new
    return found


def valued(unit: Unit, names: set[str], text: str, read: Callable[[list[Token], str], list[Relation]]) -> dict[str, Node]:
    """The values behind ``with``."""
    found: dict[str, Node] = {}
    for relation in read(unit.values, text) if unit.values else []:
        if relation.op != "=" or relation.left.op != "name" or relation.left.value not in names:
            raise StatementError("with gives a value to a letter of its quantifier, such as with x = A*y", text,
                                 relation.left.at)  # fmt: skip
        inside = {n.value for n in relation.right.walk() if n.op == "name"}
        if inside & names or relation.left.value in found:
            raise StatementError("a value behind with is one expression in the letters outside", text, relation.right.at)
        found[relation.left.value] = relation.right
    return found
