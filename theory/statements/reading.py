"""A statement and its hypotheses, read: declarations, relations, and the shape of every letter.

    hypotheses ⊢ conclusions        (⊢ may be written |-, =>, ==>, ⇒, \\vdash, \\implies; without one all is conclusion)

Hypotheses and conclusions are relations separated by commas, semicolons or ``and``; chains a <= b <= c are allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from theory.statements.brackets import marked
from theory.statements.declarations import Declaration, consistent, declarations
from theory.statements.grammar import parse
from theory.statements.quantifiers import Quantified, heads
from theory.statements.scopes import Scopes
from theory.statements.shapes import Shape, Shapes, constant
from theory.statements.tokens import Token, Tokenizer, one_index, one_shape, standing_alone
from theory.statements.tree import Node, Relation, StatementError

LONGEST = 4000
QUANTIFIED = re.compile(r"∃|\\exists(?![A-Za-z])|\bexists\b|(?:∀|\\forall(?![A-Za-z])|\bforall\b)(?=[^,;:∈()]*[:∈])")
BLOCKS = re.compile(r"\[(?=\s*\[|[^\[\]()<>⟨⟩]*[,;])|\\begin\s*\{[a-z]*matrix\}")
"""Where a text that may have no quantifiers of letters, or no block matrices, has them: objectives, and families."""
OPENING, CLOSING = ("LPAR", "LANG", "LBAR", "LBLOCK"), ("RPAR", "RANG", "RBAR", "RBLOCK")


@dataclass
class Reading:
    """What a text says; ``shapes.letters``: name → shape (pairs of `Size`, None for a number). ``quantified``: hypotheses with
    forall and conclusions with exists, whose letters are in ``bound``, with their shapes, and nowhere else."""

    text: str
    where: str
    declared: dict[str, Declaration]
    hypotheses: list[Relation]
    conclusions: list[Relation]
    shapes: Shapes
    quantified: list[Quantified] = field(default_factory=list)
    bound: dict[str, Shape] = field(default_factory=dict)

    def relations(self) -> list[Relation]:
        """Hypotheses, then conclusions."""
        return [*self.hypotheses, *self.conclusions]


def read(text: str, where: str = "") -> Reading:
    """The reading of a statement; StatementError with a place where there is none.

    >>> reading = read("X*Y = Y*X", where="X: n x n")
    >>> [str(side) for side in reading.shapes.letters["Y"]]
    ['n', 'n']
    """
    one_shape(text, where)
    one_index(text, where)
    for part in (text, where):
        if len(part) > LONGEST:
            raise StatementError(f"a statement has at most {LONGEST} characters", part, LONGEST)
        if bad := re.search(r"[\x00-\x02]", part):
            raise StatementError("cannot read a character that is not printable", part, bad.start())
    (outer_heads, where_body), (inner_heads, text_body) = heads(where), heads(text)
    outer, where_rest = declarations(where_body, where)
    inner, text_rest = declarations(text_body, text)
    declared: dict[str, Declaration] = {}
    for d in (*outer, *inner):
        _merge(declared, d) if d.name in declared else declared.update({d.name: d})
    alone = standing_alone(text_rest) | standing_alone(where_rest)
    bound = {name for head in (*outer_heads, *inner_heads) for name, _ in head.letters}
    everything = [*declared.values(), *(d for head in (*outer_heads, *inner_heads) for d in head.declared)]
    integers = {d.name for d in everything if "integer" in d.kinds}
    sizes = {s for d in everything for s in d.size or () if not s.isdigit()}
    sizes |= {d.name for d in everything if "dimension" in d.kinds}
    tokenizer = Tokenizer(set(declared) | sizes | bound, integers, sizes)
    tokens = tokenizer.read(marked(text_rest, text), alone, text)
    more = tokenizer.read(marked(where_rest, where), alone, where)
    given, then = _sides(tokens, text)
    stray = next((t for t in more if t.type == "TURN"), None)
    if stray:
        raise StatementError("--where has hypotheses only: no turnstile", where, stray.at)
    scopes = Scopes(declared)
    more = scopes.read(more, outer_heads, where, hypothesis=True, free=True)
    given = scopes.read(given, inner_heads, text, hypothesis=True, free=False)
    then = scopes.read(then, inner_heads, text, hypothesis=False, free=True)
    scopes.check([(more, where), (given, text), (then, text)], sizes)
    hypotheses = [(r, where) for r in _relations(more, where)] + [(r, text) for r in _relations(given, text)]
    conclusions = [(r, text) for r in _relations(then, text)]
    quantified = scopes.parsed(hypotheses, conclusions, _relations)
    if not conclusions and not any(q.kind == "exists" for q, _ in quantified):
        raise StatementError("nothing is stated: a relation is expected, such as A*B = B*A", text, len(text))
    inside = [r for q, _ in quantified for r in q.relations]
    hypotheses = _bounds(hypotheses, declared, [r for r, _ in conclusions] + inside)
    shapes = Shapes(declared)
    shapes.declare()
    _sizes_in(shapes, [*(r for r, _ in (*hypotheses, *conclusions)), *inside])
    for relation, source in (*hypotheses, *conclusions, *((r, source) for q, source in quantified for r in q.relations)):
        shapes.relation(relation, source)
    for q, source in quantified:
        scopes.shaped(q, shapes, source)
        q.source = "text" if source is text else "where"
    unbound = {name: shapes.letters.pop(name, None) for q, _ in quantified for name in q.letters}
    return Reading(text, where, declared, [r for r, _ in hypotheses], [r for r, _ in conclusions], shapes,
                   [q for q, _ in quantified], unbound)  # fmt: skip


def read_expression(text: str, where: str = "") -> tuple[Node, Reading]:
    """One expression and the reading of its letters (conclusions empty), for objectives.

    >>> node, reading = read_expression("||X*Y^T - A||^2", "X: m x r")
    >>> node.shape, [str(side) for side in reading.shapes.letters["Y"]][1]
    (None, 'r')
    """
    one_shape(text, where)
    one_index(text, where)
    for part in (text, where):
        for pattern, what in ((QUANTIFIED, "quantifiers"), (BLOCKS, "block matrices: write its blocks out")):
            if there := pattern.search(part):
                raise StatementError(f"an objective has no {what}", part, there.start())
    outer, rest = declarations(where)
    declared: dict[str, Declaration] = {}
    for d in outer:
        _merge(declared, d) if d.name in declared else declared.update({d.name: d})
    sizes = {s for d in declared.values() for s in d.size or () if not s.isdigit()}
    sizes |= {d.name for d in declared.values() if "dimension" in d.kinds}
    tokenizer = Tokenizer(set(declared) | sizes, {d.name for d in declared.values() if "integer" in d.kinds}, sizes)
    alone = standing_alone(text) | standing_alone(rest)
    tokens, more = tokenizer.read(text, alone), tokenizer.read(rest, alone, where)
    node = parse(tokens, text, "sum")
    hypotheses = _bounds([(r, where) for r in _relations(more, where)], declared, [Relation("=", node, node)])
    shapes = Shapes(declared)
    shapes.declare()
    for relation, source in hypotheses:
        shapes.relation(relation, source)
    shapes.text = text
    shapes.of(node)
    return node, Reading(text, where, declared, [r for r, _ in hypotheses], [], shapes)


def _merge(declared: dict[str, Declaration], d: Declaration) -> None:
    """A letter may be declared twice if the parts go together: X: m x r, X: orthonormal."""
    old = declared[d.name]
    if (old.size and d.size and old.size != d.size) or (old.bound and d.bound) or (old.kinds & d.kinds):
        raise StatementError(f"{d.name} is declared twice", d.text, d.at)
    both = old.kinds | d.kinds
    size = old.size or d.size
    if (old.scalar and not d.scalar) or (d.scalar and not old.scalar and (old.kinds or old.size)):
        raise StatementError(f"{d.name} is declared twice, as a number and as a matrix", d.text, d.at)
    bound = old.bound or d.bound
    consistent(both, size, bound, d.text, d.at)
    declared[d.name] = Declaration(d.name, both, size, bound, old.at, old.text)


def _sides(tokens: list[Token], text: str) -> tuple[list[Token], list[Token]]:
    places = [k for k, t in enumerate(tokens) if t.type == "TURN"]
    if len(places) > 1:
        raise StatementError("one turnstile only: hypotheses ⊢ conclusions", text, tokens[places[1]].at)
    if not places:
        return [], tokens
    return tokens[: places[0]], tokens[places[0] + 1 :]


def _relations(tokens: list[Token], text: str) -> list[Relation]:
    return [relation for part in _split(tokens, text) for relation in parse(part, text)]


def _split(tokens: list[Token], text: str) -> Iterator[list[Token]]:
    """The parts between commas that are no declarations."""
    depth, declared = 0, False
    part: list[Token] = []
    for token in tokens:
        depth += (token.type in OPENING) - (token.type in CLOSING)
        if depth == 0 and token.type in ("COMMA", "SEMI"):
            if not part and not declared:
                raise StatementError("a relation or a declaration is expected before this comma", text, token.at)
            if part:
                yield part
            part, declared = [], False
        elif token.type == "DECL":
            declared = True
            if part:
                raise StatementError("a comma is expected before this declaration", text, part[-1].at)
        elif token.type == "TURN":
            raise StatementError("a turnstile stands between hypotheses and conclusions, not in a bracket", text, token.at)
        else:
            part.append(token)
    if part:
        yield part
    elif tokens and not declared:
        raise StatementError("a relation or a declaration is expected at the end", text, len(text.rstrip()))


def _bounds(relations: list[tuple[Relation, str]], declared: dict[str, Declaration],
            others: list[Relation]) -> list[tuple[Relation, str]]:  # fmt: skip
    """``t > 0`` of an undeclared number, ``L >= 2`` of a letter in an exponent declare it; the other hypotheses stay."""
    kept = []
    powers = [e for r in (*(r for r, _ in relations), *others) for e in r.walk() if e.op == "^"]
    exponents = {n.value for e in powers for n in e.args[1].walk() if n.op == "name"}
    for relation, text in relations:
        left, value = relation.left, constant(relation.right)
        plain = left.op == "name" and value is not None and relation.op in (">", ">=")
        name = left.value if plain else ""
        if plain and name not in declared and not name[0].isupper() and relation.op == ">" and value == 0:
            declared[name] = Declaration(name, frozenset({"real", "positive"}), None, (">", Fraction(0)), left.at, text)
        elif plain and relation.op == ">=" and value is not None and value.denominator == 1 and (
                (value >= 1 and name in exponents) if name not in declared else
                declared[name].kinds == {"integer"} and declared[name].bound is None):  # fmt: skip
            declared[name] = Declaration(name, frozenset({"integer"}), None, (">=", value), left.at, text)
        elif plain and name in declared and declared[name].kinds == {"real"} and relation.op == ">" and value == 0:
            declared[name] = Declaration(name, frozenset({"real", "positive"}), None, (">", Fraction(0)), left.at, text)
        else:
            kept.append((relation, text))
    return kept


def _sizes_in(shapes: Shapes, relations: list[Relation]) -> None:
    """Names of I_n are sizes before anything is read."""
    for relation in relations:
        for node in relation.walk():
            if node.op == "identity" and node.args and node.args[0].op == "name":
                name = node.args[0].value
                if name not in shapes.letters and re.fullmatch(r"[a-z][a-z0-9_]*", name):
                    shapes.size(name)
