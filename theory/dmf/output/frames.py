"""A landscape over a list of ridges, as data for a page: every number is computed here, exactly, frame by frame.

A frame is the landscape at the ridge s·λ for one rational s: the lowest orbits, the path of minimizers (levels '+' on the r
largest values) with the saddles between neighbours, and the flows that are derived among those. Mode i loses its roots at

    s_i* = (y_i / y*)^((2L−2)/L),      and stops to lower the loss at  s_i^g = (y_i / y_g)^((2L−2)/L) ≤ s_i*,

y*, y_g the thresholds at s = 1. A minimizer that is followed while the ridge is raised keeps mode i until s_i*, though from
s_i^g on it costs; for L ≥ 3 one that is followed from large ridges stays at O, which attracts at every ridge: hysteresis.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import flint
import numpy as np

from theory.dmf.landscape.critical_orbits import CriticalOrbits
from theory.dmf.landscape.escapes import escape_directions, flows
from theory.dmf.landscape.orbits import Orbit
from theory.dmf.landscape.roots import Root
from theory.dmf.output.text import landscape_summary
from theory.exact.balls import arb

LEVELS, POSITIONS, MOST_FRAMES = 30, 60, 90
LISTED = 400
"""Distinct pairs of modes up to which a Hessian is listed; beyond only its ends."""
DETAILS = {True: 1500, False: 300}
"""Orbits, over all frames, up to which directions and spectra are computed at every ridge (where the weights are equal, and
where they are not: those take several times longer); beyond only at the given one.
"""


@dataclass(frozen=True)
class Crossing:
    """Where mode ``position`` stops to be global and to exist, as multiples of the given ridge (equal for L = 2)."""

    position: int
    globality: float
    existence: float


def crossings(landscape: CriticalOrbits) -> list[Crossing]:
    """For the largest singular values, those of at most d_min modes.

    >>> from theory.dmf import Landscape
    >>> (only,) = crossings(Landscape((1, 1, 1, 1), spectrum=(4,), ridge=3))       # y* = 4 at the ridge 3; y_g² is 27/16 larger
    >>> only.existence, round(only.globality**3 * 27, 9)
    (1.0, 16.0)
    """
    found, power = [], Fraction(2 * landscape.layers - 2, landscape.layers)
    values = landscape.singular_values.values[: min(*landscape.widths, POSITIONS)]
    with flint.ctx.workprec(160):
        exponent = arb(power)
        for position, value in enumerate(values, start=1):
            if value:
                y = arb(value)
                at = [float((y / landscape.thresholds[name].ball(128)) ** exponent) for name in ("global", "existence")]
                found.append(Crossing(position, *at))
    return found


def ridge_factors(landscape: CriticalOrbits, count: int) -> list[Fraction]:
    """About ``count`` multiples of the ridge, rational, increasing, 1 among them: a geometric list over all crossings, and
    one between any two neighbouring crossings.

    >>> from theory.dmf import Landscape
    >>> factors = ridge_factors(Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1), 9)
    >>> factors == sorted(set(factors)) and 1 in factors
    True
    """
    places = sorted({1.0, *(at for c in crossings(landscape) for at in (c.globality, c.existence))})
    high = 1.6 * places[-1]
    low = max(places[0] / 3, high / 1e5)
    grid = [low * (high / low) ** (k / (count - 1)) for k in range(count)] if count > 1 else []
    found = {_rounded(value, landscape) for value in grid} | {Fraction(1)}
    for a, b in pairwise(places):
        if a >= low and b / a > 1 + 1e-9 and not any(a < factor < b for factor in found) and len(found) < MOST_FRAMES:
            found.add(_between(a, b))
    return sorted(found)


def frames(landscape: CriticalOrbits, limit: int = 40, count: int = 41, everywhere: bool = True) -> dict[str, Any]:
    """Plain data: the problem, the crossings, and a frame for each ridge of `ridge_factors`.

    ``limit`` orbits of lowest loss a frame, besides the path of minimizers; ``everywhere``: directions and spectra at every
    ridge, where that is not too much work.

    Raises:
        ValueError: a loss beyond float64, or ``limit`` or ``count`` not a positive integer.
    """
    for name, number in (("limit", limit), ("count", count)):
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise ValueError(f"{name} must be a positive integer, got {number}")
    factors = ridge_factors(landscape, count)
    settings = [landscape if factor == 1 else landscape.scaled(factor) for factor in factors]
    lists = [shown_orbits(setting, limit) for setting in settings]
    equal = len(_weights(landscape)) == 1
    detailed = everywhere and sum(map(len, lists)) <= DETAILS[equal] and len(landscape.singular_values.values) <= 8
    return {
        "layers": landscape.layers,
        "widths": list(landscape.widths),
        "spectrum": [_number(value) for value in landscape.singular_values.values[:POSITIONS]],
        "values": len(landscape.singular_values.values),
        "equal": equal,
        "base": float(_weights(landscape)[0]),
        "summary": landscape_summary(landscape).split("\n"),
        "crossings": [{"position": c.position, "global": c.globality, "existence": c.existence} for c in crossings(landscape)],
        "given": factors.index(Fraction(1)),
        "detailed": detailed,
        "frames": [
            _frame(setting, factor, orbits, detailed or factor == 1)
            for setting, factor, orbits in zip(settings, factors, lists, strict=True)
        ],
    }


def shown_orbits(landscape: CriticalOrbits, limit: int) -> list[Orbit]:
    """The ``limit`` lowest orbits, the path of minimizers and the saddles on it, each once, by loss."""
    found = {orbit.codes: orbit for orbit in landscape.orbits(limit)}
    for orbit in _path(landscape):
        found.setdefault(orbit.codes, orbit)
    return sorted(found.values(), key=lambda orbit: orbit.loss)


def short_label(orbit: Orbit) -> str:
    """The label with stretches of one root put together: ``1+…7+8-``.

    >>> from theory.dmf import Landscape
    >>> short_label(Landscape((3, 3, 3), spectrum=(4, 3, 2), ridge=1).orbits()[0])
    '1+…3+'
    """
    return shorten(orbit.label)


def shorten(label: str) -> str:
    """A label with stretches of three and more modes at one root put together.

    >>> shorten("1+2+3+4-6(0)"), shorten("1+2+"), shorten("O")
    ('1+…3+4-6(0)', '1+2+', 'O')
    """
    runs: list[list[tuple[int, str]]] = []
    for position, root in re.findall(r"(\d+)(\+|-|\(0\))", label):
        mode = (int(position), root)
        if runs and runs[-1][-1] == (mode[0] - 1, root):
            runs[-1].append(mode)
        else:
            runs.append([mode])
    texts = [[f"{position}{root}" for position, root in run] for run in runs]
    return "".join("".join(run) if len(run) < 3 else f"{run[0]}…{run[-1]}" for run in texts) or label


def _path(landscape: CriticalOrbits) -> list[Orbit]:
    ranks = landscape.minimizer_ranks
    if ranks is None:
        return []
    tree = landscape.classifier.tree
    most = min(ranks[-1], LEVELS)
    rows = [[1 if p < r else 0 for p in range(len(tree.group_of))] for r in range(min(ranks[0], most), most + 1)]
    for r in range(1, most + 1) if landscape.layers > 2 else ():
        if Root.LOWER in tree.groups[tree.group_of[r - 1]].roots and tree.groups[tree.group_of[r - 1]].first in (r, 1):
            rows.append([1 if p < r - 1 else 2 if p == r - 1 else 0 for p in range(len(tree.group_of))])
    return landscape.block(np.array(rows, dtype=np.int8)).orbits() if rows else []


def _frame(landscape: CriticalOrbits, factor: Fraction, orbits: list[Orbit], detailed: bool) -> dict[str, Any]:
    best, local = landscape.global_ranks, landscape.minimizer_ranks
    count = landscape.orbit_count
    if any(not np.isfinite(orbit.loss) for orbit in orbits):
        raise ValueError("losses must fit float64, got one beyond 1e308: choose a smaller fit")
    return {
        "factor": float(factor),
        "exact": ", ".join(map(_number, _weights(landscape))),
        "count": f"{count:,}" if isinstance(count, int) else f"{count[0]:,} to {count[1]:,}",
        "global": None if best is None else [best[0], best[-1]],
        "local": None if local is None else [local[0], local[-1]],
        "least": landscape.global_loss,
        "orbits": [_orbit(orbit, detailed) for orbit in orbits],
        "flows": [list(flow) for flow in flows(orbits)],
    }


def _orbit(orbit: Orbit, detailed: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": orbit.label,
        "short": short_label(orbit),
        "rank": orbit.rank,
        "loss": orbit.loss,
        "kind": orbit.kind,
        "index": orbit.index,
        "nullity": orbit.nullity,
        "dimension": orbit.dimension,
        "components": orbit.components,
    }
    if not detailed:
        return found
    inactive = len(orbit.landscape.singular_values.values) - orbit.rank
    if orbit.rank * (orbit.rank + inactive) <= LISTED:
        found["spectrum"] = [[value, times] for value, times in orbit.hessian()]
        if orbit.index is not None:
            found["directions"] = [[d.moves, d.eigenvalue, d.times] for d in escape_directions(orbit)]
    elif len(set(orbit.landscape.weights)) == 1:
        ends = orbit.hessian_summary()
        found["ends"] = [ends.smallest, ends.smallest_positive, ends.largest]
    return found


def _weights(landscape: CriticalOrbits) -> tuple[Fraction, ...]:
    """λ_1, …, λ_L; the one number where they are equal."""
    weights: tuple[Fraction, ...] = tuple(landscape.ridge)  # type: ignore[arg-type]
    return weights[:1] if len(set(weights)) == 1 else weights


def _number(value: Any) -> str:
    """A decimal where that is exact, else a fraction while that is short, else ten digits and a sign that says so."""
    decimal = f"{float(value):.10g}"
    if isinstance(value, Fraction) and Fraction(decimal) == value:
        return decimal
    return str(value) if len(str(value)) <= 12 else f"≈{decimal}"


def _rounded(value: float, landscape: CriticalOrbits) -> Fraction:
    """A factor near ``value`` that makes the first weight a short decimal."""
    base = _weights(landscape)[0]
    return Fraction(f"{value * float(base):.3g}") / base


def _between(low: float, high: float) -> Fraction:
    """The simplest fraction strictly between two positive numbers."""
    middle, digits = (low * high) ** 0.5, 2
    while not low < (found := Fraction(f"{middle:.{digits}g}")) < high:
        digits += 1
    return found
