"""What kind of point it is, by derivatives of second and third order, in exact numbers.

A function of several numbers is given by its derivatives along lines: ``along(z, …)`` is the derivative along each of the
directions in turn, a list of numbers each. Where these orders do not decide, the answer is None.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from theory.models.numbers import Number, inverse, minus, sign

Along = Callable[..., Number]


def strict_saddle(along: Along, size: int) -> bool:
    """Whether the point is critical and the Hessian has a negative eigenvalue.

    >>> strict_saddle(lambda *z: {1: 0, 2: 2 * z[0][0] * z[-1][0] - z[0][1] * z[-1][1]}[len(z)], 2)
    True
    """
    return critical(along, size) and signature(_hessian(along, size))[0] > 0


def saddle(along: Along, size: int) -> bool | None:
    """Whether the point is critical and no local extremum. None where the Hessian is semidefinite and singular, and the third
    derivative vanishes along what was tried of its kernel.

    >>> [saddle(lambda *z: {1: 0, 2: c * z[0][0] * z[-1][0], 3: d}[len(z)], 1) for c, d in ((1, 0), (0, 1), (0, 0))]
    [False, True, None]
    """
    if not critical(along, size):
        return False
    hessian = _hessian(along, size)
    negative, zero, positive = signature(hessian)
    if negative and positive:
        return True
    if not zero:
        return False
    flat = kernel(hessian)
    tried = [*flat, *([a + b for a, b in zip(v, w, strict=True)] for v, w in combinations(flat, 2))]
    return True if any(sign(along(z, z, z)) for z in tried) else None


def local_minimum(along: Along, size: int) -> bool | None:
    """Whether the point is a local minimizer. None where the Hessian is positive semidefinite and singular, and the third
    derivative vanishes along what was tried of its kernel.

    >>> pairs = ((1, 0), (-1, 0), (0, 1), (0, 0))
    >>> [local_minimum(lambda *z: {1: 0, 2: c * z[0][0] * z[-1][0], 3: d}[len(z)], 1) for c, d in pairs]
    [True, False, False, None]
    """
    if not critical(along, size):
        return False
    negative, zero, _ = signature(_hessian(along, size))
    if negative or not zero:
        return not negative
    return False if saddle(along, size) else None


def critical(along: Along, size: int) -> bool:
    """Whether all first derivatives vanish."""
    return all(sign(along(_unit(i, size))) == 0 for i in range(size))


def partials(along: Along, size: int) -> list[Number]:
    """The first derivatives along the coordinates."""
    return [along(_unit(i, size)) for i in range(size)]


def _hessian(along: Along, size: int) -> list[list[Number]]:
    below = [[along(_unit(i, size), _unit(j, size)) for j in range(i + 1)] for i in range(size)]
    return [[below[max(i, j)][min(i, j)] for j in range(size)] for i in range(size)]


def _unit(i: int, size: int) -> list[Number]:
    return [int(i == j) for j in range(size)]


def signature(matrix: list[list[Number]]) -> tuple[int, int, int]:
    """Negative, zero and positive eigenvalues of a symmetric matrix (Sylvester), by elimination.

    >>> signature([[0, 1, 0], [1, 0, 0], [0, 0, 0]])
    (1, 1, 1)
    """
    rest, signs = [list(row) for row in matrix], []
    while rest:
        size = len(rest)
        pivot = next((i for i in range(size) if sign(rest[i][i])), None)
        if pivot is None:  # 2·a_ij on the diagonal after adding row and column j to i
            pair = next(((i, j) for i, j in combinations(range(size), 2) if sign(rest[i][j])), None)
            if pair is None:
                break
            pivot, j = pair
            rest[pivot] = [a + b for a, b in zip(rest[pivot], rest[j], strict=True)]
            for row in rest:
                row[pivot] = row[pivot] + row[j]
        signs.append(sign(rest[pivot][pivot]))
        rest = _without(rest, pivot)
    return signs.count(-1), len(matrix) - len(signs), signs.count(1)


def _without(rest: list[list[Number]], pivot: int) -> list[list[Number]]:
    """The Schur complement of one diagonal entry."""
    head, scale = rest[pivot], minus(inverse(rest[pivot][pivot]))
    return [[x + scale * row[pivot] * head[j] for j, x in enumerate(row) if j != pivot]
            for i, row in enumerate(rest) if i != pivot]  # fmt: skip


def kernel(matrix: list[list[Number]]) -> list[list[Number]]:
    """A basis of the null space.

    >>> [[int(x) for x in vector] for vector in kernel([[1, 1], [1, 1]])]
    [[-1, 1]]
    """
    rows, size = [list(row) for row in matrix], len(matrix)
    pivots: list[int] = []
    for column in range(size):
        k = len(pivots)
        found = next((i for i in range(k, size) if sign(rows[i][column])), None)
        if found is None:
            continue
        rows[k], rows[found] = rows[found], rows[k]
        scale = inverse(rows[k][column])
        rows[k] = [x * scale for x in rows[k]]
        for i in range(size):
            if i != k and sign(rows[i][column]):
                factor = minus(rows[i][column])
                rows[i] = [x + factor * y for x, y in zip(rows[i], rows[k], strict=True)]
        pivots.append(column)
    basis = []
    for free in sorted(set(range(size)) - set(pivots)):
        vector: list[Number] = [int(j == free) for j in range(size)]
        for k, column in enumerate(pivots):
            vector[column] = minus(rows[k][free])
        basis.append(vector)
    return basis


KINDS: dict[str, Callable[[Along, int], bool | None]] = {
    "critical": critical, "strict_saddle": strict_saddle, "saddle": saddle, "local_minimum": local_minimum,
}  # fmt: skip
"""The atoms that say what kind of point it is, by name."""
