"""Alternating gradient descent on two real matrices, beside gradient descent and alternating least squares.

Wine, 178 × 13 with standardized columns, and digits, 1,797 × 64 grey levels; d columns, steps until ‖XYᵀ − A‖_F ≤ (1 +
1e-6)E_d, E_d the best residual of rank d. AGD starts at AΦ (C = 4, ν = ½), step tuned, past the cap 9/(8σ₁) too; gradient
descent at the same AΦ or at Gaussian factors, step and scale tuned; ALS at (AΦ, 0). Beside them the theorem's count for
the truncation A_d (κ = σ₁/σ_d, the Φ that was drawn, ε with ε‖A_d‖² = 2e-6·E_d²), to which alone it applies, and the
exact local rates at the best approximation: `theory.agd.truncated_spectrum`, and 2 ln(σ_d/σ_{d+1}) a sweep for ALS, which
is subspace iteration. A step of AGD costs four products of mnd multiplications, one of gradient descent three, one of ALS
two and two systems of d equations. Runs are exact in the singular frames of A (`_agd_runs`). Source: ours;
arXiv:2305.06927 v2 has synthetic matrices, as far as a review tells.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from proofs_check.experiments._agd_tables import edge_note, edges, every, known, ratio, span
from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Arm, Outcome, trials, tuned
from proofs_check.figures.style import DASHED, INK, MARKS, PAGE, SERIES, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from torch import Tensor

BALANCE, NU, CLOSE = 4.0, 0.5, 1e-6
FLOOR = 1e-10
"""Distance from A_d, over σ₁, to which runs go on for their rate."""
WIDTHS = {"wine": (2, 5), "digits": (5, 10)}
AGD, GD, ALS = "AGD", "gradient descent", "ALS"
COLUMNS = (
    "data", "d", "method", "σ₁/σ_d", "(σ_d − σ_{d+1})/σ₁", "start", "step·σ₁", "scale", "steps to (1 + 1e-6)E_d",
    "measured rate", "exact local rate", "measured/exact", "theorem T for A_d", "theorem T/steps", "at the end of its grid",
)  # fmt: skip


@cache
def spectrum(data: str) -> tuple[tuple[float, ...], int, int]:
    """Singular values of the matrix over the largest, those that are not rounding, and its size."""
    import torch

    from numerics.datasets import load, standardized

    A = load(data)[0]
    A = standardized(A) if data == "wine" else A
    values = torch.linalg.svdvals(A)
    kept = values[values > 1e-12 * values[0]] / values[0]
    return tuple(kept.tolist()), A.shape[0], A.shape[1]


def arms(full: bool) -> list[dict[str, Any]]:
    """Data × d × methods, with the grids of steps and scales."""
    steps, scales = ((0.3, 0.6, 0.9, 1.1), (0.03, 0.1, 0.3, 1.0)) if full else ((0.6, 0.9), (0.1,))
    longer = (0.9, 1.2, 1.5, 1.8) if full else (0.9, 1.2)
    grid: list[tuple[str, str, float | None, float | None]] = [(AGD, "AΦ", s, None) for s in longer]
    grid += [(GD, "AΦ", s, None) for s in steps] + [(GD, "Gaussian", s, scale) for s in steps for scale in scales]
    cap = 6000 if full else 1500
    return [{"data": data, "d": d, "method": method, "start": start, "step": step, "scale": scale, "cap": cap}
            for data, widths in WIDTHS.items() for d in widths
            for method, start, step, scale in [*grid, (ALS, "AΦ", None, None)]]  # fmt: skip


def run(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """All seeds of an arm in one batch, in the singular frames of the matrix."""
    import torch

    from numerics.problems import Factorization
    from numerics.solvers import AlternatingGradientDescent
    from proofs_check.experiments import _agd_runs as runs

    kept, rows, columns = spectrum(arm["data"])
    values, d, rank, step = torch.tensor(kept, dtype=torch.float64), arm["d"], len(kept), arm["step"] or 1.0
    initial = "gaussian" if arm["start"] == "Gaussian" else "paper"
    solver = AlternatingGradientDescent(step=step, columns=d, initial=initial, scale=arm["scale"], C=BALANCE, nu=NU)
    X, Y = solver.start(Factorization(runs.diagonal(values, rows, columns)), len(seeds), runs.seeds_of(seeds))
    last = step**0.5 * torch.linalg.svdvals(X[:, :d])[:, -1]
    X, Y = runs.folded(X, rank), runs.folded(Y, rank)
    A = runs.diagonal(values, X.shape[1], Y.shape[1])
    best = float(values[d:].norm())
    tail = A * (torch.arange(A.shape[0]) >= d)[:, None]
    if arm["method"] == ALS:
        done = least_squares(A, X, 0 * Y, arm["cap"], tail)
    else:
        done = runs.descend(A, X, Y, step, arm["cap"], FLOOR, tail=tail, simultaneous=arm["method"] == GD)
    steps, measured = runs.reached(done.norms, (1 + CLOSE) * best), runs.decay(done.gaps, 1e3 * FLOOR, FLOOR)
    exact = [None if seen is None else end_rate(arm["method"], x, y, values, d, step)
             for seen, x, y in zip(measured, done.X, done.Y, strict=True)]  # fmt: skip
    given = {"condition": 1 / kept[d - 1], "rank": d, "columns": d, "nu": NU, "balance": BALANCE,
             "epsilon": 2 * CLOSE * best**2 / float(values[:d].square().sum())}  # fmt: skip
    counts = [runs.promised(float(s), **given).paper["iterations_ceiling"] if arm["method"] == AGD else None for s in last]
    return [told | curve for told, curve in zip(runs.by_seed(
        seeds, steps=steps, measured=measured, exact=exact, theorem=counts, slack=list(map(ratio, counts, steps)),
        quotient=list(map(ratio, measured, exact)),
    ), runs.curves((done.norms / best - 1).clamp_min(1e-13)), strict=True)]  # fmt: skip


def least_squares(A: Tensor, X: Tensor, Y: Tensor, cap: int, tail: Tensor) -> Any:
    """At most ``cap`` sweeps of ALS, as `_agd_runs.descend`."""
    import torch

    from numerics.problems import Factorization
    from numerics.solvers import AlternatingLeastSquares
    from proofs_check.experiments._agd_runs import Run

    problem, solver, state = Factorization(A), AlternatingLeastSquares(), (X, Y)
    residuals = [X @ Y.mT - A]
    gaps = [torch.linalg.vector_norm(residuals[0] + tail, dim=(-2, -1))]
    while len(gaps) <= cap and not bool((gaps[-1] <= FLOOR).all()):
        state = solver.update(problem, state)
        residuals.append(state[0] @ state[1].mT - A)
        gaps.append(torch.linalg.vector_norm(residuals[-1] + tail, dim=(-2, -1)))
    return Run(torch.stack([torch.linalg.vector_norm(R, dim=(-2, -1)) for R in residuals]), torch.stack(gaps), *state)


def end_rate(method: str, X: Tensor, Y: Tensor, values: Tensor, d: int, step: float) -> float:
    """−ln of the exact local rate at the end of a run."""
    import numpy as np

    from theory.agd import truncated_spectrum

    if method == ALS:
        return 2 * math.log(float(values[d - 1] / values[d]))
    left_over = np.zeros(min(len(X), len(Y)) - d)
    left_over[: len(values) - d] = values[d:].numpy()
    found = truncated_spectrum(X.numpy(), Y.numpy(), left_over, step, "alternating" if method == AGD else "simultaneous")
    return -math.log(found.rate)


def measure(settings: Settings) -> Measurement:
    """A row for each matrix, d and method, at its best step and scale."""
    groups: dict[tuple[str, int, str], list[Outcome]] = {}
    for outcome in trials(settings, arms(settings.full), run):
        groups.setdefault((outcome.arm["data"], outcome.arm["d"], outcome.arm["method"]), []).append(outcome)
    rows: list[list[Any]] = []
    series: dict[str, Any] = {f"spectrum|{data}": list(spectrum(data)[0]) for data in WIDTHS}
    for (data, d, method), found in groups.items():
        best, values = tuned(found, "steps"), spectrum(data)[0]
        rows.append([data, d, method, 1 / values[d - 1], values[d - 1] - values[d], best.arm["start"], best.arm["step"],
                     best.arm["scale"], best.spread("steps"),
                     *(known(best, what) for what in ("measured", "exact", "quotient", "theorem", "slack")),
                     edges([o for o in found if o.arm["start"] == best.arm["start"]], best, "step", "scale")])  # fmt: skip
        series[f"{data}|{d}|{method}"] = [{"at": one["at"], "curve": one["curve"]} for one in best.results]
    return Measurement(COLUMNS, rows, answer(rows), series)


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees where every run of AGD arrives, within the theorem's count for A_d; where the rate measured, in the median,
    of all three methods, is within 5 % of the exact one; where AGD needs no more steps than gradient descent on either
    matrix (medians of the tuned arms); where ALS needs fewer than both."""
    table = {tuple(row[:3]): row for row in rows}
    cells = list(dict.fromkeys((row[0], row[1]) for row in rows))
    steps = {method: [table[*cell, method][8] for cell in cells] for method in (AGD, GD, ALS)}
    middle = {method: [found.median for found in values] for method, values in steps.items()}
    slack = [table[*cell, AGD][13] for cell in cells]
    held = all(f is not None and not f.missing and f.least >= 1 for f in slack)
    quotients = {method: [table[*cell, method][11] for cell in cells] for method in (AGD, GD, ALS)}
    close = all(f is not None and abs(f.median - 1) <= 0.05 for values in quotients.values() for f in values)
    told = "; ".join(f"{method} {span(f.median for f in values if f)} (single runs {span(every(values))})"
                     for method, values in quotients.items())  # fmt: skip
    counts = ", ".join(f"{x:.4g}" for x in middle[AGD])
    where = ", ".join(f"{data} d = {d}" for data, d in cells)
    other = [g / a for a, g in zip(middle[AGD], middle[GD], strict=True)]
    faster = [a / s for a, s in zip(middle[AGD], middle[ALS], strict=True)]
    ends = edge_note([table[*cell, method][14] for cell in cells for method in (AGD, GD)])
    return [
        agrees(held, f"AGD comes within 1e-6 of the best residual in {counts} steps ({where}); the theorem's count for the "
               f"truncated matrix is {span(every(slack))} times that."),
        agrees(close, f"rates near the end over the exact local rates, medians: {told}."),
        agrees(all(x >= 1 for x in other), f"tuned gradient descent needs {span(other)} times the steps of tuned AGD{ends}."),
        agrees(all(s < min(a, g) for a, g, s in zip(*(middle[name] for name in (AGD, GD, ALS)), strict=True)),
               f"AGD needs {span(faster)} times the sweeps of ALS, which solves two least-squares problems in each."),
    ]  # fmt: skip


@styled
def draw(outcome: Measurement) -> Figure:
    """Singular values; the excess of the residual against the step for the larger d, with the exact local rates as slopes."""
    figure, (values, *panes) = panels(PAGE, 3.1, 1, 3)
    rows = {tuple(row[:3]): row for row in outcome.rows}
    for k, data in enumerate(WIDTHS):
        found = outcome.series[f"spectrum|{data}"]
        values.semilogy(range(1, len(found) + 1), found, MARKS[k], color=SERIES[k], markersize=2.5, label=data)
        for d in sorted({row[1] for row in outcome.rows if row[0] == data}):
            values.semilogy([d], [found[d - 1]], MARKS[k], markersize=6, markerfacecolor="none", color=INK)
    values.set(xlabel="k", ylabel="σ_k/σ₁", title="ringed: σ_d")
    values.legend(loc="upper right")
    for axes, data in zip(panes, WIDTHS, strict=True):
        d = max(row[1] for row in outcome.rows if row[0] == data)
        for k, method in enumerate((AGD, GD, ALS)):
            for seed, one in enumerate(outcome.series[f"{data}|{d}|{method}"]):
                axes.loglog([t + 1 for t in one["at"]], one["curve"], color=SERIES[k], lw=0.7, label=None if seed else method)
            row = rows[data, d, method]
            if row[10] is not None and math.isfinite(row[8].median):
                t, rate = row[8].median, row[10].median
                at = [t * (0.6 + 0.04 * i) for i in range(21)]
                slope = [CLOSE * math.exp(-2 * rate * (x - t)) for x in at]
                axes.loglog([x + 1 for x in at], slope, color=INK, linestyle=DASHED, lw=0.9)
        axes.plot([], [], color=INK, linestyle=DASHED, label="exact rate")
        axes.set(xlabel="step + 1", title=f"{data}, d = {d}: ‖R‖/E_d − 1", ylim=(1e-11, None))
    figure.legend(*panes[0].get_legend_handles_labels(), loc="outside lower right", ncols=4)
    return figure


experiment = Experiment(
    name="agd-real-matrix",
    paper="agd",
    title="Two real matrices",
    question="How many sweeps does a real matrix take, beside the theorem's count, gradient descent and ALS?",
    measure=measure,
    draw=draw,
)
