"""The problem beside a run: F with Y, its landscape, and Y's singular vectors, group by group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor

from numerics.problems.deep_factorization import DeepFactorization
from theory.dmf import Landscape
from theory.dmf.landscape.orbits import Orbit
from theory.exact.matrix_file import LoadedMatrix, load_matrix

Matrices = tuple[np.ndarray, ...]


@dataclass(frozen=True)
class ModeFamily:
    """Equal singular values of Y: their positions (0-based, a range) and the sizes σ of their roots.

    Attributes:
        sizes: σ of each root in V coordinates, in the order of the codes 1, 2 ('+' before '-').
    """

    positions: range
    sizes: tuple[float, ...]


class Target:
    """F(W) = ‖W_L⋯W_1 − Y‖² + Σ λ_l‖W_l‖² for given widths, with everything that does not depend on the run.

    Args:
        Y: d_L × d_0, an array or a tensor.
        widths: d_0, …, d_L.
        ridge: one λ for all layers or λ_1, …, λ_L.
        spectrum: the exact singular values of Y where they are known; without it those of Y are float64 with an error
            (exact where Y's entries are integers or short fractions), and a tie within that error stays open.

    Raises:
        ValueError: one line: as for `Landscape`, or a spectrum that is not the spectrum of Y (to 1e-6 of its largest).

    >>> target = Target(np.diag([3.0, 2.0]), (2, 2, 2), ridge=1)
    >>> [[round(size**2, 9) for size in family.sizes] for family in target.families]         # σ² = y − 1
    [[2.0], [1.0]]
    """

    def __init__(self, Y: Any, widths: tuple[int, ...], ridge: Any, spectrum: Iterable[Any] | None = None) -> None:
        matrix = load_matrix(_plain(Y), (widths[-1], widths[0]))
        self.Y = matrix.entries.copy()  # what is read from a file cannot be written to, and torch warns
        weights: Any = _numbers(ridge)
        if spectrum is None:
            self.landscape = Landscape(widths, ridge=weights, matrix=matrix)
        else:
            self.landscape = Landscape(widths, ridge=weights, spectrum=_numbers(spectrum))
        self.ridge = np.array([float(weight) for weight in self.landscape.weights])
        self.left, values, right = np.linalg.svd(self.Y)
        self.right = right.T
        stated = np.array([float(value) for value in self.landscape.singular_values.values])
        if (gap := np.abs(stated - values).max(initial=0.0)) > 1e-6 * values.max(initial=0.0):
            raise ValueError(f"spectrum must hold the singular values of Y, got one that is off by {gap:.3g}")

    @property
    def widths(self) -> tuple[int, ...]:
        """(d_0, …, d_L)."""
        return tuple(self.landscape.widths)

    @property
    def layers(self) -> int:
        """L."""
        return self.landscape.layers

    @property
    def size(self) -> float:
        """‖Y‖^(1/L), the size of a factor; 1 for Y = 0."""
        return float(np.linalg.norm(self.Y, 2)) ** (1 / self.layers) or 1.0

    @cached_property
    def problem(self) -> DeepFactorization:
        """F for tensors, float64."""
        return DeepFactorization(torch.from_numpy(self.Y), self.ridge.tolist(), hidden=self.widths[1:-1])

    @cached_property
    def families(self) -> tuple[ModeFamily, ...]:
        """Those groups of singular values that can be active, in the order of the codes."""
        groups, modes = self.landscape.classifier.tree.groups, self.landscape.loss_order.modes
        sizes = [tuple(float(mode.x(96).sqrt()) for mode in made) for made in modes]
        return tuple(ModeFamily(range(g.first - 1, g.first - 1 + g.count), s) for g, s in zip(groups, sizes, strict=True))

    @cached_property
    def open_tie(self) -> str:
        """The first tie between values that can be active which the error of Y leaves open; "" if there is none."""
        reach = self.families[-1].positions.stop if self.families else 0
        ties = [note for note in self.landscape.undecided if note.reason == "tie" and min(note.positions) <= reach]
        return str(ties[0]) if ties else ""

    @property
    def paired(self) -> int:
        """d_Y = min(d_0, d_L), the number of singular values: the first columns of ``left`` and ``right`` belong to them."""
        return min(self.widths[0], self.widths[-1])

    def overlaps(self, factors: Matrices) -> tuple[np.ndarray, np.ndarray]:
        """W_1 V_Y/√λ_1 (d_1 × d_Y) and W_Lᵀ U_Y/√λ_L (d_{L−1} × d_Y): what the outer layers hold of each singular pair."""
        first = self.ridge[0] ** -0.5 * factors[0] @ self.right[:, : self.paired]
        return first, self.ridge[-1] ** -0.5 * factors[-1].T @ self.left[:, : self.paired]

    def orbit(self, codes: tuple[int, ...]) -> Orbit:
        """The critical orbit of these codes: by position 0 inactive, else 1 + the index of its root."""
        return self.landscape.block(np.array([codes], dtype=np.int8).reshape(1, -1)).orbits()[0]

    def loss(self, factors: Matrices) -> float:
        """F."""
        return float(self.problem.loss(as_tensors(factors)))

    def gradient(self, factors: Matrices) -> Matrices:
        """∇F, shaped like the factors."""
        return tuple(g.numpy() for g in self.problem.gradient(as_tensors(factors)))

    def __str__(self) -> str:
        return f"Y {self.widths[-1]} × {self.widths[0]}, widths {', '.join(map(str, self.widths))}"


def matrix_shape(Y: Any) -> tuple[int, int]:
    """(d_L, d_0) of an array, a tensor or a loaded matrix.

    >>> matrix_shape(np.ones(3))
    Traceback (most recent call last):
    ...
    ValueError: matrix must have two axes, dL × d0, got shape (3,)
    """
    try:
        shape = tuple(Y.entries.shape if isinstance(Y, LoadedMatrix) else Y.shape if isinstance(Y, Tensor) else np.shape(Y))
    except ValueError:
        raise ValueError("matrix must be an array or a tensor dL × d0, got a ragged list") from None
    if len(shape) != 2 or not all(shape):
        raise ValueError(f"matrix must have two axes, dL × d0, got shape {shape}")
    return shape[0], shape[1]


def as_tensors(factors: Matrices) -> tuple[Tensor, ...]:
    """The same matrices as tensors."""
    return tuple(torch.from_numpy(np.ascontiguousarray(w)) for w in factors)


def _plain(Y: Any) -> Any:
    if not isinstance(Y, Tensor):
        return Y if isinstance(Y, LoadedMatrix) else np.asarray(Y)
    if Y.is_complex():
        raise ValueError(f"matrix must be real, got entries of type {Y.dtype}")
    here = Y.detach().to("cpu")
    return here.double().numpy() if here.is_floating_point() else here.numpy()


def _numbers(values: Any) -> Any:
    """Tensors and arrays as Python numbers; anything else as it stands."""
    return values.tolist() if isinstance(values, Tensor | np.ndarray) else values
