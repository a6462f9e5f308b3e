"""Escape directions one by one against the merged Hessian list, and flow rules against the enumeration of ends in `bridge`."""

from __future__ import annotations

from itertools import product
from math import isclose

import pytest

from proofs_check.bridge.saddle_graph import derived_ends
from theory.dmf import Landscape
from theory.dmf.landscape.escapes import escape_directions, flow_rule

CASES = [
    ((2, 2, 2, 2), ("3", "11/5"), 1),
    ((3, 4, 3, 3), ("4", "3", "5/2"), ("1", "1/2", "3/4")),
    ((3, 3, 3, 3), ("3", "3", "11/5"), 1),
    ((4, 3, 3), ("4", "4", "3/2"), "1/2"),
    ((3, 5, 4), ("4", "3", "2"), ("1/3", "2")),
    ((2, 2, 2, 2), ("5", "4"), "3"),  # y_2 = 4 … above, and below the threshold of 3
    ((3, 3, 3, 3, 3), ("5/2", "2", "1/10"), "4/5"),
    ((1, 1, 1, 1), ("4",), 3),  # a double root
    ((2, 2, 2, 2), ("4", "6"), 3),  # a double root beside two simple ones
]


@pytest.mark.parametrize(("widths", "spectrum", "ridge"), CASES)
def test_directions_add_up_to_the_index_and_are_the_negative_part_of_the_hessian(
    widths: tuple[int, ...], spectrum: tuple[str, ...], ridge: object
) -> None:
    """`Orbit.hessian` merges all blocks without naming them, and the index is a closed formula: two other routes."""
    for orbit in Landscape(widths, spectrum=spectrum, ridge=ridge).orbits():
        directions = escape_directions(orbit)
        assert sum(direction.times for direction in directions) == orbit.index
        mine = sorted(value for d in directions for value in [d.eigenvalue] * d.times)
        listed = [value for value, times in orbit.hessian() for _ in range(times) if value < 0]
        assert len(mine) == len(listed)
        assert all(isclose(a, b, rel_tol=1e-12) for a, b in zip(mine, listed, strict=True)), orbit.label


@pytest.mark.parametrize(("widths", "spectrum", "ridge"), CASES)
def test_flow_rules_are_the_ends_that_an_enumeration_of_flows_gives(
    widths: tuple[int, ...], spectrum: tuple[str, ...], ridge: object
) -> None:
    orbits = list(Landscape(widths, spectrum=spectrum, ridge=ridge).orbits())
    found = 0
    for source, target in product(orbits, orbits):
        rule = flow_rule(source, target)
        assert rule == derived_ends(source).get(target.label, ""), (source.label, target.label)
        assert not rule or target.loss < source.loss
        found += bool(rule)
    assert found or len(orbits) < 3


def test_what_the_input_leaves_open_has_no_directions() -> None:
    import numpy as np

    threshold = (256 / 27) ** 0.25
    landscape = Landscape((2, 2, 2, 2), matrix=np.diag([3.0, threshold]), ridge=1)
    open_ones = [orbit for orbit in landscape.orbits() if orbit.index is None]
    assert open_ones
    with pytest.raises(ValueError, match="must have a decided index"):
        escape_directions(open_ones[0])
