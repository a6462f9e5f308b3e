"""``saddleproof fixedpoints``: all fixed points of a solvable model, classified, with Hessian spectra."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from proofs_check.cli.options import PICTURES, Columns, Digits, Eigenvalues, Format, Limit, Out, Picture, Size, Width

if TYPE_CHECKING:
    from proofs_check.report.spectrum_plots import Classified


def register(app: typer.Typer) -> None:
    """Add the command group to ``app``."""
    group = typer.Typer(help="All fixed points of a solvable model.", no_args_is_help=True)
    app.add_typer(group, name="fixedpoints")
    group.callback()(_group)
    group.command("udu")(udu)
    group.command("dmd")(dmd)


def _group() -> None:
    """All fixed points of a solvable model."""


def udu(
    spectrum: Eigenvalues,
    columns: Columns,
    limit: Limit = None,
    chart: Picture = None,
    format: Format = "table",
    digits: Digits = None,
    width: Width = "page",
    out: Out = None,
) -> int:
    """Fixed points of projected UDU on ½‖UDUᵀ − A‖², the ball inactive, at the balanced representative.

    A row is a kind: learnt eigenvalues, and how many columns are dead (λ = 0, uᵀGu > 0, G = UDUᵀ − A); the others are
    free (u = 0, λ > 0). A dead minimum is a local minimizer, by its dead columns, and not a global one.
    """
    from proofs_check.report.progress import Progress
    from proofs_check.report.screen import folded
    from proofs_check.report.tables import check_digits, check_format, check_out, emit, table
    from theory.udu.fixed_points import fixed_points, idle_columns, kind_count, to_json

    check_format(format)
    check_digits(digits, width, format)
    check_out(out)
    check_out(chart, "chart", PICTURES)
    values = tuple(value.strip() for value in spectrum.split(","))
    with Progress("fixedpoints udu"):
        points = fixed_points(values, columns, limit)
        count = kind_count(values, columns)
        _draw(points, count, chart)
    if format == "json":
        emit(to_json(points), out)
        return 0
    rows = []
    for point in points:
        name = ", ".join(map(str, point.active)) or "none"
        rows.append([name, str(point.dead), float(point.value), point.kind, str(point.index), str(point.nullity),
                     float(point.certificate), _spectrum(point.spectrum, format, digits)])  # fmt: skip
    head = ["learnt", "dead", "loss", "kind", "index", "nullity", "min eig G", "Hessian spectrum"]
    title = f"{_kinds(points, count)} of fixed points, r = {columns}"
    words = folded(idle_columns(points)) if format == "table" else ""
    emit("\n".join(filter(None, (table(head, rows, format, title, digits, width=width), words))), out)
    return 0


def dmd(
    spectrum: Eigenvalues,
    columns: Columns,
    size: Size,
    limit: Limit = None,
    chart: Picture = None,
    format: Format = "table",
    digits: Digits = None,
    width: Width = "page",
    out: Out = None,
) -> int:
    """Critical points of direction-magnitude decomposition, ¼‖XΘXᵀ − A‖² (DMD is never dynamic mode decomposition here).

    Eigenvalues of A that are not listed are zero.
    """
    from proofs_check.report.progress import Progress
    from proofs_check.report.tables import check_digits, check_format, check_out, emit, table
    from theory.dmd.critical_points import critical_points, kind_count, to_json

    check_format(format)
    check_digits(digits, width, format)
    check_out(out)
    check_out(chart, "chart", PICTURES)
    values = tuple(value.strip() for value in spectrum.split(","))
    with Progress("fixedpoints dmd"):
        points = critical_points(values, columns, size, limit)
        count = kind_count(values, columns, size)
        _draw(points, count, chart)
    if format == "json":
        emit(to_json(points, columns), out)
        return 0
    rows = []
    for point in points:
        shown = _spectrum(point.spectrum or (), format, digits)
        numbers = ["-" if number is None else str(number) for number in (point.index, point.nullity)]
        name = ", ".join(map(str, point.active)) or "none"
        rows.append([name, float(point.value), point.kind, *numbers, shown or "depends on N"])
    head = ["learnt", "loss", "kind", "index", "nullity", "Hessian spectrum"]
    title = f"{_kinds(points, count)} of critical points, m = {size}, r = {columns}"
    emit(table(head, rows, format, title, digits, width=width), out)
    return 0


def _draw(points: Sequence[Classified], count: int, chart: Path | None) -> None:
    if chart is not None:
        from proofs_check.figures.style import save
        from proofs_check.report.spectrum_plots import plot_fixed_points

        save(plot_fixed_points(points, count), chart)


def _spectrum(values: Iterable[tuple[Any, int]], format: str, digits: int | None) -> str:
    """Eigenvalues with multiplicities, for a terminal or as LaTeX."""
    if format == "latex":
        from proofs_check.report.paper_table import spectrum_tex

        return spectrum_tex([(float(value), times) for value, times in values], digits or 4)
    return "  ".join(f"{float(value):.{digits or 6}g} ×{times}" for value, times in values)


def _kinds(points: Sequence[object], count: int) -> str:
    """How many are listed, and of how many.

    >>> _kinds([1, 2], 2), _kinds([1, 2], 16)
    ('2 kinds', '2 of 16 kinds')
    """
    from theory.storage.counted import counted

    return ("" if len(points) == count else f"{len(points)} of ") + counted(count, "kind")
