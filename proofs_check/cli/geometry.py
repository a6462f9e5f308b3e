"""``saddleproof barriers`` and ``saddleproof escape``: how high the walls are, and where a saddle leads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proofs_check.cli.options import (
    PICTURES,
    Digits,
    Exact,
    Format,
    MatrixFile,
    Out,
    Picture,
    Ridge,
    Seed,
    TargetSpectrum,
    TextOrJson,
    Width,
    Widths,
    check_choice,
    formerly,
)

if TYPE_CHECKING:
    from theory.dmf import Landscape

From = Annotated[str, typer.Option("--from", metavar="ORBIT", help="A saddle, such as 1+2-; O is the origin.")]


def _mixtures(value: int) -> int:
    if not 0 <= value <= 10**4:
        raise ValueError(f"mixtures must be a whole number in 0 … 10000, got {value}")
    return value


Mixtures = Annotated[
    int, typer.Option(metavar="N", callback=_mixtures, help="Random mixtures of unstable directions besides the pure ones.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("barriers", context_settings=formerly(plot="chart"))(barriers)
    app.command("escape", context_settings=formerly(plot="chart"))(escape)


def barriers(
    widths: Widths,
    ridge: Ridge,
    spectrum: TargetSpectrum = None,
    matrix: MatrixFile = None,
    exact: Exact = False,
    chart: Picture = None,
    format: Format = "table",
    part: Annotated[str | None, typer.Option("--table", metavar="levels|barriers", help="One of the two tables.")] = None,
    digits: Digits = None,
    width: Width = "page",
    out: Out = None,
) -> int:
    """Levels of local minimizers and the exact barriers between neighbouring levels.

    A level is the set of points whose r largest modes are at '+'; single wells of one level may join lower. These are two
    tables: as csv they go into two files (`--out FOLDER`), or one of them is asked for (`--table`).
    """
    from proofs_check.report.barriers import TABLES, barrier_files, barrier_text
    from proofs_check.report.progress import Progress
    from proofs_check.report.tables import check_digits, check_format, check_out, emit
    from theory.dmf.landscape.barriers import Barriers

    check_format(format)
    check_digits(digits, width, format)
    if part is not None:
        check_choice("table", part, TABLES)
    both = format == "csv" and part is None
    if both and (out is None or out.suffix or out.is_file()):
        raise ValueError("barriers has two tables and csv one a file: give --out FOLDER, or --table levels|barriers")
    if not both:
        check_out(out)
    check_out(chart, "chart", PICTURES)
    if exact and format != "json":
        raise ValueError(f"exact needs format json, got {format}")
    with Progress("barriers"):
        found = Barriers(_landscape(widths, ridge, spectrum, matrix))
        if both and out is not None:
            out.mkdir(exist_ok=True)
            for name, text in barrier_files(found, digits).items():
                emit(text, out / name)
        else:
            text = found.to_json(exact) if format == "json" else barrier_text(found, format, part, digits, width)
        if chart is not None:
            from proofs_check.figures.style import save
            from proofs_check.report.levels_plot import plot_barriers

            save(plot_barriers(found), chart)
    if not both:
        emit(text, out)
    return 0


def escape(
    widths: Widths,
    ridge: Ridge,
    start: From,
    spectrum: TargetSpectrum = None,
    matrix: MatrixFile = None,
    mixtures: Mixtures = 8,
    seed: Seed = 0,
    method: Annotated[
        str | None, typer.Option(metavar="flow|gd|perturbed", help="What the plotted run follows; flow by default.")
    ] = None,
    direction: Annotated[
        int | None, typer.Option(metavar="N", help="Unstable direction of the plotted run, 0 the fastest.")
    ] = None,
    chart: Picture = None,
    format: TextOrJson = "table",
    out: Out = None,
) -> int:
    """Where gradient flow goes from a saddle, along each unstable direction (both ways) and random mixtures of them."""
    from proofs_check.bridge.escape import METHODS, escape, escape_trace
    from proofs_check.report.progress import Progress
    from proofs_check.report.screen import folded
    from proofs_check.report.tables import check_format, check_out, emit

    check_format(format, ("table", "json"))
    check_out(out)
    check_out(chart, "chart", PICTURES)
    if method is not None and method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}, got {method}")
    for name, given in (("method", method), ("direction", direction)):
        if given is not None and chart is None:
            raise ValueError(f"{name} needs --chart FILE to draw to")
    landscape = _landscape(widths, ridge, spectrum, matrix)
    with Progress("escape"):
        found = escape(landscape, start, mixtures, seed)
        if chart is not None:
            from proofs_check.figures.style import save
            from proofs_check.report.saddle_plots import plot_escape

            trace = escape_trace(landscape, start, direction or 0, method=method or METHODS[0])
            save(plot_escape(trace, levels=trace.visited, distances=trace.visited), chart)
    emit(found.to_json() if format == "json" else folded(str(found), 4), out)
    return 0


def _landscape(widths: str, ridge: str, spectrum: str | None, matrix: Path | None) -> Landscape:
    from theory.dmf import Landscape
    from theory.exact.algebraic_input import split_list
    from theory.exact.rational_input import listed_widths

    values = None if spectrum is None else split_list(spectrum)
    return Landscape(listed_widths(widths), spectrum=values, ridge=ridge.split(","), matrix=matrix)  # type: ignore[arg-type]
