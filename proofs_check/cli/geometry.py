"""``saddleproof barriers`` and ``saddleproof escape``: how high the walls are, and where a saddle leads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proofs_check.cli.options import (
    PICTURES,
    Exact,
    Format,
    MatrixFile,
    Out,
    Picture,
    Ridge,
    Seed,
    TargetSpectrum,
    TextOrJson,
    Widths,
)

if TYPE_CHECKING:
    from theory.dmf import Landscape
    from theory.dmf.landscape.barriers import Barriers

From = Annotated[str, typer.Option("--from", metavar="ORBIT", help="A saddle, such as 1+2-; O is the origin.")]


def _mixtures(value: int) -> int:
    if not 0 <= value <= 10**4:
        raise ValueError(f"mixtures must be a whole number in 0 … 10000, got {value}")
    return value


Mixtures = Annotated[
    int, typer.Option(callback=_mixtures, help="Random mixtures of unstable directions besides the pure ones.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("barriers")(barriers)
    app.command("escape")(escape)


def barriers(
    widths: Widths,
    ridge: Ridge,
    spectrum: TargetSpectrum = None,
    matrix: MatrixFile = None,
    exact: Exact = False,
    plot: Picture = None,
    format: Format = "table",
    out: Out = None,
) -> int:
    """Levels of local minimizers and the exact barriers between neighbouring levels.

    A level is the set of points whose r largest modes are at '+'; single wells of one level may join lower.
    """
    from proofs_check.report.tables import check_format, check_out, emit
    from theory.dmf.landscape.barriers import Barriers

    check_format(format)
    check_out(out)
    check_out(plot, "plot", PICTURES)
    if exact and format != "json":
        raise ValueError(f"exact needs format json, got {format}")
    found = Barriers(_landscape(widths, ridge, spectrum, matrix))
    text = found.to_json(exact) if format == "json" else _barrier_table(found, format)
    if plot is not None:
        from proofs_check.report.saddle_plots import plot_barriers, save

        save(plot_barriers(found), plot)
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
    method: Annotated[str, typer.Option(metavar="flow|gd|perturbed", help="What the plotted run follows.")] = "flow",
    direction: Annotated[int, typer.Option(help="Unstable direction of the plotted run, 0 the fastest.")] = 0,
    plot: Picture = None,
    format: TextOrJson = "table",
    out: Out = None,
) -> int:
    """Where gradient flow goes from a saddle, along each unstable direction (both ways) and random mixtures of them."""
    from proofs_check.bridge.escape import METHODS, escape, escape_trace
    from proofs_check.report.tables import check_format, check_out, emit

    check_format(format, ("table", "json"))
    check_out(out)
    check_out(plot, "plot", PICTURES)
    if method not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}, got {method}")
    landscape = _landscape(widths, ridge, spectrum, matrix)
    found = escape(landscape, start, mixtures, seed)
    if plot is not None:
        from proofs_check.report.saddle_plots import plot_escape, save

        trace = escape_trace(landscape, start, direction, method=method)
        ends = list(dict.fromkeys([found.orbit.label, trace.end if trace.end != "?" else found.orbit.label]))
        save(plot_escape(trace, levels=ends, distances=ends), plot)
    emit(found.to_json() if format == "json" else str(found), out)
    return 0


def _landscape(widths: str, ridge: str, spectrum: str | None, matrix: Path | None) -> Landscape:
    from proofs_check.cli.landscape import _integers
    from theory.dmf import Landscape
    from theory.exact.algebraic_input import split_list

    values = None if spectrum is None else split_list(spectrum)
    return Landscape(_integers(widths), spectrum=values, ridge=ridge.split(","), matrix=matrix)  # type: ignore[arg-type]


def _barrier_table(found: Barriers, format: str) -> str:
    from proofs_check.report.tables import table, terminal_table

    levels = [(x.level, x.orbit, f"{x.loss:.9g}", x.kind) for x in found.levels]
    walls = [(b.source, b.target, b.saddle, f"{b.height:.9g}", f"{b.up:.9g}", f"{b.down:.9g}") for b in found.barriers]
    parts: list[tuple[tuple[str, ...], list[tuple[object, ...]]]] = [
        (("level", "orbit", "loss", "class"), [*levels]),
        (("from", "to", "saddle", "height", "up", "down"), [*walls]),
    ]
    if format == "table":
        return "\n".join(terminal_table(columns, [tuple(map(str, row)) for row in rows]) for columns, rows in parts if rows)
    return "\n\n".join(table(columns, rows, format).rstrip("\n") for columns, rows in parts if rows)
