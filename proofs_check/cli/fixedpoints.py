"""``saddleproof fixedpoints``: all fixed points of a solvable model, classified, with Hessian spectra."""

from __future__ import annotations

from typing import Annotated

import typer

from proofs_check.cli.options import Format, Out

Eigenvalues = Annotated[str, typer.Option(metavar="μ1,…", help="Eigenvalues of A, exact: 3,5/2,-1.")]
FactorColumns = Annotated[int, typer.Option(metavar="r", help="Columns of the factor.")]


def register(app: typer.Typer) -> None:
    """Add the command group to ``app``."""
    group = typer.Typer(help="All fixed points of a solvable model.", no_args_is_help=True)
    app.add_typer(group, name="fixedpoints")
    group.callback()(_group)
    group.command("udu")(udu)
    group.command("dmd")(dmd)


def _group() -> None:
    """All fixed points of a solvable model."""


def udu(spectrum: Eigenvalues, columns: FactorColumns, format: Format = "table", out: Out = None) -> int:
    """Fixed points of projected UDU on ½‖UDUᵀ − A‖², the ball inactive, at the balanced representative."""
    from proofs_check.report.tables import check_format, check_out, emit, table
    from theory.udu.fixed_points import fixed_points, to_json

    check_format(format)
    check_out(out)
    points = fixed_points(tuple(value.strip() for value in spectrum.split(",")), columns)
    if format == "json":
        emit(to_json(points), out)
        return 0
    rows = []
    for point in points:
        spectrum_text = "  ".join(f"{value:.6g} ×{times}" for value, times in point.spectrum)
        name = ", ".join(map(str, point.active)) or "none"
        rows.append([name, str(point.dead), f"{float(point.value):.10g}", point.kind, str(point.index), str(point.nullity),
                     f"{float(point.certificate):g}", spectrum_text])  # fmt: skip
    head = ["learnt", "dead", "loss", "kind", "index", "nullity", "min eig G", "Hessian spectrum"]
    emit(table(head, rows, format, title=f"{len(points)} fixed points, r = {columns}"), out)
    return 0


def dmd(
    spectrum: Eigenvalues,
    columns: FactorColumns,
    size: Annotated[int, typer.Option(metavar="m", help="Size of A; the other eigenvalues are zero.")],
    format: Format = "table",
    out: Out = None,
) -> int:
    """Critical points of direction-magnitude decomposition, ¼‖XΘXᵀ − A‖² (DMD is never dynamic mode decomposition here)."""
    from proofs_check.report.tables import check_format, check_out, emit, table
    from theory.dmd.critical_points import critical_points, to_json

    check_format(format)
    check_out(out)
    points = critical_points(tuple(value.strip() for value in spectrum.split(",")), columns, size)
    if format == "json":
        emit(to_json(points, columns), out)
        return 0
    rows = []
    for point in points:
        values = "  ".join(f"{float(value):.6g} ×{times}" for value, times in point.spectrum or ())
        numbers = ["-" if number is None else str(number) for number in (point.index, point.nullity)]
        name = ", ".join(map(str, point.active)) or "none"
        rows.append([name, f"{float(point.value):.10g}", point.kind, *numbers, values or "depends on N"])
    head = ["learnt", "loss", "kind", "index", "nullity", "Hessian spectrum"]
    emit(table(head, rows, format, title=f"{len(points)} kinds of critical points, m = {size}, r = {columns}"), out)
    return 0
