"""Pictures of a landscape: what is drawn is what theory says, read back from the figure, over ordinary and awkward inputs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from matplotlib.figure import Figure

from proofs_check.bridge.orbit_points import aligned_point, aligned_problem, hessian_directions
from proofs_check.bridge.plane_slice import PlaneSlice, plane_slice
from proofs_check.cli.main import main
from proofs_check.report.classes_plot import COUNTED, outcomes, plot_classes
from proofs_check.report.graph_plots import SHOWN, plot_graph
from proofs_check.report.levels_plot import joins, plot_barriers, plot_levels
from proofs_check.report.slice_plot import plot_plane
from proofs_check.report.spectrum_plots import plot_fixed_points, plot_spectrum
from proofs_check.report.timetable_plot import plot_timetable
from tests.marks import but
from tests.proofs_check.figures.drawn import letters, on_other_axes, outside, overlaps, with_gid
from theory.dmd.critical_points import critical_points
from theory.dmd.timetable import Timetable
from theory.dmf import Landscape
from theory.dmf.landscape.barriers import Barriers
from theory.dmf.landscape.escapes import flows
from theory.dmf.output.frames import shorten
from theory.udu.fixed_points import fixed_points, kind_count

SMALL = Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)
ZOO = {
    "small": SMALL,
    "widths 1": Landscape((1, 1, 1, 1), spectrum=("17/8",), ridge=1),
    "one orbit": Landscape((2, 2, 2), spectrum=("1/2", "1/3"), ridge=1),
    "L = 2": Landscape((3, 4, 3), spectrum=(4, 3, 2), ridge="1/2"),
    "L = 6": Landscape((2,) * 7, spectrum=(5, 4), ridge="1/2"),
    "ties of losses": Landscape((3, 3, 3, 3), spectrum=(2, 2, 2), ridge=1),
    "unequal ridge": Landscape((2, 3, 2, 3), spectrum=(6, 4), ridge=("1/2", 1, 2)),
    "double root": Landscape((1, 1, 1, 1), spectrum=(4,), ridge=3),
    "twelve modes": Landscape((12,) * 4, spectrum=range(40, 16, -2), ridge=1),
    "forty modes": Landscape((40,) * 4, spectrum=range(80, 40, -1), ridge=1),
    "float matrix": Landscape((2, 2, 2, 2), matrix=np.array([[3.0, 0.1], [0.2, 2.5]]), ridge=1),
}
NAMES = list(ZOO)
NEAR = Landscape((2, 2, 2, 2), matrix=np.diag([3.0, float(SMALL.thresholds["existence"])]) + 1e-16, ridge=1)


@pytest.mark.parametrize("name", but(NAMES, ("L = 6", "double root", "forty modes", "unequal ridge")))
def test_a_graph_has_each_orbit_at_its_loss_and_each_flow(name: str) -> None:
    shows_the_graph(plot_graph(ZOO[name]), ZOO[name])


@pytest.mark.parametrize("name", but(("small", "twelve modes"), ("twelve modes",)))
def test_a_mark_or_an_arrow_elsewhere_is_seen(name: str) -> None:
    for k in (0, 1):
        figure = plot_graph(ZOO[name])
        (axes,) = figure.axes
        if k:
            next(text for text in axes.texts if not text.get_text()).xy = (1.0, 1.0)
        else:
            axes.lines[2].set_ydata([float(axes.lines[2].get_ydata()[0]) * 1.01 + 0.01])
        with pytest.raises(AssertionError):
            shows_the_graph(figure, ZOO[name])


def shows_the_graph(figure: Figure, landscape: Landscape) -> None:
    """Marks at the losses (or in their order), arrows from orbit to orbit where a flow is derived, the title with the count."""
    orbits = list(landscape.orbits(SHOWN))
    (axes,) = figure.axes
    heights = [float(line.get_ydata()[0]) for line in axes.lines]
    assert len(heights) == len(orbits)
    if "not to scale" in axes.get_ylabel():
        ticks = {t.get_loc(): float(t.label1.get_text().replace("−", "-")) for t in axes.yaxis.get_major_ticks()}
        assert all(ticks[h] == pytest.approx(o.loss, rel=1e-6) for h, o in zip(heights, orbits, strict=True) if h in ticks)
        assert set(ticks) <= set(heights) and len(ticks) >= len(set(heights)) / 2
    else:
        assert heights == [orbit.loss for orbit in orbits]
    pairs = zip(heights, heights[1:], orbits, orbits[1:], strict=False)
    assert all((a < b) == (one.loss < two.loss) and a <= b for a, b, one, two in pairs)  # monotone, ties on one height
    arrows = [text for text in axes.texts if not text.get_text()]
    place = [(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in axes.lines]
    assert sorted((a.xyann, a.xy) for a in arrows) == sorted((place[s], place[t]) for s, t, _ in flows(orbits))
    told = {text.get_text() for text in axes.texts if text.get_text()}
    assert len(told) == len(orbits) and all(text.endswith(")") for text in told)
    count = landscape.orbit_count if isinstance(landscape.orbit_count, int) else landscape.orbit_count[1]
    assert (f"{count:,}" in axes.get_title(loc="left")) and ("lowest" in axes.get_title(loc="left")) == (count > SHOWN)


OFTEN = [("small", 5), ("ties of losses", 24), ("twelve modes", 24)]
CROWDS = [pytest.param(name, limit, marks=[] if (name, limit) in OFTEN else pytest.mark.full) for name in NAMES
          for limit in (1, 5, 24, 60)]  # fmt: skip


@pytest.mark.parametrize(("name", "limit"), CROWDS)
def test_names_in_a_graph_lie_on_nothing(name: str, limit: int) -> None:
    figure = plot_graph(ZOO[name], limit)
    boxes = letters(figure)
    assert overlaps(boxes) == [] and outside(figure, boxes) == []
    assert all((with_arrows == without).all() for with_arrows, without in letters_with_and_without_arrows(figure))


def letters_with_and_without_arrows(figure: Figure) -> list[tuple[np.ndarray, np.ndarray]]:
    """The pixels where each name in a graph stands, of the whole picture and of the picture without its arrows."""
    texts = figure.axes[0].texts
    boxes = [text.get_window_extent() for text in texts if text.get_text()]
    drawn = []
    for shown in (True, False):
        for text in texts:
            text.set_visible(shown or bool(text.get_text()))
        figure.canvas.draw()
        drawn.append(np.asarray(figure.canvas.buffer_rgba())[::-1].copy())
    places = [(slice(int(b.y0), int(b.y1)), slice(int(b.x0) + 1, int(b.x1))) for b in boxes]
    return [(drawn[0][place], drawn[1][place]) for place in places]


def test_an_arrow_over_a_name_is_seen() -> None:
    figure = plot_graph(ZOO["twelve modes"])
    for text in figure.axes[0].texts:
        text.set_zorder(4 if text.get_text() else 5)
    assert any((one != other).any() for one, other in letters_with_and_without_arrows(figure))


@pytest.mark.full
def test_a_graph_of_three_hundred_orbits_is_wide_and_clean() -> None:
    figure = plot_graph(ZOO["twelve modes"], 300)
    assert len(figure.axes[0].lines) == 300 and overlaps(letters(figure)) == []


LEVELLED = [name for name in NAMES if name != "float matrix"]


@pytest.mark.parametrize("name", but(LEVELLED, ("L = 6", "double root", "forty modes", "unequal ridge", "widths 1")))
def test_levels_join_at_the_highest_barrier_between_them(name: str) -> None:
    """For every two levels: the height of the first stem that is above both, read off the picture, is the largest loss of a
    saddle '+' below r, '-' at r, between them, from the orbits themselves."""
    landscape = ZOO[name]
    figure = plot_levels(landscape)
    levels = with_gid(figure, "level")
    found = [(round(x[0]), y[0]) for x, y in levels]
    if landscape.orbit_count < 10_000:
        best = {}
        for orbit in landscape.orbits():
            if "minimizer" in orbit.kind:
                best.setdefault(orbit.rank, orbit.loss)
        assert dict(found) == pytest.approx(best, rel=1e-13)
    heights = [y[0] for _, y in with_gid(figure, "saddle")]
    assert heights == sorted(heights) and len(heights) == len(found) - 1
    barriers = Barriers(landscape)
    assert heights == sorted(b.height for b in barriers.barriers)
    told = {b.target: b.height for b in barriers.barriers}
    for low in range(len(found)):
        for high in range(low + 1, len(found)):
            first = next(j for j in joins(barriers) if j.left.first <= found[low][0] and found[high][0] <= j.right.last)
            assert first.joined.height == max(told[r] for r in range(found[low][0] + 1, found[high][0] + 1))
    assert all(y[0] <= y[1] for _, y in with_gid(figure, "stem"))
    boxes = letters(figure)
    assert overlaps(boxes) == [] and outside(figure, boxes) == []


@pytest.mark.parametrize("spectrum", [(8, 7, 6, 5, 4, 3, "5/2", 2), (41, 23, 17, 12, 8, 5, 4, 3, "5/2", 2), (5, 4, 3, 2)])
def test_up_to_twelve_levels_and_the_saddles_between_them_all_have_names(spectrum: tuple[int | str, ...]) -> None:
    barriers = Barriers(Landscape((len(spectrum),) * 4, spectrum=spectrum, ridge=1))
    told = [text.get_text().replace("−", "-").split()[0] for text in plot_barriers(barriers).axes[0].texts]
    orbits = [*(level.orbit for level in barriers.levels), *(barrier.saddle for barrier in barriers.barriers)]
    assert sorted(told) == sorted(map(shorten, orbits)) and len(orbits) > 2 * len(spectrum) - 1


def test_the_height_of_a_barrier_is_that_of_its_orbit() -> None:
    losses = {orbit.label: orbit.loss for orbit in SMALL.orbits()}
    assert [y[0] for _, y in with_gid(plot_levels(SMALL), "saddle")] == pytest.approx([losses["1+2-"], losses["1-"]], rel=1e-14)


def test_levels_that_are_undecided_are_refused() -> None:
    with pytest.raises(ValueError, match="existence threshold"):
        plot_levels(NEAR)


FEW = ("widths 1", "one orbit", "L = 6", "ties of losses", "float matrix")


@pytest.mark.parametrize("name", but([name for name in NAMES if "modes" not in name], FEW))
def test_a_spectrum_is_that_of_the_dense_hessian(name: str) -> None:
    """Values and multiplicities read off the figure against eigenvalues of the dense Hessian at the point (numerics)."""
    landscape = ZOO[name]
    problem = aligned_problem(landscape)
    for orbit in [*landscape.orbits(2), landscape.orbits()[-1]]:
        figure = plot_spectrum(landscape, orbit.label)
        drawn = sorted(pair for line in figure.axes[0].lines if len(line.get_xdata()) and str(line.get_label())[0].isdigit()
                       for pair in zip(map(float, line.get_xdata()), map(int, line.get_ydata()), strict=True))  # fmt: skip
        spread = np.repeat([value for value, _ in drawn], [times for _, times in drawn])
        dense = torch.linalg.eigvalsh(problem.dense_hessian(aligned_point(orbit))[0]).numpy()
        assert np.allclose(spread, dense, atol=1e-6 * abs(dense).max()), orbit
        assert not np.allclose(spread * 1.001, dense, atol=1e-6 * abs(dense).max())
        title = figure.axes[0].get_title(loc="left")
        assert title.startswith(f"{shorten(orbit.label).replace('-', '−')}: {orbit.kind}")
        assert title.endswith(f"index {(spread < 0).sum()}, nullity {(spread == 0).sum()}") or orbit.index is None
        boxes = letters(figure)
        assert overlaps(boxes) == [] and outside(figure, boxes) == []


def loss_by_hand(landscape: Landscape, vector: np.ndarray) -> float:
    """F from its definition, with numpy."""
    factors, at = [], 0
    for a, b in zip(landscape.widths[1:], landscape.widths, strict=False):
        factors.append(vector[at : at + a * b].reshape(a, b))
        at += a * b
    product = factors[0]
    for factor in factors[1:]:
        product = factor @ product
    Y = np.zeros((landscape.widths[-1], landscape.widths[0]))
    np.fill_diagonal(Y, [float(y) for y in landscape.singular_values.values])
    return float(
        ((product - Y) ** 2).sum() + sum(float(w) * (f**2).sum() for w, f in zip(landscape.ridge, factors, strict=True))
    )


def slope_by_hand(landscape: Landscape, vector: np.ndarray) -> float:
    """‖∇F‖ by central differences."""
    steps = 1e-5 * np.eye(len(vector))
    return float(
        np.linalg.norm([(loss_by_hand(landscape, vector + h) - loss_by_hand(landscape, vector - h)) / 2e-5 for h in steps])
    )


PLANES = {
    "modes": ("small", "O", ("1+", "2+")),
    "escape": ("small", "2+", ()),
    "towards": ("small", "1-2+", ("1+2+",)),
    "a minimizer": ("small", "1+2+", ()),
    "widths 1": ("widths 1", "1-", ()),
    "one orbit": ("one orbit", "O", ()),
    "L = 2": ("L = 2", "1+", ("1+2+",)),
    "L = 6": ("L = 6", "O", ("1+", "2+")),
    "unequal ridge": ("unequal ridge", "O", ("1+", "2+")),
    "double root": ("double root", "1(0)", ()),
    "ties": ("ties of losses", "1+2-", ()),
    "float matrix": ("float matrix", "1-", ("2+",)),
}


RARE = ("towards", "a minimizer", "widths 1", "one orbit", "L = 6", "ties", "float matrix", "double root")


@pytest.fixture(scope="module", params=but(PLANES, RARE))
def plane(request: pytest.FixtureRequest) -> PlaneSlice:
    name, orbit, through = PLANES[request.param]
    return plane_slice(ZOO[name], orbit, through, mesh=15)


def test_a_slice_shows_the_loss_and_critical_points_of_all_of_space(plane: PlaneSlice) -> None:
    """F on the grid from its definition; at each marked point ‖∇F‖ by differences is rounding, and its loss that of its
    orbit."""
    origin, directions = plane.origin.numpy(), plane.directions.numpy()
    assert np.allclose(directions @ directions.T, np.eye(2), atol=1e-12)
    scale = 1 + float(plane.loss.max())
    for row, column in ((0, 0), (7, 3), (14, 14), (2, 11)):
        at = origin + float(plane.x[column]) * directions[0] + float(plane.y[row]) * directions[1]
        assert loss_by_hand(plane.landscape, at) == pytest.approx(float(plane.loss[row, column]), rel=1e-12)
    for point in plane.points[:12]:
        at = origin + point.x * directions[0] + point.y * directions[1]
        assert loss_by_hand(plane.landscape, at) == pytest.approx(point.orbit.loss, rel=1e-9)
        assert slope_by_hand(plane.landscape, at) < 1e-6 * scale
        assert (
            slope_by_hand(plane.landscape, at + 0.01 * directions[0]) > 1e-6 * scale
            or not point.isolated
            or point.orbit.nullity
        )
        assert plane.x[0] < point.x < plane.x[-1] and plane.y[0] < point.y < plane.y[-1]
    assert any(abs(p.x) + abs(p.y) < 1e-9 and p.orbit.label == plane.orbit.label for p in plane.points)


def test_a_picture_of_a_slice_marks_every_point_and_names_every_orbit(plane: PlaneSlice) -> None:
    figure = plot_plane(plane)
    drawn = sorted((line.get_gid(), float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in figure.axes[0].lines
                   if line.get_gid())  # fmt: skip
    assert drawn == sorted((p.orbit.label, p.x, p.y) for p in plane.points)
    named = {text.get_text().replace("−", "-") for text in figure.axes[0].texts}
    assert named == {point.orbit.label for point in plane.points}
    boxes = letters(figure)
    assert overlaps(boxes) == [] and outside(figure, boxes) == []


def test_a_long_title_of_a_slice_keeps_clear_of_the_colour_bar() -> None:
    landscape = Landscape((4, 4, 4, 4), spectrum=(5, 4, 3, 2), ridge="1/2")
    figure = plot_plane(plane_slice(landscape, "1-2+3-4+", mesh=15))
    boxes = letters(figure)
    assert on_other_axes(figure) == [] and outside(figure, boxes) == [] and overlaps(boxes) == []
    figure.axes[0].set_title(figure.get_suptitle())
    assert on_other_axes(figure) == [figure.get_suptitle()]


def test_the_plane_of_two_modes_holds_every_orbit() -> None:
    """Aligned modes have points x·(mode 1) + y·(mode 2): all nine orbits have one in the plane through O, 1+, 2+; an odd
    number of factors has no other sign. With one factor less each has four, two or one."""
    odd = plane_slice(SMALL, "O", ("1+", "2+"), mesh=3)
    assert [p.orbit.label for p in odd.points] == [orbit.label for orbit in SMALL.orbits()]
    even = Landscape((2, 2, 2), spectrum=(3, 2), ridge=1)
    counts = [p.orbit.label for p in plane_slice(even, "O", ("1+", "2+"), mesh=3).points]
    assert {label: counts.count(label) for label in counts} == {"1+2+": 4, "1+": 2, "2+": 2, "O": 1}


def test_a_circle_of_minimizers_is_no_isolated_point() -> None:
    """L = 2, spare units: along the two fastest directions of the origin 1+ is a circle of radius √2·σ, σ² = y − 1, by hand."""
    found = plane_slice(Landscape((2, 2, 2), spectrum=(3, 2), ridge=1), "O", mesh=3)
    circle = [p for p in found.points if p.orbit.label == "1+"]
    assert len(circle) > 20 and not any(p.isolated for p in circle)
    assert np.allclose([np.hypot(p.x, p.y) for p in circle], 2.0, atol=1e-9)


def test_points_of_another_problem_are_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted error: numerics with another ridge finds critical points, and none of them is an orbit's."""
    other = Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge="9/10")
    monkeypatch.setattr("proofs_check.bridge.plane_slice.aligned_problem", lambda _: aligned_problem(other))
    assert {p.orbit.label for p in plane_slice(SMALL, "O", ("1+", "2+"), mesh=3).points} == {"O"}


def test_directions_are_eigenvectors() -> None:
    for name in ("small", "L = 2", "unequal ridge", "double root"):
        landscape = ZOO[name]
        problem = aligned_problem(landscape)
        for orbit in landscape.orbits(4):
            hessian = problem.dense_hessian(aligned_point(orbit))[0]
            listed = hessian_directions(problem, orbit)
            basis = torch.stack([vector for *_, vector in listed])
            assert torch.allclose(basis @ basis.T, torch.eye(len(basis), dtype=torch.float64), atol=1e-10)
            for value, _, vector in listed:
                assert torch.allclose(hessian @ vector, value * vector, atol=1e-8 * float(hessian.abs().max()))


@pytest.mark.parametrize(("orbit", "through", "message"), [
    ("7+", (), "orbit must be"),
    ("O", ("1+", "1-"), r"not on one line with O, got 1\+, 1-"),
    ("O", ("O",), "not on one line"),
    ("O", ("1+", "2+", "1-"), "at most two"),
])  # fmt: skip
def test_planes_that_there_are_not(orbit: str, through: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        plane_slice(SMALL, orbit, through)


@pytest.mark.full
def test_a_large_problem_is_sliced_through_orbits_only() -> None:
    large = Landscape((40, 40, 40), spectrum=range(80, 40, -1), ridge=1)
    with pytest.raises(ValueError, match="more than 3000 entries, got 3200"):
        plane_slice(large, "1+")
    assert {p.orbit.label for p in plane_slice(large, "O", ("1+", "2+"), mesh=3).points} == {"O", "1+", "2+", "1+2+"}


def test_outcomes_of_the_chart_are_the_classes() -> None:
    """Orbits at the outcomes add up to the classes that the columns give, and the picture says so."""
    for name in ("small", "L = 2", "double root"):
        landscape = ZOO[name]
        counts = outcomes(landscape)
        shown = [text.get_text().split("\n") for text in plot_classes(landscape).axes[0].texts]
        told: dict[str, int] = {}
        for lines in shown:
            if lines[-1].endswith(("orbit", "orbits")):
                told[lines[0]] = told.get(lines[0], 0) + int(lines[-1].split()[0])
        kinds = [orbit.kind for orbit in landscape.orbits()]
        assert counts is not None and counts.total() == len(kinds)
        assert {k: n for k, n in told.items() if n} == {kind: kinds.count(kind) for kind in kinds}


def test_orbits_are_not_led_through_the_chart_where_they_are_many_or_undecided() -> None:
    assert ZOO["twelve modes"].orbit_count > COUNTED and outcomes(ZOO["twelve modes"]) is None
    assert NEAR.undecided and outcomes(NEAR) is None


@pytest.mark.parametrize(("points", "count"), [
    (fixed_points((3, 2, -1), 3), None),
    (fixed_points((2,), 1), None),
    pytest.param(fixed_points(tuple(range(1, 11)), 10, 40), kind_count(tuple(range(1, 11)), 10), marks=pytest.mark.full),
    (critical_points((3, 2, 1), 3, 5), None),
    (critical_points((3, -1), 1, 2), None),
    (critical_points(("1000", "1/1000"), 2, 4), None),
])  # fmt: skip
def test_rows_of_fixed_points_have_their_eigenvalues(points: list, count: int | None) -> None:  # type: ignore[type-arg]
    figure = plot_fixed_points(points, count or len(points))
    expected = [(float(v), float(k)) for k, point in enumerate(points[:24]) for v, _ in point.spectrum or ()]
    assert sorted((x[0], y[0]) for x, y in with_gid(figure, "eigenvalue")) == sorted(expected)
    assert len(with_gid(figure, "class")) == min(len(points), 24)
    assert ("lowest of" in figure.axes[0].get_title(loc="left")) == ((count or len(points)) > 24)
    boxes = letters(figure)
    assert overlaps(boxes) == [] and outside(figure, boxes) == []


TIMETABLES = {
    "three": Timetable(300, 20, (1.0, 0.5, 0.25)),
    "all of space": Timetable(3, 3, (1.0, 0.5)),
    "infinite means": Timetable(100, 2, (2.0, 2.0)),
    "one": Timetable(10, 1, (5.0,)),
    "forty": Timetable(1000, 50, tuple(0.9**k for k in range(40))),
    "far apart": Timetable(10**9, 5, (1.0, 1e-3)),
}


@pytest.mark.parametrize("name", but(TIMETABLES, ("one", "forty", "all of space")))
def test_a_timetable_has_its_plateaus_and_exits(name: str) -> None:
    timetable = TIMETABLES[name]
    figure = plot_timetable(timetable)
    rows = timetable.to_json()["timetable"]
    ((times, heights),) = with_gid(figure, "median")
    assert times[1:-1:2] == times[2:-1:2] == [row["quantiles"]["0.5"] for row in rows]
    levels = [sum(v * v for v in timetable.spectrum) / 4, *(row["plateau"] for row in rows)]
    assert heights[0:-1:2][: len(levels) - 1] == pytest.approx(levels[:-1]) and heights == sorted(heights, reverse=True)
    ((finite, _),) = with_gid(figure, "expected")
    assert finite == [row["expected"] for row in rows if row["expected"] is not None]
    bands = [c for c in figure.axes[0].collections if c.get_gid() == "between"]
    shaded = [(b.get_paths()[0].get_extents().x0, b.get_paths()[0].get_extents().x1) for b in bands]
    assert shaded == [(row["quantiles"]["0.1"], row["quantiles"]["0.9"]) for row in rows]
    boxes = letters(figure)
    assert overlaps(boxes) == [] and outside(figure, boxes) == []


COMMAND = ["landscape", "--widths", "2,2,2,2", "--spectrum", "3,11/5", "--ridge", "1"]
PICTURES = ["", "--limit 3", "--view graph", "--view levels", "--view classes", "--view spectrum",
            "--view slice", "--view spectrum --orbit O", "--view slice --orbit O --through 1+,2+"]  # fmt: skip


@pytest.mark.parametrize("options", but(PICTURES, PICTURES[1:]))
def test_pictures_by_command(options: str, tmp_path: Path) -> None:
    assert main([*COMMAND, "--chart", str(tmp_path / "a.svg"), *options.split()]) == 0
    other = [*COMMAND[:4], "4,2", *COMMAND[5:]]
    assert main([*other, "--chart", str(tmp_path / "b.svg"), *options.split()]) == 0
    one, two = ((tmp_path / name).read_text(encoding="utf-8") for name in ("a.svg", "b.svg"))
    assert one != two and "<svg" in one[:1000]  # a picture is that of its input


@pytest.mark.parametrize(("options", "message"), [
    (["--chart", "x.gif"], "chart must end in .png, .svg or .pdf, got x.gif"),
    (["--view", "levels"], "view needs --chart FILE"),
    (["--orbit", "O"], "orbit needs --chart FILE"),
    (["--chart", "x.svg", "--view", "map"], "view must be one of graph, levels, slice, spectrum, classes, got map"),
    (["--chart", "x.svg", "--orbit", "O"], "orbit is for --view slice or spectrum, got graph"),
    (["--chart", "x.svg", "--view", "spectrum", "--through", "1+"], "through is for --view slice, got spectrum"),
    (["--chart", "x.svg", "--view", "spectrum", "--orbit", "3+"], "orbit must be one of"),
    (["--chart", "x.svg", "--limit", "0"], "limit must be at least 1"),
])  # fmt: skip
def test_options_that_fit_no_picture_are_one_line(
    options: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*COMMAND, *options]) == 2
    out, err = capsys.readouterr()
    assert message in err and err.count("\n") == 1 and out == "" and not list(tmp_path.iterdir())


@pytest.mark.parametrize("spectrum", ["5,5,4.9999,3,2", "30000,3,2", "300,2,1.9999", "3,2.9999999,1.8", "1000000,3,2"])
def test_the_axis_of_a_wide_spectrum_has_its_ticks_apart(spectrum: str) -> None:
    width = spectrum.count(",") + 1
    landscape = Landscape((width,) * 4, spectrum=tuple(spectrum.split(",")), ridge=1)
    figures = [plot_spectrum(landscape, name) for name in ("1+2-", "1+2+", "1+")]
    assert "symlog" in [figure.axes[0].get_xscale() for figure in figures]
    assert [overlaps(letters(figure)) for figure in figures] == [[], [], []]
