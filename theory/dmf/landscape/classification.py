"""Class, Morse index, nullity, dimension and components of critical orbits, many at a time.

An orbit is given by counts in each group of equal singular values: a modes at '+', z at '0', b at '-', c = a + z + b
active, u = n − c inactive; r = Σ c, β = Σ b. Indices i, j run over active modes, k over inactive ones.

    index      = β(β+1)/2 + #{i '+' or '0', j '-': y_i < y_j} + #{i, k: y_k > y_i} + [L=2] (d_1 − r)·#{k: y_k > √λ}
    dimension  = Σ_{0<l<L} (r d_l − r(r+1)/2) + Σ_g (c u + a b)
    nullity    = dimension + Σ_g z(z+1)/2   (L ≥ 3),     dimension + (d_1 − r)·#{k: y_k = √λ}   (L = 2)
    components = 2^(h − [h > 0 and some used group has u > 0]),  h = #{0 < l < L: d_l = r},  and 1 for r = 0

    1. index > 0: strict saddle.   2. otherwise some '0': non-strict saddle (cubic inflection).
    3. otherwise a minimizer: global for L = 2; for L ≥ 3 global iff every active y ≥ y_g and (r = d_min or every
       inactive y ≤ y_g), else local.

Source: arXiv:2506.20344 v3, Theorem 2 (the four classes are stated, second hand; the inequalities are reconstructed).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from theory.dmf.landscape.counting import OrbitTree
from theory.dmf.landscape.roots import Root
from theory.dmf.landscape.spectrum import Spectrum

GLOBAL, LOCAL, STRICT, NON_STRICT, UNDECIDED = range(5)
KINDS = ("global minimizer", "local minimizer", "strict saddle", "non-strict saddle", "undecided")
OPEN = -1  # an integer column where the error of the input leaves the value open


@dataclass(frozen=True)
class Counts:
    """Active modes a group: arrays (orbits, groups) of int64 for '+', '0', '-' and for inactive modes."""

    upper: np.ndarray
    double: np.ndarray
    lower: np.ndarray
    inactive: np.ndarray

    @property
    def active(self) -> np.ndarray:
        """Active modes a group at any of its roots, (orbits, groups)."""
        return self.upper + self.double + self.lower


@dataclass(frozen=True)
class Columns:
    """One row an orbit. ``kind`` indexes KINDS; −1 in an integer column means undecided."""

    kind: np.ndarray
    index: np.ndarray
    nullity: np.ndarray
    dimension: np.ndarray
    components: np.ndarray


@dataclass(frozen=True)
class Classifier:
    """The classification theorem for one spectrum and one list of widths.

    >>> from fractions import Fraction
    >>> rule = Classifier((1, 1, 1, 1), Spectrum(3, Fraction(27), (Fraction(4),)))
    >>> columns = rule.columns(rule.tree.codes(np.arange(rule.tree.size)))
    >>> [KINDS[kind] for kind in columns.kind], columns.nullity.tolist()
    (['global minimizer', 'non-strict saddle'], [0, 1])
    """

    widths: tuple[int, ...]
    spectrum: Spectrum

    @property
    def layers(self) -> int:
        """L, the number of factors."""
        return len(self.widths) - 1

    @cached_property
    def tree(self) -> OrbitTree:
        """All orbits."""
        return OrbitTree.of(self.spectrum.groups, min(self.widths))

    def counts(self, codes: np.ndarray) -> Counts:
        """Active modes a group, from the codes of ``OrbitTree.codes``."""
        groups = self.tree.groups
        starts = np.array([group.first - 1 for group in groups], dtype=np.int64)
        kinds = {Root.UPPER: [], Root.DOUBLE: [], Root.LOWER: []}  # type: dict[Root, list[int]]
        for root, found in kinds.items():
            found.extend(group.roots.index(root) + 1 if root in group.roots else OPEN for group in groups)
        if not groups:
            nothing = np.zeros((len(codes), 0), dtype=np.int64)
            return Counts(nothing, nothing, nothing, nothing)

        def count(root: Root) -> np.ndarray:
            wanted = np.array(kinds[root], dtype=np.int8)[list(self.tree.group_of)]
            return np.add.reduceat(codes == wanted, starts, axis=1, dtype=np.int64)

        upper, double, lower = count(Root.UPPER), count(Root.DOUBLE), count(Root.LOWER)
        size = np.array([group.count for group in groups], dtype=np.int64)
        return Counts(upper, double, lower, size - upper - double - lower)

    def columns(self, codes: np.ndarray) -> Columns:
        """Class and geometry of each row of ``codes``."""
        counts = self.counts(codes)
        rank = counts.active.sum(axis=1)
        index, entangled = self._index(counts, rank)
        dimension = self._dimension(counts, rank)
        nullity = dimension + self._extra(counts, rank)
        missing = self._active_where(counts, lambda group: group.above_existence is None) > 0
        spare = self._open_spare(counts, rank)
        kind = self._kind(counts, rank, index)
        kind[(index == 0) & ((entangled > 0) | spare)] = UNDECIDED
        kind[missing] = UNDECIDED
        index[(entangled > 0) | missing | spare] = OPEN
        nullity[(entangled > 0) | missing | spare] = OPEN
        dimension[entangled > 0] = OPEN
        return Columns(kind, index, nullity, dimension, self._components(counts, rank))

    def _index(self, counts: Counts, rank: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The index as far as it is certain, and the number of pairs whose order is open."""
        above = np.cumsum(counts.lower, axis=1) - counts.lower
        index = ((counts.upper + counts.double) * above).sum(axis=1)
        above = np.cumsum(counts.inactive, axis=1) - counts.inactive
        index += (counts.active * above).sum(axis=1)
        lower = counts.lower.sum(axis=1)
        index += lower * (lower + 1) // 2
        if self.layers == 2:
            surely = [group.above_existence == 1 for group in self.tree.groups]
            index += (self.widths[1] - rank) * counts.inactive[:, surely].sum(axis=1)
        entangled = np.zeros_like(index)
        for g, h in self.spectrum.ties:
            a, b, c, u = counts.upper, counts.lower, counts.active, counts.inactive
            if h >= len(self.tree.groups):
                entangled += c[:, g]
                continue
            index -= a[:, h] * b[:, g] + c[:, h] * u[:, g]
            entangled += a[:, h] * b[:, g] + a[:, g] * b[:, h] + c[:, h] * u[:, g] + c[:, g] * u[:, h]
        return index, entangled

    def _dimension(self, counts: Counts, rank: np.ndarray) -> np.ndarray:
        frames = sum(rank * d - rank * (rank + 1) // 2 for d in self.widths[1:-1])
        return frames + (counts.active * counts.inactive + counts.upper * counts.lower).sum(axis=1)

    def _extra(self, counts: Counts, rank: np.ndarray) -> np.ndarray:
        if self.layers > 2:
            return (counts.double * (counts.double + 1) // 2).sum(axis=1)
        at_threshold = sum(group.count for group in self.spectrum.groups if group.above_existence == 0)
        return (self.widths[1] - rank) * at_threshold

    def _open_spare(self, counts: Counts, rank: np.ndarray) -> np.ndarray:
        """L = 2: spare hidden width against an inactive value whose side of √λ is open."""
        if self.layers > 2:
            return np.zeros(len(rank), dtype=bool)
        unsure = [group.above_existence is None for group in self.tree.groups]
        return (rank < self.widths[1]) & (counts.inactive[:, unsure].sum(axis=1) > 0)

    def _kind(self, counts: Counts, rank: np.ndarray, index: np.ndarray) -> np.ndarray:
        kind = np.full(len(rank), GLOBAL, dtype=np.int8)
        if self.layers > 2:
            full = rank == min(self.widths)
            unsure = self._active_where(counts, lambda group: group.above_global is None)
            unsure += np.where(full, 0, self._inactive_where(counts, lambda group: group.above_global is None))
            beaten = self._active_where(counts, lambda group: group.above_global == -1)
            beaten += np.where(full, 0, self._inactive_where(counts, lambda group: group.above_global == 1))
            kind[unsure > 0] = UNDECIDED
            kind[beaten > 0] = LOCAL
            kind[counts.double.sum(axis=1) > 0] = NON_STRICT
        kind[index > 0] = STRICT
        return kind

    def _components(self, counts: Counts, rank: np.ndarray) -> np.ndarray:
        full = sum((rank == d).astype(np.int64) for d in self.widths[1:-1])
        loose = ((counts.active > 0) & (counts.inactive > 0)).any(axis=1)
        unsure = np.zeros(len(rank), dtype=bool)
        for g, h in self.spectrum.ties:
            if h < len(self.tree.groups):
                unsure |= (counts.active[:, g] > 0) != (counts.active[:, h] > 0)
        exponent = np.where(rank > 0, full - ((full > 0) & loose), 0)
        whole = np.array([2**e for e in range(self.layers)], dtype=object if self.layers > 62 else np.int64)
        components = whole[exponent]
        components[unsure & ~loose & (full > 0) & (rank > 0)] = OPEN
        return components

    def _active_where(self, counts: Counts, holds) -> np.ndarray:  # type: ignore[no-untyped-def]
        return counts.active[:, [holds(group) for group in self.tree.groups]].sum(axis=1)

    def _inactive_where(self, counts: Counts, holds) -> np.ndarray:  # type: ignore[no-untyped-def]
        return counts.inactive[:, [holds(group) for group in self.tree.groups]].sum(axis=1)
