"""Where the time of a call goes: what a missed goal is explained with."""

from __future__ import annotations

import cProfile
import pstats
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

LONGEST, MOST, LEAST = 1.0, 5, 0.05
"""Seconds for which a short call is repeated; so many functions are told, of at least that share."""


def shares(function: Callable[[], Any]) -> list[tuple[str, float]]:
    """(function, share of the time) of the Python functions that take most, the C code that they call themselves included.

    Time in other processes is time in the function that waits for them.

    >>> def busy(): return [k * k for k in range(10**6)] and sorted(range(10))
    >>> [name.split(" (")[0] for name, _ in shares(busy)][:1]
    ['<listcomp>']
    """
    profiler = cProfile.Profile()
    until = time.perf_counter() + LONGEST
    profiler.enable()
    try:
        function()
        while time.perf_counter() < until:
            function()
    finally:
        profiler.disable()
    own = _own(pstats.Stats(profiler).stats)  # type: ignore[attr-defined]
    total = sum(own.values())
    return [(name, seconds / total) for name, seconds in own.most_common(MOST) if seconds >= LEAST * total]


def _own(stats: dict[Any, Any]) -> Counter[str]:
    """Seconds by function; those of C code go to the functions that called it."""
    own: Counter[str] = Counter()
    for function, (_, _, seconds, _, callers) in stats.items():
        if function[0] != "~" or not callers:
            own[_named(*function)] += seconds
            continue
        for caller, (_, _, spent, _) in callers.items():
            own[_named(*caller)] += spent
    return own


def _named(file: str, line: int, name: str) -> str:
    place = f"{Path(file).stem}:{line}" if name.startswith("<") else Path(file).stem
    return name if file == "~" else f"{name} ({place})"
