"""A landscape as JSON, piece by piece, so that no number of orbits fills the memory.

Numbers are decimal float64; with ``exact`` an object ``"exact"`` beside them repeats the names with exact values
(see ``exact_output``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from theory.dmf.landscape.classification import KINDS, OPEN
from theory.dmf.landscape.critical_orbits import CriticalOrbits
from theory.dmf.landscape.orbits import Orbit, OrbitBlock
from theory.dmf.output.exact import exact_loss, exact_threshold


def json_pieces(
    landscape: CriticalOrbits,
    limit: int | None = None,
    hessian: bool = False,
    exact: bool = False,
    extremes: bool = False,
) -> Iterator[str]:
    """The text of the document; its pieces join to valid JSON.

    >>> from theory.dmf import Landscape
    >>> document = json.loads("".join(json_pieces(Landscape((1, 1, 1, 1), spectrum=(4,), ridge=3))))
    >>> document["orbits"][1]["class"], document["orbits"][1]["active"]
    ('non-strict saddle', [{'position': 1, 'root': '0'}])
    """
    blocks = landscape.blocks(limit)  # refuses an unusable limit before anything is written
    head = json.dumps(_head(landscape, exact), ensure_ascii=False, allow_nan=False)
    yield head[:-1] + ', "orbits": ['
    separator = "\n"
    for block in blocks:
        rows = _plain_rows(block)
        if hessian or exact or extremes:
            orbits = zip(rows, block.orbits(), strict=True)
            rows = (row[:-1] + _more(orbit, hessian, exact, extremes) + "}" for row, orbit in orbits)
        for row in rows:
            yield separator + row
            separator = ",\n"
    yield "]" + ", " + json.dumps(_tail(landscape, exact), ensure_ascii=False, allow_nan=False)[1:] + "\n"


def _head(landscape: CriticalOrbits, exact: bool) -> dict[str, Any]:
    values, thresholds = landscape.singular_values, landscape.thresholds
    problem: dict[str, Any] = {
        "layers": landscape.layers,
        "widths": list(landscape.widths),
        "spectrum": [float(value) for value in values.values],
        "ridge": [float(weight) for weight in landscape.ridge],  # type: ignore[attr-defined]
        "objective": {"fit": float(landscape.objective.fit), "ridge": float(landscape.objective.ridge)},
    }
    if values.error:
        problem["spectrum_error"] = float(values.error)
    found: dict[str, Any] = {name: float(threshold) for name, threshold in thresholds.items()}
    if exact:
        problem["exact"] = {
            "spectrum": [str(value) for value in values.values],
            "ridge": [str(weight) for weight in landscape.ridge],  # type: ignore[attr-defined]
            "objective": {"fit": str(landscape.objective.fit), "ridge": str(landscape.objective.ridge)},
        }
        found["exact"] = {name: exact_threshold(threshold) for name, threshold in thresholds.items()}
    return {"problem": problem, "thresholds": found, "orbit_count": landscape.orbit_count}


def _tail(landscape: CriticalOrbits, exact: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "min_or_strict_saddle": landscape.min_or_strict_saddle,
        "error_bound": landscape.error_bound,
        "global_loss": landscape.global_loss,
        "undecided": [asdict(note) for note in landscape.undecided],
    }
    if exact:
        found["exact"] = {"global_loss": exact_loss(landscape.orbits(limit=1)[0])}
    return found


def _plain_rows(block: OrbitBlock) -> Iterator[str]:
    """One JSON object an orbit, written directly: the bulk of a long document."""
    pieces = [[f', {{"position": {m.position}, "root": "{m.root}"}}' for m in at] for at in block.modes_by_position]
    columns = block.columns
    if not np.isfinite(block.loss).all():
        raise ValueError("losses must fit float64, got one beyond 1e308: choose a smaller fit")
    kinds = [f'"class": "{kind}"' for kind in KINDS]
    cells = [
        [text[2:] for text in block.active_texts(pieces)],
        map(repr, block.loss.tolist()),
        [kinds[kind] for kind in columns.kind.tolist()],
        *(_column(name, getattr(columns, name)) for name in ("index", "nullity", "dimension", "components")),
    ]
    for active, loss, kind, index, nullity, dimension, components in zip(*cells, strict=True):
        yield f'{{"active": [{active}], "loss": {loss}, {kind}, {index}, {nullity}, {dimension}, {components}}}'


def _column(name: str, values: np.ndarray) -> list[str]:
    listed = values.tolist()
    texts = {value: f'"{name}": {"null" if value == OPEN else value}' for value in set(listed)}
    return [texts[value] for value in listed]


def _more(orbit: Orbit, hessian: bool, exact: bool, extremes: bool) -> str:
    text = ""
    if extremes:
        found = orbit.hessian_summary()
        names = ("parameters", "smallest", "smallest_positive", "largest", "trace")
        text += ', "extremes": ' + json.dumps({name: getattr(found, name) for name in names}, allow_nan=False)
    if hessian:
        text += ', "hessian": ' + json.dumps([list(pair) for pair in orbit.hessian()], allow_nan=False)
    if exact:
        text += ', "exact": ' + json.dumps({"loss": exact_loss(orbit)})
    return text
