"""The formal statement as everything here reads it: plain JSON, never an object of the prover."""

from __future__ import annotations

from typing import Any

Statement = dict[str, Any]
"""A formal statement as plain JSON: letters, given, then, exists."""


def readable(statement: Statement) -> bool:
    """Whether the kernel reads the statement at all: what it does not read is no planted error.

    >>> readable({"letters": [["x", {"kind": "real"}]], "given": [], "then": ["x + y == 0"]})
    False
    """
    from theory.kernel.integers import Fault
    from theory.kernel.statement import Statement as Parsed

    try:
        Parsed(statement)
    except (Fault, TypeError, ValueError, KeyError, AttributeError, IndexError):
        return False
    return True
