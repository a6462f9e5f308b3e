"""A statement about families, read: members, the range of every index, shapes.

An index that is no count of members is *quantified*, in each relation by itself: W_{l+1}ᵀW_{l+1} = W_l W_lᵀ is said of
every l for
which all its members exist, l = 1, …, L−1. ``for l = a..b`` behind a relation says less. Sequences begin at 0. An empty
product is I, an empty sum 0.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from theory.kernel.integers import Int
from theory.kernel.letters import RESERVED
from theory.prove.text import integer_text
from theory.statements.declarations import Declaration, declarations
from theory.statements.families.declared import DECLARATION, ENDLESS, Declared, Family, family_declarations
from theory.statements.families.indices import index_of, offset
from theory.statements.families.ranging import OPEN, Claim, FamilyReading, Ranger
from theory.statements.families.shaping import FamilyShapes
from theory.statements.families.spelling import FamilyTokenizer, parsed
from theory.statements.reading import BLOCKS, LONGEST, QUANTIFIED
from theory.statements.shapes import constant
from theory.statements.tokens import Token, one_shape, standing_alone
from theory.statements.tree import Node, Relation, StatementError

ABOUT = re.compile(
    r":\s*(?:family|sequence)\b|[⋯∑∏]|\\(?:cdots|dots|ldots|sum|prod|forall)(?![A-Za-z])|\b(?:sum|prod)_|\bprod\(|\.\.\.|_\{[^}]*[+\-]"
)


ABSENT = [
    (QUANTIFIED, "quantifiers over letters are not known beside families and sums: check such a statement by itself"),
    (re.compile(r"(?:^|[(,;⊢]|\|-)\s*(?P<at>∀|\\forall(?![A-Za-z])|\bforall\b)"),
     "an index stands for all its values; a range is written behind the relation, W_l = I for l = 1..L"),
    (BLOCKS, "block matrices are not known beside families and sums: write the blocks of the relation out"),
]  # fmt: skip
"""Words of statements without families that there are none of here, and what to say."""


def is_about_families(text: str, where: str = "") -> bool:
    """Whether a text speaks of families, sequences, sums or products over an index.

    >>> is_about_families("W_L ⋯ W_1 = P"), is_about_families("AB = BA")
    (True, False)
    """
    return bool(ABOUT.search(text) or ABOUT.search(where))


def read_families(text: str, where: str = "") -> FamilyReading:
    """The reading of a statement about families; StatementError with a place where there is none.

    >>> found = read_families("W_{l+1}^T W_{l+1} = W_l W_l^T", "W: family of L matrices, W_l: d_l x d_{l-1}")
    >>> from theory.prove.text import integer_text
    >>> [integer_text(end) for end in found.conclusions[0].ranges["l"]]
    ['1', 'L-1']
    """
    reading, tokenizer, parts = _opened(text, where)
    tokens, more = parts(tokenizer)
    given, then = _sides(tokens, text)
    if stray := next((t for t in more if t.type == "TURN"), None):
        raise StatementError("--where has hypotheses only: no turnstile", where, stray.at)
    hypotheses = [*_claims(more, where), *_claims(given, text)]
    conclusions = _claims(then, text)
    if not conclusions:
        raise StatementError("nothing is stated: a relation is expected, such as W_l = I", text, len(text))
    return _completed(reading, hypotheses, conclusions)


def read_family_objective(text: str, where: str = "") -> FamilyReading:
    """An objective with families, and what is said of its letters.

    >>> read_family_objective("||W_L ⋯ W_1||^2", "W: family of L matrices, W_l: d_l x d_{l-1}").objective.op
    '^'
    """
    reading, tokenizer, parts = _opened(text, where)
    tokens, more = parts(tokenizer)
    for token in tokens:
        if token.type in ("REL", "TURN", "FORALL", "COMMA", "SEMI") and token.type != "COMMA":
            raise StatementError("an objective is an expression, without a relation", text, token.at)
    reading.objective = parsed(tokens, text, "sum")
    return _completed(reading, _claims(more, where), [])


def _opened(text: str, where: str):  # type: ignore[no-untyped-def]
    one_shape(text, where)
    for part in (text, where):
        if len(part) > LONGEST:
            raise StatementError(f"a statement has at most {LONGEST} characters", part, LONGEST)
        for pattern, message in ABSENT:
            if there := pattern.search(part):
                raise StatementError(message, part, there.start("at" if "at" in pattern.groupindex else 0))
    found, (where_rest, text_rest) = family_declarations([where, text])
    declared: dict[str, Declaration] = {}
    rests = []
    for whole, rest in ((where, where_rest), (text, text_rest)):
        more, left = _plain_declarations(rest, whole)
        rests.append(left)
        for d in more:
            if d.name in declared or d.name in found.families:
                raise StatementError(f"{d.name} is declared twice", whole, d.at)
            if (stem := d.name.split("_")[0]) != d.name and stem in found.families:
                raise StatementError(f"{d.name} is a member of {stem}, and a letter too: rename one", whole, d.at)
            declared[d.name] = d
    integers = _integers(found, declared)
    for d in declared.values():
        d.size = d.size and (_place_of(d.size[0], d, found, integers), _place_of(d.size[1], d, found, integers))
    horizon = next(
        n
        for n in ("N", "T", "K", *(f"N{k}" for k in range(9)))
        if not re.search(rf"(?<![A-Za-z]){n}(?![A-Za-z0-9])", f"{text} {where}")
    )
    for family in [f for f in found.families.values() if f.high == ENDLESS]:
        found.families[family.name] = replace(family, high=Int.symbol(horizon))
        integers[horizon] = 1
    sizes = {s for d in declared.values() for s in d.size or () if s.isidentifier()} | {
        d.name for d in declared.values() if "dimension" in d.kinds}  # fmt: skip
    alone = standing_alone(text_rest) | standing_alone(where_rest)
    tokenizer = FamilyTokenizer(set(declared) | sizes | set(integers), set(integers), sizes, set(found.families))
    reading = FamilyReading(text, where, found.families, declared, integers, _size_ranges(found, horizon), horizon=horizon)

    def parts(tokenizer: FamilyTokenizer) -> tuple[list[Token], list[Token]]:
        return tokenizer.read(rests[1], alone, text), tokenizer.read(rests[0], alone, where)

    return reading, tokenizer, parts


def _plain_declarations(rest: str, whole: str) -> tuple[list[Declaration], str]:
    """Declarations of letters without members; errors show the text as it was written."""
    marks = [i for i, c in enumerate(rest) if c == DECLARATION]
    blank = rest.replace(DECLARATION, " ")
    try:
        found, left = declarations(blank)
    except StatementError as error:
        raise StatementError(str(error), whole, error.at) from None
    for d in found:
        d.text = whole
    return found, "".join(DECLARATION if i in marks and c == " " else c for i, c in enumerate(left))


def _integers(found: Declared, declared: dict[str, Declaration]) -> dict[str, int]:
    """Counts and declared integers with their least values."""
    integers = {}
    for name, (text, at) in found.counts.items():
        d = declared.get(name)
        if d is not None and "integer" not in d.kinds:
            raise StatementError(f"{name} counts members: it is an integer", text, at)
        if name in found.families:
            raise StatementError(f"{name} is a family, and counts members too", text, at)
        integers[name] = 1
    for d in declared.values():
        if "integer" in d.kinds:
            least = d.bound[1] + (d.bound[0] == ">") if d.bound else Fraction(1) if d.name in found.counts else None
            if least is None or least.denominator != 1:
                raise StatementError(f"an integer needs a least value: {d.name}: integer >= 1", d.text, d.at)
            integers[d.name] = int(least)
    return integers


def _place_of(size: str, d: Declaration, found: Declared, integers: dict[str, int]) -> str:
    """The size d_L of a letter that is no member is that of the family d_0, …, d_L."""
    head, _, sub = size.partition("_")
    if head not in found.sizes:
        return size
    place = index_of(sub)
    if place is None or not place.mentions() <= set(integers):
        said = f"{size} is one of the sizes {head}_l: its index is a number or a count here, such as L"
        raise StatementError(said, d.text, d.at)
    return f"{head}[{integer_text(place)}]"


def _size_ranges(found: Declared, horizon: str) -> dict[str, tuple[Int, Int]]:
    """The places of sizes d_l: those of all members, and single ones, d_0 and d_L, within."""
    ranges: dict[str, tuple[Int, Int]] = {}
    for name, places in found.sizes.items():
        ends = [(low, Int.symbol(horizon) if high is None else high) for low, high in places]
        low, high = ends[0]
        for other in (end for pair in ends[1:] for end in pair):
            below, above = (low - other).constant, (other - high).constant
            low = other if below is not None and below > 0 else low
            high = other if above is not None and above > 0 else high
            if (below is None or below < 0) and above is None and other.constant is None:
                family = next(iter(found.families.values()))
                raise StatementError(f"the sizes {name} belong to families of different lengths", family.text, family.at)
        ranges[name] = low, high
    return ranges


def _sides(tokens: list[Token], text: str) -> tuple[list[Token], list[Token]]:
    places = [k for k, t in enumerate(tokens) if t.type == "TURN"]
    if len(places) > 1:
        raise StatementError("one turnstile only: hypotheses ⊢ conclusions", text, tokens[places[1]].at)
    return ([], tokens) if not places else (tokens[: places[0]], tokens[places[0] + 1 :])


def _claims(tokens: list[Token], text: str) -> list[Claim]:
    """The relations between commas, each with the range that stands behind it."""
    found: list[Claim] = []
    depth = 0
    part: list[Token] = []
    latest: list[Claim] = []
    for token in [*tokens, Token("COMMA", ",", len(text))]:
        depth += (token.type in ("LPAR", "LANG", "LBAR")) - (token.type in ("RPAR", "RANG", "RBAR"))
        if token.type == "TURN":
            raise StatementError("a turnstile stands between hypotheses and conclusions, not in a bracket", text, token.at)
        if token.type == "FORALL":
            if part:
                latest = [Claim(r, text) for r in parsed(part, text)]
                found += latest
                part = []
            _quantify(latest, token, text)
        elif depth == 0 and token.type in ("COMMA", "SEMI"):
            if part:
                latest = [Claim(r, text) for r in parsed(part, text)]
                found += latest
                part = []
        elif token.type != "DECL":
            part.append(token)
    return found


def _quantify(claims: list[Claim], token: Token, text: str) -> None:
    if not claims:
        raise StatementError("this stands behind its relation: for all l, for l = 1..L-1, for 1 <= l < L", text, token.at)
    low, high = (index_of(e) if e else None for e in token.sub.split("|"))
    for claim in claims:
        if token.value in claim.said:
            raise StatementError(f"{token.value} is quantified twice", text, token.at)
        claim.said[token.value] = low if low is not None else OPEN, high


def _completed(reading: FamilyReading, hypotheses: list[Claim], conclusions: list[Claim]) -> FamilyReading:
    hypotheses = _bounds(reading, hypotheses)
    reading.hypotheses, reading.conclusions = hypotheses, conclusions
    for claim in (*hypotheses, *conclusions):
        claim.ranges = Ranger(reading, claim.text).of_relation(claim.relation, claim.said)
    _within_horizon(reading)
    for claim in hypotheses:
        if len(claim.ranges) > 1:
            raise StatementError(f"a hypothesis has one index, not {' and '.join(claim.ranges)}", claim.text, claim.relation.at)
    if reading.objective is not None:
        Ranger(reading, reading.text).of_relation(Relation("=", reading.objective, reading.objective), {})
    if reading.objective is not None and (free := Ranger(reading, reading.text).free([reading.objective])):
        raise StatementError(f"{min(free)} is an index without a value here: sum over it, or name a member", reading.text, 0)
    indices = {n for c in (*hypotheses, *conclusions) for n in c.ranges}
    bound = {n.value[0] for n in reading.nodes() if n.op in ("sum", "product")}
    for name in (indices | bound) & (set(reading.declared) - set(reading.integers)):
        d = reading.declared[name]
        raise StatementError(f"{name} is an index, and a letter too: rename one", d.text, d.at)
    for claim in (*hypotheses, *conclusions):
        _indices_have_values(claim, indices, bound)
    _members_are_declared(reading, indices | bound | set(reading.integers))
    shapes = FamilyShapes(reading.declared, families=reading.families, numbers=set(reading.integers) | indices | bound)
    shapes.declare()
    reading.shapes = shapes
    for family in reading.families.values():
        shapes.member_shape(family, family.low)
    if clash := (indices | bound) & (set(shapes.sizes) | set(reading.sizes)):
        raise StatementError(f"{min(clash)} is an index, and a size too: rename one", reading.text, 0)
    for claim in (*hypotheses, *conclusions):
        shapes.relation(claim.relation, claim.text)
    if reading.objective is not None:
        shapes.text = reading.text
        shapes.of(reading.objective)
    _fixed_sizes(reading, indices | bound)
    return reading


def _indices_have_values(claim: Claim, indices: set[str], bound: set[str]) -> None:
    """An index that stands for a number is one of a member, an exponent or a sum in the same relation; none is a word of the
    kernel."""
    for node in claim.relation.walk():
        if node.op == "name" and node.value in indices - bound and node.value not in claim.ranges:
            raise StatementError(f"{node.value} is an index elsewhere, and has no value here", claim.text, node.at)
    if words := RESERVED & (set(claim.ranges) | bound):
        raise StatementError(f"{min(words)} cannot be an index: it is a word of the language", claim.text, claim.relation.at)


def _members_are_declared(reading: FamilyReading, indices: set[str]) -> None:
    """u_k beside x_{k+1} is a member, not a letter with a long name: nothing is said of it before u is declared."""
    sides = [(n, c.text) for c in reading.claims() for n in c.relation.walk()]
    sides += [(n, reading.text) for n in reading.objective.walk()] if reading.objective is not None else []
    for node, text in sides:
        head, _, sub = str(node.value).partition("_") if node.op == "name" else ("", "", "")
        if sub and (place := index_of(sub)) is not None and (moving := place.mentions() & indices):
            raise StatementError(
                f"{node.value} has the index {min(moving)}, and what {head} is was not said: {head}: sequence of numbers, "
                f"{head}: family of L matrices, …; one that is the same for all has no index",
                text,
                node.at,
            )  # fmt: skip


def _within_horizon(reading: FamilyReading) -> None:
    """Indices of conclusions about sequences end where every hypothesis about these members exists: N less the largest step
    x_{k+s} of a hypothesis. For every N that is every index. Members that are written, x_2, exist with that step as well."""
    end = Int.symbol(reading.horizon)
    steps = [0]
    for claim in reading.hypotheses:
        for name in claim.ranges:
            indices = [n.value[1] for n in claim.relation.walk() if n.op == "member"]
            steps += [shift.constant or 0 for i in indices if (shift := offset(i, name)) is not None]
    for claim in reading.conclusions:
        for name, (low, high) in claim.ranges.items():
            gap = (high - end).constant
            if gap is not None and gap > -max(steps) and reading.horizon in high.mentions():
                claim.ranges[name] = low, end - max(steps)
    endless = {name for name, family in reading.families.items() if family.high == end}
    written = [e.constant or 0 for n in reading.nodes() if n.op in ("member", "segment") and n.value[0] in endless
               for e in n.value[1:]]  # fmt: skip
    for claim in reading.claims():
        for name, (_, high) in claim.ranges.items():
            if high.constant is not None:
                shifts = [offset(n.value[1], name) for n in claim.relation.walk() if n.op == "member" and n.value[0] in endless]
                written += [high.constant + (shift.constant or 0) for shift in shifts if shift is not None]
    if reading.horizon in reading.integers:
        most = max(written, default=0)
        reading.integers[reading.horizon] = max(1, most + max(steps) * (most > 0))


def _fixed_sizes(reading: FamilyReading, indices: set[str]) -> None:
    """A letter without an index has a size without one."""
    named = {n.value: n for n in reading.nodes() if n.op == "name"}
    for name, shape in (*reading.shapes.letters.items(), *reading.shapes.open_shapes.items()):
        for side in shape or ():
            if set(re.findall(r"[A-Za-z]\w*", str(side))) & (indices | {"#"}) or "#" in str(side):
                node = named.get(name)
                raise StatementError(
                    f"{name} has no index of its own, and its size would be {side}", reading.text, node.at if node else 0
                )


def _bounds(reading: FamilyReading, claims: list[Claim]) -> list[Claim]:
    """``L >= 2``, ``q > 0``, ``a_l > 0`` say what kind of letter these are; the other hypotheses stay."""
    kept = []
    for claim in claims:
        relation = claim.relation
        left, value = relation.left, constant(relation.right)
        name = left.value if left.op == "name" else ""
        if value is not None and relation.op in (">", ">=") and name in reading.integers and value.denominator == 1:
            reading.integers[name] = max(reading.integers[name], int(value) + (relation.op == ">"))
        elif value == 0 and relation.op == ">" and name and name[0].islower() and (
                name not in reading.declared or reading.declared[name].kinds == {"real"}):  # fmt: skip
            kinds = frozenset({"real", "positive"})
            reading.declared[name] = Declaration(name, kinds, None, (">", Fraction(0)), left.at, claim.text)
        elif value == 0 and relation.op == ">" and _every_member(reading, left) and not claim.said:
            family = reading.families[left.value[0]]
            kinds = frozenset(family.kinds | {"positive"})
            reading.families[family.name] = Family(family.name, family.low, family.high, kinds, None, family.at, family.text)
        else:
            kept.append(claim)
    return kept


def _every_member(reading: FamilyReading, node: Node) -> bool:
    if node.op != "member" or not reading.families[node.value[0]].scalar:
        return False
    index = node.value[1]
    return (
        len(index.mentions()) == 1 and index.mentions().isdisjoint(reading.integers) and index == Int.symbol(*index.mentions())
    )
