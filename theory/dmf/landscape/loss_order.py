"""Losses of orbits, computed as sums of positive terms, and compared by their gains, exactly.

    loss / fit = Σ_{active} x(L + 1/t) + Σ_{inactive} y² = ‖Y‖² − Σ_{active} G

The first sum gives the number, at any scale without cancellation; the second gives the order: smaller loss first, equal
losses in the order of the lists of (position, root).

Floats with a proved error bound settle nearly every comparison; ``ties.GainOrder`` settles the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, cmp_to_key

import flint
import numpy as np

from theory.dmf.landscape.counting import OrbitTree
from theory.dmf.landscape.roots import Mode
from theory.dmf.landscape.spectrum import Group, Spectrum
from theory.dmf.landscape.ties import GainOrder
from theory.exact.balls import PrecisionError, arb, square_ball
from theory.exact.double_double import DoubleDouble, split
from theory.exact.root_value import SingularValue

UNIT = 2.0**-53
SURE = 110  # correct bits of each term of a loss


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
    _costs: dict[tuple[int, int], tuple[float, float]] = field(default_factory=dict, repr=False)

    @cached_property
    def modes(self) -> tuple[tuple[Mode, ...], ...]:
        """For each group its modes, in the order of its roots. Equal values share their modes."""
        made: dict[object, tuple[Mode, ...]] = {}
        layers, weight, found = self.spectrum.layers, self.spectrum.ridge_product, []
        for group in self.tree.groups:
            value = group.value
            name = value.as_integer_ratio() if isinstance(value, Fraction) else value  # hashes of integers cost less
            if name not in made:
                made[name] = tuple(Mode(layers, weight, value, root) for root in group.roots)
            found.append(made[name])
        return tuple(found)

    def gain(self, group: int, code: int) -> float:
        """2^−``exponent`` · fit·G of one mode, correct to the last bit; 0 for an inactive one (code 0)."""
        return self._parts(group, code)[0]

    @cached_property
    def exponent(self) -> int:
        """Gains are kept divided by 2^exponent, about fit·y_1², so that no double-double over- or underflows."""
        largest = square_ball(self.spectrum.values[0], 64) if self.spectrum.values else flint.arb(0)
        mantissa, exponent = (largest * arb(self.fit, 64)).mid().man_exp()
        return int(exponent) + int(mantissa).bit_length()

    @cached_property
    def error(self) -> float:
        """Bound on the rounding error of a float sum of gains of distinct positions, in any order of summation.

        The gain of a lower or double root is at most (L−2)·x* in modulus, x* the double root; gains grow with y.
        """
        layers, weight = self.spectrum.layers, self.spectrum.ridge_product
        turn = float(self._scaled(arb(weight * (layers - 2) / layers, 256).root(layers - 1))) if layers > 2 else 0.0
        largest = max((abs(self.gain(g, 1)) for g in (0, len(self.modes) - 1) if self.modes), default=0.0)
        total = self.tree.positions * max(largest, 1.01 * (layers - 2) * turn)
        return 4.0 * UNIT * (self.tree.positions + 2) * total

    def gains(self, codes: np.ndarray) -> DoubleDouble:
        """2^−``exponent`` · Σ fit·G of each row of codes in double-double."""
        total = DoubleDouble(np.zeros(len(codes)), np.zeros(len(codes)))
        for position, g in enumerate(self.tree.group_of):
            table = np.zeros((2, 3))
            code = codes[:, position]
            for which in np.flatnonzero(np.bincount(code, minlength=3)).tolist():  # only gains that occur
                table[:, which] = self._parts(g, which)
            total = total + DoubleDouble(table[0][code], table[1][code])
        return total

    def losses(self, codes: np.ndarray) -> np.ndarray:
        """F for each row: positive terms added in double-double and rounded once; relative error about 2^−53."""
        high, low = split(self._cost(None, 0))
        total = DoubleDouble(np.full(len(codes), high), np.full(len(codes), low))
        for position, g in enumerate(self.tree.group_of):
            table = np.zeros((2, 3))
            code = codes[:, position]
            for which in np.flatnonzero(np.bincount(code, minlength=3)).tolist():  # only terms that occur
                table[:, which] = self._cost_parts(g, which)
            total = total + DoubleDouble(table[0][code], table[1][code])
        return np.ldexp(total.high, self._fit_exponent)

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
        """All preorder numbers of the tree in the order of losses. Memory: about 60 bytes an orbit.

        Neighbours that double-double arithmetic cannot tell apart are compared exactly, once for each way in which
        their modes differ; preorder settles equal losses.
        """
        size = self.tree.size
        high, low = np.empty(size), np.empty(size)
        for start in range(0, size, block):
            part = slice(start, min(start + block, size))
            gains = self.gains(self.tree.codes(np.arange(part.start, part.stop)))
            high[part], low[part] = gains.high, gains.low
        ranks = np.lexsort((-low, -high))
        gaps = (high[ranks[:-1]] - high[ranks[1:]]) + (low[ranks[:-1]] - low[ranks[1:]])
        close = np.flatnonzero(gaps <= 2.0**-40 * self.error)
        signs = np.concatenate([self._neighbour_signs(ranks, part) for part in np.array_split(close, len(close) // block + 1)])
        fresh = np.ones(size, dtype=bool)  # whether a smaller gain begins here
        fresh[close[signs == 0] + 1] = False
        ranks = ranks[np.lexsort((ranks, np.cumsum(fresh)))]
        return self._exactly_sorted(ranks, close) if (signs < 0).any() else ranks

    def _neighbour_signs(self, ranks: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Exact sign of (gain at place k) − (gain at place k + 1) for the places ``at``."""
        left, right = (self.tree.codes(ranks[at + shift]) for shift in (0, 1))
        difference = np.zeros((len(at), sum(map(len, self.modes)) + 1), dtype=np.int16)
        rows = np.arange(len(at))
        for position, g in enumerate(self.tree.group_of):
            numbers = np.array([-1, *self._numbers[g]])  # the last column collects the inactive ones
            difference[rows, numbers[left[:, position]]] += 1
            difference[rows, numbers[right[:, position]]] -= 1
        patterns, which = np.unique(difference[:, :-1], axis=0, return_inverse=True)
        signs = [self._exact.sign({k: int(row[k]) for k in np.flatnonzero(row).tolist()}) for row in patterns]
        return np.array(signs, dtype=np.int8)[which.ravel()]

    def _exactly_sorted(self, ranks: np.ndarray, close: np.ndarray) -> np.ndarray:
        """Runs of close neighbours that came in the wrong order, sorted by exact comparison."""
        near = np.zeros(len(ranks) + 1, dtype=np.int8)
        near[close + 1] = 1
        edges = np.flatnonzero(np.diff(near))
        for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            run = np.sort(ranks[first : last + 1])
            rows = self.tree.codes(run)

            def by_gain(i: int, j: int, rows: np.ndarray = rows) -> int:
                return -self.gain_sign(rows[i], rows[j])

            ranks[first : last + 1] = run[sorted(range(len(run)), key=cmp_to_key(by_gain))]
        return ranks

    def _parts(self, group: int, code: int) -> tuple[float, float]:
        if (group, code) not in self._known:
            with flint.ctx.workprec(256):
                gain = self.modes[group][code - 1].gain(160) if code else flint.arb(0)
                self._known[group, code] = split(self._scaled(gain))
        return self._known[group, code]

    def _cost_parts(self, group: int, code: int) -> tuple[float, float]:
        if (group, code) not in self._costs:
            self._costs[group, code] = split(self._cost(group, code))
        return self._costs[group, code]

    def _cost(self, group: int | None, code: int) -> flint.arb:
        """2^−``_fit_exponent`` · fit times what one position adds to the loss; group None: all values without roots."""
        with flint.ctx.workprec(256):
            if group is None:
                rootless = [other for other in self.spectrum.groups if not other.roots]
                cost = sum((other.count * square_ball(other.value, 256) for other in rootless), flint.arb(0))
            elif code:
                cost = self.modes[group][code - 1].cost(160)
            else:
                cost = square_ball(self._given(self.tree.groups[group]), 256)
            scaled = cost * arb(self.fit, 256) * flint.arb(2) ** -self._fit_exponent
        if not scaled.is_zero() and scaled.rel_accuracy_bits() < SURE:
            raise PrecisionError(f"a loss is known to {scaled.rel_accuracy_bits()} bits only, {SURE} are asked for")
        return scaled

    def _given(self, group: Group) -> SingularValue:
        """The value as given; ``Group.value`` lies beside it where its side of y* is open."""
        return self.spectrum.values[group.first - 1]

    @cached_property
    def _fit_exponent(self) -> int:
        """Costs lie between 1e-300 and 1e300; only the factor ``fit`` is unbounded."""
        return self.fit.numerator.bit_length() - self.fit.denominator.bit_length()

    def _scaled(self, ball: flint.arb) -> flint.arb:
        """2^−``exponent`` · fit · ball."""
        with flint.ctx.workprec(256):
            return ball * arb(self.fit, 256) * flint.arb(2) ** -self.exponent

    @cached_property
    def _numbers(self) -> list[list[int]]:
        """Number of each mode among the different modes."""
        seen: dict[int, int] = {}
        return [[seen.setdefault(id(mode), len(seen)) for mode in modes] for modes in self.modes]

    @cached_property
    def _exact(self) -> GainOrder:
        different = {id(mode): mode for modes in self.modes for mode in modes}
        return GainOrder(list(different.values()))


def listed(codes: np.ndarray) -> list[tuple[int, int]]:
    """A row of codes as the list of (position, code) of its active modes; codes are ordered as '+' < '0' < '-'."""
    return [(position, int(codes[position])) for position in np.flatnonzero(codes).tolist()]


def compare_lists(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> int:
    """Lexicographic comparison: −1, 0 or 1."""
    return (left > right) - (left < right)
