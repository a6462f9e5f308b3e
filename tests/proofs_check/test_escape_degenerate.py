"""Escapes from strict saddles beside and with a double root: y = 5, 4 at ridge 3, where y* = 4."""

from __future__ import annotations

import pytest

from proofs_check.bridge.escape import escape
from theory.dmf import Landscape


@pytest.mark.full
def test_every_strict_saddle_escapes() -> None:
    """Ends are critical orbits of lower loss; along its own radial direction mode 1 leaves for '+' or for zero."""
    landscape = Landscape((2, 2, 2, 2), spectrum=(5, 4), ridge=3)
    losses = {orbit.label: orbit.loss for orbit in landscape.orbits()}
    saddles = [orbit for orbit in landscape.orbits() if orbit.kind == "strict saddle"]
    assert [orbit.label for orbit in saddles] == ["1-", "2(0)", "1-2(0)"]
    for orbit in saddles:
        found = escape(landscape, orbit.label, mixtures=2)
        assert all(losses[d.target] < orbit.loss for d in found.departures)
        if orbit.label == "1-2(0)":
            assert {d.direction: d.target for d in found.departures}["+1"] == "1+2(0)"
