"""Non-negative rational combinations: floats choose the columns, rationals solve for the numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

Vector = Mapping[Any, Fraction]
TOLERANCES = (1e-9, 1e-7, 1e-5, 1e-11, 0.0)
"""Floats below are taken as zero; one after the other, since none is right for every scale."""
SHARP, CAP = ("sum over sharp columns",), ("at most 1",)
"""Keys of rows beside those of the vectors."""


def combination(columns: Sequence[tuple[Vector, bool]], goal: Vector, *, strict: bool = False) -> dict[int, Fraction] | None:
    """{j: x_j > 0} with Σ x_j column_j = goal exactly, or None where none is found. Columns are (vector, sharp);
    ``strict`` asks for a positive x_j at a sharp column.

    >>> columns = [({"x": Fraction(1)}, True), ({"x": Fraction(1), "y": Fraction(3)}, False)]
    >>> combination(columns, {"x": Fraction(1), "y": Fraction(1)})
    {0: Fraction(2, 3), 1: Fraction(1, 3)}
    >>> combination(columns, {"y": Fraction(1)}) is None
    True
    """
    rows, target = [dict(v) for v, _ in columns], dict(goal)
    if strict:  # one more row: the sum over sharp columns, less a surplus, is the share
        share = _sharp_share(columns, goal)
        if share is None:
            return None
        for row, (_, sharp) in zip(rows, columns, strict=True):
            row |= {SHARP: Fraction(1)} if sharp else {}
        rows, target = [*rows, {SHARP: Fraction(-1)}], target | {SHARP: share}
    floats = _program(rows, target, [1.0] * len(rows))
    if floats is None:
        return None
    for tolerance in TOLERANCES:
        support = [j for j, x in enumerate(floats) if x > tolerance]
        numbers = solve([rows[j] for j in support], target)
        if numbers is not None and all(x >= 0 for x in numbers):
            return {j: x for j, x in zip(support, numbers, strict=True) if x and j < len(columns)}
    return None


def _sharp_share(columns: Sequence[tuple[Vector, bool]], goal: Vector) -> Fraction | None:
    """Half of the largest total that sharp columns can have, but at most 1/2, as a short fraction."""
    one = Fraction(1)
    rows: list[Vector] = [dict(v) | ({SHARP: one} if sharp else {}) for v, sharp in columns]
    rows += [{SHARP: -one}, {SHARP: -one, CAP: one}, {CAP: one}]  # surplus, share, and what the share lacks to 1
    floats = _program(rows, dict(goal) | {CAP: one}, [0.0] * (len(rows) - 1) + [1.0])
    if floats is None or floats[-1] > 1 - 1e-9:
        return None
    return Fraction((1 - floats[-1]) / 2).limit_denominator(10**6) or None


def _program(rows: Sequence[Vector], goal: Vector, cost: list[float]) -> list[float] | None:
    """min cost·x, Σ x_j row_j = goal, x ≥ 0 in floats, columns scaled to largest entry 1."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csc_matrix

    places = {key: i for i, key in enumerate(dict.fromkeys([k for row in rows for k in row] + list(goal)))}
    scales = [float(max(map(abs, row.values()), default=Fraction(1))) for row in rows]
    entries = [(float(v) / scales[j], places[k], j) for j, row in enumerate(rows) for k, v in row.items()]
    values, at, columns = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = csc_matrix((values, (at, columns)), shape=(len(places), len(rows)))
    right = np.zeros(len(places))
    for key, v in goal.items():
        right[places[key]] = float(v)
    if not rows or not places:
        return [0.0] * len(rows) if not goal else None
    answer = linprog([c / s for c, s in zip(cost, scales, strict=True)], A_eq=matrix, b_eq=right, method="highs",
                     options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10})  # fmt: skip
    return [float(x) / s for x, s in zip(answer.x, scales, strict=True)] if answer.status == 0 else None


def solve(columns: Sequence[Vector], goal: Vector) -> list[Fraction] | None:
    """Exact x with Σ x_j column_j = goal, columns that depend on earlier ones taken zero times; None if there is none.

    >>> solve([{"x": Fraction(1), "y": Fraction(1)}, {"y": Fraction(2)}], {"x": Fraction(3), "y": Fraction(4)})
    [Fraction(3, 1), Fraction(1, 2)]
    """
    from flint import fmpq, fmpq_mat

    places = {key: i for i, key in enumerate(dict.fromkeys([k for c in columns for k in c] + list(goal)))}
    if not places:
        return [Fraction(0)] * len(columns)
    matrix = fmpq_mat(len(places), len(columns) + 1)
    for j, column in enumerate([*columns, goal]):
        for key, v in column.items():
            matrix[places[key], j] = fmpq(v.numerator, v.denominator)
    reduced, rank = matrix.rref()
    numbers = [Fraction(0)] * len(columns)
    for i in range(rank):
        pivot = next(j for j in range(len(columns) + 1) if reduced[i, j] != 0)
        if pivot == len(columns):
            return None
        last = reduced[i, len(columns)]
        numbers[pivot] = Fraction(int(last.p), int(last.q))
    return numbers
