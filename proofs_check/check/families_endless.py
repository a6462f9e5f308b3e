"""Whether values of the first members of sequences go on for ever: only then do they refute what is said of sequences.

Two ways are known. Every hypothesis gives, or bounds from one side, the newest member of a sequence that nothing else
restricts, and inverts no member: then
there always is a next one. Or all sequences stay as they are, or are 0, from the last member on, and the hypotheses, which
do not
mention the index otherwise, hold there: then they hold for ever.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.check.families_givens import Given, givens
from theory.kernel.integers import Int
from theory.statements.families.indices import offset
from theory.statements.families.ranging import Claim, FamilyReading
from theory.statements.families.values import FamilyScene
from theory.statements.numbers import Undefined
from theory.statements.shapes import constant
from theory.statements.tree import Node
from theory.statements.values import scale

MORE = 3
"""Further members that are looked at; a hypothesis that looks further ahead is not known to go on."""


def goes_on(scene: FamilyScene) -> bool:
    """Whether the sequences of a scene have further members for ever.

    >>> from theory.statements.families.reading import read_families
    >>> reading = read_families("f_{k+1} <= f_k, f_k >= 0 |- f_k <= 1", "f: sequence of numbers")
    >>> goes_on(FamilyScene(reading, {"N": 1}, {"f": {0: Fraction(3), 1: Fraction(2)}}))
    True
    >>> reading = read_families("f_{k+1} <= f_k - 1, f_k >= 0 |- f_k >= 1", "f: sequence of numbers")
    >>> goes_on(FamilyScene(reading, {"N": 1}, {"f": {0: Fraction(1), 1: Fraction(0)}}))
    False
    """
    names = sequences(scene.reading)
    claims = [c for c in scene.reading.hypotheses if _members(c, names)]
    return not names or not claims or forward(scene.reading, claims, names) or _stays(scene, claims, names)


def sequences(reading: FamilyReading) -> set[str]:
    """Families without a last member."""
    return {name for name, family in reading.families.items() if family.high == Int.symbol(reading.horizon)}


def _members(claim: Claim, names: set[str]) -> list[Node]:
    return [n for n in claim.relation.walk() if n.op in ("member", "segment") and n.value[0] in names]


def forward(reading: FamilyReading, claims: list[Claim], names: set[str]) -> bool:
    """Whether every hypothesis about all members gives the newest member of a sequence of its own."""
    solved: dict[str, Given] = {}
    for claim in claims:
        if not claim.ranges:
            continue
        (variable,) = claim.ranges
        tops = [offset(n.value[1], variable) for n in _members(claim, names) if n.op == "member"]
        shifts = [t.constant for t in tops if t is not None and t.constant is not None]
        given = next((g for g in givens(reading, claim) if g.name in names), None)
        if (
            given is None
            or given.shift is None
            or given.name in solved
            or any(_inverts(n, names) for n in claim.relation.walk())
            or any(n.op == "segment" for n in _members(claim, names))
        ):
            return False
        top = given.shift.constant
        newest = [n for n in _members(claim, names) if n.op == "member" and (s := offset(n.value[1], variable)) is not None
                  and s.constant == top and n.value[0] != given.name]  # fmt: skip
        if top is None or top < max(shifts, default=0) or top < 1 or newest or reading.families[given.name].kinds & RESTRICTED:
            return False
        solved[given.name] = given
    return not any(not c.ranges and _members(c, names) and _late(c, names) for c in claims)


RESTRICTED = {
    "positive",
    "nonnegative",
    "symmetric",
    "skew",
    "orthonormal",
    "orthogonal",
    "psd",
    "projection",
    "idempotent",
    "normal",
}


def _inverts(node: Node, names: set[str]) -> bool:
    """Whether a node is the inverse of something with members of the sequences: a later one may have none."""
    negative = node.op == "^" and (constant(node.args[1]) or 0) < 0
    return (node.op == "inv" or negative) and any(
        n.op in ("member", "segment") and n.value[0] in names for n in node.args[0].walk()
    )


def _late(claim: Claim, names: set[str]) -> bool:
    """Whether a hypothesis about single members speaks of others than the first."""
    return any(n.op != "member" or n.value[1].constant != 0 for n in _members(claim, names))


def _stays(scene: FamilyScene, claims: list[Claim], names: set[str]) -> bool:
    """Whether the hypotheses hold with all sequences constant, or 0, behind their last member."""
    for claim in claims:
        for variable in claim.ranges:
            if any(_mentions(n, variable) for n in claim.relation.walk() if n.op != "member"):
                return False
            steps = [offset(n.value[1], variable) for n in _members(claim, names) if n.op == "member"]
            if any(s is not None and (s.constant is None or s.constant > MORE) for s in steps):
                return False
    horizon = scene.reading.horizon
    last = scene.integers[horizon]
    for factor in (Fraction(1), Fraction(0)):
        values = dict(scene.values)
        for name in names:
            members = dict(values[name])
            for place in range(last + 1, last + 2 * MORE + 1):
                members[place] = scale(factor, members[last])
            values[name] = members
        longer = FamilyScene(scene.reading, {**scene.integers, horizon: last + 2 * MORE}, values, scene.roots)
        try:
            if longer.meets_hypotheses():
                return True
        except (Undefined, KeyError):
            continue
    return False


def _mentions(node: Node, variable: str) -> bool:
    """Whether a node, apart from its parts, mentions an index."""
    if node.op == "name":
        return node.value == variable
    if node.op in ("segment", "sum", "product"):
        return any(e is not None and variable in e.mentions() for e in node.value[1:])
    return (
        node.op == "^"
        and constant(node.args[1]) is None
        and any(n.op == "name" and n.value == variable for n in node.args[1].walk())
    )
