"""A statement about families at exact values of all members: the parsed text is evaluated, not what became of it in the kernel.

This is the second reading on which a refutation rests. Quantified relations are looked at for every value of their index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

from theory.kernel.integers import Int
from theory.statements.families.indices import size_of
from theory.statements.families.ranging import Claim, FamilyReading, integer_of
from theory.statements.families.shaping import descends
from theory.statements.numbers import Undefined, root, sign
from theory.statements.shapes import Size, constant
from theory.statements.tree import Node
from theory.statements.values import (
    add,
    definite,
    identity,
    is_of_kind,
    multiply,
    operation,
    power,
    scale,
    trace,
    transpose,
)

Values = Mapping[str, Any]


def integer_at(value: Int, places: Mapping[Any, int]) -> int:
    """The value of an integer expression; sizes d[l] are looked up as ("d", place).

    >>> integer_at(Int.symbol(("d", Int.symbol("l") + 1)), {"l": 1, ("d", 2): 3})
    3
    """
    total = 0
    for monomial, c in value.terms:
        for symbol in monomial:
            key = symbol if isinstance(symbol, str) else (symbol[0], integer_at(symbol[1], places))
            if key not in places:
                raise Undefined(f"no value for {symbol}")
            c *= places[key]
        total += c
    return total


@dataclass
class FamilyScene:
    """``integers``: counts, and sizes by name or (name, place); ``values``: numbers, matrices, and {place: value} for families;
    ``roots``: sizes that nobody named, by id of their `Size`.

    >>> from theory.statements.families.reading import read_families
    >>> reading = read_families("a_{k+1} >= a_k", "a: sequence of numbers")
    >>> FamilyScene(reading, {"N": 2}, {"a": {0: 1, 1: 3, 2: 2}}).failing(reading.conclusions)
    {'k': 1}
    """

    reading: FamilyReading
    integers: dict[Any, int]
    values: dict[str, Any]
    roots: dict[int, int] = field(default_factory=dict)

    def meets_hypotheses(self) -> bool:
        """Whether declarations and hypotheses hold; Undefined where an inverse does not exist."""
        return self.kinds_hold() and self.failing(self.reading.hypotheses) is None

    def refutes(self) -> dict[str, int] | None:
        """The values of the indices where a conclusion fails, if everything is defined and the hypotheses hold."""
        try:
            return self.failing(self.reading.conclusions) if self.meets_hypotheses() else None
        except Undefined:
            return None

    def kinds_hold(self) -> bool:
        """Whether every letter and every member is of its kind."""
        for name, d in self.reading.declared.items():
            if name in self.values and not is_of_kind(d, self.values[name]):
                return False
        for family in self.reading.families.values():
            for value in self.values[family.name].values():
                if not member_is_of_kind(family.kinds, value):
                    return False
        return True

    def failing(self, claims: list[Claim]) -> dict[str, int] | None:
        """The values of the indices where one of the claims fails; None if none does."""
        for claim in claims:
            for places in self.places(claim):
                if not self.holds(claim, places):
                    return places
        return None

    def places(self, claim: Claim) -> Iterator[dict[str, int]]:
        """All values of the indices of a claim."""
        ranges = [
            range(integer_at(low, self.integers), integer_at(high, self.integers) + 1) for low, high in claim.ranges.values()
        ]
        for chosen in product(*ranges):
            yield dict(zip(claim.ranges, chosen, strict=True))

    def holds(self, claim: Claim, places: dict[str, int]) -> bool:
        """The truth of a relation at one value of its indices."""
        relation, here = claim.relation, {**self.integers, **places}
        left, right = _number(self.of(relation.left, here)), _number(self.of(relation.right, here))
        if relation.left.zero and isinstance(right, tuple):
            left = scale(Fraction(0), right)
        if relation.right.zero and isinstance(left, tuple):
            right = scale(Fraction(0), left)
        gap = _number(add(left, right, -1))
        if relation.op == "=":
            return all(sign(x) == 0 for row in gap for x in row) if isinstance(gap, tuple) else sign(gap) == 0
        strict = relation.op in (">", "≻")
        return definite(gap, strict) if isinstance(gap, tuple) else sign(gap) >= strict

    def size(self, size: Size, here: Mapping[Any, int]) -> int:
        """The value of a size."""
        known = size.root()
        if known.value is None:
            return self.roots.setdefault(id(known), 2)
        return known.value if isinstance(known.value, int) else integer_at(size_of(str(known.value)), here)

    def of(self, node: Node, here: Mapping[Any, int]) -> Any:
        """The value of an expression."""
        match node.op:
            case "number":
                return Fraction(node.value)
            case "name":
                return self._named(node, here)
            case "identity":
                return identity(self.size(node.shape[0], here))
            case "member":
                return self._member(node.value[0], integer_at(node.value[1], here))
            case "segment":
                return self._segment(node, here)
            case "sum" | "product":
                return self._running(node, here)
            case "^":
                return self._power(node, here)
            case "norm":
                return root(self._square(node.args[0], here))
        return operation(node.op, [self.of(a, here) for a in node.args])

    def _named(self, node: Node, here: Mapping[Any, int]) -> Any:
        if node.value in self.values:
            return self.values[node.value]
        if node.value not in here:
            raise Undefined(f"no value for {node.value}")
        return Fraction(here[node.value])

    def _member(self, name: str, place: int) -> Any:
        members = self.values[name]
        if place not in members:
            raise Undefined(f"{name} has no member {place}")
        return members[place]

    def _segment(self, node: Node, here: Mapping[Any, int]) -> Any:
        name, left, right = node.value
        family = self.reading.families[name]
        a, b = integer_at(left, here), integer_at(right, here)
        step = -1 if descends(self.reading.shapes, node, family) else 1
        places = list(range(a, b + step, step))
        if family.scalar:
            total = Fraction(1)
            for place in places:
                total = total * self._member(name, place)
            return total
        if not places:
            return identity(self.size(node.shape[0], here))
        value = self._member(name, places[0])
        for place in places[1:]:
            value = multiply(value, self._member(name, place))
        return value

    def _running(self, node: Node, here: Mapping[Any, int]) -> Any:
        variable, low, high = node.value
        total: Any = None
        for place in range(integer_at(low, here), integer_at(high, here) + 1):
            value = self.of(node.args[0], {**here, variable: place})
            total = value if total is None else add(total, value) if node.op == "sum" else total * value
        if total is not None:
            return total
        if node.op == "sum" and node.shape is not None:
            rows, columns = (self.size(s, here) for s in node.shape)
            return tuple(tuple(Fraction(0) for _ in range(columns)) for _ in range(rows))
        return Fraction(int(node.op == "product"))

    def _square(self, node: Node, here: Mapping[Any, int]) -> Any:
        value = self.of(node, here)
        return trace(multiply(transpose(value), value))

    def _power(self, node: Node, here: Mapping[Any, int]) -> Any:
        base, exponent = node.args
        n = constant(exponent)
        if n is None:
            expression = integer_of(exponent)
            assert expression is not None
            n = Fraction(integer_at(expression, here))
        if base.op == "norm" and n >= 0 and n % 2 == 0:
            return power(self._square(base.args[0], here), int(n) // 2)
        return power(self.of(base, here), int(n))


def member_is_of_kind(kinds: frozenset[str], value: Any) -> bool:
    """Whether a member is of the kinds that its family was declared with.

    >>> member_is_of_kind(frozenset({"symmetric"}), ((Fraction(1), Fraction(2)), (Fraction(3), Fraction(1))))
    False
    """
    if not isinstance(value, tuple):
        return not ("positive" in kinds and sign(value) <= 0) and not ("nonnegative" in kinds and sign(value) < 0)
    if not kinds & {"symmetric", "skew", "orthonormal", "square", "orthogonal", "psd", "projection", "idempotent", "normal"}:
        return True
    turned = transpose(value)
    gram, one = multiply(turned, value), identity(len(value[0]))
    tests = {
        "symmetric": value == turned,
        "skew": value == scale(Fraction(-1), turned),
        "orthonormal": gram == one,
        "square": len(value) == len(value[0]),
    }
    later = {
        "orthogonal": lambda: gram == one and multiply(value, turned) == identity(len(value)),
        "psd": lambda: definite(value, False),
        "projection": lambda: multiply(value, value) == value == turned,
        "idempotent": lambda: multiply(value, value) == value,
        "normal": lambda: gram == multiply(value, turned),
    }
    return all(tests[k] for k in kinds if k in tests) and all(later[k]() for k in kinds if k in later)


def _number(value: Any) -> Any:
    return value[0][0] if isinstance(value, tuple) and len(value) == len(value[0]) == 1 else value
