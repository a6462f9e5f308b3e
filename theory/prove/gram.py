"""Sums of squares by semidefinite programming: goal = Σ x_j column_j + Σ_k w_k · mᵀ Q_k m with x ≥ 0 and Q_k ⪰ 0.

cvxpy and clarabel (the extra ``sos``) find Q in floats. It is rounded to short fractions; in rationals Q = LDLᵀ says
whether it is positive semidefinite, and gives the squares. What they leave is either combined from the columns by
the linear program, or taken up by moving Q and x onto the solutions of the equations (Peyrl, Parrilo 2008).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any

from theory.kernel.letters import Letters
from theory.kernel.words import Poly
from theory.prove.candidates import Column, Reduction, Search, scaled
from theory.prove.linear import combination, solve
from theory.prove.rewrite import NotFound

DENOMINATORS = (1, 2, 4, 12, 60, 360, 10_000, 10**7)
Square = tuple[Fraction, list[Fraction]]
"""c·(Σ vᵢ mᵢ)² as (c, v)."""


def diagonal_squares(matrix: Sequence[Sequence[Fraction]]) -> list[Square] | None:
    """The squares Σ d_i (lᵢᵀm)² of mᵀQm by Q = LDLᵀ, or None where Q is not positive semidefinite.

    >>> one = Fraction(1)
    >>> diagonal_squares([[one, one], [one, 2 * one]])
    [(Fraction(1, 1), [Fraction(1, 1), Fraction(1, 1)]), (Fraction(1, 1), [Fraction(0, 1), Fraction(1, 1)])]
    >>> diagonal_squares([[one, 2 * one], [2 * one, one]]) is None
    True
    """
    rest, n, squares = [list(row) for row in matrix], len(matrix), []
    for i in range(n):
        d = rest[i][i]
        if d < 0 or (d == 0 and any(rest[i])):
            return None
        if d == 0:
            continue
        line = [x / d for x in rest[i]]
        squares.append((d, line))
        rest = [[rest[a][b] - d * line[a] * line[b] for b in range(n)] for a in range(n)]
    return squares


def with_squares(env: Letters, normal: Reduction, goal: Poly, columns: list[Column], search: Search,
                 *, strict: bool) -> list[dict[str, Any]]:  # fmt: skip
    """Terms for the rule order, squares among them; `NotFound` where none are found."""
    basis = [env.poly(text) for text in search.squares]
    pairs = list(combinations_with_replacement(range(len(basis)), 2))
    entries = [normal(env.poly(w) * basis[i] * basis[j]).scale(1 if i == j else 2).terms
               for w in search.times for i, j in pairs]  # fmt: skip
    plain = [(c.value.terms, c.sharp) for c in columns]
    for floats_x, floats_q in _floats([v for v, _ in plain], entries, goal, len(basis), len(search.times)):
        for denominator in DENOMINATORS:
            q = [Fraction(x).limit_denominator(denominator) for x in floats_q]
            x = [Fraction(max(v, 0.0)).limit_denominator(denominator) for v in floats_x]
            for numbers in (q, _onto(plain, entries, goal, x, q)):
                squares = _squares(numbers, pairs, len(basis), len(search.times))
                if squares is None or numbers is None:
                    continue
                rest = goal - sum((Poly(e).scale(c) for e, c in zip(entries, numbers, strict=True)), Poly({}))
                found = combination(plain, rest.terms, strict=strict)
                if found is not None:
                    return [columns[j].times(c) for j, c in found.items()] + _terms(squares, search)
    raise NotFound(f"no combination of {len(columns)} products and of squares of {len(basis)} monomials")


def _squares(numbers: list[Fraction] | None, pairs: list, size: int, times: int) -> list[list[Square]] | None:
    """The squares of each Gram matrix, whose entries stand in ``numbers`` one after the other."""
    if numbers is None:
        return None
    found = []
    for k in range(times):
        matrix = [[Fraction(0)] * size for _ in range(size)]
        for (i, j), c in zip(pairs, numbers[k * len(pairs):], strict=False):
            matrix[i][j] = matrix[j][i] = c
        squares = diagonal_squares(matrix)
        if squares is None:
            return None
        found.append(squares)
    return found


def _terms(squares: list[list[Square]], search: Search) -> list[dict[str, Any]]:
    def text(line: list[Fraction]) -> str:
        return "+".join(scaled(c, m) for c, m in zip(line, search.squares, strict=True) if c).replace("+-", "-")

    return [{"weight": scaled(c, w), "square": text(line)}
            for w, each in zip(search.times, squares, strict=True) for c, line in each]  # fmt: skip


def _onto(plain: list, entries: list, goal: Poly, x: list[Fraction], q: list[Fraction]) -> list[Fraction] | None:
    """The Gram entries after the least number of corrections that make the equations exact."""
    whole = sum((Poly(v).scale(c) for (v, _), c in zip(plain, x, strict=True)), Poly({}))
    whole = whole + sum((Poly(e).scale(c) for e, c in zip(entries, q, strict=True)), Poly({}))
    change = solve([*entries, *(v for v, _ in plain)], (goal - whole).terms)
    return None if change is None else [a + b for a, b in zip(q, change, strict=False)]


def _floats(products: list, entries: list, goal: Poly, size: int, times: int) -> Iterator[tuple[list, list]]:
    """Two float solutions (x, entries of Q): one of least trace, whose Q may be singular, and one inside the cone."""
    try:
        import cvxpy as cp
        import numpy as np
    except ImportError:
        raise ValueError("squares are found by cvxpy and clarabel: install the extra saddleproof[sos]") from None
    keys = list(dict.fromkeys([k for v in [*products, *entries, goal.terms] for k in v]))
    places = {key: i for i, key in enumerate(keys)}

    def dense(vectors: list) -> Any:
        matrix = np.zeros((len(keys), len(vectors)))
        for j, vector in enumerate(vectors):
            for key, v in vector.items():
                matrix[places[key], j] = float(v)
        return matrix

    upper = np.array(list(combinations_with_replacement(range(size), 2)))
    grams = [cp.Variable((size, size), symmetric=True) for _ in range(times)]
    x, inside = cp.Variable(max(len(products), 1), nonneg=True), cp.Variable()
    left = dense(entries) @ cp.hstack([g[upper[:, 0], upper[:, 1]] for g in grams])
    if products:
        left = left + dense(products) @ x
    equations = [left == dense([goal.terms])[:, 0]]
    small = [*equations, *(g >> 0 for g in grams)]
    middle = [*equations, *(g - inside * np.eye(size) >> 0 for g in grams), inside <= 1, x >= inside]
    for objective, constraints in ((cp.Minimize(sum(cp.trace(g) for g in grams) + cp.sum(x)), small),
                                   (cp.Maximize(inside), middle)):  # fmt: skip
        problem = cp.Problem(objective, constraints)
        with warnings.catch_warnings(), suppress(cp.SolverError):
            warnings.simplefilter("ignore")  # an inaccurate solution may do: what comes of it is checked in rationals
            problem.solve(solver=cp.CLARABEL)
        if problem.status in ("optimal", "optimal_inaccurate"):
            values = np.concatenate([np.asarray(g.value)[upper[:, 0], upper[:, 1]] for g in grams])
            yield np.asarray(x.value).tolist()[: len(products)], values.tolist()
