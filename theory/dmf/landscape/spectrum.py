"""The singular values of Y as the landscape sees them: groups of equal values, each placed against y* and y_g.

Exact values are compared as what they are, rational or algebraic. Values known up to an error are compared as intervals,
and a comparison that the error leaves open is ``None``: it is reported, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import flint
import numpy as np

from theory.dmf.landscape.roots import Root, available_roots
from theory.dmf.landscape.thresholds import Threshold, existence_threshold, global_threshold
from theory.exact.balls import PrecisionError
from theory.exact.root_value import SingularValue


@dataclass(frozen=True)
class Group:
    """Equal singular values: ``value``, held by the positions first, …, first + count − 1 (1-based).

    Attributes:
        value: y where the group is exact or its side of y* is known; a rational just above y* where it is open.
        above_existence: sign of y − y* (None: open).
        above_global: sign of y − y_g (None: open).
        roots: roots a mode of this group can sit at, in the order '+', '0', '-'; with an open sign those it may have.
    """

    value: SingularValue
    first: int
    count: int
    above_existence: int | None
    above_global: int | None
    roots: tuple[Root, ...]

    @property
    def positions(self) -> range:
        """Where its values stand in the decreasing spectrum, from 1."""
        return range(self.first, self.first + self.count)


@dataclass(frozen=True)
class Undecided:
    """A comparison that the error of the input leaves open.

    Attributes:
        positions: the singular values concerned (1-based).
        reason: "threshold" or "tie".
        gap: distance between the two numbers compared, as computed; of several ties the largest.
        error: bound on the error of that distance; the comparison is open because gap ≤ error.
        threshold: "existence", "global" or "" for a tie.
    """

    positions: tuple[int, ...]
    reason: str
    gap: float
    error: float
    threshold: str = ""

    def __str__(self) -> str:
        first, *_, last = self.positions if len(self.positions) > 1 else self.positions * 2
        what = f"y_{first}" if first == last else f"y_{first} {'and' if last == first + 1 else '…'} y_{last}"
        against = f"{what} against the {self.threshold} threshold" if self.threshold else f"tie of {what}"
        return f"undecided: {against} (gap {self.gap:.3g}, error {self.error:.3g})"


@dataclass(frozen=True)
class Spectrum:
    """Singular values y_1 ≥ … ≥ y_{d_Y} ≥ 0 of Y for given L and λ.

    Attributes:
        values: the values, decreasing, rational or algebraic.
        error: bound on |true − given|, the same for all; 0 for exact input.

    >>> spectrum = Spectrum(3, Fraction(27), (Fraction(5), Fraction(4), Fraction(4), Fraction(0)))
    >>> [(g.first, g.count, g.above_existence, "".join(map(str, g.roots))) for g in spectrum.groups]
    [(1, 1, 1, '+-'), (2, 2, 0, '0'), (4, 1, -1, '')]
    >>> [str(note) for note in Spectrum(2, Fraction(1), (Fraction(1),), Fraction(1, 10**9)).undecided]
    ['undecided: y_1 against the existence threshold (gap 0, error 1e-09)']
    """

    layers: int
    ridge_product: Fraction
    values: tuple[SingularValue, ...]
    error: Fraction = Fraction(0)

    @cached_property
    def existence(self) -> Threshold:
        """y* of this L and λ: a value below it has no root."""
        return existence_threshold(self.layers, self.ridge_product)

    @cached_property
    def globality(self) -> Threshold:
        """y_g of this L and λ: a value above it has a '+' root with a positive gain."""
        return global_threshold(self.layers, self.ridge_product)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Distinct values in decreasing order. With an error no two values are known to be equal: one group each."""
        if self.error:
            signs = zip(self.values, self._signs(self.existence), self._signs(self.globality), strict=True)
            return tuple(self._group(value, first, 1, *sides) for first, (value, *sides) in enumerate(signs, start=1))
        found, first = [], 0
        while first < len(self.values):
            value, last = self.values[first], first + 1
            while last < len(self.values) and self.values[last] == value:
                last += 1
            sides = self.existence.compare(value), self.globality.compare(value)
            found.append(self._group(value, first + 1, last - first, *sides))
            first = last
        return tuple(found)

    @cached_property
    def ties(self) -> tuple[tuple[int, int], ...]:
        """Pairs of groups (indices g < h) that the error cannot tell apart, where either may be active."""
        if not self.error:
            return ()
        open_pairs, most = [], 2 * self.error
        floats = self._floats.tolist()
        far = 2 * self._reach  # float and difference round by 2^−52 of the larger value at most
        for g, group in enumerate(self.groups):
            if not group.roots:  # nor has any smaller value
                break
            for h in range(g + 1, len(self.groups)):
                if floats[g] - floats[h] > far + 2.0**-50 * floats[g] or self._gap(g, h) > most:
                    break
                open_pairs.append((g, h))
        return tuple(open_pairs)

    @cached_property
    def undecided(self) -> tuple[Undecided, ...]:
        """Every comparison left open, thresholds first; values that hang together by ties are one note, with the largest gap
        of a tie in it.

        >>> near = tuple(Fraction(3 * 10**9 - k, 10**9) for k in range(4))
        >>> [str(note) for note in Spectrum(3, Fraction(1), near, Fraction(1, 10**9)).undecided]
        ['undecided: tie of y_1 … y_4 (gap 2e-09, error 2e-09)']
        """
        found = []
        for name, threshold in (("existence", self.existence), ("global", self.globality)):
            if name == "global" and self.layers == 2:
                continue
            for group in self.groups:  # one a value where there is an error, and nothing is open where there is none
                sign = group.above_existence if name == "existence" else group.above_global
                if sign is None:
                    gap = abs(float(self.values[group.first - 1]) - float(threshold))
                    found.append(Undecided((group.first,), "threshold", gap, float(self.error), name))
        runs: list[tuple[int, int, Fraction]] = []
        for g, h in self.ties:  # in increasing order of g
            between = self._gap(g, h)
            if runs and g <= runs[-1][1]:
                runs[-1] = (runs[-1][0], max(h, runs[-1][1]), max(between, runs[-1][2]))
            else:
                runs.append((g, h, between))
        for g, h, between in runs:
            found.append(Undecided(tuple(range(g + 1, h + 2)), "tie", float(between), float(2 * self.error)))
        return tuple(found)

    def _gap(self, g: int, h: int) -> Fraction:
        """Between two values with an error; these are rational."""
        here, there = self.values[g], self.values[h]
        assert isinstance(here, Fraction) and isinstance(there, Fraction)
        return here - there

    def _group(self, value: SingularValue, first: int, count: int, exists: int | None, beats: int | None) -> Group:
        if exists is None:
            return Group(self._just_above_existence, first, count, None, beats, available_roots(self.layers, 1))
        return Group(value, first, count, exists, beats, available_roots(self.layers, exists))

    def _signs(self, threshold: Threshold) -> list[int | None]:
        """Of every value − threshold where there is an error: by floats where these tell, which is nearly everywhere."""
        gaps = self._floats - float(threshold)  # three roundings: 2^−50 of both is more than they make
        told = np.abs(gaps) > self._reach + 2.0**-50 * (self._floats + float(threshold))
        found: list[int | None] = np.where(gaps > 0, 1, -1).tolist()
        for k in np.flatnonzero(~told).tolist():
            found[k] = self._sign(self.values[k], threshold)
        return found

    def _sign(self, value: SingularValue, threshold: Threshold) -> int | None:
        if not isinstance(value, Fraction):
            return threshold.compare(value)
        low = threshold.compare(max(value - self.error, Fraction(0)))
        high = threshold.compare(value + self.error)
        return low if low == high and low != 0 else None

    @cached_property
    def _floats(self) -> np.ndarray:
        return np.array([float(value) for value in self.values])

    @cached_property
    def _reach(self) -> float:
        """More than the error."""
        return float(self.error) * (1 + 2.0**-50)

    @cached_property
    def _just_above_existence(self) -> Fraction:
        """A rational in (y*, y* + error/2]: where a value of unknown side is evaluated."""
        reach = self.existence.power / self.error**self.existence.exponent  # (y*/error)^exponent
        bits = 64 + max(0, (reach.numerator.bit_length() - reach.denominator.bit_length()) // self.existence.exponent)
        with flint.ctx.workprec(bits + 16):  # the working precision rounds upper ends, too
            mantissa, exponent = self.existence.ball(bits).upper().man_exp()
        above = Fraction(int(mantissa)) * Fraction(2) ** int(exponent) + self.error / 1024
        if self.existence.compare(above) > 0 >= self.existence.compare(max(above - self.error / 2, Fraction(0))):
            return above
        raise PrecisionError(f"no number just above the existence threshold was found with {bits} bits")
