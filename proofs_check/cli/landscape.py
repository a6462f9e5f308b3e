"""``saddleproof landscape``: the classified landscape of one deep matrix factorization problem."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proofs_check.cli.options import (
    PICTURES,
    Digits,
    Exact,
    Format,
    Limit,
    MatrixFile,
    Out,
    Picture,
    Ridge,
    TargetSpectrum,
    Width,
    Widths,
    check_choice,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from proofs_check.report.progress import Progress
    from theory.dmf import Landscape

ON_A_PAGE = 40
"""Orbits of lowest loss on a page, at each ridge, where --limit says nothing else."""
CHARTS = ("graph", "levels", "slice", "spectrum", "classes")
ChartOf = Annotated[
    str | None,
    typer.Option("--view", metavar="|".join(CHARTS), help="What --chart draws: saddle graph, levels and barriers, F on a "
                 "plane through --orbit, its Hessian spectrum, or the chart of classes."),
]  # fmt: skip
ChartOrbit = Annotated[
    str | None,
    typer.Option("--orbit", metavar="ORBIT", help="Of slice and spectrum, such as 1+2-; by default the lowest saddle."),
]
Through = Annotated[
    str | None,
    typer.Option(metavar="ORBIT[,ORBIT]", help="The plane of slice goes through these, too; else along eigenvectors."),
]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("landscape")(landscape)


def landscape(
    widths: Widths,
    ridge: Ridge,
    spectrum: TargetSpectrum = None,
    matrix: MatrixFile = None,
    hessian: Annotated[bool, typer.Option("--hessian", help="Add the Hessian spectrum of every orbit.")] = False,
    limit: Limit = None,
    exact: Exact = False,
    extremes: Annotated[
        bool, typer.Option("--extremes", help="JSON: extreme Hessian eigenvalues and trace of every orbit, for any size.")
    ] = False,
    format: Format = "table",
    digits: Digits = None,
    width: Width = "page",
    out: Out = None,
    chart: Picture = None,
    view: ChartOf = None,
    orbit: ChartOrbit = None,
    through: Through = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Also a page to explore: saddle graph, spectra, ridges.")
    ] = None,
) -> int:
    """All critical orbits of F(W) = ‖W_L⋯W_1 − Y‖² + Σ λ_l‖W_l‖², classified, by loss.

    Numbers are exact: 17/2, 0.3, sqrt(21) and root(x^3-2, 1.26) are what they say, so thresholds and ties are decided, not
    estimated; so are matrices of integers and of decimals. Any other matrix is float64: what its error leaves open is
    printed as undecided. The chart says how orbits are classified.
    """
    from proofs_check.report.landscape import landscape_text
    from proofs_check.report.progress import Progress
    from proofs_check.report.tables import check_digits, check_format, check_out, emit
    from theory.dmf import Landscape
    from theory.exact.algebraic_input import split_list
    from theory.exact.rational_input import listed_widths

    check_format(format)
    check_digits(digits, width, format)
    check_out(out)
    check_out(chart, "chart", PICTURES)
    _check_view(chart, view, orbit, through)
    check_out(html, "html", (".html", ".htm"))
    for name, wanted in (("exact", exact), ("extremes", extremes)):
        if wanted and format != "json":
            raise ValueError(f"{name} needs format json, got {format}")
    with Progress("landscape", "orbits") as progress:
        found = Landscape(
            widths=listed_widths(widths),  # type: ignore[arg-type]
            spectrum=None if spectrum is None else split_list(spectrum),
            ridge=ridge.split(","),
            matrix=matrix,
        )
        if format == "json":
            from theory.dmf.output.as_json import json_pieces

            pieces = json_pieces(found, limit, hessian, exact, extremes)
        else:
            pieces = landscape_text(found, format, limit, hessian, digits, width)
        figure = None if chart is None else _drawn(found, view or CHARTS[0], limit, orbit, through)
        most = found.orbit_count if isinstance(found.orbit_count, int) else found.orbit_count[1]
        emit(_counted(pieces, progress, most if limit is None else min(limit, most), out is None), out)
    if chart is not None and figure is not None:
        from proofs_check.figures.style import save

        save(figure, chart)
    if html is not None:
        from theory.dmf.output.landscape_page import landscape_page

        with Progress("landscape as a page"):
            page = landscape_page(found, max(limit or ON_A_PAGE, 1))
        emit(page, html, "html")
    return 0


def _counted(pieces: Iterator[str], progress: Progress, orbits: int, aloud: bool) -> Iterator[str]:
    """The pieces as they come, a line an orbit. In a terminal (``aloud``) the printed lines themselves say how far it is."""
    done = 0
    for piece in pieces:
        if aloud and sys.stdout.isatty():
            progress.close()
        done = min(done + piece.count("\n"), orbits)
        progress.tell(done, orbits)
        yield piece


def _check_view(chart: Path | None, view: str | None, orbit: str | None, through: str | None) -> None:
    """Raise ValueError for options of a picture that is not drawn, or has no such option."""
    if view is not None:
        check_choice("view", view, CHARTS)
    for name, given, views in (
        ("view", view, CHARTS),
        ("orbit", orbit, ("slice", "spectrum")),
        ("through", through, ("slice",)),
    ):
        if given is not None and chart is None:
            raise ValueError(f"{name} needs --chart FILE to draw to")
        if given is not None and (view or CHARTS[0]) not in views:
            raise ValueError(f"{name} is for --view {' or '.join(views)}, got {view or CHARTS[0]}")


def _drawn(found: Landscape, view: str, limit: int | None, orbit: str | None, through: str | None) -> Figure:
    from proofs_check.report import landscape_plots

    if view == "graph":
        return landscape_plots.plot_graph(found) if limit is None else landscape_plots.plot_graph(found, limit)
    if view == "levels":
        return landscape_plots.plot_levels(found)
    if view == "classes":
        return landscape_plots.plot_classes(found)
    chosen = _lowest_saddle(found) if orbit is None else orbit
    if view == "spectrum":
        return landscape_plots.plot_spectrum(found, chosen)
    return landscape_plots.plot_slice(found, chosen, [] if through is None else through.split(","))


def _lowest_saddle(found: Landscape) -> str:
    """The strict saddle of lowest loss among the lowest orbits; where there is none, the lowest orbit."""
    lowest = found.orbits(ON_A_PAGE)
    return next((orbit.label for orbit in lowest if orbit.index), lowest[0].label)
