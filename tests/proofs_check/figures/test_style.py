"""One style: what every figure function promises, whoever calls it and under whatever settings."""

from __future__ import annotations

import importlib
import inspect
import io
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

import proofs_check.report
from proofs_check.bridge.escape import escape_trace, mode_fates, small_start_trace
from proofs_check.bridge.run_against_prediction import measure
from proofs_check.bridge.saddle_graph import saddle_graph
from proofs_check.experiments.experiment import Measurement, find_experiments
from proofs_check.figures.names import name_points
from proofs_check.figures.style import COLUMN, PAGE, class_handles, mark, panels, save, shade, styled
from proofs_check.report.certificate_plot import plot_certificate
from proofs_check.report.classes_plot import plot_classes
from proofs_check.report.graph_plots import plot_graph, plot_saddle_graph
from proofs_check.report.levels_plot import plot_barriers, plot_levels
from proofs_check.report.run_plot import plot_run
from proofs_check.report.saddle_plots import plot_escape, plot_fates
from proofs_check.report.slice_plot import plot_plane, plot_slice
from proofs_check.report.spectrum_plots import plot_fixed_points, plot_spectrum
from proofs_check.report.sweep_plot import plot_columns
from proofs_check.report.timetable_plot import plot_timetable
from tests.marks import but
from tests.proofs_check import answers_dmd, answers_dmf, answers_udu_networks
from tests.proofs_check import answers_udu_matrix as udu_matrix
from tests.proofs_check.answers_agd import OUTCOMES as AGD_OUTCOMES
from tests.proofs_check.figures.drawn import letters, on_other_axes, outside, overlaps
from tests.proofs_check.samples import PLAN
from theory.dmd.timetable import Timetable
from theory.dmf import Landscape
from theory.dmf.landscape.barriers import Barriers
from theory.dmf.output.landscape_page import landscape_page
from theory.page.palette import CLASSES, SIGNS
from theory.udu.fixed_points import fixed_points

SMALL = Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)
OUTCOMES: dict[str, tuple[list[list[Any]], dict[str, Any]]] = {
    **AGD_OUTCOMES,
    "dmf-endings": (answers_dmf.endings(), {"aligned": {f"L = {L}": [[0.1 * k for k in range(1, 20)], [float(k > 9) for k in
                                            range(1, 20)], 0.9 * (L > 2), 1.0] for L in (2, 3, 4)}}),
    "dmf-hysteresis": ([], {"grids": {str(L): [0.4 * 1.1**k for k in range(20)] for L in (2, 3, 4)}, "curves": {
        f"{L}|{kick}": {way: [[2.5 - 0.05 * k, 1.0] for k in range(20)] for way in ("up", "down")}
        for L in (2, 3, 4) for kick in ("none", "aligned 0.5", "random 0.3")}}),
    "dmf-slices": ([], {"problem": [[2, 2, 2, 2], ["3", "11/5"], ["1", "1", "1"]], "seed": 0}),
    **udu_matrix.OUTCOMES,
    **answers_dmd.OUTCOMES,
    **answers_udu_networks.OUTCOMES,
}  # fmt: skip
"""Rows and series as the experiments measure them, in small."""


def swept(tmp_path: Path) -> Figure:
    from numerics.sweep import Plan, sweep

    sweep(Plan.from_text(PLAN), tmp_path / "s.sqlite")
    return plot_columns(tmp_path / "s.sqlite", "solver.step", "loss", by="seed")


def certified(_: Path) -> Figure:
    problem, solver = {"m": 20, "n": 20, "rank": 2, "condition": 2.0}, {"columns": 4, "step": 0.5}
    found = measure("Factorization", problem, "AlternatingGradientDescent", solver, steps=60, seed=0, certify=True)
    return plot_certificate(found)


def run(_: Path) -> Figure:
    return plot_run(measure("Factorization", {"m": 5, "n": 5, "rank": 1}, "GradientDescent", {"columns": 1}, steps=40, seed=0))


FUNCTIONS: dict[str, Callable[[Path], Figure]] = {
    "plot_graph": lambda _: plot_graph(SMALL),
    "plot_levels": lambda _: plot_levels(SMALL),
    "plot_barriers": lambda _: plot_barriers(Barriers(Landscape((1, 1, 1), spectrum=(2,), ridge=1))),
    "plot_saddle_graph": lambda _: plot_saddle_graph(saddle_graph(Landscape((1, 1, 1, 1), spectrum=(3,), ridge=1), mixtures=0)),
    "plot_slice": lambda _: plot_slice(SMALL, "O", ("1+", "2+")),
    "plot_spectrum": lambda _: plot_spectrum(SMALL, "1+2-"),
    "plot_classes": lambda _: plot_classes(SMALL),
    "plot_fixed_points": lambda _: plot_fixed_points(fixed_points((3, 2, -1), 2), 8),
    "plot_timetable": lambda _: plot_timetable(Timetable(300, 20, (1.0, 0.5, 0.25))),
    "plot_escape": lambda _: plot_escape(escape_trace(SMALL, "2+", count=40), ["2+", "1+"], ["1+"]),
    "plot_fates": lambda _: plot_fates(mode_fates(Landscape((1, 1, 1, 1), spectrum=(3,), ridge=1), 1, (0.9, 1.1)), 1),
    "plot_run": run,
    "plot_certificate": certified,
    "plot_columns": swept,
    **{name: lambda _, name=name: drawn(name) for name in OUTCOMES},
}
FLOWS = ("plot_escape", "plot_saddle_graph", "plot_columns", "plot_certificate")
SLOW = (*FLOWS, *(name for name in OUTCOMES if name != "dmd-plateaus"))
WILD = {"font.size": 23.0, "axes.titlesize": 30.0, "xtick.labelsize": 26.0, "font.family": ["monospace"], "axes.grid": True,
        "axes.facecolor": "#123456", "lines.linewidth": 7.0, "legend.frameon": True, "axes.spines.top": True}  # fmt: skip


def drawn(name: str) -> Figure:
    rows, series = OUTCOMES[name]
    draw = find_experiments()[name].draw
    assert draw is not None
    return draw(Measurement(["column"] * (len(rows[0]) if rows else 0), rows, [], series))


def test_every_figure_function_is_tried() -> None:
    """Those of the report are found by their name, those of experiments by looking."""
    modules = [
        importlib.import_module(f"proofs_check.report.{found.name}")
        for found in pkgutil.iter_modules(proofs_check.report.__path__)
    ]
    named = {
        name for module in modules for name, _ in inspect.getmembers(module, inspect.isfunction) if name.startswith("plot_")
    }
    assert named - {plot_plane.__name__} == {name for name in FUNCTIONS if name.startswith("plot_")}
    assert {name for name, found in find_experiments().items() if found.draw} == set(OUTCOMES)


@pytest.mark.parametrize("name", but(FUNCTIONS, SLOW))
def test_a_figure_leaves_nothing_behind_and_looks_the_same_everywhere(name: str, tmp_path: Path) -> None:
    """Drawn under somebody else's settings: these are the same afterwards, pyplot knows of no figure, the widths are those of a
    paper, every letter is whole and legible, and the picture shown under these settings is the one shown under the defaults."""
    with matplotlib.rc_context(WILD):
        before = dict(matplotlib.rcParams)
        figure = FUNCTIONS[name](tmp_path)
        assert isinstance(figure, Figure)
        assert dict(matplotlib.rcParams) == before and plt.get_fignums() == []
        here = pixels(figure)
    with matplotlib.rc_context(matplotlib.rcParamsDefault | {"backend": matplotlib.rcParams["backend"]}):
        assert pixels(figure) == here
    assert figure.get_size_inches()[0] in (COLUMN, PAGE)
    boxes = letters(figure)
    assert len(boxes) > 4 and overlaps(boxes) == [] and outside(figure, boxes) == [] and on_other_axes(figure) == []
    assert min(text.get_fontsize() for text in figure.findobj(matplotlib.text.Text) if text.get_text()) >= 5.5


@pytest.mark.parametrize("name", but(FUNCTIONS, [name for name in FUNCTIONS if name != "plot_run"]))
def test_a_figure_is_written_in_three_formats(name: str, tmp_path: Path) -> None:
    figure = FUNCTIONS[name](tmp_path)
    for suffix, begins in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        save(figure, tmp_path / f"figure.{suffix}")
        written = (tmp_path / f"figure.{suffix}").read_bytes()
        assert written.startswith(begins) and len(written) > 3000


def pixels(figure: Figure) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, dpi=40, format="rgba", facecolor="white", edgecolor="white")
    return out.getvalue()


def test_a_file_is_the_same_every_time_and_embeds_its_letters(tmp_path: Path) -> None:
    for k, figure in enumerate((plot_spectrum(SMALL, "O"), plot_spectrum(SMALL, "O")), start=1):
        for suffix in ("png", "svg", "pdf"):
            save(figure, tmp_path / f"{k}.{suffix}")
    for suffix in ("png", "svg", "pdf"):
        assert (tmp_path / f"1.{suffix}").read_bytes() == (tmp_path / f"2.{suffix}").read_bytes()
    assert b"/Type3" not in (tmp_path / "1.pdf").read_bytes()  # journals refuse it


def test_numbers_on_an_axis_are_whole() -> None:
    """Losses that differ by a millionth stand there themselves, not as a rest of 1e−6 and a sum to add it to."""
    figure = plot_escape(small_start_trace(SMALL, until=3, count=20))
    loss = figure.axes[0]
    assert loss.yaxis.get_offset_text().get_text() == ""
    shown = [float(tick.label1.get_text()) for tick in loss.yaxis.get_major_ticks()]
    assert all(value == pytest.approx(13.84, abs=1e-4) for value in shown) and len(set(shown)) == len(shown)


def luminance(colour: str) -> float:
    """CIE L*, from the definition."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB."""


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    mixed = [min(max(sum(m * c for m, c in zip(row, linear, strict=True)), 0.0), 1.0) for row in SIGHT[sight]]
    r, g, b = mixed
    xyz = (0.4124 * r + 0.3576 * g + 0.1805 * b, 0.2126 * r + 0.7152 * g + 0.0722 * b, 0.0193 * r + 0.1192 * g + 0.9505 * b)
    f = [t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("ground", ["light", "dark"])
def test_classes_and_signs_are_told_apart(sight: str, ground: str) -> None:
    """Colours of two classes, and of two signs, are 20 apart in CIELAB for every sight (2.3 is just seen)."""
    for group in (CLASSES, SIGNS):
        shades = list(group.values())
        for k, one in enumerate(shades):
            for other in shades[:k]:
                a, b = (seen(getattr(s, ground), sight) for s in (one, other))
                distance = sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5
                assert distance > 20, (one, other, distance)


def test_marks_differ_where_grey_does_not() -> None:
    for k, one in enumerate(CLASSES.values()):
        for other in list(CLASSES.values())[:k]:
            assert one.mark != other.mark or abs(luminance(one.light) - luminance(other.light)) > 25


def test_the_page_and_the_pictures_have_one_colour_a_class() -> None:
    page = landscape_page(Landscape((1, 1, 1), spectrum=(2,), ridge=1), count=3)
    for kind, found in CLASSES.items():
        assert (
            f"--{found.variable}: light-dark({found.light}, " in page
            and f".{found.variable} {{ fill: var(--{found.variable})" in page
        )
        assert mark(kind)["color"] == found.light == shade(kind).light
    assert [handle.get_color() for handle in class_handles(CLASSES)] == [found.light for found in CLASSES.values()]


@pytest.mark.parametrize("count", [1, 7, 30])
@pytest.mark.parametrize("spread", [1.0, 1e-3, 0.0])
def test_names_lie_on_nothing(count: int, spread: float) -> None:
    """Points near each other, and all in one place: names do not touch one another, and lie inside the axes."""
    figure, (axes,) = panels(COLUMN, 3)
    axes.set_xlim(-1, 1)
    axes.set_ylim(-1, 1)
    points = [(spread * ((k * 7919) % 13 - 6) / 13, spread * ((k * 104729) % 11 - 5) / 11) for k in range(count)]
    made = name_points(axes, points, [f"1+…{k}+" for k in range(count)])
    assert made[0].get_text() == "1+…0+" and len(made) >= min(count, 20)
    boxes = [box for box in letters(figure) if box[0].startswith("1+")]
    frame = axes.get_window_extent()
    assert overlaps(boxes) == []
    assert all(frame.x0 <= b[1] and b[3] <= frame.x1 and frame.y0 <= b[2] and b[4] <= frame.y1 for b in boxes)


def test_an_overlap_and_a_cut_letter_are_seen() -> None:
    def planted() -> Figure:
        figure, (axes,) = panels(COLUMN, 2)
        axes.text(0.5, 0.5, "one")
        axes.text(0.51, 0.5, "two")
        axes.text(3, 0.5, "gone").set_in_layout(False)
        return figure

    figure = styled(planted)()
    boxes = letters(figure)
    assert ("one", "two") in overlaps(boxes) and outside(figure, boxes) == ["gone"]
