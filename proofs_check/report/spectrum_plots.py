"""Hessian spectra as pictures: one orbit as bars, many fixed points as rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from proofs_check.figures.names import ABOVE, NEAR, name_points
from proofs_check.figures.style import COLUMN, PAGE, SMALL, SOFT, class_handles, mark, name, number, panels, styled
from theory.dmf.output.frames import short_label
from theory.page.palette import SIGNS
from theory.storage.counted import counted

if TYPE_CHECKING:
    from fractions import Fraction

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    from theory.dmf import Landscape
    from theory.dmf.landscape.orbits import Orbit

ROWS = 24
"""Fixed points in a picture; beyond, the lowest losses."""
WIDE_RANGE, MANY = 300.0, 40
"""Ratio of eigenvalues, and multiplicity, from which an axis is logarithmic."""
_SIGNED = {-1: "negative", 0: "zero", 1: "positive"}


class Classified(Protocol):
    """What a row shows of a fixed point: `theory.udu.fixed_points` and `theory.dmd.critical_points` have such."""

    @property
    def active(self) -> tuple[int, ...]:
        """Positions of the learnt eigenvalues."""

    @property
    def value(self) -> Fraction:
        """The loss."""

    @property
    def kind(self) -> str:
        """The class."""

    @property
    def index(self) -> int | None:
        """Number of negative eigenvalues; None where they depend on the point."""

    @property
    def spectrum(self) -> Sequence[tuple[Fraction | float, int]] | None:
        """(eigenvalue, multiplicity), or None where they depend on the point."""


@styled
def plot_spectrum(landscape: Landscape, orbit: Orbit | str) -> Figure:
    """Eigenvalues of ∇²F on the axis, multiplicities as heights, by sign; index and nullity in the title.

    >>> from theory.dmf import Landscape
    >>> figure = plot_spectrum(Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1), "1+2-")
    >>> figure.axes[0].get_title(loc="left").split("\\n")[1]
    'index 1, nullity 2'
    """
    chosen = landscape.orbit(orbit) if isinstance(orbit, str) else orbit
    spectrum = chosen.hessian()
    figure, (axes,) = panels(COLUMN, 2.5)
    many = max(times for _, times in spectrum) > MANY
    if many:
        axes.set_yscale("log")
    _eigenvalue_axis(axes, [value for value, _ in spectrum])
    for sign, told in _SIGNED.items():
        here = [(value, times) for value, times in spectrum if _sign(value) == sign]
        if here:
            values, times = zip(*here, strict=True)
            axes.vlines(values, 0.6 if many else 0, times, color=SIGNS[sign].light, linewidth=2.6)
            axes.plot(values, times, **_eigenvalue(sign), label=f"{sum(times):,} {told}")
    axes.set_ylim(0.6 if many else 0, (3.0 if many else 1.25) * max(times for _, times in spectrum))
    if not many:
        axes.locator_params(axis="y", integer=True)
    axes.set_ylabel("multiplicity")
    known = ["undecided" if number is None else f"{number:,}" for number in (chosen.index, chosen.nullity)]
    axes.set_title(
        f"{name(short_label(chosen))}: {chosen.kind}, loss {number(chosen.loss, 7)}\nindex {known[0]}, nullity {known[1]}"
    )
    figure.legend(loc="outside lower left", ncols=3, columnspacing=1.0)
    several = [(value, times) for value, times in spectrum if times > 1]
    name_points(axes, several, [f"{times:,}" for _, times in several], distances=NEAR, directions=ABOVE)
    return figure


@styled
def plot_fixed_points(points: Sequence[Classified], count: int) -> Figure:
    """A row for each fixed point, lowest loss at the bottom: class, learnt eigenvalues, and the Hessian eigenvalues by sign
    with multiplicities. ``points`` by loss; of more than `ROWS` the first, and the title says of how many (``count``)."""
    shown = list(points[:ROWS])
    figure, (axes,) = panels(PAGE, max(1.8, 0.27 * len(shown) + 1.25))
    spectra = [[(float(value), times) for value, times in point.spectrum or ()] for point in shown]
    _eigenvalue_axis(axes, [value for spectrum in spectra for value, _ in spectrum])
    for row, (point, spectrum) in enumerate(zip(shown, spectra, strict=True)):
        axes.axhline(row, color=SOFT, lw=0.3, zorder=0)
        axes.plot(0.012, row, transform=axes.get_yaxis_transform(), gid="class", clip_on=False, **mark(point.kind, 6))
        for value, _ in spectrum:
            axes.plot(value, row, gid="eigenvalue", **_eigenvalue(_sign(value)))
        if not spectrum:
            axes.text(0.5, row, "spectrum depends on the point", transform=axes.get_yaxis_transform(), fontsize=SMALL,
                      color=SOFT, ha="center", va="bottom")  # fmt: skip
    axes.set_yticks(range(len(shown)), [_row_name(point) for point in shown])
    axes.set_ylim(-0.6, len(shown) - 0.2)
    part = f"the {len(shown)} lowest of " if count > len(shown) else ""
    axes.set_title(f"{part}{counted(count, 'kind')} of fixed points; small: multiplicity")
    signs = sorted({_sign(value) for spectrum in spectra for value, _ in spectrum})
    handles = [*class_handles(point.kind for point in shown), *_sign_handles(signs)]
    figure.legend(handles=handles, loc="outside lower left", ncols=4, columnspacing=1.0)
    several = [(value, float(row), times) for row, spectrum in enumerate(spectra) for value, times in spectrum if times > 1]
    name_points(axes, [(value, row) for value, row, _ in several], [f"{times:,}" for *_, times in several], size=5.5,
                mark=1.8, distances=(3.4,), directions=ABOVE)  # fmt: skip
    return figure


def _row_name(point: Classified) -> str:
    learnt = ", ".join(map(str, point.active)) if len(point.active) < 7 else f"{len(point.active)} learnt"
    dead = getattr(point, "dead", 0)
    return f"{{{learnt}}}{f' + {dead} dead' * bool(dead)}  {number(float(point.value), 4)}"


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _eigenvalue(sign: int) -> dict[str, Any]:
    """How an eigenvalue is drawn."""
    return {"linestyle": "none", "marker": "o", "markersize": 3.5, "color": SIGNS[sign].light}


def _sign_handles(signs: Iterable[int]) -> list[Line2D]:
    from matplotlib.lines import Line2D

    return [Line2D([], [], label=f"{_SIGNED[sign]} eigenvalue", **_eigenvalue(sign)) for sign in signs]


def _eigenvalue_axis(axes: Axes, values: Sequence[float]) -> None:
    """Linear, or logarithmic on both sides of zero where sizes differ by more than `WIDE_RANGE`."""
    sizes = [abs(value) for value in values if value]
    if sizes and max(sizes) > WIDE_RANGE * min(sizes):
        first = 10.0 ** math.floor(math.log10(min(sizes)))  # a power of ten: a tick nearer to 0 would lie on it
        room = max(1.0, math.log10(max(sizes) / first) / 3)
        axes.set_xscale("symlog", linthresh=first, linscale=room)
        axes.xaxis.get_major_locator().set_params(numticks=6)  # type: ignore[call-arg]
    axes.axvline(0, color=SOFT, lw=0.5, zorder=0)
    axes.margins(x=0.08)
    axes.set_xlabel("eigenvalue of the Hessian")
