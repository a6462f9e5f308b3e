"""What a landscape is about: widths, spectrum, ridge; what follows from them before any orbit is listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, wraps
from math import prod
from os import PathLike
from types import MappingProxyType
from typing import Any, Self

import flint
import numpy as np

from theory.dmf.landscape.classification import Classifier
from theory.dmf.landscape.counting import orbit_count, orbit_count_range
from theory.dmf.landscape.loss_order import LossOrder
from theory.dmf.landscape.roots import Mode, Root
from theory.dmf.landscape.spectrum import Spectrum, Undecided
from theory.dmf.landscape.thresholds import Threshold
from theory.dmf.problem import Objective
from theory.exact.balls import rational, square_ball
from theory.exact.exact_singular_values import exact_singular_values
from theory.exact.matrix_file import LoadedMatrix, load_matrix
from theory.exact.rational_input import exact_ridge, exact_spectrum, exact_widths
from theory.exact.singular_values import SingularValues, singular_values


def _widths_once(cls: type[Any]) -> type[Any]:
    """``cls``, whose constructor says what it takes, and refuses widths given twice by what is allowed."""
    plain = cls.__init__

    @wraps(plain, assigned=("__module__", "__name__", "__qualname__", "__annotations__"))
    def checked(self: Any, *given: Any, **named: Any) -> None:
        """``widths`` d_0, …, d_L first; by name ``ridge``, ``spectrum`` or ``matrix``, ``objective`` (the coefficients of F).

        Raises:
            ValueError: one line naming the argument and what is allowed.
        """
        if given and "widths" in named:
            raise ValueError(
                f"widths must be given once, and a matrix by its name, matrix=; got a {type(given[0]).__name__} before widths="
            )
        plain(self, *given, **named)

    cls.__init__ = checked
    return cls


@_widths_once
@dataclass(frozen=True, eq=False)
class Setting:
    """One problem: minimize fit·‖W_L ⋯ W_1 − Y‖² + ridge·Σ λ_l ‖W_l‖². Arguments and errors as for `Landscape`.

    >>> Setting((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1).orbit_count
    9
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
            exact = self.matrix.exact  # type: ignore[union-attr]
            known = exact_singular_values(exact) if exact else None
            if known is not None:
                return Spectrum(self.layers, self.ridge_product, known)
            values = tuple(Fraction(value) for value in self._decomposition.values.tolist())
            return Spectrum(self.layers, self.ridge_product, values, self._decomposition.error)
        return Spectrum(self.layers, self.ridge_product, self.spectrum)  # type: ignore[arg-type]

    @cached_property
    def thresholds(self) -> Mapping[str, Threshold]:
        """y* under "existence" (non-zero roots exist) and y_g under "global" (the upper root beats zero).

        >>> print(Setting((1, 1, 1, 1), spectrum=(4,), ridge=3).thresholds["existence"])
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

        >>> Setting((40,) * 5, spectrum=[f"{i}/2" for i in range(10, 50)], ridge="1/10").orbit_count
        12157665459056928801
        """
        if self.undecided:
            low, high = orbit_count_range(self.singular_values, min(self.widths))
            return (low, high) if low < high else high
        return orbit_count(self.singular_values.groups, min(self.widths))

    @cached_property
    def global_loss(self) -> float:
        """min F = fit·Σ_i c_i, c_i = x_i(L + 1/t_i) at the upper root for i ≤ d_min, y_i > y_g, and y_i² otherwise.

        >>> Setting((2, 2, 2), spectrum=(3, 2), ridge=1).global_loss                  # Σ (2√λ y − λ), L = 2
        8.0
        """
        most, above = min(self.widths), self.thresholds["global"]
        with flint.ctx.workprec(128):
            loss = flint.arb(0)
            for group in self.singular_values.groups:
                value = self.singular_values.values[group.first - 1]  # a group may stand beside it where a side is open
                sign = above.compare(value) if group.above_global is None else group.above_global
                active = max(0, min(group.count, most + 1 - group.first)) if sign > 0 else 0
                if active:
                    loss += active * Mode(self.layers, self.ridge_product, value, Root.UPPER).cost(80)
                if active < group.count:
                    loss += (group.count - active) * square_ball(value)
            return float(loss * rational(self.objective.fit))

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

        >>> Setting((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1).minimizer_ranks
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

    def scaled(self, factor: Fraction) -> Self:
        """The same problem with every ridge weight times ``factor`` > 0; nothing is decomposed again.

        >>> print(Setting((1, 1, 1, 1), spectrum=(4,), ridge=3).scaled(Fraction(1, 3)).thresholds["global"])
        16^(1/4) = 2
        """
        found = replace(self, ridge=tuple(weight * factor for weight in self.ridge))  # type: ignore[attr-defined]
        found.__dict__["_decomposition"] = self._decomposition
        return found

    @property
    def undecided(self) -> tuple[Undecided, ...]:
        """Comparisons that the error of a float matrix leaves open; empty for exact input."""
        return self.singular_values.undecided

    @cached_property
    def _decomposition(self) -> SingularValues | None:
        return singular_values(self.matrix) if isinstance(self.matrix, LoadedMatrix) else None

    def _off_threshold(self, count: int) -> bool | None:
        signs = [group.above_existence for group in self.singular_values.groups if group.first <= count]
        return False if 0 in signs else None if None in signs else True
