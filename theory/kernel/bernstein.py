"""The rule bernstein: a polynomial with rational coefficients is ≥ 0 (> 0) on a rational box.

The Bernstein coefficients on a box enclose the values there. The witness lists a bisection: on every leaf all coefficients
must be ≥ 0 (> 0). Rational arithmetic only; the letters may be anything that the hypotheses keep in the box.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb, prod
from typing import Any

from theory.kernel.budget import Fault, spend, weigh
from theory.kernel.integers import rational
from theory.kernel.rules import Step
from theory.kernel.statement import Context
from theory.kernel.words import Poly

DEPTH, LARGEST = 60, 200_000
Box = tuple[tuple[Fraction, Fraction], ...]
Table = dict[tuple[int, ...], Fraction]


def bernstein(step: Step) -> None:
    """witness, one per conclusion: {"bounds": {letter: [low fact, high fact]}, "tree": "leaf" | {"cut", "at", "low",
    "high"}}."""
    for context, atom, witness in step.each((">", ">=")):
        names = list(witness["bounds"])
        box = tuple(_bound(context, name, witness["bounds"][name]) for name in names)
        table = _table(atom.difference, names)
        _cover(table, names, box, witness["tree"], atom.kind == ">", DEPTH)


def _bound(context: Context, name: str, refs: list) -> tuple[Fraction, Fraction]:
    """low ≤ x ≤ high from two facts x − low ≥ 0 and high − x ≥ 0."""
    x, ends = context.env.term(name), []
    for ref, sign in zip(refs, (1, -1), strict=True):
        fact = context.fact(ref)
        rest = fact.difference - x if sign == 1 else fact.difference + x
        if fact.kind not in (">", ">=") or set(rest.terms) - {((), (), ())} or x.shape is not None:
            raise Fault(f"{ref} does not bound {name}")
        ends.append(-sign * rest.terms.get(((), (), ()), Fraction(0)))
    if ends[0] > ends[1]:
        raise Fault(f"the bounds of {name} leave nothing")
    return ends[0], ends[1]


def _table(p: Poly, names: list[str]) -> Table:
    """Exponents to coefficient; Fault where another letter, a trace or a word occurs."""
    table: Table = {}
    for (powers, traces, word), c in p.terms.items():
        exponents = [0] * len(names)
        for (name, index), e in powers:
            n = e.constant
            if name not in names or index is not None or n is None or n < 0:
                raise Fault(f"{name} is not one of the bounded letters, or its power is no number")
            exponents[names.index(name)] = n
        if traces or word or p.shape is not None:
            raise Fault("bernstein speaks about polynomials in numbers")
        table[tuple(exponents)] = c
    return table


def _cover(table: Table, names: list[str], box: Box, tree: Any, strict: bool, depth: int) -> None:
    if tree == "leaf":
        least = min(coefficients(table, box), default=Fraction(0))
        if least < 0 or (strict and least == 0):
            raise Fault("a Bernstein coefficient is negative, or 0 where the comparison is strict")
        return
    if depth == 0 or not isinstance(tree, dict) or set(tree) != {"cut", "at", "low", "high"} or tree["cut"] not in names:
        raise Fault(f"a node is 'leaf' or has cut, at, low and high, at most {DEPTH} deep")
    k, at = names.index(tree["cut"]), rational(tree["at"])
    if not box[k][0] < at < box[k][1]:
        raise Fault(f"the cut {at} lies outside {box[k][0]} … {box[k][1]}")
    for side, ends in (("low", (box[k][0], at)), ("high", (at, box[k][1]))):
        _cover(table, names, (*box[:k], ends, *box[k + 1 :]), tree[side], strict, depth - 1)


def coefficients(table: Table, box: Box) -> list[Fraction]:
    """All Bernstein coefficients on the box, in the degrees of the polynomial.

    >>> coefficients({(2,): Fraction(1), (1,): Fraction(-1), (0,): Fraction(1, 4)}, ((Fraction(0), Fraction(1)),))
    [Fraction(1, 4), Fraction(-1, 4), Fraction(1, 4)]
    """
    degrees = [max((m[k] for m in table), default=0) for k in range(len(box))]
    size = prod(d + 1 for d in degrees)
    if size > LARGEST:
        raise Fault(f"more than {LARGEST} Bernstein coefficients")
    spend(size)
    values = dict(table)
    for k, (low, high) in enumerate(box):
        moved: Table = {}
        starts, lengths = _powers(low, degrees[k]), _powers(high - low, degrees[k])
        for m, v in values.items():  # x = low + (high − low)·t
            spend(m[k] + 1)
            for e in range(m[k] + 1):
                key = (*m[:k], e, *m[k + 1 :])
                moved[key] = moved.get(key, Fraction(0)) + v * comb(m[k], e) * starts[m[k] - e] * lengths[e]
                weigh(moved[key].numerator, moved[key].denominator)
        values = {}
        for m, v in moved.items():  # powers of t to Bernstein form
            spend(degrees[k] - m[k] + 1)
            for e in range(m[k], degrees[k] + 1):
                key = (*m[:k], e, *m[k + 1 :])
                values[key] = values.get(key, Fraction(0)) + v * Fraction(comb(e, m[k]), comb(degrees[k], m[k]))
                weigh(values[key].numerator, values[key].denominator)
    places: list[tuple[int, ...]] = [()]
    for d in degrees:
        places = [(*m, e) for m in places for e in range(d + 1)]
    return [values.get(m, Fraction(0)) for m in places]


def _powers(x: Fraction, highest: int) -> list[Fraction]:
    powers = [Fraction(1)]
    for _ in range(highest):
        powers.append(powers[-1] * x)
        weigh(powers[-1].numerator, powers[-1].denominator)
    return powers
