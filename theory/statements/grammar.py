"""The grammar of expressions and relations (lark, LALR), over the tokens of `theory.statements.tokens`.

From loose to tight: relations, + and −, products (*, / and no sign at all: from the left), minus, powers, transposes and
inverses (from the left, behind their operand). ``-A^2`` is −(A²); ``1/2x`` and ``x^2^3`` are errors, not choices.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

from lark import Lark, Transformer, v_args
from lark import Token as Leaf
from lark.exceptions import UnexpectedInput, UnexpectedToken, VisitError
from lark.lexer import Lexer

from theory.statements.tokens import Token
from theory.statements.tree import Node, Relation, StatementError, number

GRAMMAR = r"""
relation: sum (REL sum)+
sum: [MINUS] product (sign product)*
!sign: PLUS MINUS? | MINUS
product: power (operator power)*
!operator: TIMES MINUS? | DIV | JUXT
power: atom postfix*
!postfix: TRANSPOSE | INVERSE | POW exponent
exponent: NUMBER -> literal | NAME -> name | MINUS NUMBER -> negative | MINUS NAME -> negative | LPAR sum RPAR -> inside
?atom: NUMBER -> literal
     | NAME -> name
     | IDENT -> identity
     | LPAR sum RPAR -> inside
     | LBAR sum RBAR -> norm
     | LANG sum COMMA sum RANG -> inner
     | TR LPAR sum RPAR -> trace
     | NORM LPAR sum RPAR -> norm
     | INNER LPAR sum COMMA sum RPAR -> inner
     | INV LPAR sum RPAR -> inverse
     | LBLOCK row (SEMI row)* RBLOCK -> block
row: sum (COMMA sum)*
%declare NUMBER NAME IDENT LPAR RPAR LBAR RBAR LANG RANG TR NORM INNER INV COMMA SEMI TURN PLUS MINUS TIMES DIV JUXT POW
%declare TRANSPOSE INVERSE REL COLON LBLOCK RBLOCK
"""

MOST_BLOCKS = 16
DEEPEST = 150
"""Operations on the way from an expression to a letter in it; a sum of n terms has n − 1."""

SAID = {"NUMBER": "a number", "NAME": "a letter", "IDENT": "I", "LPAR": "(", "RPAR": ")", "LBAR": "‖", "RBAR": "‖",
        "LANG": "⟨", "RANG": "⟩", "LBLOCK": "[", "RBLOCK": "]", "SEMI": "a semicolon", "COMMA": "a comma",
        "REL": "a relation (=, >=, ⪰, …)", "$END": "the end", "PLUS": "+",
        "MINUS": "-", "TIMES": "*", "TR": "tr", "POW": "^"}  # fmt: skip


class _Leaf(Leaf):
    """A token of lark that remembers ours."""

    known: Token


class _Tokens(Lexer):
    """Hands the tokens on; lark reads no text here."""

    def __init__(self, conf: Any):
        pass

    def lex(self, data: Any, *_: Any) -> Iterator[_Leaf]:
        """The tokens as lark's."""
        for token in data:
            leaf = _Leaf(token.type, token.value, start_pos=token.at)
            leaf.known = token
            yield leaf


@lru_cache
def _parser(start: str, grammar: str = GRAMMAR) -> Lark:
    return Lark(grammar, parser="lalr", lexer=_Tokens, start=start)


@v_args(inline=True)
class Builder(Transformer):
    """Trees to nodes."""

    def __init__(self, text: str):
        super().__init__()
        self.text = text

    def error(self, message: str, at: int) -> StatementError:
        """An error at a place of the text."""
        return StatementError(message, self.text, at)

    def literal(self, leaf: Leaf) -> Node:
        """A number: decimals are exact."""
        return number(Fraction(str(leaf)), leaf.start_pos or 0)

    def name(self, leaf: Leaf) -> Node:
        """A letter."""
        return Node("name", (), str(leaf), leaf.start_pos or 0)

    def negative(self, minus: Leaf, leaf: Leaf) -> Node:
        """A negative exponent."""
        inner = self.literal(leaf) if leaf.type == "NUMBER" else self.name(leaf)
        return Node("neg", (inner,), None, minus.start_pos or 0)

    def identity(self, leaf: Leaf) -> Node:
        """I, I_n, I(n)."""
        at = leaf.start_pos or 0
        if not leaf:
            return Node("identity", (), None, at)
        return Node("identity", (number(int(leaf), at) if leaf.isdigit() else Node("name", (), str(leaf), at),), None, at)

    def inside(self, opening: Leaf, node: Node, closing: Leaf) -> Node:
        """A bracket."""
        return Node(node.op, node.args, node.value, node.at, bare=False)

    def norm(self, opening: _Leaf, *rest: Any) -> Node:
        """‖A‖, |x|, norm(A); ``value``: "bar" for single bars without an index."""
        node, closing = rest[-2], rest[-1]
        known = closing.known
        kind = "bar" if opening.type == "LBAR" and known.value == "BAR" and not known.sub else known.sub
        return Node("norm", (node,), kind, opening.start_pos or 0)

    def inner(self, opening: Leaf, *rest: Any) -> Node:
        """<A, B> = tr(AᵀB)."""
        pair = [x for x in rest if isinstance(x, Node)]
        return Node("inner", (pair[0], pair[1]), None, opening.start_pos or 0)

    def trace(self, word: Leaf, opening: Leaf, node: Node, closing: Leaf) -> Node:
        """tr(A)."""
        return Node("tr", (node,), None, word.start_pos or 0)

    def inverse(self, word: Leaf, opening: Leaf, node: Node, closing: Leaf) -> Node:
        """inv(A)."""
        return Node("inv", (node,), None, word.start_pos or 0)

    def row(self, *parts: Any) -> tuple[Node, ...]:
        """A row of blocks."""
        return tuple(p for p in parts if isinstance(p, Node))

    def block(self, opening: Leaf, *rest: Any) -> Node:
        """A matrix of blocks; ``value``: rows and columns of blocks."""
        rows = [r for r in rest if isinstance(r, tuple)]
        wrong = next((r for r in rows if len(r) != len(rows[0])), None)
        at = opening.start_pos or 0
        if wrong is not None:
            raise self.error(f"rows of blocks have one length, not {len(rows[0])} and {len(wrong)} blocks", wrong[0].at)
        if len(rows) * len(rows[0]) > MOST_BLOCKS:
            raise self.error(f"a block matrix has at most {MOST_BLOCKS} blocks", at)
        return Node("block", tuple(b for r in rows for b in r), (len(rows), len(rows[0])), at)

    def operator(self, *leaves: Leaf) -> tuple[Leaf, ...]:
        """One operator, perhaps with a minus behind."""
        return leaves

    def postfix(self, *parts: Any) -> tuple[Any, ...]:
        """What stands behind an operand."""
        return parts

    def power(self, base: Node, *behind: tuple) -> Node:
        """Transposes, inverses and powers, from the left."""
        raised = False
        for leaf, *exponent in behind:
            if leaf.type == "POW":
                if raised:
                    raise self.error("a power of a power: use parentheses", leaf.start_pos)
                base, raised = Node("^", (base, exponent[0]), None, base.at), True
            else:
                base = Node("T" if leaf.type == "TRANSPOSE" else "inv", (base,), None, base.at)
        return base

    def product(self, first: Node, *rest: Any) -> Node:
        """From the left; what could be read in two ways is an error."""
        left = first
        for operator, right in zip(rest[::2], rest[1::2], strict=True):
            sign = operator[0]
            if sign.type == "JUXT" and left.op == "/" and left.bare and not (
                    all(a.op == "number" for a in left.args) and sign.known.space):  # fmt: skip
                raise self.error("a product without a sign behind a division: write (a/b)*c or a/(b*c)", sign.start_pos)
            if sign.type == "JUXT" and left.zero and left.bare:
                raise self.error("0 times something: a comma is expected between relations, or * for a product", sign.start_pos)
            if len(operator) > 1:
                right = Node("neg", (right,), None, right.at)
            left = Node("/" if sign.type == "DIV" else "*", (left, right), None, left.at)
        return left

    def sign(self, *leaves: Leaf) -> tuple[Leaf, ...]:
        """+, −, or + −."""
        return leaves

    def sum(self, minus: Leaf | None, first: Node, *rest: Any) -> Node:
        """From the left."""
        left = first if minus is None else Node("neg", (first,), None, minus.start_pos or 0)
        for sign, right in zip(rest[::2], rest[1::2], strict=True):
            left = Node("+" if [s.type for s in sign] == ["PLUS"] else "-", (left, right), None, left.at)
        return left

    def relation(self, *parts: Any) -> list[Relation]:
        """A chain of relations, as pairs."""
        found = []
        for left, sign, right in zip(parts[::2], parts[1::2], parts[2::2], strict=False):
            op, at = str(sign), sign.start_pos
            if op in ("<=", "<", "⪯", "≺"):
                op, left, right = {"<=": ">=", "<": ">", "⪯": "⪰", "≺": "≻"}[op], right, left
            found.append(Relation(op, left, right, at))
        signs = {str(s)[0] in "<⪯≺" for s in parts[1::2] if str(s) != "="}
        if len(signs) > 1:
            raise self.error("a chain of relations goes in one direction", parts[3].start_pos)
        return found


def parse(tokens: list[Token], text: str, start: str = "relation", grammar: str = GRAMMAR,
          builder: type[Builder] = Builder) -> Any:  # fmt: skip
    """The relations of a chain (start = "relation"), or one node ("sum"); a larger ``grammar`` comes with its ``builder``."""
    try:
        found = builder(text).transform(_parser(start, grammar).parse(tokens))  # type: ignore[arg-type]
        _not_too_deep([found] if isinstance(found, Node) else [side for r in found for side in (r.left, r.right)], text)
        return found
    except UnexpectedToken as error:
        raise _unexpected(error, tokens, text) from None
    except VisitError as error:
        raise error.orig_exc from None
    except UnexpectedInput:
        raise StatementError("cannot read this", text, tokens[0].at if tokens else 0) from None
    except RecursionError:
        raise StatementError("brackets are nested too deep", text, 0) from None


def _not_too_deep(nodes: list[Node], text: str) -> None:
    for _ in range(DEEPEST):
        nodes = [arg for node in nodes for arg in node.args]
    if nodes:
        raise StatementError(f"more than {DEEPEST} operations inside one another, or in a row", text, nodes[0].at)


def _unexpected(error: UnexpectedToken, tokens: list[Token], text: str) -> StatementError:
    ended = error.token.type == "$END"
    at = len(text.rstrip()) if ended and not tokens else (_end(tokens[-1]) if ended else error.token.start_pos or 0)
    expected = set(error.accepts or error.expected)
    if {"NUMBER", "NAME"} <= expected:
        wanted = "a letter, a number or a bracket"
    else:
        order = [k for k in ("REL", "RPAR", "RBAR", "RANG", "RBLOCK", "COMMA", "LPAR", "PLUS") if k in expected]
        wanted = " or ".join(SAID[k] for k in order) or "something else"
    found = "the end" if ended else SAID.get(error.token.type, repr(str(error.token)))
    if error.token.type == "REL" and "REL" not in expected:
        found = f"the relation {error.token}"
    return StatementError(f"{wanted} is expected, not {found}", text, at)


def _end(token: Token) -> int:
    return token.at + max(1, len(token.value))
