"""Which orbits may be the nearest, without listing all of them.

The layers 1 and L alone bound the distance from below by a sum over groups of equal singular values:

    ‖W − orbit‖² ≥ ‖W_1‖² + ‖W_L‖² + Σ_g Σ_j [ (1/λ_1 + 1/λ_L) σ_j² − 2 σ_j c_{g,j} ],

σ_1 ≥ σ_2 ≥ … the sizes of the active modes of group g, c_{g,j} the j-th singular values of W_1 V_g/√λ_1 and of W_Lᵀ U_g/√λ_L
added (L = 2: of their sum); by `distance` and the triangle inequality of the nuclear norm. Each group chooses its number
of '+' and '-' by itself, at most d_min active in all, so the orbits come in the order of this bound from a best-first
search with the exact rest, at a cost that does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from math import inf, sqrt

import numpy as np

from proofs_check.bridge.locate.distance import OrbitPoint, closest_point, distance_at_least, polished
from proofs_check.bridge.locate.dual import dual_distance, semidefinite_distance
from proofs_check.bridge.locate.target import Matrices, Target

Bound = Callable[[Target, Matrices, OrbitPoint], float]

MOST, REFINED = 50, 20
"""Orbits that are tried at most, and those among which the sharper bounds decide: with more of them about as near, the run is
near none."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """An orbit that may be the nearest: a point of it, and what no point of it beats."""

    point: OrbitPoint
    at_least: float

    def __str__(self) -> str:
        return f"{self.point}, at least {self.at_least:.6g}"


def nearest(target: Target, factors: Matrices) -> tuple[list[Candidate], bool]:
    """The orbits that may be the nearest, closest point found first, and whether no other can be.

    One candidate and True: it is the nearest orbit. False: the search was cut off at `MOST` orbits.

    >>> target = Target(np.diag([3.0, 2.0]), (2, 2, 2), ridge=1)
    >>> found, complete = nearest(target, (np.diag([1.5, 0.1]), np.diag([1.5, 0.0])))
    >>> [candidate.point.codes for candidate in found], complete
    ([(1, 0)], True)
    """
    found: list[Candidate] = []
    best, complete = inf, True
    for number, (bound, codes) in enumerate(by_bound(target, factors)):
        if bound > best:
            break
        if number == MOST:
            complete = False
            break
        least = distance_at_least(target, factors, codes)
        if least > best:
            continue
        point = closest_point(target, factors, codes)
        best = min(best, point.distance)
        found.append(Candidate(point, min(least, point.distance)))
    found = _kept(found)
    if len(found) <= REFINED and complete:
        found = _kept([Candidate(polished(target, factors, one.point), one.at_least) for one in found])
        if len(found) > 1:
            found = _kept([_sharper(target, factors, one, dual_distance) for one in found])
        if len(found) > 1:
            found = _parted(target, factors, found)
    return found, complete


def _kept(found: list[Candidate]) -> list[Candidate]:
    """Those that may be the nearest, closest point first."""
    best = min(one.point.distance for one in found)
    return sorted((one for one in found if one.at_least <= best), key=lambda one: one.point.distance)


def _parted(target: Target, factors: Matrices, found: list[Candidate]) -> list[Candidate]:
    """The nearest alone, where the best bound of each other orbit is beyond it; the search ends at the first where it is not.

    The other orbits alone are bounded, nearest first: a program takes seconds where widths add up to many unknowns.
    """
    for k, one in enumerate(found[1:], 1):
        sharper = _sharper(target, factors, one, semidefinite_distance)
        if sharper.at_least <= found[0].point.distance:
            return [found[0], sharper, *found[k + 1 :]]
    return found[:1]


def _sharper(target: Target, factors: Matrices, one: Candidate, bound: Bound) -> Candidate:
    least = max(one.at_least, bound(target, factors, one.point))
    return Candidate(one.point, min(least, one.point.distance))


def by_bound(target: Target, factors: Matrices) -> Iterator[tuple[float, tuple[int, ...]]]:
    """(bound, codes) of the orbits, smallest bound first.

    >>> target = Target(np.diag([3.0, 2.0]), (2, 2, 2), ridge=1)
    >>> here = (np.diag([1.5, 0.0]), np.diag([1.5, 0.0]))
    >>> [(codes, round(bound, 3)) for bound, codes in by_bound(target, here)]
    [((1, 0), 0.121), ((1, 1), 1.419), ((0, 0), 2.121), ((0, 1), 2.55)]
    """
    prices = _prices(target, factors)
    total = min(min(target.widths), len(target.landscape.singular_values.values))
    rest = _rest(prices, total)
    base = float((factors[0] ** 2).sum() + (factors[-1] ** 2).sum())
    slack = 1e-13 * (1 + len(prices)) * (base + sum(abs(price) for row in prices for price, _, _ in row))
    ticket = count()
    heap: list[tuple[float, int, int, int, float, tuple[int, ...]]] = []
    heappush(heap, (rest[0][total], next(ticket), 0, total, 0.0, ()))
    while heap:
        bound, _, group, room, paid, codes = heappop(heap)
        if group == len(prices):
            yield sqrt(max(base + bound - slack, 0.0)), codes
            continue
        for price, size, chosen in prices[group]:
            if size <= room:
                now = paid + price
                entry = (now + rest[group + 1][room - size], next(ticket), group + 1, room - size, now, codes + chosen)
                heappush(heap, entry)


def _prices(target: Target, factors: Matrices) -> list[list[tuple[float, int, tuple[int, ...]]]]:
    """For each group its choices: (what the bound changes by, number of active modes, codes)."""
    first, last = target.overlaps(factors)
    weight, most = float(1 / target.ridge[0] + 1 / target.ridge[-1]), min(target.widths)
    found = []
    for family in target.families:
        p = list(family.positions)
        if target.layers == 2:
            reach = np.linalg.svd(first[:, p] + last[:, p], compute_uv=False)
        else:
            one, other = (np.linalg.svd(part[:, p], compute_uv=False) for part in (first, last))
            reach = _padded(one, len(p)) + _padded(other, len(p))
        reach = _padded(reach, len(p))
        row = []
        for codes in _choices(len(p), len(family.sizes), most):
            sigma = np.array([family.sizes[code - 1] for code in codes if code])
            price = float(weight * (sigma**2).sum() - 2 * sigma @ reach[: len(sigma)])
            row.append((price, len(sigma), codes))
        found.append(row)
    return found


def _choices(positions: int, roots: int, most: int) -> Iterator[tuple[int, ...]]:
    """Codes of one group: the first root on the first positions, then the second, then none."""
    for upper in range(min(positions, most) + 1):
        for lower in range(min(positions, most) - upper + 1 if roots == 2 else 1):
            yield (1,) * upper + (2,) * lower + (0,) * (positions - upper - lower)


def _rest(prices: list[list[tuple[float, int, tuple[int, ...]]]], total: int) -> list[list[float]]:
    """rest[g][room]: the least that the groups from g on can add with at most ``room`` active modes."""
    table = [[0.0] * (total + 1)]
    for row in reversed(prices):
        cheapest: dict[int, float] = {}
        for price, size, _ in row:
            cheapest[size] = min(price, cheapest.get(size, inf))
        after = table[0]
        table.insert(0, [min(p + after[room - s] for s, p in cheapest.items() if s <= room) for room in range(total + 1)])
    return table


def _padded(values: np.ndarray, length: int) -> np.ndarray:
    return np.concatenate([values, np.zeros(max(length - len(values), 0))])
