"""The classified landscape of regularized deep matrix factorization.

    F(W) = fit·‖W_L ⋯ W_1 − Y‖²_F + ridge·Σ_l λ_l ‖W_l‖²_F

A point is critical iff it picks r ≤ d_min singular triples (u_i, v_i, y_i) of Y with y_i > 0, a positive root σ_i of
p(·; y_i) for each, orthonormal hidden frames U_l ∈ R^{d_l × r}, and W_l = λ_l^(−1/2) U_l diag(σ) U_{l−1}ᵀ with
U_0 = [v_i], U_L = [u_i] (λ_l the effective weights ridge·λ_l/fit). Points with the same modes form one orbit.

Source: arXiv:2506.20344 v3, Theorems 1 and 2 (stated second hand; formulas reconstructed).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import prod
from numbers import Integral
from os import PathLike
from types import MappingProxyType
from typing import Any

import flint
import numpy as np

from theory.dmf.best_first import lowest_losses
from theory.dmf.classification import Classifier
from theory.dmf.counting import orbit_count, orbit_count_range
from theory.dmf.exact_input import exact_ridge, exact_spectrum, exact_widths
from theory.dmf.landscape_json import json_pieces
from theory.dmf.landscape_text import landscape_html, landscape_summary, orbit_table
from theory.dmf.loss_order import LossOrder
from theory.dmf.matrix_input import LoadedMatrix, load_matrix
from theory.dmf.orbits import Orbit, OrbitBlock, OrbitList
from theory.dmf.problem import Objective
from theory.dmf.roots import Mode, Root
from theory.dmf.singular_values import SingularValues, singular_values
from theory.dmf.spectrum import Spectrum, Undecided
from theory.dmf.thresholds import Threshold

SORTED_UP_TO = 10**6  # orbits; beyond this, and without a limit, they come in enumeration order


@dataclass(frozen=True, eq=False)
class Landscape:
    """All critical orbits of F, classified.

    Args:
        widths: d_0, …, d_L (L ≥ 2); W_l is d_l × d_{l−1} and Y is d_L × d_0.
        spectrum: singular values of Y in any order, exact: int, Fraction, "17/2", "0.3"; a Python float counts as its
            exact binary value. Padded with zeros to min(d_0, d_L).
        ridge: one λ for all layers or λ_1, …, λ_L; positive, exact in the same sense.
        matrix: Y itself instead of ``spectrum``: an array or a file (.npy, .npz, .csv, .mtx); its singular values are
            float64 with a proved error, and what that error leaves open is "undecided".
        objective: the coefficients fit and ridge of F.

    Raises:
        ValueError: one line naming the argument and what is allowed.

    >>> landscape = Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)
    >>> landscape.orbit_count, landscape.min_or_strict_saddle, landscape.error_bound
    (9, True, True)
    >>> [(orbit.label, round(orbit.loss, 8)) for orbit in landscape.orbits() if orbit.index == 0]
    [('1+2+', 10.09658817), ('1+', 10.55351927), ('O', 13.84)]
    """

    widths: Sequence[int]
    spectrum: Sequence[Fraction | int | str | float] | None = None
    ridge: object = None
    matrix: np.ndarray | str | PathLike[str] | LoadedMatrix | None = field(default=None, repr=False)
    objective: Objective = field(default_factory=Objective)

    def __post_init__(self) -> None:
        widths = exact_widths(self.widths)
        if self.ridge is None:
            raise ValueError("ridge must be given: one positive weight, or one a layer")
        if (self.spectrum is None) == (self.matrix is None):
            raise ValueError("spectrum or matrix must be given, and not both")
        object.__setattr__(self, "widths", widths)
        object.__setattr__(self, "ridge", exact_ridge(self.ridge, len(widths) - 1))
        if self.matrix is not None:
            object.__setattr__(self, "matrix", load_matrix(self.matrix, (widths[-1], widths[0])))
        else:
            object.__setattr__(self, "spectrum", exact_spectrum(self.spectrum, min(widths[0], widths[-1])))  # type: ignore[arg-type]

    @property
    def layers(self) -> int:
        """L, the number of factors."""
        return len(self.widths) - 1

    @cached_property
    def weights(self) -> tuple[Fraction, ...]:
        """Effective λ_l = ridge·λ_l/fit: what thresholds and classes see."""
        return tuple(self.objective.effective_ridge(weight) for weight in self.ridge)  # type: ignore[attr-defined]

    @cached_property
    def ridge_product(self) -> Fraction:
        """λ = Π of the effective weights."""
        return prod(self.weights, start=Fraction(1))

    @cached_property
    def singular_values(self) -> Spectrum:
        """The singular values in groups, placed against the thresholds."""
        if self._decomposition is not None:
            values = tuple(Fraction(value) for value in self._decomposition.values.tolist())
            return Spectrum(self.layers, self.ridge_product, values, self._decomposition.error)
        return Spectrum(self.layers, self.ridge_product, self.spectrum)  # type: ignore[arg-type]

    @cached_property
    def thresholds(self) -> Mapping[str, Threshold]:
        """y* under "existence" (non-zero roots exist) and y_g under "global" (the upper root beats zero).

        >>> print(Landscape((1, 1, 1, 1), spectrum=(4,), ridge=3).thresholds["existence"])
        256^(1/4) = 4
        """
        values = self.singular_values
        return MappingProxyType({"existence": values.existence, "global": values.globality})

    @cached_property
    def singular_vectors(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """U_Y (d_L × d_Y), y, V_Y (d_0 × d_Y): Y = U_Y diag(y) V_Yᵀ; unit vectors where only a spectrum is given."""
        if self._decomposition is not None:
            return self._decomposition.left, self._decomposition.values, self._decomposition.right
        values = np.array([float(value) for value in self.singular_values.values])
        return np.eye(self.widths[-1], len(values)), values, np.eye(self.widths[0], len(values))

    @cached_property
    def target(self) -> np.ndarray:
        """Y, d_L × d_0 float64; diagonal where only a spectrum is given."""
        if isinstance(self.matrix, LoadedMatrix):
            return self.matrix.entries
        left, values, right = self.singular_vectors
        return (left * values) @ right.T

    @cached_property
    def classifier(self) -> Classifier:
        """Class, index, nullity, dimension and components from the active modes."""
        return Classifier(self.widths, self.singular_values)  # type: ignore[arg-type]

    @cached_property
    def loss_order(self) -> LossOrder:
        """Exact comparison of losses."""
        return LossOrder(self.classifier.tree, self.singular_values, self.objective.fit)

    @cached_property
    def orbit_count(self) -> int | tuple[int, int]:
        """Number of critical orbits, exact however large; (low, high) when comparisons are undecided.

        >>> Landscape((40,) * 5, spectrum=[f"{i}/2" for i in range(10, 50)], ridge="1/10").orbit_count
        12157665459056928801
        """
        if self.undecided:
            low, high = orbit_count_range(self.singular_values, min(self.widths))
            return (low, high) if low < high else high
        return orbit_count(self.singular_values.groups, min(self.widths))

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

        >>> [block.loss.shape for block in Landscape((2, 2, 2), spectrum=(3, 2), ridge=1).blocks()]
        [(4,)]
        """
        if limit is None:
            return self._all.blocks(size=size)
        codes = lowest_losses(self.loss_order, _count(limit))
        return [self.block(codes[first : first + size]) for first in range(0, len(codes), size)]

    def block(self, codes: np.ndarray) -> OrbitBlock:
        """Columns for rows of codes."""
        losses = self.loss_order.losses(codes)
        return OrbitBlock(self, codes, losses, self.classifier.columns(codes))

    @cached_property
    def fit_and_square(self) -> tuple[Fraction, Fraction]:
        """fit and ‖Y‖²_F: F = fit·(‖Y‖² − Σ G) on every orbit."""
        return self.objective.fit, self.singular_values.squared_norm()

    @cached_property
    def global_loss(self) -> float:
        """min F = fit·(‖Y‖² − Σ_{i ≤ d_min, y_i > y_g} G_+(y_i)).

        >>> Landscape((2, 2, 2), spectrum=(3, 2), ridge=1).global_loss                  # Σ (2√λ y − λ), L = 2
        8.0
        """
        fit, square = self.fit_and_square
        values = self.singular_values.values[: min(self.widths)]
        with flint.ctx.workprec(256):
            loss = flint.arb(flint.fmpq(square.numerator, square.denominator))
            for value in values:
                if self.thresholds["global"].compare(value) > 0:
                    loss -= Mode(self.layers, self.ridge_product, value, Root.UPPER).gain(192)
            return float(loss * flint.fmpq(fit.numerator, fit.denominator))

    @cached_property
    def min_or_strict_saddle(self) -> bool | None:
        """Whether every critical point is a local minimizer or a strict saddle; None: undecided.

        Always for L = 2; for L ≥ 3 iff y_i ≠ y* for all i ≤ d_min. False says that some orbit is a non-strict saddle.
        """
        return True if self.layers == 2 else self._off_threshold(min(self.widths))

    @cached_property
    def error_bound(self) -> bool | None:
        """Whether dist(W, critical set) ≤ κ‖∇F(W)‖ near the critical set; None: undecided.

        Iff y_i ≠ y* for all i ≤ min(d_0, d_L), for every L ≥ 2 (our statement, reconstructed).
        """
        return self._off_threshold(len(self.singular_values.values))

    @cached_property
    def minimizer_ranks(self) -> range | None:
        """Ranks of local minimizers: 0, …, min(d_min, #{y_i > y*}) for L ≥ 3, only the largest for L = 2; None: open.

        >>> Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1).minimizer_ranks
        range(0, 3)
        """
        if any(group.above_existence is None for group in self.singular_values.groups):
            return None
        above = sum(group.count for group in self.singular_values.groups if group.above_existence == 1)
        most = min(above, *self.widths)
        return range(most, most + 1) if self.layers == 2 else range(most + 1)

    @cached_property
    def global_ranks(self) -> range | None:
        """Ranks of global minimizers: from #{y_i > y_g} to #{y_i ≥ y_g}, both at most d_min; None: undecided."""
        if self.layers == 2:
            return self.minimizer_ranks
        if any(group.above_global is None for group in self.singular_values.groups):
            return None
        groups, most = self.singular_values.groups, min(self.widths)
        low, high = (sum(g.count for g in groups if g.above_global in signs) for signs in ((1,), (0, 1)))  # type: ignore[operator]
        return range(min(low, most), min(high, most) + 1)

    @property
    def undecided(self) -> tuple[Undecided, ...]:
        """Comparisons that the error of a float matrix leaves open; empty for exact input."""
        return self.singular_values.undecided

    def table(self, limit: int | None = None) -> Any:
        """The orbits as a pandas DataFrame; without pandas a dict of columns with the same names.

        Undecided numbers are −1 (see ``classification.OPEN``), as in the column blocks.

        >>> list(Landscape((1, 1, 1), spectrum=(2,), ridge=1).table()["class"])
        ['global minimizer', 'strict saddle']
        """
        return orbit_table(self, limit)

    def to_json(self, limit: int | None = None, hessian: bool = False, exact: bool = False) -> str:
        """The document that ``saddleproof landscape --format json`` prints.

        >>> '"orbit_count": 9' in Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1).to_json()
        True
        """
        return "".join(json_pieces(self, limit, hessian, exact)).rstrip("\n")

    def summary(self) -> str:
        """The landscape in a few lines.

        >>> print(Landscape((1, 1, 1, 1), spectrum=(4,), ridge=3).summary())
        L = 3, widths 1, 1, 1, 1, ridge 3, spectrum 4
        thresholds: y* = 256^(1/4) = 4 (existence), y_g = 432^(1/4) = 4.55901411390956 (global)
        2 critical orbits; local minimizers of rank 0, global of rank 0; global minimum 16
        every critical point a local minimizer or a strict saddle: no, y_1 = y*; error bound: no, y_1 = y*
        """
        return landscape_summary(self)

    __str__ = summary

    def _repr_html_(self) -> str:
        return landscape_html(self)

    @cached_property
    def _decomposition(self) -> SingularValues | None:
        return singular_values(self.matrix) if isinstance(self.matrix, LoadedMatrix) else None

    def _off_threshold(self, count: int) -> bool | None:
        signs = [group.above_existence for group in self.singular_values.groups if group.first <= count]
        return False if 0 in signs else None if None in signs else True

    @cached_property
    def _all(self) -> OrbitList:
        size = self.classifier.tree.size
        if size >= 2**62:
            raise ValueError(f"limit must be given: {size} orbits are too many to list")
        return OrbitList(self, self.loss_order.sorted_ranks() if size <= SORTED_UP_TO else None)


def _count(limit: object) -> int:
    if isinstance(limit, Integral) and limit is not True and limit is not False and int(limit) >= 0:
        return int(limit)
    raise ValueError(f"limit must be a non-negative integer, got {limit}")
