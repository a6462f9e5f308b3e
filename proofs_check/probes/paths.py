"""Paths in a scene: letters that move while their time passes, read at 0, at the moment of ``during``, and at their time.

A value is a `theory.models.courses.Course`, a rational function of a parameter, or a grid of them; a `Clock` says what time
passes meanwhile. A scene is `proofs_check.probes.evaluator.Scene`.
"""

from __future__ import annotations

import ast
from typing import Any

from proofs_check.probes.exact import Grid, Undecidable, add, is_zero, multiply, number, sign_of
from theory.models.between import Between
from theory.models.courses import Clock, Course

Scene = Any


def course(value: Any) -> Any:
    """A path from JSON: a function of s, or a grid of them."""
    if isinstance(value, list):
        rows = tuple(tuple(map(Course.read, row)) for row in value)
        return Grid(rows, (len(rows), len(rows[0]) if rows else 0))
    return Course.read(value)


def length(name: str, clock: Clock) -> Any:
    """The value of the letter of a time."""
    if clock.length is None:
        raise Undecidable(f"{name} has no exact value in the model")
    return clock.length if isinstance(clock.length, Between) else number(str(clock.length))


def clock_of(scene: Scene, path: str) -> Clock:
    """The time of a path."""
    value = scene.values[scene.reading.specs[path]["path"]]
    return value if isinstance(value, Clock) else Clock.read(str(value))


def read_at(scene: Scene, path: str, place: ast.expr, bound: dict[str, Any]) -> Any:
    """A path at the bound moment, at 0 or at its time."""
    value, clock, named = _course(scene, path), clock_of(scene, path), isinstance(place, ast.Name)
    if isinstance(place, ast.Name) and bound.get(place.id) == "moment":
        return value
    if ast.unparse(place) not in ("0", scene.reading.specs[path]["path"]):
        raise Undecidable(f"{path} has values at 0 and at its time, not at {ast.unparse(place)}")
    grid = value if isinstance(value, Grid) else Grid(((value,),), (1, 1))
    ends = Grid.of(grid.shape, lambda i, j: number(str(clock.end(grid.rows[i][j], named))))
    return ends if isinstance(value, Grid) else ends.rows[0][0]


def respected(scene: Scene, name: str, spec: dict[str, Any], value: Any) -> bool:
    """Shape, no pole, sign, and the growth that it is defined by."""
    grid, clock = value if isinstance(value, Grid) else Grid(((value,),), (1, 1)), clock_of(scene, name)
    entries = [x for row in grid.rows for x in row]
    if not all(isinstance(x, Course) for x in entries) or (spec["kind"] == "matrix") != isinstance(value, Grid) or (
            spec["kind"] == "matrix" and grid.shape != scene.shape(name, None)):  # fmt: skip
        return False
    found = [clock.signs(x) for x in entries]
    if "grows" in spec:
        speed = multiply(scene.evaluate(spec["grows"][1], {spec["grows"][0]: "moment"}), value)
        return found == [{1}] and clock.end(value, False) == 1 and moves(scene, name, speed)
    return spec["kind"] != "positive" or found == [{1}]


def moves(scene: Scene, name: str, speed: Any) -> bool:
    """Whether the derivative of the path along its time is ``speed``, identically."""
    value, rate = _course(scene, name), clock_of(scene, name).rate
    slope = Grid.of(value.shape, lambda i, j: value.rows[i][j].slope) if isinstance(value, Grid) else value.slope
    return is_zero(add(slope, multiply(-1, multiply(rate, speed))))


def signs(scene: Scene, gap: Any, node: ast.expr, moment: str) -> set[int]:
    """The signs that the entries of ``gap`` take while time passes; ``node`` is what was read, at this ``moment``.

    Undecidable where paths of two times are read at one moment.
    """
    parts = [x for row in gap.rows for x in row] if isinstance(gap, Grid) else [gap]
    places = (n for n in ast.walk(node) if isinstance(n, ast.Subscript))
    here = (n for n in places if isinstance(n.slice, ast.Name) and n.slice.id == moment)
    times = {scene.reading.specs[n.value.id]["path"]: n.value.id for n in here if isinstance(n.value, ast.Name)}
    if len(times) > 1:
        raise Undecidable("paths of two times are read at one moment")
    clock = next((clock_of(scene, path) for path in times.values()), None)
    return set().union(*(clock.signs(x) if clock and isinstance(x, Course) else {sign_of(x)} for x in parts))


def _course(scene: Scene, path: str) -> Any:
    value = scene.get(path)
    if not all(isinstance(x, Course) for row in (value.rows if isinstance(value, Grid) else ((value,),)) for x in row):
        raise Undecidable(f"{path} is a path, and has no value that moves")
    return value
