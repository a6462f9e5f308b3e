"""Derivatives of an objective along lines in the entries of a family of matrices, at one model.

First and second derivatives come from gradients: the computation is recorded once, and one way back gives all partial
derivatives; that of a tangent gives a row of the Hessian.
"""

from __future__ import annotations

from typing import Any

from proofs_check.probes.exact import Grid, Recorded, Tangent, is_zero
from proofs_check.probes.expressions import slope

Direction = list[Any]
"""A number for each entry of the family."""


class Lines:
    """``lines(z, …)`` is the derivative along each of the directions in turn; ``size`` is the number of entries.

    >>> from proofs_check.probes.evaluator import Reading, Scene
    >>> reading = Reading({"letters": [["W", {"kind": "matrix", "shape": ["1", "2"], "over": ["k", "1", "1"]}],
    ...                                ["F", {"kind": "real", "value": "tr(W[1].T*W[1])**2"}]], "given": [], "then": []})
    >>> lines = Lines(Scene(reading, reading.parsed({"W": {"1": [["1", "2"]]}})), "F", "W")
    >>> lines([1, 0]), lines([0, 1]), lines([1, 0], [0, 1])
    (20, 40, 16)
    """

    def __init__(self, scene: Any, objective: str, family: str):
        self.scene, self.objective, self.family = scene, objective, family
        self.members = {place: scene.get(family, place) for place in scene.places(family) if place is not None}
        self.spots = [(place, i, j) for place, grid in self.members.items()
                      for i, row in enumerate(grid.rows) for j in range(len(row))]  # fmt: skip
        self.size = len(self.spots)
        self.bounded = any("path" in spec for spec in scene.reading.specs.values())
        self.gradients: dict[str, Direction] = {}

    def __call__(self, *directions: Direction) -> Any:
        """The derivative along these directions."""
        *before, last = directions
        if len(before) < 2 and not self.bounded:  # numbers between bounds depend on the order of the steps
            key = repr(before)
            if key not in self.gradients:
                self.gradients[key] = self._gradient(before)
            return sum(d * x for d, x in zip(last, self.gradients[key], strict=True) if not is_zero(d))
        levels = range(1 - len(directions), 1)  # below the levels of diff
        return _slope(self._value(self._tangents(directions, levels)), levels)

    def _gradient(self, before: list[Direction]) -> Direction:
        """All partial derivatives of the derivative along the directions before."""
        tape: list[Recorded] = []
        levels = range(-len(before), 0)
        entries = [Recorded(x, (), tape) for x in self._tangents(before, levels)]
        value = self._value(entries)
        slopes = value.slopes(entries) if isinstance(value, Recorded) else [0] * self.size
        return [_slope(x, levels) for x in slopes]

    def _tangents(self, directions: list[Direction] | tuple[Direction, ...], levels: range) -> list[Any]:
        entries = [self.members[place].rows[i][j] for place, i, j in self.spots]
        for level, direction in zip(levels, directions, strict=True):
            entries = [x if is_zero(d) else Tangent(x, d, level) for x, d in zip(entries, direction, strict=True)]
        return entries

    def _value(self, entries: list[Any]) -> Any:
        """The objective where the family has these entries."""
        rows = {place: [list(row) for row in grid.rows] for place, grid in self.members.items()}
        for (place, i, j), entry in zip(self.spots, entries, strict=True):
            rows[place][i][j] = entry
        family = {place: Grid(tuple(map(tuple, rows[place])), grid.shape) for place, grid in self.members.items()}
        value = self.scene.moved(self.family, None, family).get(self.objective)
        return value.rows[0][0] if isinstance(value, Grid) else value


def _slope(value: Any, levels: range) -> Any:
    for level in reversed(levels):
        value = slope(value, level)
    return value
