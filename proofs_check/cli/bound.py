"""``saddleproof bound``: iteration counts, steps and failure probabilities that a theorem promises."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from proofs_check.cli.options import (
    PICTURES,
    Columns,
    Condition,
    ConditionOrNone,
    Digits,
    EigenvaluesOrNone,
    Format,
    Out,
    Picture,
    Rank,
    Size,
    Width,
    formerly,
)

MOST_ROWS = 10**4
"""The longest timetable of `bound dmd`: a row an eigenvalue."""


def register(app: typer.Typer) -> None:
    """Add the command group to ``app``; another paper's bound joins the group if it is there already."""
    group = next((g.typer_instance for g in app.registered_groups if g.name == "bound"), None)
    if group is None:
        group = typer.Typer(help="Iteration bounds with explicit constants.", no_args_is_help=True)
        app.add_typer(group, name="bound")
    group.callback()(_group)
    group.command("agd", context_settings=formerly(size="rows"))(agd)
    group.command("dmd")(dmd)


def _group() -> None:
    """Iteration bounds with explicit constants."""


def agd(
    condition: Condition,
    rank: Rank,
    columns: Columns,
    tau: Annotated[str, typer.Option(metavar="τ", help="Small-ball parameter, positive.")],
    nu: Annotated[str, typer.Option(metavar="ν", help="Size of Y₀, between 0 and 1.")],
    epsilon: Annotated[str, typer.Option(metavar="ε", help="Accuracy relative to ‖A‖²_F, between 0 and 1.")],
    balance: Annotated[str, typer.Option(metavar="C", help="Scale of the start, at least 4.")] = "4",
    rows: Annotated[int | None, typer.Option(metavar="n", help="Rows of Y: the norm bounds need no more columns.")] = None,
    format: Format = "table",
    digits: Digits = None,
    width: Width = "page",
    out: Out = None,
) -> int:
    """Alternating gradient descent from AΦ: the paper's, the horizon-free and the sharpened bound, with ‖A‖_F = 1.

    They are made of rho = τ(1 − √((r−1)/d)), beta = ρ²/(C²κ²), a lower bound of ησ_r(X₀)², and log_term = log((1+ν)²/ε), d the
    columns. Each has its step η; the probability of failure is that of the random start.
    """
    from proofs_check.report.progress import Progress
    from proofs_check.report.tables import check_digits, check_format, check_out, emit, table
    from theory.agd.bounds import IterationBounds

    check_format(format)
    check_digits(digits, width, format)
    check_out(out)
    bounds = IterationBounds(condition=condition, rank=rank, columns=columns, tau=tau, nu=nu, epsilon=epsilon, balance=balance,
                             size=rows)  # fmt: skip
    with Progress("bound agd"):
        found = bounds.to_json()
    if format == "json":
        emit(json.dumps(found, ensure_ascii=False, indent=1), out)
    else:
        cells = [[quantity_tex(name) if format == "latex" else name, value] for name, value in _rows(found)]
        emit(table(["quantity", "value"], cells, format, str(bounds), digits, 0, width), out)
    return 0


def dmd(
    size: Size,
    rank: Rank,
    columns: Columns,
    condition: ConditionOrNone = None,
    spectrum: EigenvaluesOrNone = None,
    step_scale: Annotated[float, typer.Option(metavar="c", help="Step c/‖A‖², 0 < c < 2.")] = 1.0,
    chart: Picture = None,
    format: Format = "table",
    digits: Digits = None,
    width: Width = "page",
    out: Out = None,
) -> int:
    """Direction-magnitude descent: expected burn-in, steps to convergence in the mean and in one run, and when each
    plateau is left.

    A has `--rank` eigenvalues that are not zero: those of `--spectrum`, or in geometric steps with this `--condition`. X has
    as many columns as that at least, and `--size` at most.
    """
    from proofs_check.report.progress import Progress
    from proofs_check.report.screen import folded
    from proofs_check.report.tables import check_digits, check_format, check_out, emit, table
    from theory.dmd.timetable import MOST_CONDITION, Timetable
    from theory.exact.rational_input import exact_eigenvalue, exact_rational

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
        ratio = exact_rational(condition, "condition")
        if not 1 <= ratio <= MOST_CONDITION or rank < 1:
            raise ValueError(
                f"condition must lie between 1 and {MOST_CONDITION:g} and rank be at least 1, got {condition} and {rank}"
            )
        if rank > MOST_ROWS:
            raise ValueError(f"rank must be at most {MOST_ROWS}, a row of the timetable each, got {str(rank)[:40]}")
        values = tuple(float(ratio) ** (-k / max(1, rank - 1)) for k in range(rank))
    with Progress("bound dmd"):
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
    one = clock["one_run"]
    burn, mean = (
        "not bounded" if value is None else f"at most {value:.{few}g}"
        for value in (found["expected_burn_in"], clock["iterations"])
    )
    start = "infinite" if clock["V0"] is None else f"{clock['V0']:.{few}g}"
    doubts = any(row["doubt"] for row in found["timetable"])
    rows = [
        [str(row["position"]), row["eigenvalue"], row["plateau"], "infinite" if row["expected"] is None else row["expected"],
         *(row["quantiles"][p] for p in ("0.1", "0.5", "0.9")), *[row["doubt"] or "-"] * doubts]
        for row in found["timetable"]
    ]  # fmt: skip
    title = (
        f"expected steps of burn-in: {burn}; steps to V <= {clock['accuracy']:g}, V = tr S^-1 - r_A: {mean} in the mean (E V0"
        f" = {start}), at most {one['iterations']:.{few}g} in one run with probability {one['probability']:g} (V0 <="
        f" {one['V0']:.{few}g}); clock c = {clock['constant']:.4g}. Behind it: dmd-discrete-clock, dmd-law-of-the-start;"
        " the exits below are estimates"
    )
    names = ["pair", "doubt"] if format == "latex" else ["eigenpair", "in doubt"]  # a column of a paper is narrow
    heads = [names[0], "eigenvalue", "plateau after it", "expected exit", "10 %", "50 %", "90 %", *names[1:] * doubts]
    words = folded(IN_DOUBT) if doubts and format == "table" else ""
    emit("\n".join(filter(None, (table(heads, rows, format, title, digits, 6, width), words))), out)
    return 0


IN_DOUBT = (
    "in doubt: the exits are those of eigenpairs that do not feel each other. Close eigenvalues (close) leave one after the"
    " other, the first earlier and the last later than told, and so do all with few columns (few): by a factor of up to three."
)


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
