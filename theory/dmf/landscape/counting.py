"""How many critical orbits there are, and the tree they form when modes are switched on in order of position.

Number of orbits: Σ_{r ≤ d_min} [x^r] Π_g f_g(x) with one factor per distinct singular value of multiplicity n:

    two roots:  f = Σ_{c ≤ n} (c+1) x^c        one root:  f = Σ_{c ≤ n} x^c        none:  f = 1

(c active modes of a group are a of the upper kind and c − a of the lower kind). Standing: reconstructed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import flint
import numpy as np

from theory.dmf.landscape.roots import Root
from theory.dmf.landscape.spectrum import Group, Spectrum


def orbit_count(groups: Sequence[Group], rank_limit: int) -> int:
    """Number of critical orbits with at most ``rank_limit`` = d_min active modes. Exact for any size.

    >>> from fractions import Fraction
    >>> orbit_count(Spectrum(3, Fraction(1), (Fraction(3), Fraction(11, 5))).groups, 2)
    9
    """
    return _count(((len(group.roots), group.count) for group in groups), rank_limit)


def orbit_count_range(spectrum: Spectrum, rank_limit: int) -> tuple[int, int]:
    """Lower and upper bound on the number of orbits when comparisons are open.

    Most: every open value has its roots and all values differ. Fewest: no open value has roots, open ties are equal.
    """
    high = orbit_count(spectrum.groups, rank_limit)
    sure = [group.above_existence is not None for group in spectrum.groups]
    merged: list[tuple[int, int]] = []
    tied = {h for g, h in spectrum.ties if h == g + 1 and sure[g] and sure[h]}
    for index, group in enumerate(spectrum.groups):
        if not sure[index] or not group.roots:
            continue
        if index in tied and merged:
            merged[-1] = (merged[-1][0], merged[-1][1] + group.count)
        else:
            merged.append((len(group.roots), group.count))
    return _count(merged, rank_limit), high


def _count(factors: Iterable[tuple[int, int]], rank_limit: int) -> int:
    product, length = flint.fmpz_poly([1]), rank_limit + 1
    for (kinds, multiplicity), times in Counter(factors).items():
        if kinds:
            most = min(multiplicity, rank_limit)
            factor = flint.fmpz_poly([c + 1 if kinds == 2 else 1 for c in range(most + 1)])
            product = product.mul_low(factor.pow_trunc(times, length), length)
    return int(sum(product.coeffs(), flint.fmpz(0)))


@dataclass(frozen=True)
class OrbitTree:
    """All orbits as nodes of a tree: the root is the origin, a child switches on one more mode further to the right.

    A node is a list of (position, root); inside a group '+' comes first, then '0', then '-', then inactive positions.
    Preorder, with children in the order '+', '0', '-' at a position and then the next position, is the lexicographic
    order of the lists. Only positions that have roots are counted here, as 0 … K−1.

    Attributes:
        groups: the groups that have roots.
        rank_limit: d_min, the largest number of active modes.

    >>> from fractions import Fraction
    >>> tree = OrbitTree.of(Spectrum(3, Fraction(1), (Fraction(3), Fraction(3))).groups, 1)
    >>> tree.size, tree.codes(np.arange(3)).tolist()      # origin, '+', '-' (codes are 1 + index into the roots)
    (3, [[0, 0], [1, 0], [2, 0]])
    """

    groups: tuple[Group, ...]
    rank_limit: int

    @classmethod
    def of(cls, groups: Sequence[Group], rank_limit: int) -> OrbitTree:
        """The tree over those groups that have roots: the other values are inactive in every orbit."""
        return cls(tuple(group for group in groups if group.roots), rank_limit)

    @cached_property
    def positions(self) -> int:
        """K, the number of positions that can be active."""
        return sum(group.count for group in self.groups)

    @cached_property
    def size(self) -> int:
        """The number of nodes."""
        return orbit_count(self.groups, self.rank_limit)

    @cached_property
    def group_of(self) -> tuple[int, ...]:
        """Index of the group of each position."""
        return tuple(g for g, group in enumerate(self.groups) for _ in range(group.count))

    @cached_property
    def next_group(self) -> tuple[int, ...]:
        """First position of the following group, for each position."""
        ends, end = [], 0
        for group in self.groups:
            end += group.count
            ends += [end] * group.count
        return tuple(ends)

    def codes(self, ranks: np.ndarray) -> np.ndarray:
        """(len(ranks), K) int8: 0 inactive, 1 + i the i-th root of the group; a rank is a preorder number < 2^62."""
        below, rank = self._below, np.array(ranks, dtype=np.int64)
        codes = np.zeros((len(rank), self.positions), dtype=np.int8)
        capacity = np.full(len(rank), min(self.rank_limit, self.positions), dtype=np.int64)
        at, phase = np.zeros(len(rank), dtype=np.int64), np.zeros(len(rank), dtype=np.int64)
        _descend(rank, at, np.ones(len(rank), dtype=bool), self.positions)
        for position, g in enumerate(self.group_of):
            last = position + 1 == self.next_group[position]
            waiting = at == position
            for index in range(len(self.groups[g].roots)):
                free = waiting & (phase <= index)
                subtree = 1 + below[position + 1][0 if last else index][np.maximum(capacity - 1, 0)]
                chosen = free & (rank < subtree)
                rank[free & ~chosen] -= subtree[free & ~chosen]
                codes[chosen, position] = 1 + index
                capacity[chosen] -= 1
                phase[chosen] = 0 if last else index
                at[chosen] = position + 1
                waiting &= ~chosen
                _descend(rank, at, chosen, self.positions)
            at[waiting] = self.next_group[position]
            phase[waiting] = 0
        return codes

    @cached_property
    def _below(self) -> list[list[np.ndarray]]:
        """below[p][f][c]: non-empty continuations from position p, roots f, f+1, … allowed in its group, capacity c."""
        most = min(self.rank_limit, self.positions)
        table: list[list[np.ndarray]] = [[np.zeros(most + 1, dtype=np.int64)]]
        for position in range(self.positions - 1, -1, -1):
            following = self.next_group[position]
            skipped = table[self.positions - following][0]
            kinds = len(self.groups[self.group_of[position]].roots)
            rows, running = [], skipped
            for index in range(kinds - 1, -1, -1):
                child = table[-1][0 if following == position + 1 else index]
                running = running.copy()
                running[1:] += 1 + child[:-1]
                rows.append(running)
            table.append(rows[::-1])
        return table[::-1]


def _descend(rank: np.ndarray, at: np.ndarray, entered: np.ndarray, end: int) -> None:
    """A row that enters a node with rank 0 is that node and stops; otherwise the node itself is passed over."""
    stops = entered & (rank == 0)
    at[stops] = end
    rank[entered & ~stops] -= 1


def root_of(group: Group, code: int) -> Root:
    """The root that a non-zero code stands for."""
    return group.roots[code - 1]
