"""Options that more than one command has: each is declared here, once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

Format = Annotated[str, typer.Option(metavar="table|json|csv|markdown|latex", help="How to print.")]
Digits = Annotated[int | None, typer.Option("--digits", metavar="N", help="Significant digits of the numbers in a table.")]
Width = Annotated[str, typer.Option("--width", metavar="page|column", help="LaTeX: the line that the table must fit.")]
TextOrJson = Annotated[str, typer.Option("--format", metavar="table|json", help="How to print.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write there instead of standard output.")]
Picture = Annotated[Path | None, typer.Option("--chart", metavar="FILE.png|svg|pdf", help="Draw it, to this file.")]
Drawing = Annotated[Path | None, typer.Option("--chart", metavar="FILE.svg", help="Draw it, to this file.")]
Certificates = Annotated[
    Path | None, typer.Option("--certificates", metavar="DIR", help="Keep the certificates there, for recheck.")
]


def _seed(value: int) -> int:
    if not -(2**63) <= value < 2**63:
        raise ValueError(f"seed must be a whole number in -2^63 … 2^63 - 1, got {value}")
    return value


Seed = Annotated[int, typer.Option(metavar="N", callback=_seed, help="Every random choice follows from it.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Take nothing from what is kept; do it all again.")]
Jobs = Annotated[int, typer.Option(metavar="N", help="Worker processes.")]
Effort = Annotated[str, typer.Option("--budget", metavar="quick|full", help="quick, or full: more trials, larger sizes.")]
_CLAIMS = typer.Option("--claims", metavar="DIR", help="A folder of claim files of your own.")
ClaimsFolder = Annotated[Path | None, _CLAIMS]
NewClaims = Annotated[Path, _CLAIMS]
PackageName = Annotated[str | None, typer.Option("--package", metavar="DIST", help="Only the claims of an installed package.")]
Paper = Annotated[str | None, typer.Option(metavar="PAPER", help="Only the claims of one paper: dmf, agd, udu, dmd …")]

Widths = Annotated[str, typer.Option(metavar="d0,…,dL", help="Widths; layer l is d_l × d_{l-1}, Y is dL × d0.")]
TargetSpectrum = Annotated[
    str | None,
    typer.Option("--spectrum", metavar="y1,…", help="Singular values of Y, exact: 17/2, 0.3, sqrt(21), root(x^3-2, 1.26)."),
]
_MATRIX = typer.Option("--matrix", metavar="FILE", help="Y itself: .npy, .npz, .csv, .mtx; or @wine, shipped.")
MatrixFile = Annotated[Path | None, _MATRIX]
RequiredMatrix = Annotated[Path, _MATRIX]
Ridge = Annotated[str, typer.Option(metavar="c|c1,…,cL", help="Regularization weights, one or one a layer, exact.")]
Exact = Annotated[bool, typer.Option("--exact", help="JSON: exact values beside the floats.")]
Limit = Annotated[int | None, typer.Option(metavar="N", help="Only the N lowest losses.")]

_CONDITION = typer.Option(metavar="κ", help="Condition number of A, at least 1.")
Condition = Annotated[str, _CONDITION]
ConditionOrNone = Annotated[str | None, _CONDITION]
Rank = Annotated[int, typer.Option(metavar="r", help="Rank of A.")]
Columns = Annotated[int, typer.Option(metavar="N", help="Columns of the factors.")]
Size = Annotated[int, typer.Option(metavar="m", help="Size of A.")]
_EIGENVALUES = typer.Option("--spectrum", metavar="λ1,…", help="Eigenvalues of A, rational: 3,5/2,-1.")
Eigenvalues = Annotated[str, _EIGENVALUES]
EigenvaluesOrNone = Annotated[str | None, _EIGENVALUES]

Where = Annotated[str, typer.Option(metavar="HYPOTHESES", help="'X: m x r, A: symmetric, t > 0'.")]
Time = Annotated[float, typer.Option(metavar="S", help="Seconds for proof and counterexample together.")]
Induct = Annotated[str, typer.Option(metavar="LETTER", help="By induction over this integer.")]

PICTURES = (".png", ".svg", ".pdf")
BUDGETS = ("quick", "full")


def formerly(**names: str) -> dict[str, Any]:
    """Settings of a command whose options are taken by older names too, which its help does not list.

    >>> formerly(plot="chart")["token_normalize_func"]("plot")
    'chart'
    """
    return {"token_normalize_func": lambda name: names.get(name, name)}


def check_time(time: float) -> None:
    """Raise ValueError unless ``time`` is a number of seconds that a search may take."""
    if not 0 < time <= 3600:
        raise ValueError(f"time must be more than 0 and at most 3600 seconds, got {time:g}")


def check_choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    """Raise ValueError unless the option has one of the values allowed.

    >>> check_choice("budget", "some", BUDGETS)
    Traceback (most recent call last):
    ...
    ValueError: budget must be one of quick, full, got some
    """
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}, got {value}")
