"""What a notebook asks a landscape for: orbits by the names that tables print, escapes, runs with named columns."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest
from matplotlib.figure import Figure

from proofs_check.bridge.escape import escape, escape_trace, small_start_trace
from proofs_check.explore import Landscape, Orbit, Trace
from proofs_check.report import landscape_plots, saddle_plots
from proofs_check.report.paper_table import orbit_tex
from theory import dmf
from theory.dmf.output.frames import short_label

SMALL = Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)


@pytest.mark.parametrize("spectrum", [(8, 7, 6, 5, 4, 3), (8, 8, 8, 5, 5, 4), (5, 4, 4, 4, 4, 4)])
def test_names_as_tables_print_them(spectrum: tuple[int, ...]) -> None:
    """In every table: LaTeX, the page to explore, plain."""
    landscape = dmf.Landscape((6, 6, 6, 6), spectrum=spectrum, ridge=3)
    for orbit in landscape.orbits():
        for name in (orbit.label, orbit_tex(orbit.label), short_label(orbit)):
            assert landscape.orbit(name).codes == orbit.codes


def test_it_is_the_same_landscape() -> None:
    plain = dmf.Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)
    assert SMALL.to_json(hessian=True) == plain.to_json(hessian=True)
    for orbits in (SMALL.orbits(), SMALL.orbits(4), [SMALL.orbit("1+2-")]):
        assert all(type(orbit) is Orbit and orbit.landscape is SMALL for orbit in orbits)
    assert type(SMALL.scaled(2).orbit("O")) is Orbit  # type: ignore[arg-type]


def test_escapes_and_runs_are_those_of_the_functions() -> None:
    assert str(SMALL.orbit("1-2+").escape(mixtures=2, seed=3)) == str(escape(SMALL, "1-2+", mixtures=2, seed=3))
    trace, plain = SMALL.orbit("2+").trace(sign=-1, count=60), escape_trace(SMALL, "2+", sign=-1, count=60)
    assert type(trace) is Trace and bool((trace.loss == plain.loss).all()) and str(trace) == str(plain)
    started, plain = SMALL.trace(seed=4, until=3, count=20), small_start_trace(SMALL, seed=4, until=3, count=20)
    assert type(started) is Trace and bool((started.loss == plain.loss).all())
    with pytest.raises(ValueError, match=r"orbit must be a strict saddle to escape from, got 1\+: local minimizer"):
        SMALL.orbit("1+").escape()


@pytest.mark.parametrize("start", ["1-2+", None])
def test_a_trace_in_columns(start: str | None) -> None:
    """Every column again from the factors, with numpy."""
    landscape = Landscape((3, 2, 4, 2), spectrum=(4, "5/2"), ridge=("1/2", 1, "3/4"))
    trace = landscape.orbit(start).trace(count=40) if start else landscape.trace(count=40, until=2)
    table = trace.table(["1+", "O"])
    factors = [w.numpy() for w in trace.factors]
    product = factors[2] @ factors[1] @ factors[0] - np.eye(2, 3) * [[4], [2.5]]
    loss = (product**2).sum((1, 2)) + sum(c * (w**2).sum((1, 2)) for c, w in zip((0.5, 1, 0.75), factors, strict=True))
    assert np.allclose(table["loss"], loss, rtol=1e-12)
    assert np.allclose(table["distance O"], np.sqrt(sum((w**2).sum((1, 2)) for w in factors)), rtol=1e-12)
    second = np.linalg.svd(factors[1], compute_uv=False)[:, 1]
    assert np.allclose(table["sigma_2_2"], second, atol=1e-12)
    assert ("displacement" in table) is (start is not None)
    assert list(table)[-2:] == ["distance 1+", "distance O"]
    assert (type(table) is not dict) == (importlib.util.find_spec("pandas") is not None)


def test_a_notebook_shows_runs_as_tables() -> None:
    trace = SMALL.orbit("2+").trace(count=30)
    shown = trace._repr_html_()
    assert shown.count("<tr>") == 10 and f"{float(trace.loss[-1]):.6g}" in shown and "2+ to 1+" in shown
    found = SMALL.orbit("1-").escape(mixtures=0)._repr_html_()
    assert found.count("<tr>") == 3 and "<td>−1</td><td>O</td>" in found


def test_pictures_are_those_of_the_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which function draws, and what it is given."""
    for name in landscape_plots.__all__:
        monkeypatch.setattr(landscape_plots, name, lambda *given, name=name: (name, *given))
    saddle = SMALL.orbit("1+2-")
    assert SMALL.plot() == ("plot_graph", SMALL)
    assert SMALL.plot("levels") == ("plot_levels", SMALL)
    assert SMALL.plot("classes") == ("plot_classes", SMALL)
    assert saddle.plot() == ("plot_spectrum", SMALL, saddle)
    assert saddle.plot("slice") == ("plot_slice", SMALL, saddle, ())
    assert saddle.plot("slice", ["1+", "2+"]) == ("plot_slice", SMALL, saddle, ["1+", "2+"])


def test_a_run_is_drawn_with_what_it_visited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saddle_plots, "plot_escape", lambda trace, levels, distances: (trace, levels, distances))
    trace = SMALL.orbit("2+").trace(count=20)
    assert trace.visited == ("2+", "1+")
    assert trace.plot() == (trace, ("2+", "1+"), ("2+", "1+"))
    assert trace.plot(["O"]) == (trace, ("O",), ("O",))
    assert SMALL.trace(scale=1e-2, until=8, count=20).visited == ("O",)


def test_a_picture_is_a_figure() -> None:
    assert isinstance(SMALL.orbit("1+2-").plot(), Figure)


@pytest.mark.parametrize("thing", [SMALL, SMALL.orbit("1+")], ids=["landscape", "orbit"])
def test_no_such_picture(thing: Landscape | Orbit) -> None:
    with pytest.raises(ValueError, match=r"^kind must be one of \w+, .*, got .pie.$"):
        thing.plot("pie")


def test_a_picture_of_the_other_thing_says_how_it_is_drawn() -> None:
    for kind in ("slice", "spectrum"):
        with pytest.raises(ValueError, match=rf'; {kind} is a picture of .*: landscape.orbit\("O"\).plot\("{kind}"\)$'):
            SMALL.plot(kind)
    for kind in ("graph", "levels", "classes"):
        with pytest.raises(ValueError, match=rf'; {kind} is a picture of .*: landscape.plot\("{kind}"\)$'):
            SMALL.orbit("O").plot(kind)
