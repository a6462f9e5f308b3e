"""A landscape in a few lines of text, and as a small HTML table for notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape
from itertools import islice
from typing import Any

import numpy as np

from theory.dmf.landscape.classification import KINDS
from theory.dmf.landscape.critical_orbits import CriticalOrbits
from theory.dmf.problem import Objective
from theory.exact.matrix_file import LoadedMatrix
from theory.page import html_table
from theory.storage.frames import frame

SHOWN_VALUES, SHOWN_ROWS = 8, 20


def landscape_summary(landscape: CriticalOrbits) -> str:
    """Problem, thresholds, number of orbits, the two conditions, and what is undecided."""
    values = landscape.singular_values
    error = f" (each ± {float(values.error):.2g})" if values.error else ""
    lines = [
        f"L = {landscape.layers}, widths {', '.join(map(str, landscape.widths))}, "
        f"ridge {_weights(landscape.ridge)}, spectrum {_numbers(values.values)}{error}",  # type: ignore[arg-type]
        f"thresholds: y* = {values.existence} (existence), y_g = {values.globality} (global)",
        f"{_count(landscape)}; local minimizers of rank {_ranks(landscape.minimizer_ranks)}, "
        f"global of rank {_ranks(landscape.global_ranks)}; global minimum {landscape.global_loss:.12g}",
        "every critical point a local minimizer or a strict saddle: "
        f"{_verdict(landscape, landscape.min_or_strict_saddle, min(landscape.widths))}; "
        f"error bound: {_verdict(landscape, landscape.error_bound, len(values.values))}",
    ]
    if landscape.objective != Objective():
        lines.insert(0, str(landscape.objective))
    return "\n".join([*lines, *map(str, landscape.undecided)])


def landscape_line(landscape: CriticalOrbits) -> str:
    """The problem in one line, nothing decomposed: widths, spectrum or the shape of Y and its first entries, ridge."""
    widths, given = landscape.widths, landscape.matrix
    if isinstance(given, LoadedMatrix):
        first = ", ".join(f"{value:.6g}" for value in given.entries.flat[:3])
        data = f"matrix {widths[-1]} × {widths[0]} ({first}{', …' if given.entries.size > 3 else ''})"
    else:
        data = f"spectrum {_numbers(landscape.spectrum)}"  # type: ignore[arg-type]
    line = f"widths {_numbers(widths)}; {data}; ridge {_weights(landscape.ridge)}"  # type: ignore[arg-type]
    return line if landscape.objective == Objective() else f"{line}; {landscape.objective}"


def landscape_html(landscape: CriticalOrbits) -> str:
    """The summary and the lowest losses."""
    orbits = list(islice(landscape.orbits(SHOWN_ROWS), SHOWN_ROWS))
    names = ("orbit", "loss", "class", "index", "nullity", "dimension", "components")
    cells = [
        (o.label, f"{o.loss:.10g}", o.kind, *map(_integer, (o.index, o.nullity, o.dimension, o.components)))
        for o in orbits
    ]
    return f"<pre>{escape(landscape_summary(landscape))}</pre>{html_table(names, cells)}"


def orbit_table(landscape: CriticalOrbits, limit: int | None = None) -> Any:
    """Columns orbit, loss, class, index, nullity, dimension, components."""
    blocks = list(landscape.blocks(limit))
    columns: dict[str, Any] = {
        "orbit": [label for block in blocks for label in block.labels()],
        "loss": np.concatenate([block.loss for block in blocks] or [np.empty(0)]),
        "class": [KINDS[kind] for block in blocks for kind in block.columns.kind.tolist()],
    }
    for name in ("index", "nullity", "dimension", "components"):
        columns[name] = np.concatenate([getattr(block.columns, name) for block in blocks] or [np.empty(0, dtype=int)])
    return frame(columns)


def _verdict(landscape: CriticalOrbits, holds: bool | None, count: int) -> str:
    """With the values at y* that make it fail, among the first ``count``."""
    if holds is not False:
        return "undecided" if holds is None else "yes"
    groups = [group for group in landscape.singular_values.groups if group.above_existence == 0]
    positions = [i for group in groups for i in group.positions if i <= count]
    shown = ", ".join(f"y_{i}" for i in positions[:SHOWN_VALUES]) + (", …" if len(positions) > SHOWN_VALUES else "")
    return f"no, {shown} = y*"


def _ranks(ranks: range | None) -> str:
    if ranks is None:
        return "undecided"
    return str(ranks[0]) if len(ranks) == 1 else f"{ranks[0]} … {ranks[-1]}"


def _count(landscape: CriticalOrbits) -> str:
    count = landscape.orbit_count
    return (
        f"{count:,} critical orbit{'s' * (count > 1)}"
        if isinstance(count, int)
        else f"{count[0]:,} to {count[1]:,} critical orbits"
    )


def _weights(weights: Sequence[Fraction]) -> str:
    return _number(weights[0]) if len(set(weights)) == 1 else _numbers(weights)


def _numbers(values: Sequence[Fraction | int]) -> str:
    shown = ", ".join(map(_number, values[:SHOWN_VALUES]))
    return shown if len(values) <= SHOWN_VALUES else f"{shown}, … ({len(values)} values)"


def _integer(value: int | None) -> str:
    return "?" if value is None else str(value)


def _number(value: Fraction | int) -> str:
    """As a rational while that is short."""
    return str(value) if len(str(value)) <= 12 else f"{float(value):.10g}"
