"""Counts in front of the word for what is counted."""

from __future__ import annotations


def counted(count: int, thing: str) -> str:
    """``count`` and ``thing``, in the plural unless there is one.

    >>> [counted(1, "step"), counted(0, "task"), counted(2, "batch")]
    ['1 step', '0 tasks', '2 batches']
    """
    return f"{count} {thing}{'' if count == 1 else 'es' if thing.endswith(('s', 'x', 'ch', 'sh')) else 's'}"
