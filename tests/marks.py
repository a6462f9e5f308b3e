"""Marks for tables of cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest


def but(cases: Iterable[Any], slow: Collection[Any]) -> list[Any]:
    """``cases`` as parameters; those in ``slow`` run with ``-m full`` only. What is slow must be among the cases.

    >>> [case.marks != () for case in but("abc", "b")]
    [False, True, False]
    """
    listed = list(cases)
    assert all(name in listed for name in slow), f"no such cases: {[name for name in slow if name not in listed]}"
    return [pytest.param(case, marks=pytest.mark.full if case in slow else ()) for case in listed]
