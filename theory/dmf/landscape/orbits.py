"""Critical orbits: one at a time, as columns of many, and as a lazy list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, overload

import flint
import numpy as np

from theory.dmf.hessian.spectrum import HessianBlocks, hessian_spectrum
from theory.dmf.hessian.summary import HessianSummary, hessian_summary
from theory.dmf.landscape.classification import KINDS, OPEN, Columns
from theory.dmf.landscape.representative import representative
from theory.dmf.landscape.roots import Mode, Root
from theory.dmf.landscape.setting import Setting
from theory.exact.balls import rational, square_ball
from theory.exact.root_value import SingularValue


class ActiveMode(NamedTuple):
    """A singular value (1-based position in the decreasing spectrum) and the root its mode sits at."""

    position: int
    root: Root

    @property
    def label(self) -> str:
        """``1+``; a double root in brackets, ``2(0)``, to keep digits apart."""
        return f"{self.position}{'(0)' if self.root is Root.DOUBLE else self.root}"


@dataclass(frozen=True, eq=False)
class Orbit:
    """A critical orbit of F: all points with the same active modes, hence one loss and one Hessian spectrum.

    Attributes:
        active: the active modes; inside a group of equal singular values '+' first, then '0', then '-'.
        kind: "global minimizer", "local minimizer", "strict saddle", "non-strict saddle" or "undecided".
        loss: F on the orbit.
        index: number of negative Hessian eigenvalues (None where the error of the input leaves it open).
        nullity: multiplicity of the Hessian eigenvalue 0 (None: open).
        dimension: dimension of the orbit (None: open).
        components: number of connected components (None: open).

    >>> from theory.dmf import Landscape
    >>> print(Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1).orbits()[0])
    1+2+: global minimizer, loss 10.0965882, index 0, nullity 2, dimension 2, components 4
    >>> Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1).orbits(limit=2)
    [<Orbit 1+2+: global minimizer, loss 10.0965882>, <Orbit 1+: local minimizer, loss 10.5535193>]
    """

    landscape: Setting
    codes: tuple[int, ...]
    active: tuple[ActiveMode, ...]
    kind: str
    loss: float
    index: int | None
    nullity: int | None
    dimension: int | None
    components: int | None

    @property
    def label(self) -> str:
        """Short name: ``1+2-``, ``1+2(0)``, and ``O`` for the origin."""
        return "".join(mode.label for mode in self.active) or "O"

    @property
    def rank(self) -> int:
        """r, the number of active modes: the rank of every factor and of the product."""
        return len(self.active)

    @property
    def modes(self) -> tuple[Mode, ...]:
        """The root of the scalar equation at each active mode, in the order of ``active``."""
        order, tree = self.landscape.loss_order, self.landscape.classifier.tree
        return tuple(order.modes[tree.group_of[p]][code - 1] for p, code in enumerate(self.codes) if code)

    def hessian(self) -> list[tuple[float, int]]:
        """(eigenvalue, multiplicity) of ∇²F in W coordinates, increasing; equal values merged exactly, zeros exact."""
        return hessian_spectrum(self.hessian_blocks, self.landscape.objective.fit)

    @cached_property
    def hessian_blocks(self) -> HessianBlocks:
        """What the Hessian needs to know: widths, weights, active modes, inactive values."""
        active = {position for position, _ in self.active}
        idle: dict[SingularValue, int] = {}
        for group in self.landscape.singular_values.groups:
            if count := sum(position not in active for position in group.positions):
                idle[group.value] = idle.get(group.value, 0) + count
        return HessianBlocks(tuple(self.landscape.widths), self.landscape.weights, self.modes, idle)

    def hessian_summary(self) -> HessianSummary:
        """Extreme eigenvalues, index, nullity and trace without the list: 10⁹ parameters in about a second."""
        return hessian_summary(self.hessian_blocks, self.landscape.objective.fit, self.index, self.nullity)

    def representative(self, seed: int | None = None) -> list[np.ndarray]:
        """A random point W_1, …, W_L of the orbit (W coordinates, float64), where ∇F = 0 to rounding."""
        return representative(self.landscape, self.codes, self.modes, seed)

    def loss_ball(self, bits: int = 128) -> flint.arb:
        """Enclosure of F on the orbit, relative accuracy about 2^−bits: a sum of positive terms."""
        active, values = {position for position, _ in self.active}, self.landscape.singular_values.values
        idle = [value for position, value in enumerate(values, start=1) if position not in active]
        with flint.ctx.workprec(bits + 64):
            total = sum((mode.cost(bits + 32) for mode in self.modes), flint.arb(0))
            total += sum((square_ball(value) for value in idle), flint.arb(0))
            return rational(self.landscape.objective.fit) * total

    def __str__(self) -> str:
        shown = [f"{self.label}: {self.kind}", f"loss {self.loss:.9g}"]
        for name in ("index", "nullity", "dimension", "components"):
            value = getattr(self, name)
            shown.append(f"{name} {'undecided' if value is None else value}")
        return ", ".join(shown)

    def __repr__(self) -> str:
        return f"<Orbit {self.label}: {self.kind}, loss {self.loss:.9g}>"


@dataclass(frozen=True, eq=False)
class OrbitBlock:
    """Many orbits as columns, one row an orbit.

    Attributes:
        codes: (n, K) int8 by position; 0 inactive, 1 + i the i-th of the roots '+', '-' (or '0' alone).
        loss: (n,) float64, correctly rounded up to double-double accumulation.
        columns: kind, index, nullity, dimension, components; −1 where undecided.
        orbit_class: what a row becomes as an object.
    """

    landscape: Setting
    codes: np.ndarray
    loss: np.ndarray
    columns: Columns
    orbit_class: type[Orbit] = Orbit

    @staticmethod
    def of(setting: Setting, codes: np.ndarray, orbit_class: type[Orbit] = Orbit) -> OrbitBlock:
        """Losses and classes for rows of codes."""
        return OrbitBlock(setting, codes, setting.loss_order.losses(codes), setting.classifier.columns(codes), orbit_class)

    def __len__(self) -> int:
        return len(self.codes)

    def orbits(self) -> list[Orbit]:
        """The rows as objects."""
        c = self.columns
        integers = [column.tolist() for column in (c.index, c.nullity, c.dimension, c.components)]
        rows = zip(self.codes.tolist(), c.kind.tolist(), self.loss.tolist(), *integers, strict=True)
        return [self._orbit(*row) for row in rows]

    def labels(self) -> list[str]:
        """Short names of the rows: ``1+2-``, ``O``."""
        return [text or "O" for text in self.active_texts([[m.label for m in at] for at in self.modes_by_position])]

    def active_texts(self, pieces: list[list[str]]) -> list[str]:
        """For each row the pieces of its active modes joined; ``pieces`` as ``modes_by_position``.

        Long lists repeat the same short stretches of positions, so stretches of six are put together once.
        """
        texts = [""] * len(self)
        for start in range(0, self.codes.shape[1], 6):
            stretch = np.ascontiguousarray(self.codes[:, start : start + 6])
            keys = stretch.view(f"S{stretch.shape[1]}").ravel().tolist()  # trailing zeros fall off: still one-to-one
            made = {key: "".join(pieces[start + k][code - 1] for k, code in enumerate(key) if code) for key in set(keys)}
            texts = [text + made[key] for text, key in zip(texts, keys, strict=True)]
        return texts

    def _orbit(self, codes: list[int], kind: int, loss: float, *integers: int) -> Orbit:
        active = tuple(self.modes_by_position[p][code - 1] for p, code in enumerate(codes) if code)
        known = [None if value == OPEN else value for value in integers]
        return self.orbit_class(self.landscape, tuple(codes), active, KINDS[kind], loss, *known)

    @cached_property
    def modes_by_position(self) -> list[list[ActiveMode]]:
        """For each position the active modes it can hold, by code − 1."""
        tree = self.landscape.classifier.tree
        return [
            [ActiveMode(position, root) for root in tree.groups[g].roots] for position, g in enumerate(tree.group_of, start=1)
        ]


@dataclass(frozen=True, eq=False)
class OrbitList(Sequence[Orbit]):
    """A lazy sequence of orbits: sorted by loss where ``ranks`` is given, in enumeration order otherwise.

    Enumeration order is the lexicographic order of the lists of active modes.
    """

    landscape: Setting = field(repr=False)
    ranks: np.ndarray | None = field(default=None, repr=False)
    orbit_class: type[Orbit] = field(default=Orbit, repr=False)

    def __len__(self) -> int:
        return self.landscape.classifier.tree.size if self.ranks is None else len(self.ranks)

    @overload
    def __getitem__(self, item: int) -> Orbit: ...
    @overload
    def __getitem__(self, item: slice) -> list[Orbit]: ...
    def __getitem__(self, item: int | slice) -> Orbit | list[Orbit]:
        if isinstance(item, slice):
            return [self[i] for i in range(*item.indices(len(self)))]
        position = range(len(self))[item]
        return next(self.blocks(position, position + 1)).orbits()[0]

    def __iter__(self) -> Iterator[Orbit]:
        for block in self.blocks(size=4096):
            yield from block.orbits()

    def blocks(self, start: int = 0, stop: int | None = None, size: int = 65536) -> Iterator[OrbitBlock]:
        """Column blocks of at most ``size`` rows; memory does not grow with the number of orbits."""
        stop = len(self) if stop is None else min(stop, len(self))
        for first in range(start, stop, size):
            last = min(first + size, stop)
            ranks = np.arange(first, last) if self.ranks is None else self.ranks[first:last]
            yield OrbitBlock.of(self.landscape, self.landscape.classifier.tree.codes(ranks), self.orbit_class)

    def __repr__(self) -> str:
        return f"OrbitList({len(self)} orbits)"
