"""What was read about families, and which values the indices of a relation may have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from theory.kernel.integers import Int
from theory.statements.declarations import Declaration
from theory.statements.families.declared import Family
from theory.statements.families.indices import Span, Undecided, at_bound, offset
from theory.statements.families.shaping import FamilyShapes
from theory.statements.families.spelling import shown_index
from theory.statements.shapes import constant
from theory.statements.tree import Node, Relation, StatementError

OPEN = Int({("?",): 1})
"""A lower end that nobody wrote."""


@dataclass
class Claim:
    """A relation for all values of its indices; ``said``: what stands behind it; ``ranges``: index → (low, high)."""

    relation: Relation
    text: str
    said: dict[str, tuple[Int, Int | None]] = field(default_factory=dict)
    ranges: dict[str, tuple[Int, Int]] = field(default_factory=dict)


@dataclass
class FamilyReading:
    """What a text says. ``integers``: counts of members and other integers, with their least value; ``sizes``: families of
    sizes
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


class Ranger:
    """Which values the indices of a relation may have."""

    def __init__(self, reading: FamilyReading, text: str):
        self.reading, self.text = reading, text
        self.spans: dict[str, Span] = {}
        self.shifts: dict[tuple[str, str], list[int]] = {}

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
            alone = self.shifts.get((name, "member"), [])
            shifts = [*alone, *self.shifts.get((name, "segment"), [])]
            if alone and name not in said and (min(shifts) > 0 or max(shifts) < 0):
                raise StatementError(
                    f"from which {name} on? Say for {name} = a..b, or write the members with {name}", self.text, relation.at
                )
            try:
                low, high = self.spans.setdefault(name, Span()).ends()
            except Undecided as gap:
                raise StatementError(
                    f"the range of {name} is not clear ({gap}): say for {name} = a..b", self.text, relation.at
                ) from None
            if not shifts and name not in said and low is not None and (low.constant or 0) < 0:
                low = Int.of(0)  # sum_{k=0}^{n} and q^{n+1} are said of n >= 0, empty though they exist at -1
            found[name] = self._inside(name, low, high, said.get(name), relation.at)
        return found

    def _inside(self, name: str, low: Int | None, high: Int | None, said: tuple | None, at: int) -> tuple[Int, Int]:
        first, last = said if said else (OPEN, None)
        if first == OPEN:
            first = low if low is not None else Int.of(0)
        elif low is not None and ((gap := (low - first).constant) is None or gap > 0):
            raise StatementError(
                f"{name} begins at {shown_index(low)} here: below it a member or a factor is missing", self.text, at
            )
        if last is None:
            if high is None:
                self.reading.integers.setdefault(self.reading.horizon, 1)
            return first, high if high is not None else Int.symbol(self.reading.horizon)
        endless = high is not None and self.reading.horizon in high.mentions() and last.constant is not None
        if not endless and high is not None and ((gap := (last - high).constant) is None or gap > 0):
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
        letters = names & (set(self.reading.declared) - set(self.reading.integers))
        if letters and node.op != "^":
            raise StatementError(f"{min(letters)} is an index, and a letter too: rename one", self.text, node.at)
        found = {n for n in names if n not in bound and n not in self.reading.integers and n not in self.reading.declared}
        for arg in node.args:
            found |= self._free(arg, inside)
        if node.op in ("sum", "product") and node.value[0] in found | self.reading.integers.keys() | bound:
            raise StatementError(
                f"{node.value[0]} is the index of this sum, and an index outside of it: rename one", self.text, node.at
            )
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
            high = (family.high - index).constant
            if (low is not None and low < 0) or (high is not None and high < 0):
                raise StatementError(f"{name} has no member {shown_index(index)}", self.text, node.at)
            return
        shift = offset(index, names[0])
        if shift is None:
            raise StatementError("an index is one letter and an integer, such as l+1", self.text, node.at)
        span = self.spans.setdefault(names[0], Span())
        span.within(family.low - shift, family.high - shift)
        if family.high == Int.symbol(self.reading.horizon):
            span.within(family.low, None)  # the index of a sequence begins where the sequence does
        elif shift.constant is not None:
            self.shifts.setdefault((names[0], node.op), []).append(shift.constant)

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
                raise StatementError(
                    f"the range of this sum is not clear: write its ends, sum_{{{variable}=1}}^{{L}}", self.text, node.at
                )
            node.value = (variable, first, last)
            return
        for end, least, most in (
            (low, first, None if last is None else last + 1),
            (high, None if first is None else first - 1, last),
        ):
            self._end(node, end, least, most)
        names = [n for n in high.mentions() if n not in self.reading.integers]
        if (
            names
            and (shift := offset(high, names[0])) is not None
            and (low - shift - 1).mentions() <= set(self.reading.integers)
        ):
            self.spans.setdefault(names[0], Span()).within(low - shift - 1, None)

    def _end(self, node: Node, end: Int, least: Int | None, most: Int | None) -> None:
        names = [n for n in end.mentions() if n not in self.reading.integers]
        if len(names) > 1 or (names and offset(end, names[0]) is None):
            raise StatementError("the end of a sum is one letter and an integer, such as n-1", self.text, node.at)
        if names:
            shift = offset(end, names[0])
            assert shift is not None
            self.spans.setdefault(names[0], Span()).within(
                None if least is None else least - shift, None if most is None else most - shift
            )
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
