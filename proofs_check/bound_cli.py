"""``saddleproof bound``: iteration counts, steps and failure probabilities that a theorem promises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

Number = Annotated[str, typer.Option(metavar="NUMBER", help="Exact: 17/2, 0.3.")]
Format = Annotated[str, typer.Option(metavar="table|json|csv|markdown|latex", help="How to print.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Write there instead of standard output.")]


def register(app: typer.Typer) -> None:
    """Add the command group to ``app``; another paper's bound joins the group if it is there already."""
    group = next((g.typer_instance for g in app.registered_groups if g.name == "bound"), None)
    if group is None:
        group = typer.Typer(help="Iteration bounds with explicit constants.", no_args_is_help=True)
        app.add_typer(group, name="bound")
    group.callback()(_group)
    group.command("agd")(agd)


def _group() -> None:
    """Iteration bounds with explicit constants."""


def agd(
    condition: Annotated[str, typer.Option(metavar="κ", help="Condition number σ₁/σ_r, at least 1.")],
    rank: Annotated[int, typer.Option(metavar="r", help="Rank of the target.")],
    columns: Annotated[int, typer.Option(metavar="d", help="Columns of the factors, at least r.")],
    tau: Annotated[str, typer.Option(metavar="τ", help="Small-ball parameter, positive.")],
    nu: Annotated[str, typer.Option(metavar="ν", help="Size of Y₀, between 0 and 1.")],
    epsilon: Annotated[str, typer.Option(metavar="ε", help="Accuracy relative to ‖A‖²_F, between 0 and 1.")],
    balance: Annotated[str, typer.Option(metavar="C", help="Scale of the start, at least 4.")] = "4",
    format: Format = "table",
    out: Out = None,
) -> int:
    """Alternating gradient descent from AΦ: the paper's, the horizon-free and the sharpened bound, with ‖A‖_F = 1."""
    from proofs_check.report.tables import check_format, check_out, emit, table
    from theory.agd.bounds import IterationBounds

    check_format(format)
    check_out(out)
    bounds = IterationBounds(condition=condition, rank=rank, columns=columns, tau=tau, nu=nu, epsilon=epsilon,
                             balance=balance)  # fmt: skip
    found = bounds.to_json()
    if format == "json":
        emit(json.dumps(found, ensure_ascii=False, indent=1), out)
    else:
        emit(table(["quantity", "value"], list(_rows(found)), format, title=str(bounds)), out)
    return 0


def _rows(found: dict[str, Any], above: str = "") -> list[list[str]]:
    """Nested numbers as rows, named by their path.

    >>> _rows({"paper": {"step": 0.5}})
    [['paper.step', '0.5']]
    """
    result: list[list[str]] = []
    for name, value in found.items():
        if isinstance(value, dict):
            result += _rows(value, f"{above}{name}.")
        else:
            result.append([above + name, str(value)])
    return result
