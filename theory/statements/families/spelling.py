"""Text about families to tokens and trees: members W_{l+1}, products W_L ⋯ W_1, sums and products over an index, "for all l".

To the tokens of `theory.statements.tokens` come MEMBER (its index in ``sub``), DOTS, SUM and PROD (their range in
``sub``), WHOLE
(``prod(W)``), and FORALL. A sum reaches to the next + or −, as it is read on paper; its body is put into brackets here.
"""

from __future__ import annotations

import re
from typing import Any

from lark import Token as Leaf
from lark import v_args

from theory.kernel.integers import Int
from theory.prove.text import integer_text
from theory.statements.families.declared import DECLARATION
from theory.statements.families.indices import index_of
from theory.statements.grammar import GRAMMAR, Builder, parse
from theory.statements.tokens import ENDS, GREEK, STARTS, Token, Tokenizer, plain_name
from theory.statements.tree import Node, StatementError

MORE = """
     | MEMBER -> member
     | MEMBER DOTS MEMBER -> segment
     | WHOLE -> whole
     | SUM LPAR sum RPAR -> added
     | PROD LPAR sum RPAR -> multiplied"""
FAMILY_GRAMMAR = GRAMMAR.replace("?atom: NUMBER -> literal", f"?atom: NUMBER -> literal{MORE}") + (
    "%declare MEMBER DOTS SUM PROD WHOLE\n")  # fmt: skip
SUBS = {**{c: str(k) for k, c in enumerate("₀₁₂₃₄₅₆₇₈₉")}, "₊": "+", "₋": "-", "ₖ": "k", "ₗ": "l", "ₙ": "n", "ᵢ": "i", "ⱼ": "j",
        "ₜ": "t", "ₛ": "s", "ₘ": "m"}  # fmt: skip
UNDER = "".join(SUBS)
MEMBER = re.compile(
    rf"(\\[A-Za-z]+|[A-Za-z]+|[{''.join(GREEK)}])(?:_\{{([^{{}}]*)\}}|_\(([^()]*)\)|_([A-Za-z0-9])|([{UNDER}]+))"
)
DOTS = re.compile(r"⋯|…|\.\.\.|\\(?:cdots|dots|ldots|dotsm|dotsc)(?![A-Za-z])")
BIG = re.compile(r"(\\sum|∑|sum|\\prod|∏|prod)(?![A-Za-z])(?:\\(?:no)?limits)?\s*")
EDGE = r"[A-Za-z0-9+\-−* ]+?"
FOR = re.compile(r"(?:for\s+(?:all|every|each|any)|for|∀|\\forall)(?![A-Za-z])\s*")
BELOW, EQUALS = r"\s*(<=|≤|\\leq?(?![A-Za-z])|<)\s*", r"\s*(?:=|from)\s*"
BEHIND = r"(?=\s*(?:[,;]|$|\|-|⊢|==?>|⇒|⟹|\\vdash|\\implies|\\Rightarrow|\\Longrightarrow|\band\b))"
RANGES = [
    re.compile(rf"(?P<low>{EDGE}){BELOW}(?P<name>[A-Za-z]){BELOW}(?P<high>{EDGE}){BEHIND}"),
    re.compile(rf"(?P<name>[A-Za-z]){EQUALS}(?P<low>{EDGE})\s*(?:\.\.\.?|…|⋯|\\l?dots|to)\s*(?P<high>{EDGE}){BEHIND}"),
    re.compile(
        rf"(?P<name>[A-Za-z])\s*(?P<sign><=|≤|\\leq?(?![A-Za-z])|<|>=|≥|\\geq?(?![A-Za-z])|>)\s*(?P<end>{EDGE}){BEHIND}"
    ),
    re.compile(rf"(?P<name>[A-Za-z]){BEHIND}"),
]
STOPS = {"PLUS", "MINUS", "REL", "COMMA", "SEMI", "TURN", "FORALL", "DECL"}


class FamilyTokenizer(Tokenizer):
    """``families``: their names. Other letters as `Tokenizer` reads them.

    >>> reader = FamilyTokenizer({"Y"}, families={"W"})
    >>> [(t.type, t.value, t.sub) for t in reader.read("W_{l+1}Y")]
    [('MEMBER', 'W', 'l+1'), ('JUXT', '', ''), ('NAME', 'Y', '')]
    """

    def __init__(self, names: set[str], integers: set[str] | None = None, sizes: set[str] | None = None,
                 families: set[str] | None = None):  # fmt: skip
        super().__init__(names, integers, sizes)
        self.families = families or set()

    def read(self, text: str, alone: set[str] | None = None, shown: str = "") -> list[Token]:
        """All tokens, the bodies of sums in brackets."""
        return _bracketed(_without_signs(super().read(text, alone, shown), self), self)

    def _next(self, at: int) -> int:
        if self.plain[at] == DECLARATION:
            self.tokens.append(Token("DECL", "a declaration", at))
            return at + 1
        if found := DOTS.match(self.plain, at):
            if not self.tokens or self.tokens[-1].type not in ("MEMBER", "TIMES", "PLUS", "COMMA"):
                raise self.error("dots stand between the first and the last factor of a product, W_L ⋯ W_1", at)
            self.tokens.append(Token("DOTS", found[0], at))
            return found.end()
        if (found := FOR.match(self.plain, at)) and not self.bars:
            return self._quantifier(found, at)
        if found := BIG.match(self.plain, at):
            return self._big(found, at)
        if (found := MEMBER.match(self.plain, at)) and plain_name(found[1]) in self.families:
            return self._member(found, at)
        if found and re.search(r"[+\-−]", found[2] or found[3] or ""):
            name = plain_name(found[1])
            raise self.error(f"what {name} is was not said: {name}: sequence of numbers, {name}: family of L matrices, …", at)
        return super()._next(at)

    def _not_a_call(self, text: str, at: int) -> None:
        if not self.tokens or self.tokens[-1].type != "MEMBER" or self.plain[at - 1 : at].isspace():
            return super()._not_a_call(text, at)
        name = f"{self.tokens[-1].value}_{self.tokens[-1].sub}"
        if text == "[":
            raise self.error(f"{name}[…] could be an entry: there are none; a product is written {name}*[…]", at)
        if found := re.compile(r"\(\s*(\\?\w+)\s*\)").match(self.plain, at):
            raise self.error(f"{name}({found[1]}) could be a function: a product is written {name}*{found[1]}", at)

    def _named(self, name: str, at: int, end: int) -> int:
        if name in self.families:
            raise self.error(f"{name} is a family: write a member, such as {name}_l, or prod({name})", at)
        return super()._named(name, at, end)

    def _member(self, found: re.Match, at: int) -> int:
        name, end = plain_name(found[1]), found.end()
        index = next(g for g in found.groups()[1:] if g is not None)
        index = "".join(SUBS.get(c, c) for c in index)
        if index_of(index) is None:
            raise self.error(f"the index {index!r} is no sum of integers and letters, such as l+1", at)
        behind = self.plain[end : end + 1]
        if found[4] and (behind.isdigit() or (behind.islower() and behind.isalpha() and behind.isascii())):
            raise self.error(f"an index of several characters is written in braces, such as {name}_{{{index}{behind}}}", at)
        self._operand_put(Token("MEMBER", name, at, sub=index))
        return end

    def _operand_put(self, token: Token) -> None:
        """A token that begins an operand: a product without a sign before it is made explicit."""
        token.space = token.at > 0 and self.plain[token.at - 1].isspace()
        if self.tokens and self.tokens[-1].type in ENDS | {"MEMBER", "WHOLE"}:
            if "\n" in self.plain[len(self.plain[: token.at].rstrip()) : token.at]:
                raise self.error("a line ends between two operands: write * for a product, a comma between relations", token.at)
            self.tokens.append(Token("JUXT", "", token.at, token.space))
        self.tokens.append(token)

    def _put(self, kind: str, value: str, at: int) -> None:
        if kind == "NAME" and value in self.families:
            raise self.error(f"{value} is a family: write a member, such as {value}_l, or prod({value})", at)
        if self.tokens and self.tokens[-1].type in ("MEMBER", "WHOLE") and kind in STARTS | {"NUMBER"}:
            if kind == "NUMBER":
                raise self.error(f"a number right after an operand: write * or ^ before {value}", at)
            self.tokens.append(Token("JUXT", "", at))
        super()._put(kind, value, at)

    @property
    def _operand(self) -> bool:
        return bool(self.tokens) and self.tokens[-1].type in ENDS | {"MEMBER", "WHOLE", "FORALL"}

    def _big(self, found: re.Match, at: int) -> int:
        """sum_l, \\sum_{k=1}^{n}, prod_{l}, and prod(W)."""
        kind, end = ("SUM" if "sum" in found[1] or found[1] == "∑" else "PROD"), found.end()
        if kind == "PROD" and (whole := re.compile(r"\(\s*(\\?\w+)\s*\)").match(self.plain, end)):
            if plain_name(whole[1]) not in self.families:
                raise self.error(f"prod(…) has the name of a family, and {whole[1]} is none", at)
            self._operand_put(Token("WHOLE", plain_name(whole[1]), at))
            return whole.end()
        under = re.compile(r"_\s*(?:\{([^{}]*)\}|\(([^()]*)\)|([A-Za-z]))").match(self.plain, end)
        if not under:
            word = "sum" if kind == "SUM" else "prod"
            raise self.error(f"over which index? Write {word}_l, or {word}_{{l=1}}^{{L}}", at)
        inside = next(g for g in under.groups() if g is not None)
        parts = re.fullmatch(r"\s*([A-Za-z])\s*(?:=\s*([^.…]+?)\s*(?:(?:\.\.\.?|…|\\l?dots)\s*(.+?))?)?\s*", inside)
        if not parts:
            raise self.error("the index of a sum is a letter with a range, such as l=1", at)
        end = under.end()
        over = re.compile(r"\s*\^\s*(?:\{([^{}]*)\}|\(([^()]*)\)|([A-Za-z0-9]))").match(self.plain, end)
        low, high = parts[2], parts[3]
        if over and high is None:
            high, end = next(g for g in over.groups() if g is not None), over.end()
        for edge in (low, high):
            if edge is not None and index_of(edge) is None:
                raise self.error(f"the end {edge!r} of this range is no sum of integers and letters", at)
        if (low is None) != (high is None):
            raise self.error("a range has two ends, such as sum_{l=1}^{L}, or none, sum_l", at)
        self._operand_put(Token(kind, parts[1], at, sub=f"{low}|{high}" if low is not None else ""))
        return end

    def _quantifier(self, found: re.Match, at: int) -> int:
        for pattern in RANGES:
            if part := pattern.match(self.plain, found.end()):
                low, high = _ends(part)
                if index_of(low or "0") is None or index_of(high or "0") is None:
                    break
                self.tokens.append(Token("FORALL", part["name"], at, sub=f"{low or ''}|{high or ''}"))
                return part.end()
        raise self.error("this stands behind its relation: for all l, for l = 1..L-1, for 1 <= l < L", at)


def _ends(part: re.Match) -> tuple[str | None, str | None]:
    groups = part.groupdict()
    if "sign" in groups:
        sign, end = groups["sign"], groups["end"].strip()
        strict = sign in ("<", ">")
        below = sign[0] in "<≤" or sign.startswith(r"\le")
        return (None, f"{end} - 1" if strict else end) if below else (f"{end} + 1" if strict else end, None)
    low, high = groups.get("low"), groups.get("high")
    if low is not None and part.re is RANGES[0]:
        first, second = part.group(2), part.group(4)
        return f"{low} + 1" if first == "<" else low, f"{high} - 1" if second == "<" else high
    return low, high


def _without_signs(tokens: list[Token], reader: FamilyTokenizer) -> list[Token]:
    """W_L * ⋯ * W_1 without its signs; a_1 + ⋯ + a_L is refused."""
    kept: list[Token] = []
    for k, token in enumerate(tokens):
        around = [t.type for t in tokens[max(k - 1, 0) : k + 2] if t is not token]
        if token.type == "DOTS" and "PLUS" in around:
            raise reader.error("a sum is written with its index, sum_{l=1}^{L}", token.at)
        if token.type == "DOTS" and (k + 1 == len(tokens) or "COMMA" in around):
            raise reader.error("dots stand between the first and the last factor of a product, W_L ⋯ W_1", token.at)
        if not (token.type == "TIMES" and "DOTS" in around) and not (
                token.type == "JUXT" and tokens[k - 1].type == "DOTS"):  # fmt: skip
            kept.append(token)
    return kept


def _bracketed(tokens: list[Token], reader: FamilyTokenizer) -> list[Token]:
    """The body of every sum and product between brackets, to the next + or − at its depth."""
    found: list[Token] = []
    open_at: list[int] = []  # depth at which a body that is still open began
    depth = 0
    for k, token in enumerate(tokens):
        closing = token.type in ("RPAR", "RANG", "RBAR")
        while open_at and open_at[-1] == depth and (token.type in STOPS or closing):
            found.append(Token("RPAR", ")", token.at))
            open_at.pop()
        depth += (token.type in ("LPAR", "LANG", "LBAR")) - closing
        found.append(token)
        if token.type in ("SUM", "PROD"):
            if k + 1 < len(tokens) and tokens[k + 1].type in ("MINUS", "PLUS"):
                raise reader.error("the body of a sum begins with a sign: put it into brackets", tokens[k + 1].at)
            if k + 1 == len(tokens) or tokens[k + 1].type in STOPS:
                raise reader.error("nothing is summed: a body is expected", token.at)
            found.append(Token("LPAR", "(", token.at))
            open_at.append(depth)
    found += [Token("RPAR", ")", len(reader.plain)) for _ in open_at]
    return found


@v_args(inline=True)
class FamilyBuilder(Builder):
    """Trees with members, segments and sums. ``value``: (family, index), (family, left, right), (variable, low, high)."""

    def member(self, leaf: Any) -> Node:
        """W_{l+1}."""
        return Node("member", (), (str(leaf), _index(leaf)), leaf.start_pos or 0)

    def segment(self, left: Any, dots: Leaf, right: Any) -> Node:
        """W_L ⋯ W_1."""
        if str(left) != str(right):
            raise self.error(f"dots stand between members of one family, not {left} and {right}", dots.start_pos or 0)
        return Node("segment", (), (str(left), _index(left), _index(right)), left.start_pos or 0)

    def whole(self, leaf: Leaf) -> Node:
        """prod(W)."""
        return Node("segment", (), (str(leaf), None, None), leaf.start_pos or 0)

    def added(self, leaf: Any, opening: Leaf, body: Node, closing: Leaf) -> Node:
        """sum_l."""
        return Node("sum", (body,), _range(leaf), leaf.start_pos or 0)

    def multiplied(self, leaf: Any, opening: Leaf, body: Node, closing: Leaf) -> Node:
        """prod_l, of numbers."""
        return Node("product", (body,), _range(leaf), leaf.start_pos or 0)


def _index(leaf: Any) -> Int:
    value = index_of(leaf.known.sub)
    assert value is not None
    return value


def _range(leaf: Any) -> tuple[str, Int | None, Int | None]:
    if not leaf.known.sub:
        return str(leaf), None, None
    low, high = (index_of(e) for e in leaf.known.sub.split("|"))
    return str(leaf), low, high


def parsed(tokens: list[Token], text: str, start: str = "relation") -> Any:
    """As `theory.statements.grammar.parse`, with families."""
    try:
        return parse(tokens, text, start, FAMILY_GRAMMAR, FamilyBuilder)
    except StatementError as error:
        for word, said in (("MEMBER", "a member"), ("DOTS", "dots"), ("SUM", "a sum"), ("FORALL", "for all")):
            if repr(word) in str(error):
                raise StatementError(str(error).replace(repr(word), said), text, error.at) from None
        raise


def shown_index(value: Int) -> str:
    """An index as it is written.

    >>> shown_index(Int.symbol("l") + 1)
    'l+1'
    """
    return integer_text(value)
