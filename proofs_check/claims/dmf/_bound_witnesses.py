"""Exact models of the lower bound by wells in which every admissible witness is known, and their enumeration.

The goal is ∃ r, A, T, B, C, D, E, g, J, K with eleven conclusions; its witnesses form a continuum, but none of the
conclusions, with whatever constants in the inequalities, sees more than finitely many classes of them:

- A T^L Bᵀ = q W_L⋯W_1 is a singular value decomposition: r is the rank, and where T has distinct entries A, T, B are unique
  up to A Q, Qᵀ T Q, B Q with a signed permutation Q.
- Y E = C D, Yᵀ C = E D, CᵀC = EᵀE = I make the columns of C, E unit singular pairs of Y for |D_i|; D = g + J² ≥ g ≥ 0 and
  ‖Y − C D Eᵀ‖ ≤ g (from K) make D the r largest values, unsigned. Where they are distinct and the residual is strictly
  smaller, C, D, E are unique up to C Q, Qᵀ D Q, E Q with a signed permutation Q.
- J enters as J² only and K as K Kᵀ only, and both are given by g, C, D, E. What is left of g is the interval from ‖Y − C D Eᵀ‖
  to min D. The bound does not see g, and the one inequality about g holds somewhere exactly if it holds at min D.
- Signs drop out of every conclusion, and one permutation of A, T, B and C, D, E, J together changes none of them. So the
  orders of T against D are all that the bound sees: r! witnesses.

Beside these the enumeration gives one with g < 0, which no admissible witness has: a goal that forgets g ≥ 0 is met by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations
from math import isqrt
from random import Random
from typing import Any

from proofs_check.claims.dmf._models import Sampler, sampler
from proofs_check.planted.witnesses import frames
from proofs_check.probes.evaluator import plain
from proofs_check.probes.exact import Grid, add, multiply, number
from proofs_check.probes.statement_probe import StatementProbe, Witnesses

BOUND_LETTERS = "L d W Y lam mu r A T B C D E g J K"
WIDTHS = ((3, 2, 4), (2, 3, 2), (4, 2, 3), (2, 3, 2, 3), (3, 3, 2, 4), (3, 2, 2), (4, 2, 3, 2, 3))
LEGS = (5, 9, 16, 35)
"""Legs beside 12 in the Pythagorean triples (12, p, ·): with these all roots of g's interval are rational."""
VALUES = tuple(map(Fraction, ("1/2", "2/3", "5/6", "1", "4/3", "3/2", "2")))


def bounded(rng: Random) -> dict[str, Any]:
    """A scene with r = 2 (now and then 1), T and D unequal; the bound is an equality in two models of three, else strict.

    With legs q < p and a scale t the values of Y are t²((p² + q²)/2 + 144), t²(p² + q²)/2 and g = t²(p² − q²)/2, so that
    D − g, D + g and min D² − g² have rational roots; for r = 1 the first of them is absent.
    """
    from theory.dmf.problem import Objective
    from theory.dmf.scenes.minima import leading_point

    widths, equal, r = rng.choice(WIDTHS), rng.random() < 0.65, rng.choice((1, 2, 2, 2))
    q, p = sorted(rng.sample(LEGS, 2))
    scale = rng.choice((Fraction(1, 10), Fraction(1, 6), Fraction(1, 4)))
    skew = (Fraction(1), Fraction(1)) if equal else (rng.choice(VALUES[4:]), rng.choice(VALUES[:3]))
    return leading_point(
        Objective(),
        widths,
        roots=tuple(sorted(rng.sample(VALUES, r), reverse=True)),
        excess=(scale * isqrt(144 + q * q), scale * q)[2 - r :],
        rest=scale**2 * (p * p - q * q) / 2,
        skew=skew[:r],
        turned=not equal,
        mu={n: rng.choice(VALUES) for n in range(1, len(widths))},
        seed=rng.randint(0, 99),
    )


def bound_witnesses(model: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every admissible witness of the bound up to what no conclusion sees (see above), then one with g < 0.

    Nothing is given where the argument does not apply: equal entries in T or D, a residual as large as min D, or a root that
    is not rational.

    >>> model = next(m for m in map(BOUNDED, map(Random, range(9))) if m["r"] == 2)
    >>> [sorted(entry for row in found["T"] for entry in row) == sorted(entry for row in model["T"] for entry in row)
    ...  for found in bound_witnesses(model)]
    [True, True, True, True]
    """
    t, c, d, e, j, k, y = (_grid(model[name]) for name in ("T", "C", "D", "E", "J", "K", "Y"))
    r, g = t.shape[0], Fraction(number(model["g"]))
    values = [Fraction(d.rows[i][i]) for i in range(r)]
    residual = add(y, _times(-1, multiply(multiply(c, d), e.transposed())))
    ends = _interval(g, values, residual)
    distinct = len(set(values)) == len({t.rows[i][i] for i in range(r)}) == r
    if not distinct or ends is None or any(j.rows[i][i] == 0 for i in range(r)):
        return
    for order in permutations(range(r)):
        turn = Grid.of((r, r), lambda i, m, order=order: int(order[m] == i))  # type: ignore[misc]
        inverse = turn.transposed()
        yield _with(model, C=multiply(c, turn), D=multiply(multiply(inverse, d), turn), E=multiply(e, turn),
                    J=multiply(multiply(inverse, j), turn))  # fmt: skip
    largest, lifted, negative = ends
    yield _with(model, g=min(values), J=_diagonal(largest), K=lifted)
    yield _with(model, g=-g, J=_diagonal(negative), K=k)


def _interval(g: Fraction, values: list[Fraction], residual: Grid) -> tuple[list[Fraction], Grid, list[Fraction]] | None:
    """J and K for g = min D, and J for −g; None where one of them is not rational.

    RᵀR = g² Π with a projection Π (or R = 0), so K = min D (I − Π) + √(min D² − g²) Π.
    """
    top = min(values)
    square = multiply(residual.transposed(), residual)
    shadow = _times(1 / g**2, square) if g else square
    largest, negative = [_root(v - top) for v in values], [_root(v + g) for v in values]
    leg = _root(top**2 - g**2)
    if multiply(shadow, shadow) != shadow or leg is None or None in largest or None in negative:
        return None
    lifted = add(_times(top, Grid.identity(square.shape[0])), _times(leg - top, shadow))
    return largest, lifted, negative  # type: ignore[return-value]


def _root(x: Fraction) -> Fraction | None:
    if x < 0:
        return None
    root = Fraction(isqrt(x.numerator), isqrt(x.denominator))
    return root if root**2 == x else None


def _with(model: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {**model, **{name: plain(value) for name, value in values.items()}}


def _grid(rows: Any) -> Grid:
    return Grid.of((len(rows), len(rows[0])), lambda i, j: number(rows[i][j]))


def _times(factor: Any, matrix: Grid) -> Grid:
    return Grid.of(matrix.shape, lambda i, j: factor * matrix.rows[i][j])


def _diagonal(values: list[Fraction]) -> Grid:
    return Grid.of((len(values), len(values)), lambda i, j: values[i] if i == j else 0)


BOUNDED: Sampler = sampler(BOUND_LETTERS, bounded)
PENALTY: Sampler = sampler("L d W Y lam mu r A T B", bounded)


def bound_probe(before: tuple[Sampler, ...], after: tuple[Sampler, ...], trials: tuple[int, int]) -> StatementProbe:
    """The exact probe of a claim whose bound stands between goals without a letter that exists."""
    witnesses: tuple[Witnesses | None, ...] = (*(None for _ in before), bound_witnesses, *(None for _ in after))
    return StatementProbe(sampler=(*before, BOUNDED, *after), trials=trials, witnesses=witnesses)


penalty_witnesses = frames("A", "T", "B")
"""All witnesses of q W_L⋯W_1 = A T^L Bᵀ with orthonormal A, B: a singular value decomposition, T with distinct entries."""
