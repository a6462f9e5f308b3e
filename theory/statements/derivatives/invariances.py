"""Linear actions that keep an objective, found by linear algebra in their generators.

For a size d, every variable with d rows or d columns may be multiplied there. The general linear group acts by exp(cS) or
by its contragredient exp(−cSᵀ), the orthogonal one by exp(cS) with S skew, positive diagonal matrices by exp(cS) with S
diagonal, positive numbers by exp(c). F is kept to first order iff Σ c_j ⟨∇_j F, generator_j(S)⟩ = 0 for all S: linear
equations for the c_j in the monomials of F. For a polynomial in free letters this decides the question within these
actions; every action that is reported has a certificate of F(moved) = F for the group itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations as choose
from itertools import product
from math import gcd, lcm

from theory.kernel.statement import declarations_of
from theory.statements.derivatives.normal import Monomials, combinations, normal
from theory.statements.derivatives.objective import Objective, Variable
from theory.statements.derivatives.terms import Shape, Term, add, inner, letter, mul, negative, transpose

LARGEST = 5
"""Variables that move together."""

POWERS = 4
"""Exponents of a group element."""


@dataclass(frozen=True)
class Slot:
    """A place where a variable is multiplied: ``side`` left, right, both (V ↦ GVGᵀ) or whole (a number)."""

    variable: Variable
    side: str


@dataclass(frozen=True)
class Action:
    """``group``: general linear, orthogonal, diagonal or scaling, on ``size`` (None for scaling); ``moves``: (slot,
    coefficient c, contragredient)."""

    group: str
    size: str | None
    moves: tuple[tuple[Slot, int, bool], ...]


def generator(slot: Slot, s: Term, contragredient: bool = False) -> Term:
    """The derivative of the action on the variable of a slot: VS, SV, SV + VSᵀ or V; with −Sᵀ for S if contragredient.

    >>> X = Variable("X", "X", "free", ("m", "r"), "H")
    >>> generator(Slot(X, "right"), letter("S", ("r", "r"))) == mul(X.term, letter("S", ("r", "r")))
    True
    """
    v, s = slot.variable.term, negative(transpose(s)) if contragredient else s
    if slot.side == "whole":
        return v
    if slot.side == "both":
        return add(mul(s, v), mul(v, transpose(s)))
    return mul(s, v) if slot.side == "left" else mul(v, s)


def find_actions(objective: Objective, gradient: dict[str, Term]) -> list[Action]:
    """All actions of minimal support; what follows from a larger group is left out.

    >>> from theory.statements.derivatives.calculus import gradient
    >>> from theory.statements.derivatives.objective import read_objective
    >>> objective = read_objective("||X*Y^T - A||^2", ["X", "Y"])
    >>> [(a.group, len(a.moves)) for a in find_actions(objective, gradient(objective.term, {}))]
    [('general linear', 2)]
    """
    sizes = list(dict.fromkeys(s for v in objective.variables for s in v.shape or ()))
    found: list[Action] = []
    for size in (s for s in sizes if s != "1"):
        linear = _linear(objective, gradient, size)
        found += linear
        for group in ("orthogonal", "diagonal"):
            known = [_vector(a, _slots(objective, size, group), group) for a in linear]
            found += _simple(objective, gradient, group, size, known)
    whole = _slots(objective, None, "scaling")
    known = [_vector(a, whole, "scaling") for a in found if a.group in ("general linear", "diagonal")]
    return found + _simple(objective, gradient, "scaling", None, known)


def _slots(objective: Objective, size: str | None, group: str) -> list[Slot]:
    found = []
    for v in objective.variables:
        if size is None:
            found += [Slot(v, "whole")] * (v.kind != "stiefel")
        elif v.shape is None or (v.kind == "stiefel" and group != "orthogonal"):
            continue
        elif v.kind == "diagonal":
            found += [Slot(v, "left")] * (group == "diagonal" and v.shape[0] == size)
        elif v.kind in ("symmetric", "skew"):
            found += [Slot(v, "both")] * (v.shape[0] == size)
        else:
            found += [Slot(v, side) for side, s in zip(("left", "right"), v.shape, strict=True) if s == size]
    return found


def _shape(size: str | None) -> Shape:
    return None if size is None else (size, size)


def _slopes(objective: Objective, gradient: dict[str, Term], size: str | None, group: str,
            moves: list[tuple[Slot, bool]]) -> list[Monomials]:  # fmt: skip
    """⟨∇F, generator⟩ for each slot, in normal form."""
    name = objective.fresh("S")
    kinds = {"diagonal": {"kind": "diagonal", "size": size}, "scaling": {"kind": "real"}}
    spec = kinds.get(group, {"kind": "matrix", "shape": [size, size]})
    env = declarations_of([*objective.letters, [name, spec]])
    s = letter(name, _shape(size), "sym" if group == "diagonal" else "")
    if group == "orthogonal":
        s = add(s, negative(transpose(s)))
    return [normal(inner(gradient[slot.variable.name], generator(slot, s, turned)), env, objective) for slot, turned in moves]


def _linear(objective: Objective, gradient: dict[str, Term], size: str) -> list[Action]:
    """Actions of the general linear group; of two that are the contragredients of each other, one."""
    slots = _slots(objective, size, "general linear")
    options = [(slot, turned) for slot in slots for turned in (False, True)]
    slopes = dict(zip(options, _slopes(objective, gradient, size, "general linear", options), strict=True))
    found: list[Action] = []
    for count in range(1, min(len(slots), LARGEST) + 1):
        for chosen in choose(slots, count):
            if any({m[0] for m in a.moves} <= set(chosen) for a in found):
                continue
            for turned in product((False, True), repeat=count - 1):
                moves = list(zip(chosen, (False, *turned), strict=True))
                basis = combinations([slopes[m] for m in moves])
                if len(basis) == 1 and (action := _action("general linear", size, moves, basis[0])):
                    found.append(action)
                    break
    return found


def _simple(objective: Objective, gradient: dict[str, Term], group: str, size: str | None,
            known: list[list[Fraction]]) -> list[Action]:  # fmt: skip
    """Actions of a group without contragredients, up to what is known: a basis of minimal supports."""
    slots = _slots(objective, size, group)
    slopes = _slopes(objective, gradient, size, group, [(s, False) for s in slots])
    found, span = [], [v for v in known if any(v)]
    for count in range(1, min(len(slots), LARGEST) + 1):
        for chosen in choose(range(len(slots)), count):
            basis = combinations([slopes[k] for k in chosen])
            if len(basis) != 1 or not all(basis[0]):
                continue
            vector = [Fraction(0)] * len(slots)
            for k, c in zip(chosen, basis[0], strict=True):
                vector[k] = c
            if _rank([*span, vector]) == _rank(span):
                continue
            action = _action(group, size, [(slots[k], False) for k in chosen], basis[0])
            if action:
                span.append(vector)
                found.append(action)
    return found


def _action(group: str, size: str | None, moves: list[tuple[Slot, bool]], vector: list[Fraction]) -> Action | None:
    """The action with integer coefficients, the first of them positive; None if one is 0 or too large."""
    if not all(vector):
        return None
    scale = Fraction(lcm(*(c.denominator for c in vector)), gcd(*(c.numerator for c in vector)))
    whole = [int(c * scale * (1 if vector[0] > 0 else -1)) for c in vector]
    if max(map(abs, whole)) > POWERS:
        return None
    return Action(group, size, tuple((slot, c, turned) for (slot, turned), c in zip(moves, whole, strict=True)))


def _vector(action: Action, slots: list[Slot], group: str) -> list[Fraction]:
    """An action of a larger group, restricted to a smaller one, as coefficients of slots.

    Of skew generators the contragredient is the action itself, of others its inverse.
    """
    vector = [Fraction(0)] * len(slots)
    for slot, c, turned in action.moves:
        for k, s in enumerate(slots):
            if s.variable == slot.variable and s.side in (slot.side, "whole"):
                twice = 2 if (s.side, slot.side) == ("whole", "both") else 1
                vector[k] += c * twice * (-1 if turned and group != "orthogonal" else 1)
    return vector


def _rank(vectors: list[list[Fraction]]) -> int:
    if not vectors:
        return 0
    columns = [{(i,): v[i] for i in range(len(v)) if v[i]} for v in vectors]
    return len(vectors) - len(combinations(columns))

