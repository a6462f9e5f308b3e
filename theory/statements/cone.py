"""Which columns have a non-negative combination that is a goal, up to multiples of other columns: the method of Lawson and
Hanson (Solving Least Squares Problems, 1974, ch. 23) in floats. Numbers are found elsewhere, exactly, on the support.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

Vector = Mapping[tuple, Fraction]
TINY = 1e-9


class Cone:
    """``columns`` with numbers >= 0, ``free`` ones with any.

    >>> one = Fraction(1)
    >>> Cone([{"a": one}, {"a": -one, "b": one}], []).support({"b": one})
    [0, 1]
    >>> Cone([{"a": one}], []).support({"a": -one}) is None
    True
    """

    def __init__(self, columns: Sequence[Vector], free: Sequence[Vector]):
        self.columns, self.free = columns, free
        self.places = {k: i for i, k in enumerate(dict.fromkeys(k for v in (*columns, *free) for k in v))}
        self.table = self._dense(columns)
        self.basis = _orthonormal(self._dense(free))
        self.table = self.table - self.basis @ (self.basis.T @ self.table)

    def _dense(self, vectors: Sequence[Vector]) -> Any:
        import numpy as np

        matrix = np.zeros((len(self.places), len(vectors)))
        for j, vector in enumerate(vectors):
            for key, v in vector.items():
                matrix[self.places[key], j] = float(v)
        return matrix

    def support(self, goal: Vector) -> list[int] | None:
        """The columns that a combination uses; None where there is none."""
        if any(k not in self.places for k in goal):
            return None
        right = self._dense([goal])[:, 0]
        right = right - self.basis @ (self.basis.T @ right)
        chosen, rest = _least_squares(self.table, right)
        return chosen if abs(rest).max(initial=0.0) < 1e-7 * max(1.0, abs(right).max(initial=0.0)) else None


def _orthonormal(a: Any) -> Any:
    """A basis of the span of the columns."""
    import numpy as np

    if not a.shape[1]:
        return a
    u, s, _ = np.linalg.svd(a, full_matrices=False)
    return u[:, s > TINY * max(a.shape) * max(s.max(initial=0.0), 1.0)]


def _least_squares(a: Any, b: Any) -> tuple[list[int], Any]:
    """The support of x >= 0 with least ‖a x − b‖, and b − a x."""
    import numpy as np

    n = a.shape[1]
    x, inside = np.zeros(n), np.zeros(n, dtype=bool)
    scale = np.maximum(np.sqrt((a * a).sum(0)), TINY)
    rest = b.copy()
    for _ in range(3 * n + 10):
        slope = (a.T @ rest) / scale
        slope[inside] = -1.0
        j = int(slope.argmax()) if n else 0
        if not n or slope[j] <= 1e-10 * max(1.0, float(np.abs(b).max(initial=0.0))):
            break
        inside[j] = True
        while True:
            z = np.zeros(n)
            z[inside] = np.linalg.lstsq(a[:, inside], b, rcond=None)[0]
            if z[inside].min(initial=1.0) > TINY:
                x = z
                break
            low = inside & (z <= TINY)
            ratio = np.min(x[low] / np.maximum(x[low] - z[low], 1e-300))
            x = x + min(max(float(ratio), 0.0), 1.0) * (z - x)
            inside &= ~(low & (x <= TINY))
            x[~inside] = 0.0
            if not inside.any():
                break
        rest = b - a @ x
    return [int(j) for j in np.flatnonzero(x > TINY)], rest
