"""The critical orbits of one problem, by loss or in enumeration order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from numbers import Integral
from typing import ClassVar

import numpy as np

from theory.dmf.landscape.best_first import lowest_losses
from theory.dmf.landscape.names import codes_of
from theory.dmf.landscape.orbits import Orbit, OrbitBlock, OrbitList
from theory.dmf.landscape.setting import Setting

SORTED_UP_TO = 10**6  # orbits; beyond this, and without a limit, they come in enumeration order


class CriticalOrbits(Setting):
    """The orbits of a problem as objects, columns and a lazy list.

    >>> [o.label for o in CriticalOrbits((1, 1, 1), spectrum=(2,), ridge=1).orbits()]
    ['1+', 'O']
    """

    orbit_class: ClassVar[type[Orbit]] = Orbit

    def orbit(self, name: str) -> Orbit:
        """The orbit called ``name``, as the tables write it: ``1+2-``, ``O``; modes in any order, short forms as in `names`.

        It is worked out alone, however many others there are.

        Raises:
            ValueError: not such a name, or no such orbit, with the reason and the nearest name of one.

        >>> landscape = CriticalOrbits((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)
        >>> print(landscape.orbit("2-1+"))
        1+2-: strict saddle, loss 10.770352, index 1, nullity 2, dimension 2, components 4
        >>> landscape.orbit("3+")
        Traceback (most recent call last):
        ValueError: orbit must be one of this landscape, got 3+: only the values 1 … 2 have a root; the nearest is 2+
        """
        return self.block(np.array([codes_of(name, self.classifier.tree)], dtype=np.int8)).orbits()[0]

    def orbits(self, limit: int | None = None) -> Sequence[Orbit]:
        """The orbits by loss; equal losses by active modes with '+' < '0' < '-'.

        With ``limit`` the lowest losses only, at a cost independent of the number of orbits. Without it a lazy
        sequence, in enumeration order (by active modes) when there are more than 10^6. When comparisons are
        undecided, all orbits that may exist are listed.

        Raises:
            ValueError: ``limit`` is not a non-negative integer, or is missing when there are more than 2^62 orbits.
        """
        if limit is not None:
            return [orbit for block in self.blocks(limit) for orbit in block.orbits()]
        return self._all

    def blocks(self, limit: int | None = None, size: int = 65536) -> Iterable[OrbitBlock]:
        """The same orbits in the same order as column blocks of numpy arrays.

        >>> [block.loss.shape for block in CriticalOrbits((2, 2, 2), spectrum=(3, 2), ridge=1).blocks()]
        [(4,)]
        """
        if limit is None:
            return self._all.blocks(size=size)
        codes = lowest_losses(self.loss_order, _count(limit))
        return [self.block(codes[first : first + size]) for first in range(0, len(codes), size)]

    def block(self, codes: np.ndarray) -> OrbitBlock:
        """Columns for rows of codes."""
        return OrbitBlock.of(self, codes, self.orbit_class)

    @cached_property
    def _all(self) -> OrbitList:
        size = self.classifier.tree.size
        if size >= 2**62:
            raise ValueError(f"limit must be given: {size} orbits are too many to list")
        return OrbitList(self, self.loss_order.sorted_ranks() if size <= SORTED_UP_TO else None, self.orbit_class)


def _count(limit: object) -> int:
    if isinstance(limit, Integral) and limit is not True and limit is not False and int(limit) >= 0:
        return min(int(limit), 2**62)
    raise ValueError(f"limit must be a non-negative integer, got {limit}")
