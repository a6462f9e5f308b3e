"""``saddleproof landscape``: the classified landscape of one deep matrix factorization problem."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

Widths = Annotated[str, typer.Option(metavar="d0,…,dL", help="Widths; layer l is d_l × d_{l-1}, Y is dL × d0.")]
Values = Annotated[str | None, typer.Option(metavar="y1,…", help="Singular values of Y, exact: 17/2, 0.3.")]
File = Annotated[Path | None, typer.Option(metavar="FILE", help="Y itself: .npy, .npz, .csv, .mtx; or @wine, shipped.")]
Ridge = Annotated[str, typer.Option(metavar="c|c1,…,cL", help="Regularization weights, one or one a layer, exact.")]
Limit = Annotated[int | None, typer.Option(metavar="N", help="Only the N lowest losses.")]
Format = Annotated[str, typer.Option(metavar="table|json|csv|markdown|latex", help="How to print.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write there instead of standard output.")]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("landscape")(landscape)


def landscape(
    widths: Widths,
    ridge: Ridge,
    spectrum: Values = None,
    matrix: File = None,
    hessian: Annotated[bool, typer.Option("--hessian", help="Add the Hessian spectrum of every orbit.")] = False,
    limit: Limit = None,
    exact: Annotated[bool, typer.Option("--exact", help="JSON: exact values beside the floats.")] = False,
    extremes: Annotated[
        bool, typer.Option("--extremes", help="JSON: extreme Hessian eigenvalues and trace of every orbit, for any size.")
    ] = False,
    format: Format = "table",
    out: Out = None,
    chart: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Also draw how orbits are classified.")] = None,
) -> int:
    """All critical orbits of F(W) = ‖W_L⋯W_1 − Y‖² + Σ λ_l‖W_l‖², classified, by loss.

    Numbers are exact: 17/2 and 0.3 stay rational, so thresholds and ties are decided, not estimated. A matrix file is
    float64: what its error leaves open is printed as undecided.
    """
    from proofs_check.report.landscape import landscape_text
    from proofs_check.report.tables import check_format
    from theory.dmf import Landscape

    check_format(format)
    for name, wanted in (("exact", exact), ("extremes", extremes)):
        if wanted and format != "json":
            raise ValueError(f"{name} needs format json, got {format}")
    found = Landscape(
        widths=_integers(widths),  # type: ignore[arg-type]
        spectrum=None if spectrum is None else spectrum.split(","),
        ridge=ridge.split(","),
        matrix=matrix,
    )
    if format == "json":
        from theory.dmf.output.as_json import json_pieces

        pieces = json_pieces(found, limit, hessian, exact, extremes)
    else:
        pieces = landscape_text(found, format, limit, hessian)
    _write(pieces, out)
    if chart is not None:
        from proofs_check.report.flowchart import flowchart
        from theory.dmf.landscape.decision import FIRST

        _write(iter([flowchart(FIRST, "Classes of critical points")]), chart)
    return 0


def _write(pieces: Iterator[str], out: Path | None) -> None:
    """To a file or to standard output; the first piece is made first: bad input writes nothing."""
    first = next(pieces)
    if out is None:
        try:
            sys.stdout.writelines(chain([first], pieces))
            sys.stdout.flush()
        except BrokenPipeError:  # the reader, such as head, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    try:
        file = out.open("w", encoding="utf-8")
    except OSError as error:
        raise ValueError(f"out must be a writable file, got {out}: {error.strerror}") from None
    with file:
        file.writelines(chain([first], pieces))


def _integers(text: str) -> list[object]:
    """Whole numbers as integers, anything else as it stands for ``Landscape`` to refuse."""
    return [int(part) if part.strip().isdecimal() else part.strip() for part in text.split(",")]
