"""Eigenvalues of small real matrices that are similar to symmetric ones, as exact objects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import flint

from theory.exact.algebraic import Bound
from theory.exact.eigenvalue import Algebraic, Eigenvalue


@dataclass(frozen=True, eq=False)
class RealEigenvalues:
    """Enclosures of all eigenvalues, increasing, of a matrix whose eigenvalues are all real.

    Attributes:
        matrix: the matrix for a number of bits.
        size: number of rows.
    """

    matrix: Callable[[int], flint.arb_mat]
    size: int
    _known: dict[int, list[flint.arb]] = field(default_factory=dict, repr=False)

    def balls(self, bits: int) -> list[flint.arb]:
        """One ball an eigenvalue, counted with multiplicity."""
        if bits not in self._known:
            self._known[bits] = self._balls(bits)
        return self._known[bits]

    def _balls(self, bits: int) -> list[flint.arb]:
        for multiple in (False, True):
            for extra in (64, 64 + bits, 64 + 3 * bits):
                with flint.ctx.workprec(bits + extra):
                    try:
                        values = flint.acb_mat(self.matrix(bits + extra)).eig(multiple=multiple)
                    except ValueError:  # not separated at this precision
                        continue
                    real = [value.real for value in values]
                    if all(ball.is_finite() for ball in real):
                        return sorted(real, key=lambda ball: ball.mid())
        return [flint.arb(0, "inf")] * self.size


def matrix_eigenvalues(rows: Sequence[Sequence[Algebraic]], singular: bool = False) -> list[Eigenvalue]:
    """Eigenvalues of a matrix of algebraic numbers with real eigenvalues; ``singular``: the smallest one is exactly 0.

    >>> rows = [[Algebraic.rational(2), Algebraic.rational(1)], [Algebraic.rational(1), Algebraic.rational(2)]]
    >>> [float(value.ball(64)) for value in matrix_eigenvalues(rows)]
    [1.0, 3.0]
    """

    def matrix(bits: int) -> flint.arb_mat:
        return flint.arb_mat([[entry.ball(bits) for entry in row] for row in rows])

    def bound(name: object) -> Bound:
        entries = [entry.bound() for row in rows for entry in row]
        return Bound.eigenvalue(entries, len(rows), name)

    # each eigenvalue is a generator of its own: two of them may need a field of degree n(n − 1)
    values = [Eigenvalue(Algebraic(ball, partial(bound, ball))) for ball in eigenvalue_balls(matrix, len(rows))]
    return [Eigenvalue.rational(0), *values[1:]] if singular else values


def eigenvalue_balls(matrix: Callable[[int], flint.arb_mat], size: int) -> list[Callable[[int], flint.arb]]:
    """For each eigenvalue, in increasing order, its enclosure as a function of the number of bits."""
    values = RealEigenvalues(matrix, size)
    return [lambda bits, k=k: values.balls(bits)[k] for k in range(size)]  # type: ignore[misc]
