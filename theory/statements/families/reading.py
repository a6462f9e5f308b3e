"""A statement about families, read: members, the range of every index, shapes.

An index that is no count of members is *quantified*, in each relation by itself: W_{l+1}ᵀW_{l+1} = W_l W_lᵀ is said of every l for
which all its members exist, l = 1, …, L−1. ``for l = a..b`` behind a relation says less. Sequences begin at 0. An empty product is
I, an empty sum 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from theory.kernel.integers import Int
from theory.statements.declarations import Declaration, declarations
from theory.statements.families.declared import DECLARATION, Declared, Family, family_declarations
from theory.statements.families.indices import Span, Undecided, index_of, offset
from theory.statements.families.shaping import FamilyShapes
from theory.statements.families.spelling import FamilyTokenizer, parsed, shown_index
from theory.statements.reading import LONGEST
from theory.statements.shapes import constant
from theory.statements.tokens import Token, one_shape, standing_alone
from theory.statements.tree import Node, Relation, StatementError

ABOUT = re.compile(
    r":\s*(?:family|sequence)\b|[⋯∑∏]|\\(?:cdots|dots|ldots|sum|prod|forall)(?![A-Za-z])|\b(?:sum|prod)_|\bprod\(|\.\.\.|_\{[^}]*[+\-]")


def is_about_families(text: str, where: str = "") -> bool:
    """Whether a text speaks of families, sequences, sums or products over an index.

    >>> is_about_families("W_L ⋯ W_1 = P"), is_about_families("AB = BA")
    (True, False)
    """
    return bool(ABOUT.search(text) or ABOUT.search(where))


@dataclass
class Claim:
    """A relation for all values of its indices; ``ranges``: index → (low, high)."""

    relation: Relation
    ranges: dict[str, tuple[Int, Int]]
    text: str


@dataclass
class FamilyReading:
    """What a text says. ``integers``: counts of members and other integers, with their least value; ``sizes``: families of sizes
    with their ranges; ``horizon``: the last member of sequences that is looked at, whatever it is."""

    text: str
    where: str
    families: dict[str, Family]
    declared: dict[str, Declaration]
    integers: dict[str, int]
    sizes: dict[str, tuple[Int, Int]]
    hypotheses: list[Claim] = field(default_factory=list)
    conclusions: list[Claim] = field(default_factory=list)
    shapes: FamilyShapes = field(default_factory=lambda: FamilyShapes({}))
    objective: Node | None = None
    horizon: str = "N"

    def claims(self) -> list[Claim]:
        """Hypotheses, then conclusions."""
        return [*self.hypotheses, *self.conclusions]

    def nodes(self) -> Iterator[Node]:
        """All nodes of all relations, and of the objective."""
        for claim in self.claims():
            yield from claim.relation.walk()
        if self.objective is not None:
            yield from self.objective.walk()


def read_families(text: str, where: str = "") -> FamilyReading:
    """The reading of a statement about families; StatementError with a place where there is none.

    >>> found = read_families("W_{l+1}^T W_{l+1} = W_l W_l^T", "W: family of L matrices, W_l: d_l x d_{l-1}")
    >>> [shown_index(end) for end in found.conclusions[0].ranges["l"]]
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
    found, (where_rest, text_rest) = family_declarations([where, text])
    declared: dict[str, Declaration] = {}
    rests = []
    for whole, rest in ((where, where_rest), (text, text_rest)):
        more, left = _plain_declarations(rest, whole)
        rests.append(left)
        for d in more:
            if d.name in declared or d.name in found.families:
                raise StatementError(f"{d.name} is declared twice", whole, d.at)
            declared[d.name] = d
    integers = _integers(found, declared)
    horizon = next(n for n in ("N", "T", "K", *(f"N{k}" for k in range(9))) if not re.search(rf"(?<![A-Za-z]){n}(?![A-Za-z0-9])", f"{text} {where}"))
    for family in [f for f in found.families.values() if f.high is None]:
        found.families[family.name] = replace(family, high=Int.symbol(horizon))
        integers[horizon] = 1
    sizes = {s for d in declared.values() for s in d.size or () if not s.isdigit()} | {
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


def _size_ranges(found: Declared, horizon: str) -> dict[str, tuple[Int, Int]]:
    """The places of sizes d_l: those of all members, and single ones, d_0 and d_L, within."""
    ranges = {}
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
                latest = [Claim(r, {}, text) for r in parsed(part, text)]
                found += latest
                part = []
            _quantify(latest, token, text)
        elif depth == 0 and token.type in ("COMMA", "SEMI"):
            if part:
                latest = [Claim(r, {}, text) for r in parsed(part, text)]
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
        if token.value in claim.ranges:
            raise StatementError(f"{token.value} is quantified twice", text, token.at)
        claim.ranges[token.value] = low if low is not None else Int({("?",): 1}), high


OPEN = Int({("?",): 1})
"""A lower end that nobody wrote."""


def _completed(reading: FamilyReading, hypotheses: list[Claim], conclusions: list[Claim]) -> FamilyReading:
    hypotheses = _bounds(reading, hypotheses)
    reading.hypotheses, reading.conclusions = hypotheses, conclusions
    for claim in (*hypotheses, *conclusions):
        claim.ranges = Ranger(reading, claim.text).of_relation(claim.relation, claim.ranges)
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
    shapes = FamilyShapes(reading.declared, families=reading.families, numbers=set(reading.integers) | indices | bound)
    shapes.declare()
    reading.shapes = shapes
    for claim in (*hypotheses, *conclusions):
        shapes.relation(claim.relation, claim.text)
    if reading.objective is not None:
        shapes.text = reading.text
        shapes.of(reading.objective)
    _fixed_sizes(reading, indices | bound)
    return reading


def _within_horizon(reading: FamilyReading) -> None:
    """Indices of conclusions about sequences end where every hypothesis about these members exists: N less the largest step
    x_{k+s} of a hypothesis. For every N that is every index."""
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


def _fixed_sizes(reading: FamilyReading, indices: set[str]) -> None:
    """A letter without an index has a size without one."""
    named = {n.value: n for n in reading.nodes() if n.op == "name"}
    for name, shape in (*reading.shapes.letters.items(), *reading.shapes.open_shapes.items()):
        for side in shape or ():
            if set(re.findall(r"[A-Za-z]\w*", str(side))) & (indices | {"#"}) or "#" in str(side):
                node = named.get(name)
                raise StatementError(f"{name} has no index of its own, and its size would be {side}", reading.text, node.at if node else 0)


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
        elif value == 0 and relation.op == ">" and _every_member(reading, left) and not claim.ranges:
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
    return len(index.mentions()) == 1 and index.mentions().isdisjoint(reading.integers) and index == Int.symbol(*index.mentions())


class Ranger:
    """Which values the indices of a relation may have."""

    def __init__(self, reading: FamilyReading, text: str):
        self.reading, self.text = reading, text
        self.spans: dict[str, Span] = {}

    def of_relation(self, relation: Relation, said: dict) -> dict[str, tuple[Int, Int]]:
        """Every free index with its range: what was said, inside of what its members allow."""
        free = self.free([relation.left, relation.right])
        for name in said:
            if name not in free:
                raise StatementError(f"{name} does not occur in this relation", self.text, relation.at)
        for side in (relation.left, relation.right):
            self._walk(side, set())
        found = {}
        for name in sorted(free):
            try:
                low, high = self.spans.setdefault(name, Span()).ends()
            except Undecided as gap:
                raise StatementError(f"the range of {name} is not clear ({gap}): say for {name} = a..b", self.text, relation.at) from None
            found[name] = self._inside(name, low, high, said.get(name), relation.at)
        return found

    def _inside(self, name: str, low: Int | None, high: Int | None, said: tuple | None, at: int) -> tuple[Int, Int]:
        first, last = said if said else (OPEN, None)
        if first == OPEN:
            first = low if low is not None else Int.of(0)
        elif low is not None and ((gap := (low - first).constant) is None or gap > 0):
            raise StatementError(f"{name} begins at {shown_index(low)} here: below it a member or a factor is missing", self.text, at)
        if last is None:
            if high is None:
                self.reading.integers.setdefault(self.reading.horizon, 1)
            return first, high if high is not None else Int.symbol(self.reading.horizon)
        if high is not None and ((gap := (last - high).constant) is None or gap > 0):
            raise StatementError(f"{name} ends at {shown_index(high)} here: above it a member is missing", self.text, at)
        return first, last

    def free(self, nodes: list[Node]) -> set[str]:
        """Indices that no sum binds."""
        found: set[str] = set()
        for node in nodes:
            found |= self._free(node, set())
        return found

    def _free(self, node: Node, bound: set[str]) -> set[str]:
        names: set[str] = set()
        inside = bound
        if node.op == "member":
            names = set(node.value[1].mentions())
        elif node.op in ("segment", "sum", "product"):
            names = {n for e in node.value[1:] if e is not None for n in e.mentions()}
            if node.op != "segment":
                inside = bound | {node.value[0]}
        elif node.op == "^" and constant(node.args[1]) is None:
            names = {n.value for n in node.args[1].walk() if n.op == "name"}
        found = {n for n in names if n not in bound and n not in self.reading.integers and n not in self.reading.declared}
        for arg in node.args:
            found |= self._free(arg, inside)
        if node.op in ("sum", "product") and node.value[0] in found | self.reading.integers.keys() | bound:
            raise StatementError(f"{node.value[0]} is the index of this sum, and an index outside of it: rename one", self.text, node.at)
        return found

    def _walk(self, node: Node, bound: set[str]) -> None:
        match node.op:
            case "member":
                self._place(node, *node.value)
            case "segment":
                self._segment(node)
            case "sum" | "product":
                return self._sum(node, bound)
            case "^" if constant(node.args[1]) is None:
                self._exponent(node.args[1])
        for arg in node.args:
            self._walk(arg, bound)

    def _place(self, node: Node, name: str, index: Int) -> None:
        family = self.reading.families[name]
        names = [n for n in index.mentions() if n not in self.reading.integers]
        if len(names) > 1:
            raise StatementError("an index is one letter and an integer, such as l+1", self.text, node.at)
        if not names:
            low = (index - family.low).constant
            high = None if family.high is None else (family.high - index).constant
            if (low is not None and low < 0) or (high is not None and high < 0):
                raise StatementError(f"{name} has no member {shown_index(index)}", self.text, node.at)
            return
        shift = offset(index, names[0])
        if shift is None:
            raise StatementError("an index is one letter and an integer, such as l+1", self.text, node.at)
        span = self.spans.setdefault(names[0], Span())
        span.within(family.low - shift, None if family.high is None else family.high - shift)

    def _segment(self, node: Node) -> None:
        name, left, right = node.value
        family = self.reading.families[name]
        if left is None:
            if family.high == Int.symbol(self.reading.horizon):
                raise StatementError(f"{name} is a sequence: a product of it has ends, {name}_k ⋯ {name}_0", self.text, node.at)
            down = family.scalar or self._chains_down(family)
            left, right = (family.high, family.low) if down else (family.low, family.high)
            node.value = (name, left, right)
        for end in (left, right):
            if [n for n in end.mentions() if n not in self.reading.integers]:
                self._place(node, name, end)

    @staticmethod
    def _chains_down(family: Family) -> bool:
        """Whether W_{l+1} W_l fits; where both orders fit, the last member stands first."""
        if family.shape is None:
            return True
        from theory.statements.families.indices import at_bound

        here = Int.symbol("#")
        rows, columns = family.shape
        return at_bound(columns, here + 1) == rows or at_bound(columns, here) != at_bound(rows, here + 1)

    def _exponent(self, node: Node) -> None:
        value = integer_of(node)
        if value is None:
            raise StatementError("an exponent is an expression in integers", self.text, node.at)
        for name in value.mentions():
            if name not in self.reading.integers:
                shift = offset(value, name)
                span = self.spans.setdefault(name, Span())
                if shift is None:
                    span.within(Int.of(0), None)
                elif shift.constant is not None:
                    span.within(-shift, None)

    def _sum(self, node: Node, bound: set[str]) -> None:
        """The body allows the index of the sum a range; the ends that were written stay inside, up to an empty sum."""
        variable, low, high = node.value
        before = self.spans.pop(variable, None)
        for arg in node.args:
            self._walk(arg, bound | {variable})
        try:
            first, last = self.spans.pop(variable, Span()).ends()
        except Undecided as gap:
            raise StatementError(f"the range of {variable} is not clear ({gap})", self.text, node.at) from None
        if before is not None:
            self.spans[variable] = before
        if low is None:
            if first is None or last is None or self.reading.horizon in last.mentions():
                raise StatementError(f"the range of this sum is not clear: write its ends, sum_{{{variable}=1}}^{{L}}", self.text, node.at)
            node.value = (variable, first, last)
            return
        for end, least, most in ((low, first, None if last is None else last + 1), (high, None if first is None else first - 1, last)):
            self._end(node, end, least, most)
        names = [n for n in high.mentions() if n not in self.reading.integers]
        if names and (shift := offset(high, names[0])) is not None and (low - shift - 1).mentions() <= set(self.reading.integers):
            self.spans.setdefault(names[0], Span()).within(low - shift - 1, None)

    def _end(self, node: Node, end: Int, least: Int | None, most: Int | None) -> None:
        names = [n for n in end.mentions() if n not in self.reading.integers]
        if len(names) > 1 or (names and offset(end, names[0]) is None):
            raise StatementError("the end of a sum is one letter and an integer, such as n-1", self.text, node.at)
        if names:
            shift = offset(end, names[0])
            assert shift is not None
            self.spans.setdefault(names[0], Span()).within(None if least is None else least - shift, None if most is None else most - shift)
            return
        gaps = ((end - least).constant if least is not None else 0, (most - end).constant if most is not None else 0)
        if any(g is not None and g < 0 for g in gaps):
            raise StatementError(f"a summand does not exist at the end {shown_index(end)}", self.text, node.at)


def integer_of(node: Node) -> Int | None:
    """The integer expression that a node is; None for others."""
    if node.op == "number":
        return Int.of(int(node.value)) if Fraction(node.value).denominator == 1 else None
    if node.op == "name":
        return Int.symbol(node.value)
    parts = [integer_of(a) for a in node.args]
    if any(p is None for p in parts) or node.op not in ("+", "-", "*", "neg"):
        return None
    a, b = parts[0], parts[-1]
    assert a is not None and b is not None
    return -a if node.op == "neg" else a + b if node.op == "+" else a - b if node.op == "-" else a * b
