"""Orbits in the exact order of their losses, as many as are asked for and no more.

Best-first search over the tree of ``counting.OrbitTree``. A piece of work is one node, or an interval of the preorder:
all non-empty continuations of a node from some position and root on. The best gain of an interval is known in closed
form, because every gain increases with y and the upper root of a value beats its other roots: the best continuation is
the next run of upper roots with positive gain or, where there is none, a single mode. So no step is wasted: every
interval opened holds an orbit that is wanted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import islice

import numpy as np

from theory.dmf.landscape.loss_order import LossOrder, compare_lists, listed


def lowest_losses(order: LossOrder, limit: int) -> np.ndarray:
    """(≤ limit, K) codes of the orbits with the lowest losses, in exact order, at a cost independent of their number.

    >>> from fractions import Fraction
    >>> from theory.dmf.landscape.counting import OrbitTree
    >>> from theory.dmf.landscape.spectrum import Spectrum
    >>> spectrum = Spectrum(3, Fraction(1), tuple(Fraction(100 + i) for i in range(40, 0, -1)))
    >>> tree = OrbitTree.of(spectrum.groups, 40)
    >>> tree.size == 3**40, lowest_losses(LossOrder(tree, spectrum), 2)[:, -3:].tolist()
    (True, [[1, 1, 1], [1, 1, 0]])
    """
    rows = [codes for codes in islice(BestFirst(order).orbits(), limit)]
    return np.array(rows, dtype=np.int8).reshape(len(rows), order.tree.positions)


@dataclass(frozen=True, eq=False)
class _Node:
    """An orbit: its last mode and the node without it. ``gain`` is a float sum."""

    parent: _Node | None
    position: int
    code: int
    gain: float


@dataclass(frozen=True, eq=False)
class _Work:
    """A node alone (``capacity`` = 0), or its continuations that begin at (position, code) or later."""

    search: BestFirst
    node: _Node
    position: int
    code: int
    capacity: int
    gain: float

    def __lt__(self, other: _Work) -> bool:
        gap = self.gain - other.gain
        if abs(gap) > 2 * self.search.order.error:
            return gap > 0
        sign = self.search.order.gain_sign(self.best(), other.best())
        return sign > 0 or (sign == 0 and compare_lists(self.first(), other.first()) < 0)

    def best(self) -> np.ndarray:
        """Codes of an orbit with the largest gain in this piece."""
        codes = self.search.codes(self.node)
        if self.capacity:
            position, code, length = self.search.best_continuation(self.position, self.code, self.capacity)
            codes[position : position + length] = 1
            codes[position] = code
        return codes

    def first(self) -> list[tuple[int, int]]:
        """A list that no orbit in this piece precedes."""
        prefix = listed(self.search.codes(self.node))
        return [*prefix, (self.position, self.code)] if self.capacity else prefix


@dataclass(frozen=True, eq=False)
class BestFirst:
    """The search. ``orbits()`` yields rows of codes without end until the tree is exhausted."""

    order: LossOrder

    def orbits(self) -> Iterator[np.ndarray]:
        """Rows of codes, smallest loss first; equal losses in the order of their lists."""
        tree = self.order.tree
        heap: list[_Work] = []
        self._open(heap, _Node(None, -1, 0, 0.0), min(tree.rank_limit, tree.positions))
        while heap:
            work = heappop(heap)
            if not work.capacity:
                yield self.codes(work.node)
                continue
            gain = work.node.gain + self.order.gain(tree.group_of[work.position], work.code)
            self._open(heap, _Node(work.node, work.position, work.code, gain), work.capacity - 1)
            following = self._following(work.position, work.code)
            self._push(heap, work.node, *following, work.capacity)

    def codes(self, node: _Node) -> np.ndarray:
        """The node as a row of codes."""
        codes = np.zeros(self.order.tree.positions, dtype=np.int8)
        here: _Node | None = node
        while here is not None and here.parent is not None:
            codes[here.position] = here.code
            here = here.parent
        return codes

    def best_continuation(self, position: int, code: int, capacity: int) -> tuple[int, int, int]:
        """The best of the continuations from (position, code) on: a first mode, and a run of that many modes."""
        if code == 1:
            return position, 1, max(1, min(capacity, self._winners - position))
        following = self._following(position, len(self._roots(position)))[0]
        if following < self._winners:
            return following, 1, min(capacity, self._winners - following)
        if following == self.order.tree.positions or self._beats(position, code, following):
            return position, code, 1
        return following, 1, 1

    def _open(self, heap: list[_Work], node: _Node, capacity: int) -> None:
        """Push a node and its continuations."""
        heappush(heap, _Work(self, node, -1, 0, 0, node.gain))
        last = node.position < 0 or node.position + 1 == self.order.tree.next_group[node.position]
        self._push(heap, node, node.position + 1, 1 if last else node.code, capacity)

    def _push(self, heap: list[_Work], node: _Node, position: int, code: int, capacity: int) -> None:
        if capacity and position < self.order.tree.positions:
            start, first, length = self.best_continuation(position, code, capacity)
            gain = node.gain + self.order.gain(self.order.tree.group_of[start], first)
            gain += self._running[start + length] - self._running[start + 1]
            heappush(heap, _Work(self, node, position, code, capacity, gain))

    def _following(self, position: int, code: int) -> tuple[int, int]:
        """The next (position, code) of the same node: another root, or the next group."""
        more = code < len(self._roots(position))
        return (position, code + 1) if more else (self.order.tree.next_group[position], 1)

    def _roots(self, position: int) -> tuple[object, ...]:
        return self.order.tree.groups[self.order.tree.group_of[position]].roots

    def _beats(self, position: int, code: int, following: int) -> bool:
        left, right = np.zeros((2, self.order.tree.positions), dtype=np.int8)
        left[position], right[following] = code, 1
        return self.order.gain_sign(left, right) > 0

    @cached_property
    def _winners(self) -> int:
        """Number of leading positions whose upper root has a positive gain: y > y_g (every upper root for L = 2)."""
        groups, spectrum = self.order.tree.groups, self.order.spectrum
        if spectrum.layers == 2:
            return self.order.tree.positions
        return sum(group.count for group in groups if spectrum.globality.compare(group.value) > 0)

    @cached_property
    def _running(self) -> list[float]:
        """Running sums of the gain of the first root of each position."""
        return [0.0, *np.cumsum([self.order.gain(g, 1) for g in self.order.tree.group_of]).tolist()]
