"""``saddleproof landscape``: the classified landscape of one deep matrix factorization problem."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from proofs_check.cli.options import Digits, Exact, Format, MatrixFile, Out, Ridge, TargetSpectrum, Width, Widths

Limit = Annotated[int | None, typer.Option(metavar="N", help="Only the N lowest losses.")]


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
    chart: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Also draw how orbits are classified.")] = None,
) -> int:
    """All critical orbits of F(W) = ‖W_L⋯W_1 − Y‖² + Σ λ_l‖W_l‖², classified, by loss.

    Numbers are exact: 17/2, 0.3, sqrt(21) and root(x^3-2, 1.26) are what they say, so thresholds and ties are decided, not
    estimated; so are matrices of integers and of decimals. Any other matrix is float64: what its error leaves open is
    printed as undecided.
    """
    from proofs_check.report.landscape import landscape_text
    from proofs_check.report.tables import check_digits, check_format, check_out, emit
    from theory.dmf import Landscape
    from theory.exact.algebraic_input import split_list

    check_format(format)
    check_digits(digits, width, format)
    check_out(out)
    check_out(chart, "chart", (".svg",))
    for name, wanted in (("exact", exact), ("extremes", extremes)):
        if wanted and format != "json":
            raise ValueError(f"{name} needs format json, got {format}")
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
    emit(pieces, out)
    if chart is not None:
        from proofs_check.report.flowchart import flowchart
        from theory.dmf.landscape.decision import FIRST

        emit(flowchart(FIRST, "Classes of critical points"), chart, "chart")
    return 0


def _integers(text: str) -> list[object]:
    """Whole numbers as integers, anything else as it stands for ``Landscape`` to refuse."""
    return [int(part) if part.strip().isdecimal() else part.strip() for part in text.split(",")]
