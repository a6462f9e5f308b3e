"""Columns for people who work with pandas, and for those who do not have it."""

from __future__ import annotations

from typing import Any


def frame(columns: dict[str, Any]) -> Any:
    """A pandas DataFrame of the columns; without pandas the dict itself.

    >>> list(frame({"x": [1, 2]})["x"])
    [1, 2]
    """
    try:
        from pandas import DataFrame
    except ImportError:
        return columns
    return DataFrame(columns)
