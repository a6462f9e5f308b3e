"""Sums of squares and of Gram traces: goal = Σ x_j column_j + Σ_k w_k · (squares of a block) + multiples of equations.

A block is a list of expressions b of one shape and a weight w >= 0 (a number, or a product of facts): its cone is
Σ_ij Q_ij w tr(b_iᵀ b_j) with Q ⪰ 0. Clarabel finds Q and x in floats; Q is rounded to short fractions, Q = LDLᵀ in
rationals gives the squares, and what is left must be a combination of the columns and of the equations, exactly. Where
rounding does not leave one, Q is moved onto the solutions of the equations (Peyrl, Parrilo 2008). The kernel adds it up.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any

from theory.kernel.words import Poly
from theory.prove.gram import diagonal_squares
from theory.statements.cone import Cone
from theory.statements.faces import combined, needed, range_basis
from theory.statements.ideal import Multiple, combination, witness

DENOMINATORS = (1, 2, 4, 12, 60, 360, 10_000)
FACES = 4
"""How often the blocks are made smaller."""
SHARES = (Fraction(1), Fraction(1, 8), Fraction(1, 100))
"""Of a strict column, to be tried."""
LARGEST = 5000
"""Rows of a semidefinite program."""


@dataclass
class Column:
    """A term of the rule ``order`` without its number, its value, and whether it is > 0."""

    term: dict[str, Any]
    value: Poly
    sharp: bool = False

    def times(self, c: Fraction) -> dict[str, Any]:
        """The term with c times its weight."""
        weight = self.term.get("weight", "1")
        return {**self.term, "weight": str(c) if weight == "1" else f"{c}*{weight}"}


@dataclass
class Block:
    """``texts``: expressions of one shape; ``term``: weight and facts; ``gram``: matrices (else numbers)."""

    texts: list[str]
    values: list[Poly]
    weight: Poly
    term: dict[str, Any] = field(default_factory=dict)
    gram: bool = True
    entries: list[dict] = field(default_factory=list)

    def independent(self, put: Callable[[Poly], Poly]) -> Block:
        """The block without expressions that are combinations of those before them."""
        rows: list[tuple[tuple, dict]] = []  # a monomial, and a vector in which its number is 1
        kept = []
        for k, value in enumerate(self.values):
            vector = dict(put(value).terms)
            for lead, row in rows:
                c = vector.get(lead)
                for key, v in row.items() if c else ():
                    vector[key] = vector.get(key, Fraction(0)) - c * v
            vector = {key: v for key, v in vector.items() if v}
            if vector:
                lead = next(iter(vector))
                rows.append((lead, {key: v / vector[lead] for key, v in vector.items()}))
                kept.append(k)
        return Block([self.texts[k] for k in kept], [self.values[k] for k in kept], self.weight, self.term, self.gram)

    def build(self) -> None:
        """The polynomials at Q_ij, i <= j (twice off the diagonal)."""
        for i, j in combinations_with_replacement(range(len(self.texts)), 2):
            inner = (self.values[i].transpose * self.values[j]).trace() if self.gram else self.values[i] * self.values[j]
            self.entries.append((self.weight * inner).scale(1 if i == j else 2).terms)

    def terms(self, squares: list) -> list[dict[str, Any]]:
        """Terms of the rule ``order``."""
        found = []
        for c, line in squares:
            text = " + ".join(t if v == 1 else f"({v})*{t}" for v, t in zip(line, self.texts, strict=True) if v)
            weight = self.term.get("weight", "1")
            found.append({**self.term, "weight": str(c) if weight == "1" else f"{c}*{weight}",
                          "gram" if self.gram else "square": text})  # fmt: skip
        return found


@dataclass
class Found:
    """What goes into the rule ``order``."""

    terms: list[dict[str, Any]]
    equal: list


def certificate(goal: Poly, columns: Sequence[Column], blocks: Sequence[Block], free: Sequence[Multiple], *, strict: bool,
                until: float = math.inf) -> Found | None:  # fmt: skip
    """Terms and cofactors for ``goal >= 0`` (> 0 if ``strict``); None where none are found before ``until``."""
    for block in blocks:
        if not block.entries:
            block.build()
    blocks = _needed(goal, columns, blocks, free)
    if not blocks:
        return _rest(dict(goal.terms), columns, free, [], strict)
    for _ in range(FACES):
        last = None
        for numbers, floats in _floats(goal, columns, blocks, free, strict, until):
            last = numbers
            for denominator in DENOMINATORS:
                if time.perf_counter() > until:
                    return None
                rounded = [Fraction(v).limit_denominator(denominator) for v in numbers]
                fixed = [Fraction(max(v, 0.0)).limit_denominator(denominator) for v in floats]
                for entries in (rounded, _moved(goal, columns, blocks, free, rounded, fixed)):
                    found = _exact(goal, columns, blocks, free, entries, strict) if entries is not None else None
                    if found is not None:
                        return found
        smaller = _on_a_face(blocks, last) if last is not None else None
        if smaller is None:
            return None
        blocks = smaller
    return None


def _needed(goal: Poly, columns: Sequence[Column], blocks: Sequence[Block], free: Sequence[Multiple]) -> list[Block]:
    """The blocks without expressions whose squares nothing cancels."""
    kept = needed(goal.terms, [b.entries for b in blocks], [len(b.texts) for b in blocks], [c.value.terms for c in columns],
                  [m.value.terms for m in free])  # fmt: skip
    found = []
    for block, mine in zip(blocks, kept, strict=True):
        pairs = combinations_with_replacement(range(len(block.texts)), 2)
        entries = [e for (i, j), e in zip(pairs, block.entries, strict=True) if i in mine and j in mine]
        if mine:
            found.append(Block([block.texts[i] for i in mine], [block.values[i] for i in mine], block.weight, block.term,
                               block.gram, entries))  # fmt: skip
    return found


def _on_a_face(blocks: Sequence[Block], numbers: list[float]) -> list[Block] | None:
    """The blocks without the null vectors of their Gram matrices; None where there are none to round."""
    import numpy as np

    found, at, changed = [], 0, False
    for block in blocks:
        n = len(block.texts)
        matrix = np.zeros((n, n))
        for (i, j), c in zip(combinations_with_replacement(range(n), 2), numbers[at : at + len(block.entries)], strict=True):
            matrix[i, j] = matrix[j, i] = c
        at += len(block.entries)
        basis = range_basis(matrix)
        if basis is None:
            found.append(block)
            continue
        changed = True
        if basis:
            texts, values, entries = combined(basis, block.texts, block.values, block.entries)
            found.append(Block(texts, values, block.weight, block.term, block.gram, entries))
    return found if changed and found else None


def _exact(goal: Poly, columns: Sequence[Column], blocks: Sequence[Block], free: Sequence[Multiple], entries: list[Fraction],
           strict: bool) -> Found | None:  # fmt: skip
    """The certificate of these Gram entries, if they are positive semidefinite and the rest is a combination."""
    terms, rest, at = [], dict(goal.terms), 0
    for block in blocks:
        mine = entries[at : at + len(block.entries)]
        at += len(block.entries)
        squares = diagonal_squares(_matrix(mine, len(block.texts)))
        if squares is None:
            return None
        terms += block.terms(squares)
        for c, vector in zip(mine, block.entries, strict=True):
            if c:
                for key, v in vector.items():
                    rest[key] = rest.get(key, Fraction(0)) - c * v
    rest = {key: v for key, v in rest.items() if v}
    return _rest(rest, columns, free, terms, strict)


def _rest(rest: dict, columns: Sequence[Column], free: Sequence[Multiple], terms: list, strict: bool) -> Found | None:
    """What is left as a combination: equations alone, else columns with numbers >= 0 and equations."""
    plain = [m.value.terms for m in free]
    if not strict:
        numbers = combination(plain, rest) if rest else {}
        if numbers is not None:
            return Found(terms, witness(list(free), numbers))
    if not columns:
        return None
    return _program(rest, columns, free, terms, strict)


def _program(rest: dict, columns: Sequence[Column], free: Sequence[Multiple], terms: list, strict: bool) -> Found | None:
    """By a cone in floats, solved again in rationals on its support. A strict goal needs some of a strict column."""
    vectors, others = [c.value.terms for c in columns], [m.value.terms for m in free]
    cone = Cone(vectors, others)
    support = cone.support(rest)
    if support is None:
        return None
    sharp = [j for j in support if columns[j].sharp]
    if not strict or sharp:
        found = _numbers(rest, columns, free, terms, support, {})
        if found is not None and (not strict or any(columns[j].sharp for j in found[1])):
            return found[0]
    for j in [j for j, c in enumerate(columns) if c.sharp][:12] if strict else ():
        for share in SHARES:
            less = dict(rest)
            for key, v in vectors[j].items():
                less[key] = less.get(key, Fraction(0)) - share * v
            support = cone.support(less)
            found = None if support is None else _numbers(less, columns, free, terms, support, {j: share})
            if found is not None:
                return found[0]
    return None


def _numbers(rest: dict, columns: Sequence[Column], free: Sequence[Multiple], terms: list, support: list[int],
             have: dict[int, Fraction]) -> tuple[Found, set[int]] | None:  # fmt: skip
    """The combination on a support, exactly, and the columns that it uses; ``have``: those taken before."""
    rest = {key: v for key, v in rest.items() if v}
    numbers = combination([columns[j].value.terms for j in support] + [m.value.terms for m in free], rest)
    if numbers is None or any(x < 0 for j, x in numbers.items() if j < len(support)):
        return None
    used = dict(have)
    for j, x in numbers.items():
        if j < len(support):
            used[support[j]] = used.get(support[j], Fraction(0)) + x
    cofactors = {j - len(support): x for j, x in numbers.items() if j >= len(support)}
    whole = Found([*terms, *(columns[j].times(x) for j, x in used.items())], witness(list(free), cofactors))
    return whole, set(used)


def _matrix(entries: list[Fraction], size: int) -> list[list[Fraction]]:
    matrix = [[Fraction(0)] * size for _ in range(size)]
    for (i, j), c in zip(combinations_with_replacement(range(size), 2), entries, strict=True):
        matrix[i][j] = matrix[j][i] = c
    return matrix


def _moved(goal: Poly, columns: Sequence[Column], blocks: Sequence[Block], free: Sequence[Multiple], entries: list[Fraction],
           fixed: list[Fraction]) -> list[Fraction] | None:  # fmt: skip
    """The Gram entries after few corrections that make the equations exact, with the columns as they are."""
    vectors = [v for block in blocks for v in block.entries]
    if len(vectors) > 400:
        return None
    rest = dict(goal.terms)
    for c, vector in [*zip(entries, vectors, strict=True), *zip(fixed, (c.value.terms for c in columns), strict=True)]:
        for key, v in vector.items() if c else ():
            rest[key] = rest.get(key, Fraction(0)) - c * v
    change = combination([*(m.value.terms for m in free), *vectors], {k: v for k, v in rest.items() if v})
    if change is None:
        return None
    return [c + change.get(len(free) + j, Fraction(0)) for j, c in enumerate(entries)]


def _floats(goal: Poly, columns: Sequence[Column], blocks: Sequence[Block], free: Sequence[Multiple],
            strict: bool, until: float) -> Iterator[tuple[list[float], list[float]]]:  # fmt: skip
    """(Gram entries, numbers of columns): of least trace, then inside the cone, then of greatest rank (nothing is asked)."""
    import clarabel
    import numpy as np
    from scipy.sparse import csc_matrix, vstack

    vectors = [*(v for b in blocks for v in b.entries), *(c.value.terms for c in columns), *(m.value.terms for m in free)]
    keys = {k: i for i, k in enumerate(dict.fromkeys([*goal.terms, *(k for v in vectors for k in v)]))}
    grams, plain = sum(len(b.entries) for b in blocks), len(columns)
    if len(keys) > LARGEST or not vectors:
        return
    places = [(keys[k], j, float(v)) for j, vector in enumerate(vectors) for k, v in vector.items()]
    rows, cols, values = (list(x) for x in zip(*places, strict=True))
    equal = csc_matrix((values, (rows, cols)), shape=(len(keys), len(vectors) + 1))
    right = np.zeros(len(keys))
    for key, v in goal.terms.items():
        right[keys[key]] = float(v)
    diagonal, cone_rows = _cone(blocks, len(vectors) + 1)
    signs = csc_matrix((-np.ones(plain), (range(plain), range(grams, grams + plain))), shape=(plain, len(vectors) + 1))
    cones = [clarabel.ZeroConeT(len(keys)), *([clarabel.NonnegativeConeT(plain)] if plain else []),
             *(clarabel.PSDTriangleConeT(len(b.texts)) for b in blocks)]  # fmt: skip
    settings = clarabel.DefaultSettings()
    settings.verbose, settings.max_iter = False, 100
    for inside in (False, True, None):
        cost, table, bound, all_cones = np.zeros(len(vectors) + 1), cone_rows.copy(), [], cones
        if inside:
            cost[-1] = -1.0
            table = table + diagonal
            bound = [csc_matrix(([1.0], ([0], [len(vectors)])), shape=(1, len(vectors) + 1))]
            all_cones = [*cones, clarabel.NonnegativeConeT(1)]
        elif inside is not None:
            for j in range(grams):
                cost[j] = 1.0 if cone_rows[:, j].sum() == -1.0 else 0.0
            cost[grams : grams + plain] = 1.0
            if strict:
                cost[grams : grams + plain] = [-1.0 if c.sharp else 1.0 for c in columns]
                bound = [csc_matrix(np.array([[0.0] * grams + [float(c.sharp) for c in columns] + [0.0] * (len(free) + 1)]))]
                all_cones = [*cones, clarabel.NonnegativeConeT(1)]
        settings.time_limit = min(5.0, until - time.perf_counter())
        if settings.time_limit <= 0:
            return
        full = csc_matrix(vstack([equal, signs, table, *bound]))
        b = np.concatenate([right, np.zeros(plain + table.shape[0]), np.ones(len(bound))])
        quadratic = csc_matrix((len(cost), len(cost)))
        answer = clarabel.DefaultSolver(quadratic, cost, full, b, all_cones, settings).solve()
        if str(answer.status) in ("Solved", "AlmostSolved"):
            x = list(answer.x)
            yield x[:grams], x[grams : grams + plain]
        elif inside is False:
            return


def _cone(blocks: Sequence[Block], width: int) -> tuple[Any, Any]:
    """Rows −svec(Q) (upper triangle by columns, √2 off the diagonal), and the identity of the last column in them."""
    from scipy.sparse import csc_matrix

    rows, cols, values, ones, at, start = [], [], [], [], 0, 0
    for block in blocks:
        n = len(block.texts)
        place = {pair: start + k for k, pair in enumerate(combinations_with_replacement(range(n), 2))}
        for j in range(n):
            for i in range(j + 1):
                rows.append(at)
                cols.append(place[i, j])
                values.append(-1.0 if i == j else -(2.0**0.5))
                if i == j:
                    ones.append(at)
                at += 1
        start += len(place)
    table = csc_matrix((values, (rows, cols)), shape=(at, width))
    diagonal = csc_matrix(([1.0] * len(ones), (ones, [width - 1] * len(ones))), shape=(at, width))
    return diagonal, table
