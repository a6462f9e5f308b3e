"""The explorable page: every number on it is what the theory says at that ridge, and nothing on it is asked from elsewhere."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from html import unescape
from itertools import pairwise

import numpy as np
import pytest

from theory.dmf import Landscape
from theory.dmf.landscape.barriers import Barriers
from theory.dmf.output.frames import crossings, frames, ridge_factors, short_label
from theory.dmf.output.landscape_page import landscape_page, notebook_html

SMALL = Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)
CASES = [
    SMALL,
    Landscape((3, 4, 3), spectrum=("4", "3", "1/2"), ridge=("1", "1/2")),
    Landscape((3, 3, 3, 3, 3), spectrum=("3", "3", "2"), ridge="1/10"),
    Landscape((2, 3, 2, 2), matrix=np.array([[1.5, 0.25], [-0.5, 2.0]]), ridge="0.3"),
    Landscape((1, 1, 1, 1), spectrum=(4,), ridge=3),  # exactly at the threshold
    Landscape((2, 2, 2, 2), spectrum=(0, 0), ridge=1),
]


@pytest.mark.parametrize("landscape", CASES, ids=lambda landscape: str(landscape.widths))
def test_each_frame_is_the_landscape_built_anew_at_its_ridge(landscape: Landscape) -> None:
    """Independent route: a `Landscape` of its own from the printed ridge, listed in full."""
    data = frames(landscape, count=7)
    factors = ridge_factors(landscape, 7)
    assert [frame["factor"] for frame in data["frames"]] == [float(f) for f in factors] and factors[data["given"]] == 1
    for factor, frame in zip(factors, data["frames"], strict=True):
        ridge = [weight * factor for weight in landscape.ridge]
        given = {"matrix": landscape.matrix} if landscape.matrix is not None else {"spectrum": landscape.spectrum}
        anew = Landscape(landscape.widths, ridge=ridge, **given)
        names = ("loss", "kind", "index", "nullity", "dimension", "components")
        shown = [(o["name"], *(o[name] for name in names)) for o in frame["orbits"]]
        assert shown == [(o.label, *(getattr(o, name) for name in names)) for o in anew.orbits()]
        assert frame["least"] == anew.global_loss and frame["count"] == f"{anew.orbit_count:,}"
        for row, orbit in zip(frame["orbits"], anew.orbits(), strict=True):
            assert row["spectrum"] == [list(pair) for pair in orbit.hessian()]


@pytest.mark.parametrize("landscape", CASES[:4], ids=lambda landscape: str(landscape.widths))
def test_a_mode_is_lost_exactly_where_its_crossing_says(landscape: Landscape) -> None:
    """Independent route: exact classification just below and just above each crossing."""
    for crossing in crossings(landscape):
        for name, at in (("existence", crossing.existence), ("global", crossing.globality)):
            signs = []
            for nudge in (Fraction(999999, 1000000), Fraction(1000001, 1000000)):
                near = landscape.scaled(Fraction(at) * nudge)
                signs.append(near.thresholds[name].compare(near.singular_values.values[crossing.position - 1]))
            assert signs == [1, -1]


@pytest.mark.parametrize("landscape", CASES[:4], ids=lambda landscape: str(landscape.widths))
def test_between_any_two_crossings_there_is_a_ridge_to_look_at(landscape: Landscape) -> None:
    factors = ridge_factors(landscape, 5)
    places = sorted({at for c in crossings(landscape) for at in (c.globality, c.existence)})
    for low, high in pairwise(places):
        assert high / low < 1 + 1e-9 or any(low < factor < high for factor in factors)


def test_the_path_of_minimizers_is_there_though_it_is_far_from_the_lowest_of_a_million() -> None:
    """Levels and barriers come from `Barriers`, which lists nothing."""
    landscape = Landscape((13,) * 4, spectrum=[str(k) for k in range(30, 43)], ridge=1)
    assert landscape.orbit_count > 10**6
    data = frames(landscape, limit=10, count=3, everywhere=False)
    there = {orbit["name"]: orbit["loss"] for orbit in data["frames"][data["given"]]["orbits"]}
    known = Barriers(landscape)
    assert {level.orbit for level in known.levels} | {barrier.saddle for barrier in known.barriers} <= set(there)
    assert [there[level.orbit] for level in known.levels] == pytest.approx([level.loss for level in known.levels], rel=1e-14)
    assert len(json.dumps(data)) < 2e6


def test_what_the_input_leaves_open_is_said_to_be_open() -> None:
    landscape = Landscape((2, 2, 2, 2), matrix=np.diag([3.0, (256 / 27) ** 0.25]), ridge=1)
    frame = next(f for f in frames(landscape, count=3)["frames"] if f["factor"] == 1)
    assert frame["local"] is None and any(orbit["kind"] == "undecided" for orbit in frame["orbits"])


@pytest.mark.parametrize("name", ["limit", "count"])
def test_a_page_of_nothing_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} must be a positive integer, got 0"):
        frames(SMALL, **{name: 0})


def test_short_names_say_the_same() -> None:
    for orbit in CASES[2].orbits():
        text = re.sub(
            r"(\d+)([+-])…(\d+)\2",
            lambda m: "".join(f"{k}{m[2]}" for k in range(int(m[1]), int(m[3]) + 1)),
            short_label(orbit),
        )
        assert text == orbit.label


def test_the_page_asks_nothing_and_runs_only_its_own_script() -> None:
    text = landscape_page(SMALL, count=3)
    assert not re.search(r"(src|href)\s*=\s*[\"'](?!#)", text) and "@import" not in text and "fetch(" not in text
    assert re.findall(r"<script[^>]*>", text) == ['<script type="application/json" id="landscape-data">', "<script>"]
    assert len(text) < 200_000


def test_a_notebook_gets_the_page_in_a_frame_and_the_table_below() -> None:
    text = notebook_html(SMALL)
    inner = unescape(re.search(r'srcdoc="([^"]*)"', text)[1])  # type: ignore[index]
    assert inner.startswith("<!doctype html>") and 'sandbox="allow-scripts"' in text
    assert "<td>1+2-</td>" in text and text == SMALL._repr_html_()
