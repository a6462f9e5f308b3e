"""``saddleproof landscape``: the classified landscape of one deep matrix factorization problem."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proofs_check.cli.options import (
    Digits,
    Drawing,
    Exact,
    Format,
    Limit,
    MatrixFile,
    Out,
    Ridge,
    TargetSpectrum,
    Width,
    Widths,
)

if TYPE_CHECKING:
    from proofs_check.report.progress import Progress

ON_A_PAGE = 40
"""Orbits of lowest loss on a page, at each ridge, where --limit says nothing else."""


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
    chart: Drawing = None,
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

    check_format(format)
    check_digits(digits, width, format)
    check_out(out)
    check_out(chart, "chart", (".svg",))
    check_out(html, "html", (".html", ".htm"))
    for name, wanted in (("exact", exact), ("extremes", extremes)):
        if wanted and format != "json":
            raise ValueError(f"{name} needs format json, got {format}")
    with Progress("landscape", "orbits") as progress:
        found = Landscape(
            widths=_integers(widths),  # type: ignore[arg-type]
            spectrum=None if spectrum is None else split_list(spectrum),
            ridge=ridge.split(","),
            matrix=matrix,
        )
        if format == "json":
            from theory.dmf.output.as_json import json_pieces

            pieces = json_pieces(found, limit, hessian, exact, extremes)
        else:
            pieces = landscape_text(found, format, limit, hessian, digits, width)
        most = found.orbit_count if isinstance(found.orbit_count, int) else found.orbit_count[1]
        emit(_counted(pieces, progress, most if limit is None else min(limit, most), out is None), out)
    if chart is not None:
        from proofs_check.report.flowchart import flowchart
        from theory.dmf.landscape.decision import FIRST

        emit(flowchart(FIRST, "Classes of critical points"), chart, "chart")
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


def _integers(text: str) -> list[object]:
    """Whole numbers as integers, anything else as it stands for ``Landscape`` to refuse."""
    return [int(part) if part.strip().isdecimal() else part.strip() for part in text.split(",")]
