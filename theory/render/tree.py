"""Trees of mathematics, and the simplifications that no reader would miss: numbers gathered, products and sums flat.

Kinds of nodes (``kind``; ``args`` are nodes):

- ``number`` value a Fraction; ``letter`` value the name, args its index or none; ``I`` (size);
- ``plus`` (terms); ``neg`` (x); ``times`` (factors); ``word`` (factors of a 1 × 1 product inside of another);
  ``power`` (base, exponent); ``T`` (x); ``tr`` (x); ``diff`` (x) value
  (letter, order); ``root`` (radicand, degree); ``entry`` (place) value the diagonal;
- ``norm`` (x), ``norm2`` (x) = tr XᵀX; ``inner`` (x, y) = tr XᵀY; ``chain`` (from, to) value a family: W_from ⋯ W_to,
  indices falling; ``sum``, ``prod`` (low, high, body) value the bound letter;
- ``rel`` (left, right) value = > >= < <= preceq succeq; ``all`` (low, high, atom) value the bound letter; ``critical``,
  ``strict_saddle``, ``saddle``, ``local_minimum`` value (F, W); ``roots`` (f, where) value (letter, simple, double);
  ``invertible`` (x).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class Math:
    """One node; see the module for the kinds."""

    kind: str
    args: tuple[Math, ...] = ()
    value: Any = None

    def walk(self) -> Iterator[Math]:
        """This node and all below it."""
        yield self
        for part in self.args:
            yield from part.walk()

    def map(self, change: Callable[[Math], Math]) -> Math:
        """The tree with ``change`` applied from the leaves up; sums and products are simplified again."""
        parts = tuple(part.map(change) for part in self.args)
        same = all(new is old for new, old in zip(parts, self.args, strict=True))
        return change(self if same else build(self.kind, parts, self.value))


def build(kind: str, args: tuple[Math, ...], value: Any = None) -> Math:
    """A node, simplified if it is arithmetic."""
    makers: dict[str, Callable[..., Math]] = {"plus": plus, "times": times, "neg": neg, "power": power, "T": transpose,
                                              "tr": trace, "inner": _inner}  # fmt: skip
    return makers[kind](*args) if kind in makers else Math(kind, args, value)


def number(value: Fraction | int) -> Math:
    """
    >>> number(2).value
    Fraction(2, 1)
    """
    return Math("number", (), Fraction(value))


def letter(name: str, index: Math | None = None) -> Math:
    """A letter, or a member of a family."""
    return Math("letter", () if index is None else (index,), name)


_ONE = Fraction(1)
ONE, ZERO = number(1), number(0)


def neg(x: Math) -> Math:
    """−x, without −(−x)."""
    if x.kind == "neg":
        return x.args[0]
    return number(-x.value) if x.kind == "number" else Math("neg", (x,))


def plus(*parts: Math) -> Math:
    """The sum, flat, in the order given; zeros dropped.

    >>> plus(letter("x"), ZERO) == letter("x")
    True
    """
    terms: list[Math] = []
    for part in parts:
        terms += part.args if part.kind == "plus" else [] if part == ZERO else [part]
    return ZERO if not terms else terms[0] if len(terms) == 1 else Math("plus", tuple(terms))


def times(*parts: Math) -> Math:
    """The product, flat; numbers gathered in front, signs pulled out.

    >>> times(number(2), letter("x"), number(Fraction(1, 2))) == letter("x")
    True
    """
    coefficient = _ONE
    factors: list[Math] = []
    todo = list(reversed(parts))
    while todo:
        part = todo.pop()
        if part.kind == "number":
            coefficient = part.value if coefficient is _ONE else coefficient * part.value
        elif part.kind == "neg":
            coefficient = -coefficient
            todo.append(part.args[0])
        elif part.kind == "times":
            todo += reversed(part.args)
        elif part.kind != "I" or part.args[0] != ONE:
            _append(factors, part)
    if not factors or not coefficient:
        return number(coefficient)
    if coefficient is _ONE:
        return Math("times", tuple(factors)) if len(factors) > 1 else factors[0]
    head = [number(abs(coefficient))] if abs(coefficient) != 1 else []
    product = Math("times", (*head, *factors)) if len(head) + len(factors) > 1 else factors[0]
    return Math("neg", (product,)) if coefficient < 0 else product


def _append(factors: list[Math], part: Math) -> None:
    """Put a factor at the end; a letter that stands there already gets a power."""
    base, n = (part.args[0], part.args[1]) if part.kind == "power" else (part, ONE)
    last, m = (ZERO, ONE) if not factors else factors[-1].args[:2] if factors[-1].kind == "power" else (factors[-1], ONE)
    if base.kind == "letter" and base == last and m.kind == n.kind == "number" and m.value > 0 and n.value > 0:
        factors[-1] = power(base, number(m.value + n.value))
    else:
        factors.append(part)


def power(base: Math, exponent: Math) -> Math:
    """base^exponent; numbers to small powers are computed, the exponent 1 is dropped.

    >>> power(number(2), number(3)) == number(8)
    True
    """
    if exponent == ONE or base == ONE:
        return base
    if base.kind == "number" and exponent.kind == "number" and abs(exponent.value) <= 8 and base.value:
        return number(base.value ** int(exponent.value))
    return Math("power", (base, exponent))


def transpose(x: Math) -> Math:
    """The transpose; (Xᵀ)ᵀ = X, and a number is its own."""
    return x.args[0] if x.kind == "T" else x if x.kind in ("number", "I") else Math("T", (x,))


def trace(x: Math) -> Math:
    """tr x: ‖X‖² for XᵀX, ⟨X, Y⟩ for XᵀY (also where X is a product in brackets), numbers in front.

    >>> X, Y = letter("X"), letter("Y")
    >>> trace(times(transpose(X), X)).kind, trace(times(transpose(X), Y)).kind, trace(times(X, Y)).kind
    ('norm2', 'inner', 'tr')
    """
    if x.kind == "neg":
        return neg(trace(x.args[0]))
    if x.kind == "times":
        if x.args[0].kind == "number":
            return times(x.args[0], trace(times(*x.args[1:])))
        first, rest = x.args[0], times(*x.args[1:])
        if first.kind == "T":
            return _inner(first.args[0], rest)
    return Math("tr", (x,))


def _inner(a: Math, b: Math) -> Math:
    """⟨a, b⟩, numbers in front."""
    if a == b:
        return Math("norm2", (a,))
    sign = ONE
    if b.kind == "neg":
        sign, b = number(-1), b.args[0]
    if b.kind == "times" and b.args[0].kind == "number":
        sign, b = times(sign, b.args[0]), times(*b.args[1:])
    return times(sign, Math("norm2", (a,)) if a == b else Math("inner", (a, b)))


def simplified(index: Math) -> Math:
    """An index or exponent with like terms collected: k − 1 + 1 is k.

    >>> k = letter("k")
    >>> simplified(plus(k, number(-1), ONE)) == k
    True
    """
    if index.kind in ("number", "letter"):
        return index
    found: dict[Math, Fraction] = {}
    for term in _terms(index):
        coefficient, rest = Fraction(1), term
        if rest.kind == "neg":
            coefficient, rest = -coefficient, rest.args[0]
        if rest.kind == "number":
            coefficient, rest = coefficient * rest.value, ONE
        elif rest.kind == "times" and rest.args[0].kind == "number":
            coefficient, rest = coefficient * rest.args[0].value, times(*rest.args[1:])
        found[rest] = found.get(rest, Fraction(0)) + coefficient
    constant = found.pop(ONE, Fraction(0))
    positive = [times(number(c), t) for t, c in found.items() if c > 0]
    negative = [times(number(c), t) for t, c in found.items() if c < 0]
    last = [number(constant)] if constant else []
    return plus(*positive, *(last + negative if not positive else negative + last))


def _terms(x: Math) -> Iterator[Math]:
    """The terms of a sum, brackets after a minus sign opened."""
    if x.kind == "plus":
        for part in x.args:
            yield from _terms(part)
    elif x.kind == "neg" and x.args[0].kind == "plus":
        yield from (neg(term) for term in _terms(x.args[0]))
    else:
        yield x


def put(tree: Math, values: dict[str, Math]) -> Math:
    """The tree with letters (of no family) replaced, also in ∂/∂s where s gets another name; indices and exponents
    simplified again.

    >>> put(letter("W", plus(letter("n"), ONE)), {"n": number(1)}) == letter("W", number(2))
    True
    """

    if not values:
        return tree

    def change(node: Math) -> Math:
        if node.kind == "letter" and not node.args and node.value in values:
            return values[node.value]
        if node.kind == "diff" and (new := values.get(node.value[0])) is not None and new.kind == "letter":
            return Math("diff", node.args, (new.value, node.value[1]))
        return tidy(node)

    return tree.map(change)


def tidy(node: Math) -> Math:
    """A node with its indices and exponents simplified."""
    if node.kind == "letter" and node.args:
        return Math("letter", (simplified(node.args[0]),), node.value)
    if node.kind == "power":
        return power(node.args[0], simplified(node.args[1]))
    if node.kind in ("sum", "prod", "all"):
        return Math(node.kind, (simplified(node.args[0]), simplified(node.args[1]), node.args[2]), node.value)
    if node.kind in ("chain", "I"):
        return Math(node.kind, tuple(map(simplified, node.args)), node.value)
    return node
