"""Options that more than one command has: each is declared here, once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Format = Annotated[str, typer.Option(metavar="table|json|csv|markdown|latex", help="How to print.")]
Digits = Annotated[int | None, typer.Option("--digits", metavar="N", help="Significant digits of the numbers in a table.")]
Width = Annotated[str, typer.Option("--width", metavar="page|column", help="LaTeX: the line that the table must fit.")]
TextOrJson = Annotated[str, typer.Option("--format", metavar="table|json", help="How to print.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write there instead of standard output.")]
Picture = Annotated[Path | None, typer.Option("--chart", "--plot", metavar="FILE", help="Draw it: .png, .svg or .pdf.")]


def _seed(value: int) -> int:
    if not -(2**63) <= value < 2**63:
        raise ValueError(f"seed must be a whole number in -2^63 … 2^63 - 1, got {value}")
    return value


Seed = Annotated[int, typer.Option(callback=_seed, help="Every random choice follows from it.")]
Jobs = Annotated[int, typer.Option(metavar="N", help="Worker processes.")]
Effort = Annotated[str, typer.Option("--budget", metavar="quick|full", help="quick, or full: more trials, larger sizes.")]
ClaimsFolder = Annotated[Path | None, typer.Option("--claims", metavar="DIR", help="A folder of claim files of your own.")]
PackageName = Annotated[str | None, typer.Option("--package", metavar="DIST", help="Only the claims of an installed package.")]
Paper = Annotated[str | None, typer.Option(metavar="PAPER", help="Only the claims of one paper: dmf, agd, udu, dmd …")]

Widths = Annotated[str, typer.Option(metavar="d0,…,dL", help="Widths; layer l is d_l × d_{l-1}, Y is dL × d0.")]
TargetSpectrum = Annotated[
    str | None,
    typer.Option("--spectrum", metavar="y1,…", help="Singular values of Y, exact: 17/2, 0.3, sqrt(21), root(x^3-2, 1.26)."),
]
MatrixFile = Annotated[
    Path | None, typer.Option("--matrix", metavar="FILE", help="Y itself: .npy, .npz, .csv, .mtx; or @wine, shipped.")
]
Ridge = Annotated[str, typer.Option(metavar="c|c1,…,cL", help="Regularization weights, one or one a layer, exact.")]
Exact = Annotated[bool, typer.Option("--exact", help="JSON: exact values beside the floats.")]

PICTURES = (".png", ".svg", ".pdf")
BUDGETS = ("quick", "full")


def check_choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    """Raise ValueError unless the option has one of the values allowed.

    >>> check_choice("budget", "some", BUDGETS)
    Traceback (most recent call last):
    ...
    ValueError: budget must be one of quick, full, got some
    """
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}, got {value}")
