"""``saddleproof bound``: iteration counts, steps and failure probabilities that a theorem promises."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from proofs_check.cli.options import PICTURES, Digits, Format, Out, Picture, Width

MOST_ROWS = 10**4
"""The longest timetable of `bound dmd`: a row an eigenvalue."""

Rational = Annotated[str, typer.Option(metavar="NUMBER", help="Exact: 17/2, 0.3.")]


def register(app: typer.Typer) -> None:
    """Add the command group to ``app``; another paper's bound joins the group if it is there already."""
    group = next((g.typer_instance for g in app.registered_groups if g.name == "bound"), None)
    if group is None:
        group = typer.Typer(help="Iteration bounds with explicit constants.", no_args_is_help=True)
        app.add_typer(group, name="bound")
    group.callback()(_group)
    group.command("agd")(agd)
    group.command("dmd")(dmd)


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
    size: Annotated[int | None, typer.Option(metavar="n", help="Rows of Y: the norm bounds need d ≤ n.")] = None,
    format: Format = "table",
    digits: Digits = None,
    width: Width = "page",
    out: Out = None,
) -> int:
    """Alternating gradient descent from AΦ: the paper's, the horizon-free and the sharpened bound, with ‖A‖_F = 1."""
    from proofs_check.report.tables import check_digits, check_format, check_out, emit, table
    from theory.agd.bounds import IterationBounds

    check_format(format)
    check_digits(digits, width, format)
    check_out(out)
    bounds = IterationBounds(condition=condition, rank=rank, columns=columns, tau=tau, nu=nu, epsilon=epsilon, balance=balance,
                             size=size)  # fmt: skip
    found = bounds.to_json()
    if format == "json":
        emit(json.dumps(found, ensure_ascii=False, indent=1), out)
    else:
        rows = [[quantity_tex(name) if format == "latex" else name, value] for name, value in _rows(found)]
        emit(table(["quantity", "value"], rows, format, str(bounds), digits, 0, width), out)
    return 0


def dmd(
    size: Annotated[int, typer.Option(metavar="m", help="Size of A.")],
    rank: Annotated[int, typer.Option(metavar="rA", help="Rank of A.")],
    columns: Annotated[int, typer.Option(metavar="r", help="Columns of X, between rA and m.")],
    condition: Annotated[float | None, typer.Option(metavar="κ", help="λ₁/λ_rA, eigenvalues in geometric steps.")] = None,
    spectrum: Annotated[str | None, typer.Option(metavar="λ1,…", help="The non-zero eigenvalues instead.")] = None,
    step_scale: Annotated[float, typer.Option(metavar="c", help="Step c/‖A‖², 0 < c < 2.")] = 1.0,
    chart: Picture = None,
    format: Format = "table",
    digits: Digits = None,
    width: Width = "page",
    out: Out = None,
) -> int:
    """Direction-magnitude descent: expected burn-in, the clock, and when each plateau is left."""
    from proofs_check.report.tables import check_digits, check_format, check_out, emit, table
    from theory.dmd.timetable import MOST_CONDITION, Timetable
    from theory.exact.rational_input import exact_eigenvalue

    check_format(format)
    check_digits(digits, width, format)
    check_out(out)
    check_out(chart, "chart", PICTURES)
    if (condition is None) == (spectrum is None):
        raise ValueError("give exactly one of condition and spectrum")
    if spectrum is not None:
        values = tuple(float(exact_eigenvalue(value)) for value in spectrum.split(","))
        if len(values) != rank:
            raise ValueError(f"spectrum must list rank = {rank} eigenvalues, got {len(values)}")
    else:
        assert condition is not None
        if not 1 <= condition <= MOST_CONDITION or rank < 1:
            raise ValueError(
                f"condition must lie between 1 and {MOST_CONDITION:g} and rank be at least 1, got {condition:g} and {rank}"
            )
        if rank > MOST_ROWS:
            raise ValueError(f"rank must be at most {MOST_ROWS}, a row of the timetable each, got {str(rank)[:40]}")
        values = tuple(condition ** (-k / max(1, rank - 1)) for k in range(rank))
    timetable = Timetable(size, columns, values, step_scale)
    if chart is not None:
        from proofs_check.figures.style import save
        from proofs_check.report.timetable_plot import plot_timetable

        save(plot_timetable(timetable), chart)
    found = timetable.to_json()
    if format == "json":
        emit(json.dumps(found, ensure_ascii=False, indent=1), out)
        return 0
    clock, few = found["clock"], digits or 6
    shown = {key: "infinite" if clock[key] is None else f"{clock[key]:.{few}g}" for key in ("V0", "iterations")}
    burn = "infinite" if found["expected_burn_in"] is None else f"{found['expected_burn_in']:.{few}g}"
    rows = [
        [str(row["position"]), row["eigenvalue"], row["plateau"], "infinite" if row["expected"] is None else row["expected"],
         *(row["quantiles"][p] for p in ("0.1", "0.5", "0.9"))]
        for row in found["timetable"]
    ]  # fmt: skip
    title = (
        f"expected burn-in at most {burn} steps; clock: E V0 = {shown['V0']}, {shown['iterations']} steps to V <= "
        f"{clock['accuracy']:g} (c = {clock['constant']:.4g}, proved)"
    )
    heads = ["eigenpair", "eigenvalue", "plateau after it", "expected exit", "10 %", "50 %", "90 %"]
    emit(table(heads, rows, format, title, digits, 6, width), out)
    return 0


SYMBOLS = {"rho": r"$\rho$", "beta": r"$\beta$", "log_term": r"$\log((1+\nu)^2/\varepsilon)$", "step": r"step $\eta$"}


def quantity_tex(path: str) -> str:
    """The name of a quantity in LaTeX: the bound it belongs to, and its symbol.

    >>> quantity_tex("paper.step"), quantity_tex("horizon_free.iterations")
    ('paper: step $\\\\eta$', 'horizon free: iterations')
    """
    from proofs_check.report.paper_table import Tex
    from theory.render import latex_text

    *above, name = path.split(".")
    shown = SYMBOLS.get(name) or latex_text(name.replace("_", " "))
    return Tex(": ".join([*(latex_text(part.replace("_", " ")) for part in above), shown]))


def _rows(found: dict[str, Any], above: str = "") -> list[list[Any]]:
    """Nested numbers as rows, named by their path.

    >>> _rows({"paper": {"step": 0.5}})
    [['paper.step', 0.5]]
    """
    result: list[list[Any]] = []
    for name, value in found.items():
        if isinstance(value, dict):
            result += _rows(value, f"{above}{name}.")
        else:
            result.append([above + name, "not known" if value is None else value])
    return result
