"""Losses of orbits as sums of gains, compared exactly.

    loss / fit = ‖Y‖² − Σ_{active} G.      Smaller loss first, equal losses in the order of the lists of
(position, root).

Floats with a proved error bound settle nearly every comparison; ``ties.GainOrder`` settles the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
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

    >>> from fractions import Fraction
    >>> spectrum = Spectrum(3, Fraction(1), (Fraction(3), Fraction(2)))      # y_g = 2: '+' at y = 2 gains nothing
    >>> order = LossOrder(OrbitTree.of(spectrum.groups, 2), spectrum)
    >>> order.tree.codes(order.sorted_ranks()).tolist()[:3]
    [[1, 0], [1, 1], [1, 2]]
    """

    tree: OrbitTree
    spectrum: Spectrum

    @cached_property
    def modes(self) -> tuple[tuple[Mode, ...], ...]:
        """For each group its modes, in the order of its roots. Equal values share their modes."""
        made: dict[tuple[object, object], Mode] = {}
        layers, weight = self.spectrum.layers, self.spectrum.ridge_product
        for group in self.tree.groups:
            for root in group.roots:
                made.setdefault((group.value, root), Mode(layers, weight, group.value, root))
        return tuple(tuple(made[group.value, root] for root in group.roots) for group in self.tree.groups)

    @cached_property
    def gains(self) -> np.ndarray:
        """(groups, 3) gains, correct to the last bit, by group and code; column 0 (inactive) is zero."""
        table = np.zeros((len(self.modes), 3))
        for g, modes in enumerate(self.modes):
            table[g, 1 : 1 + len(modes)] = [float(mode.gain(96)) for mode in modes]
        return table

    @cached_property
    def error(self) -> float:
        """Bound on the rounding error of a float sum of gains of distinct positions, in any order of summation."""
        sizes = np.array([group.count for group in self.tree.groups])
        total = float((np.abs(self.gains).max(axis=1, initial=0.0) * sizes).sum())
        return 4.0 * UNIT * (self.tree.positions + 2) * total

    def gain_sums(self, codes: np.ndarray) -> np.ndarray:
        """Float gain of each row of codes, within ``error``."""
        total = np.zeros(len(codes))
        for position, g in enumerate(self.tree.group_of):
            total += self.gains[g][codes[:, position]]
        return total

    def losses(self, codes: np.ndarray, fit: Fraction, square: Fraction) -> np.ndarray:
        """fit·(square − Σ G) for each row, accumulated in double-double and rounded once."""
        table = self._split_gains(fit)
        high, low = (np.full(len(codes), part) for part in _split(_exact(fit * square)))
        for position, g in enumerate(self.tree.group_of):
            code = codes[:, position]
            high, low = _subtract(high, low, table[0, g][code], table[1, g][code])
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

    def _split_gains(self, fit: Fraction) -> np.ndarray:
        """(2, groups, 3): fit·G as an unevaluated sum of two floats."""
        table = np.zeros((2, len(self.modes), 3))
        for g, modes in enumerate(self.modes):
            for code, mode in enumerate(modes, start=1):
                with flint.ctx.workprec(256):
                    table[:, g, code] = _split(mode.gain(192) * _exact(fit))
        return table

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
