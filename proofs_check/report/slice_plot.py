"""The loss on a plane through a critical point, with the critical points that lie in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from proofs_check.bridge.plane_slice import PlaneSlice, plane_slice
from proofs_check.figures.names import heading, name_points
from proofs_check.figures.style import COLUMN, INK, SMALL, class_handles, mark, name, number, panels, styled
from theory.dmf.output.frames import short_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from theory.dmf import Landscape
    from theory.dmf.landscape.orbits import Orbit

LEVELS, NAMED = 16, 16


def plot_slice(landscape: Landscape, orbit: Orbit | str, through: Sequence[str] = ()) -> Figure:
    """F on the plane of `proofs_check.bridge.plane_slice.plane_slice`: filled contours, the level of ``orbit`` as a line, every
    critical point in the plane by its class, and by its name where there is room. Arguments and errors as there."""
    return plot_plane(plane_slice(landscape, orbit if isinstance(orbit, str) else orbit.label, through))


@styled
def plot_plane(plane: PlaneSlice) -> Figure:
    """The picture of `plot_slice`, from a plane that is known already. The loss is cut off above the highest critical point in
    the plane, and a part of the range more.
    """
    across, up = float(plane.x[-1] - plane.x[0]), float(plane.y[-1] - plane.y[0])
    figure, (axes,) = panels(COLUMN, 0.62 * COLUMN * max(0.6, min(1.5, up / across)) + 1.2)
    low, high = _range(plane)
    steps = [low + (high - low) * (k / LEVELS) ** 1.5 for k in range(LEVELS + 1)]
    x, y, loss = (array.numpy() for array in (plane.x, plane.y, plane.loss))
    filled = axes.contourf(x, y, loss, steps, cmap=_greys(), extend="max")
    axes.contour(x, y, loss, steps, colors="#8a8f98", linewidths=0.3)
    if low < plane.orbit.loss < high:
        axes.contour(x, y, loss, [plane.orbit.loss], colors=INK, linewidths=0.8)
    bar = figure.colorbar(filled, ax=axes, ticks=steps[::4], format=lambda value, _: number(value, 4), pad=0.02)
    bar.ax.tick_params(labelsize=SMALL)
    bar.set_label("loss F")
    axes.set_aspect("equal")
    axes.set_xlabel(name(plane.names[0]))
    axes.set_ylabel(name(plane.names[1]))
    heading(figure, f"plane through {name(short_label(plane.orbit))}, loss {number(plane.orbit.loss, 6)}")
    _points(axes, plane)
    figure.legend(
        handles=class_handles([plane.orbit.kind, *(p.orbit.kind for p in plane.points)]), loc="outside lower left", ncols=2
    )
    return figure


def _range(plane: PlaneSlice) -> tuple[float, float]:
    losses = [plane.orbit.loss, *(point.orbit.loss for point in plane.points)]
    low, top = min(float(plane.loss.min()), *losses), max(losses)
    middle = float(plane.loss.quantile(0.5))
    if top - low <= 1e-9 * (1 + abs(low)):  # one level only
        return low, middle
    return low, max(top + (top - low) / 3, min(middle, low + 3 * (top - low)))


def _points(axes: Axes, plane: PlaneSlice) -> None:
    seen: dict[str, list[tuple[float, float]]] = {}
    for point in plane.points:
        size = 6.0 if point.isolated else 2.5
        axes.plot(point.x, point.y, gid=point.orbit.label, zorder=4, **mark(point.orbit.kind, size))
        seen.setdefault(point.orbit.label, []).append((point.x, point.y))
    axes.plot(
        0, 0, linestyle="none", marker="o", markersize=10, markerfacecolor="none", markeredgecolor=INK, markeredgewidth=0.7
    )
    isolated = {point.orbit.label for point in plane.points if point.isolated}
    short = {point.orbit.label: name(short_label(point.orbit)) for point in plane.points}
    every = len(plane.points) <= NAMED
    shown = [
        (label, place) for label, places in seen.items() for place in (places if every and label in isolated else places[:1])
    ]
    name_points(axes, [place for _, place in shown], [short[label] for label, _ in shown])


def _greys() -> object:
    from matplotlib import colormaps
    from matplotlib.colors import LinearSegmentedColormap

    shades = colormaps["Greys"]([0.0, 0.2, 0.4, 0.6])
    return LinearSegmentedColormap.from_list("loss", list(shades))
