"""Losses of orbits as sums of gains, compared exactly.

    loss / fit = ‖Y‖² − Σ_{active} G.      Smaller loss first, equal losses in the order of the lists of
(position, root).

Floats with a proved error bound settle nearly every comparison; ``ties.GainOrder`` settles the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, cmp_to_key

import flint
import numpy as np

from theory.dmf.counting import OrbitTree
from theory.dmf.roots import Mode
from theory.dmf.spectrum import Spectrum
from theory.dmf.ties import GainOrder

UNIT = 2.0**-53


@dataclass(frozen=True, eq=False)
class LossOrder:
    """The orbits of ``tree`` with the modes they are made of.

    Attributes:
        tree: all orbits.
        spectrum: the singular values behind it.
        fit: the factor of the loss; gains below are fit·G.

    >>> from fractions import Fraction
    >>> spectrum = Spectrum(3, Fraction(1), (Fraction(3), Fraction(2)))      # y_g = 2: '+' at y = 2 gains nothing
    >>> order = LossOrder(OrbitTree.of(spectrum.groups, 2), spectrum)
    >>> order.tree.codes(order.sorted_ranks()).tolist()[:3]
    [[1, 0], [1, 1], [1, 2]]
    """

    tree: OrbitTree
    spectrum: Spectrum
    fit: Fraction = Fraction(1)
    _known: dict[tuple[int, int], tuple[float, float]] = field(default_factory=dict, repr=False)

    @cached_property
    def modes(self) -> tuple[tuple[Mode, ...], ...]:
        """For each group its modes, in the order of its roots. Equal values share their modes."""
        made: dict[tuple[object, object], Mode] = {}
        layers, weight = self.spectrum.layers, self.spectrum.ridge_product
        for group in self.tree.groups:
            for root in group.roots:
                made.setdefault((group.value, root), Mode(layers, weight, group.value, root))
        return tuple(tuple(made[group.value, root] for root in group.roots) for group in self.tree.groups)

    def gain(self, group: int, code: int) -> float:
        """The gain of one mode, correct to the last bit; 0 for an inactive one (code 0)."""
        return self._parts(group, code)[0]

    @cached_property
    def error(self) -> float:
        """Bound on the rounding error of a float sum of gains of distinct positions, in any order of summation.

        The gain of a lower or double root is at most (L−2)·x* in modulus, x* the double root; gains grow with y.
        """
        layers, weight = self.spectrum.layers, self.spectrum.ridge_product
        turn = float(_exact(weight * (layers - 2) / layers).root(layers - 1)) if layers > 2 else 0.0
        largest = max((abs(self.gain(g, 1)) for g in (0, len(self.modes) - 1) if self.modes), default=0.0)
        total = self.tree.positions * max(largest, 1.01 * float(self.fit) * (layers - 2) * turn)
        return 4.0 * UNIT * (self.tree.positions + 2) * total

    def gain_sums(self, codes: np.ndarray) -> np.ndarray:
        """Float gain of each row of codes, within ``error``."""
        total = np.zeros(len(codes))
        for position, g in enumerate(self.tree.group_of):
            total += self._columns(g, codes[:, position])[0]
        return total

    def losses(self, codes: np.ndarray) -> np.ndarray:
        """fit·(‖Y‖² − Σ G) for each row, accumulated in double-double and rounded once."""
        square = _split(_exact(self.fit * self.spectrum.squared_norm()))
        high, low = (np.full(len(codes), part) for part in square)
        for position, g in enumerate(self.tree.group_of):
            high, low = _subtract(high, low, *self._columns(g, codes[:, position]))
        return high + low

    def gain_sign(self, left: np.ndarray, right: np.ndarray) -> int:
        """Exact sign of (gain of the row ``left``) − (gain of the row ``right``)."""
        difference: dict[int, int] = {}
        for position in np.flatnonzero(left != right).tolist():
            numbers = self._numbers[self.tree.group_of[position]]
            for code, sign in ((int(left[position]), 1), (int(right[position]), -1)):
                if code:
                    difference[numbers[code - 1]] = difference.get(numbers[code - 1], 0) + sign
        return self._exact.sign(difference)

    def compare(self, left: np.ndarray, right: np.ndarray) -> int:
        """Negative if the row ``left`` comes first: smaller loss, then smaller list."""
        return -self.gain_sign(left, right) or compare_lists(listed(left), listed(right))

    def sorted_ranks(self, block: int = 65536) -> np.ndarray:
        """All preorder numbers of the tree in the order of losses. Memory: about 24 bytes an orbit."""
        size = self.tree.size
        gains = np.empty(size)
        for start in range(0, size, block):
            stop = min(start + block, size)
            gains[start:stop] = self.gain_sums(self.tree.codes(np.arange(start, stop)))
        ranks = np.argsort(-gains, kind="stable")
        close = np.abs(np.diff(gains[ranks])) <= 2 * self.error
        edges = np.flatnonzero(np.diff(np.concatenate(([False], close, [False])).astype(np.int8)))
        for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            ranks[first : last + 1] = self._sorted_run(np.sort(ranks[first : last + 1]))
        return ranks

    def _sorted_run(self, run: np.ndarray) -> np.ndarray:
        """Preorder numbers that floats cannot tell apart; preorder already settles equal losses."""
        rows = self.tree.codes(run)

        def by_gain(i: int, j: int) -> int:
            return -self.gain_sign(rows[i], rows[j])

        return run[sorted(range(len(run)), key=cmp_to_key(by_gain))]

    def _columns(self, group: int, codes: np.ndarray) -> np.ndarray:
        """(2, rows): fit·G of the codes as unevaluated sums of two floats; only gains that occur are computed."""
        table = np.zeros((2, 3))
        for code in np.flatnonzero(np.bincount(codes, minlength=3)).tolist():
            table[:, code] = self._parts(group, code)
        return table[:, codes]

    def _parts(self, group: int, code: int) -> tuple[float, float]:
        if (group, code) not in self._known:
            with flint.ctx.workprec(256):
                gain = self.modes[group][code - 1].gain(160) if code else flint.arb(0)
                self._known[group, code] = _split(gain * _exact(self.fit))
        return self._known[group, code]

    @cached_property
    def _numbers(self) -> list[list[int]]:
        """Number of each mode among the different modes."""
        seen: dict[int, int] = {}
        return [[seen.setdefault(id(mode), len(seen)) for mode in modes] for modes in self.modes]

    @cached_property
    def _exact(self) -> GainOrder:
        different = {id(mode): mode for modes in self.modes for mode in modes}
        return GainOrder(list(different.values()))


def _exact(number: Fraction) -> flint.arb:
    with flint.ctx.workprec(256):
        return flint.arb(flint.fmpq(number.numerator, number.denominator))


def _split(ball: flint.arb) -> tuple[float, float]:
    """A number as high + low, together good to about 106 bits."""
    with flint.ctx.workprec(256):
        high = float(ball)
        return high, float(ball - high)


def _subtract(high: np.ndarray, low: np.ndarray, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(high + low) − (a + b) in double-double: exact sum of the leading parts (Knuth), the rest trails."""
    total = high - a
    part = total - high
    rest = (high - (total - part)) - (a + part) + (low - b)
    leading = total + rest
    return leading, rest - (leading - total)


def listed(codes: np.ndarray) -> list[tuple[int, int]]:
    """A row of codes as the list of (position, code) of its active modes; codes are ordered as '+' < '0' < '-'."""
    return [(position, int(codes[position])) for position in np.flatnonzero(codes).tolist()]


def compare_lists(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> int:
    """Lexicographic comparison: −1, 0 or 1."""
    return (left > right) - (left < right)
