"""``saddleproof run``: one run against its prediction, with a plot."""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import Annotated, Any

import typer

from proofs_check.cli.options import PICTURES, Out, Picture, Seed, TextOrJson, formerly

Assignments = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="SIDE.NAME=VALUE", help="problem.n=30, solver.step=0.1; may be repeated."),
]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("run", context_settings=formerly(plot="chart"))(run_command)


def _steps(value: int) -> int:
    if not 1 <= value <= 10**9:
        raise ValueError(f"steps must be a whole number of at least 1 and at most 10^9, got {value}")
    return value


def run_command(
    problem: Annotated[str, typer.Argument(metavar="PROBLEM", help="An instance: MatrixSensing, or short: sensing.")],
    solver: Annotated[str, typer.Argument(metavar="SOLVER", help="A solver, or short: agd, gd, nag, als, udu, dmd …")],
    settings: Assignments = None,
    steps: Annotated[int, typer.Option(metavar="N", callback=_steps, help="Number of steps.")] = 1000,
    seed: Seed = 0,
    certify: Annotated[bool, typer.Option("--certify", help="AGD: test the point certificate along the run.")] = False,
    chart: Picture = None,
    format: TextOrJson = "table",
    out: Out = None,
) -> int:
    """Run SOLVER on PROBLEM once and put the measured end beside what theory predicts for it.

    Problems: Factorization, SymmetricFactorization, DeepFactorization, MatrixSensing, MatrixCompletion, PhaseRetrieval,
    FourierPtychography. Short: factorization, symmetric, deep, sensing, completion.

    Solvers: GradientDescent (gd), GradientFlow, Nesterov (nag), PerturbedGradientDescent, PreconditionedGradientDescent
    (precgd), ScaledGradientDescent (scaledgd), AlternatingGradientDescent (agd), AlternatingLeastSquares (als),
    DirectionMagnitude (dmd), ScaledDirectionMagnitude, TwoSidedDirectionMagnitude, RecursiveDirectionMagnitude, UDU (udu),
    UDV (udv).

    A NAME in --set that there is none of is answered with those there are.
    """
    from numerics.sweep.store import strict
    from proofs_check.bridge.run_against_prediction import measure
    from proofs_check.report.progress import Progress
    from proofs_check.report.screen import folded
    from proofs_check.report.tables import check_format, check_out, emit
    from proofs_check.verify.discovery import standing

    check_format(format, ("table", "json"))
    check_out(out)
    check_out(chart, "chart", PICTURES)
    chosen = parse_settings(settings or [])
    with Progress("run", "steps") as progress:
        result = measure(full_name(problem, "problem"), chosen["problem"], full_name(solver, "solver"), chosen["solver"],
                         steps=steps, seed=seed, certify=certify, standing=standing, progress=progress.tell)  # fmt: skip
    emit(json.dumps(strict(result), allow_nan=False) if format == "json" else folded(as_table(result), 15), out)
    if chart is not None:
        from proofs_check.figures.style import save
        from proofs_check.report.run_plot import plot_run

        save(plot_run(result), chart)
    return 0


SHORT = {
    "problem": {"factorization": "Factorization", "completion": "MatrixCompletion", "sensing": "MatrixSensing",
                "symmetric": "SymmetricFactorization", "deep": "DeepFactorization"},
    "solver": {"agd": "AlternatingGradientDescent", "gd": "GradientDescent", "nag": "Nesterov",
               "als": "AlternatingLeastSquares", "scaledgd": "ScaledGradientDescent",
               "precgd": "PreconditionedGradientDescent", "dmd": "DirectionMagnitude", "udu": "UDU", "udv": "UDV"},
}  # fmt: skip
"""Short names of either side, in any case. DMD is direction-magnitude decomposition."""


def full_name(name: str, side: str) -> str:
    """The problem or solver (``side``) that a short name stands for; ValueError, with the nearest one of that side, for a name
    in small letters that is none.

    >>> full_name("agd", "solver"), full_name("Deep", "problem"), full_name("Nesterov", "solver")
    ('AlternatingGradientDescent', 'DeepFactorization', 'Nesterov')
    >>> full_name("agd", "problem")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    ValueError: problem must be a known one, got the solver 'agd'; short names are factorization, completion, ...
    """
    short, other = SHORT[side], next(k for k in SHORT if k != side)
    if name.islower() and name not in short:
        near = get_close_matches(name, short, n=1)
        hint = f"the nearest is {near[0]!r}, {short[near[0]]}" if near else f"short names are {', '.join(short)}"
        what = f"the {other} " if name in SHORT[other] else ""
        raise ValueError(f"{side} must be a known one, got {what}{name!r}; {hint}")
    return short.get(name.lower(), name)


def parse_settings(settings: list[str]) -> dict[str, dict[str, Any]]:
    """``problem.n=30`` and the like as two dictionaries; values are TOML or rationals.

    >>> parse_settings(["problem.n=30", "solver.step=1/3", "problem.widths=[2, 2]", "solver.mode=adaptive"])
    {'problem': {'n': 30, 'widths': [2, 2]}, 'solver': {'step': 0.3333333333333333, 'mode': 'adaptive'}}
    """
    found: dict[str, dict[str, Any]] = {"problem": {}, "solver": {}}
    for setting in settings:
        name, equals, value = setting.partition("=")
        side, dot, key = name.strip().partition(".")
        if not equals or not dot or side not in found or not key:
            raise ValueError(f"set must be problem.NAME=VALUE or solver.NAME=VALUE, got {setting}")
        if key in found[side]:
            raise ValueError(f"set must give {side}.{key} once, got it again: {setting}")
        found[side][key] = _value(value.strip())
    return found


def _value(text: str) -> Any:
    import tomllib
    from fractions import Fraction

    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        try:
            return float(Fraction(text)) if text.isascii() else text
        except (ValueError, ZeroDivisionError):
            return text


def _ended(result: dict[str, Any]) -> str:
    """The word, with the index of a stationary point and the reason of a divergence."""
    from theory.storage.counted import counted

    word = result["ended"] if result["index"] is None else f"{result['ended']} (index {result['index']})"
    reason = f": {result['reason']}" if result["reason"] else ""
    return f"{word} after {counted(result['steps'], 'step')}{reason}"


def as_table(result: dict[str, Any]) -> str:
    """The run as a few lines: how it ended, what was measured, what was predicted."""
    lines = [
        f"{result['problem']} · {result['solver']}, seed {result['seed']}",
        f"ended          {_ended(result)}",
        f"loss           {result['loss']:.9g}",
        f"gradient norm  {result['gradient_norm']:.3g}",
    ]
    prediction = result["prediction"]
    if prediction is None:
        lines.append(f"prediction     none: {result['prediction_reason']}")
    else:
        lines.append(f"prediction     {prediction['quantity']}: {prediction['predicted']:.9g}")
        over = "over steps {} to {}; ".format(*prediction["over"]) if "over" in prediction else ""
        lines.append(f"measured       {prediction['measured']:.9g}  ({over}{prediction['source']})")
    certificate = result.get("certificate")
    if certificate is not None:
        lines.append("certificate    " + certificate["sentence"])
    return "\n".join(lines)
