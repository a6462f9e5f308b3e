"""Where a tuned value stands in its grid: at an end of it a better value may lie outside."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal


def place(value: float, grid: Collection[float]) -> Literal["least", "inside", "largest", "only"]:
    """Where a value of a grid stands in it; a grid of one value has no ends.

    >>> [place(x, (1.0, 3.0, 10.0)) for x in (1.0, 3.0, 10.0)], place(3.0, [3.0])
    (['least', 'inside', 'largest'], 'only')
    """
    least, largest = min(grid), max(grid)
    if least == largest:
        return "only"
    return "least" if value == least else "largest" if value == largest else "inside"


def at_end(value: float, grid: Collection[float]) -> bool:
    """Whether a value of a grid is its least or its largest.

    >>> [at_end(x, (1.0, 3.0, 10.0)) for x in (1.0, 3.0, 10.0)], at_end(3.0, [3.0])
    ([True, False, True], False)
    """
    return place(value, grid) in ("least", "largest")
