"""Sensing and completion with direction-magnitude descent at several r, beside tuned Burer–Monteiro, over seeds.

Sensing m = 20, r_A = 2, κ = 3, 1,500 Gaussian measurements; completion m = 60, half of the entries, r_A = 2, κ = 2; 600 steps
(quick: m = 12, 540 measurements; m = 30; 300 steps). Full only, at published sizes (stated second hand): sensing m = 10, r_A =
3, r = 5, 60,000 measurements, κ = 50, 75, 100, 20,000 steps; and m = 300, r_A = 5, κ = 10, r = 50, 75, 100, 2,000 steps, as
plain factorization, the mean over sensors, by its exact reductions: 50,000 dense sensors of that size are 36 GB. f is ¼‖X − A‖²
in the mean, η = ½ (1 on factorization), magnitude step 2. Burer–Monteiro over steps × starts, from a start of usual size tuned
in its step alone, and in both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments import _dmd
from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Arm, Outcome, trials, tuned
from proofs_check.figures.style import DASHED, PAGE, SERIES, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from torch import Tensor

DMD, USUAL, TUNED = "DMD", "Burer–Monteiro, usual start", "Burer–Monteiro, tuned start"
STEPS, STARTS = (0.25, 0.5, 0.75), (1e-1, 1e-2, 1e-4, 1e-6, 1e-8, 1e-10)
SHARE, CURVE = 0.5, 40
LOOKS: dict[str, dict[str, Any]] = {
    DMD: {"lw": 1.3},
    USUAL: {"lw": 0.6, "marker": "o", "markersize": 2.5},
    TUNED: {"lw": 0.8, "linestyle": DASHED},
}
HEADS = ("problem", "m", "κ", "r", "method", "step", "start", "steps", "relative error")


def plan(full: bool) -> list[dict[str, Any]]:
    """The arms: problem, sizes, columns, method."""
    if full:
        cases = [("sensing", 20, 2, 3.0, (4, 8, 12), 1500, 600), ("completion", 60, 2, 2.0, (3, 6, 12), None, 600),
                 *(("sensing, published size", 10, 3, k, (5,), 60_000, 20_000) for k in (50.0, 75.0, 100.0)),
                 ("factorization, published size", 300, 5, 10.0, (50, 75, 100), None, 2_000)]  # fmt: skip
    else:
        cases = [("sensing", 12, 2, 3.0, (4, 8), 540, 300), ("completion", 30, 2, 2.0, (3, 8), None, 300)]
    arms: list[dict[str, Any]] = []
    for problem, m, rank, condition, columns, count, steps in cases:
        for r in columns:
            shared = {"problem": problem, "m": m, "rank": rank, "condition": condition, "columns": r, "length": steps}
            shared |= {} if count is None else {"count": count}
            few = "factorization" in problem
            arms.append({"method": DMD, **shared, "steps": [1.0 if few else 0.5]})
            arms.append({"method": "Burer–Monteiro", **shared, "steps": [0.95] if few else list(STEPS),
                         "starts": [1e-1, 1e-6, 1e-8] if few else list(STARTS)})  # fmt: skip
    return arms


def run(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """All seeds and the whole grid of one arm in one batch: relative errors over all of A, on the way and at the end."""
    import torch

    from numerics.solvers import DirectionMagnitude, GradientDescent

    if arm["method"] == DMD and "factorization" in arm["problem"]:
        return run_reduced(arm, seeds)
    pairs = _dmd.grid({"starts": [None], **arm})
    problem, A, first = instance(arm, seeds, len(pairs))
    if arm["method"] == DMD:
        from numerics.stiefel import polar

        X = polar(first)
        solver: Any = DirectionMagnitude(step=arm["steps"][0], magnitude_step=2.0, columns=arm["columns"])
        state: Any = (X, X.new_zeros(len(X), arm["columns"], arm["columns"]))
    else:
        scales = torch.tensor([start for _, start in pairs], dtype=torch.float64)
        solver = GradientDescent(step=torch.tensor([step for step, _ in pairs] * len(seeds), dtype=torch.float64))
        state = ((first[:, None] * scales[:, None, None]).flatten(0, 1),)
    curves = []
    for t in range(arm["length"] + 1):
        if t * CURVE % arm["length"] == 0:
            curves.append(errors(state, A))
        state = solver.update(problem, state)
    found = torch.stack(curves, 1).unflatten(0, (len(seeds), len(pairs)))
    return [{"error": found[k, :, -1].tolist(), "curve": found[k].tolist()} for k in range(len(seeds))]


def run_reduced(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """Direction-magnitude descent on factorization by the recursion of its alignment, the start drawn from its law."""
    import torch

    from numerics.reduction import AlignmentRecursion, draw_alignment

    recursion = AlignmentRecursion(_dmd.spectrum(arm["rank"], arm["condition"]))
    drawn = [draw_alignment(arm["m"], arm["columns"], arm["rank"], generator=torch.Generator().manual_seed(s)) for s in seeds]
    every = arm["length"] // CURVE
    found = recursion.run(torch.stack(drawn), arm["length"], at=every).loss
    curves = (4 * found).sqrt() / recursion.spectrum.norm()
    return [{"error": [curve[-1]], "curve": [curve]} for curve in curves.tolist()]


def instance(arm: Arm, seeds: Sequence[int], group: int) -> tuple[Any, Tensor, Tensor]:
    """The problem for all members, the truth of each, and Gaussian m × r starts with entries N(0, 1/m), one a seed."""
    import torch

    from numerics.randomness import Seeds
    from proofs_check.experiments._measured import CompletionOverSeeds, SensingOverSeeds, symmetric_masks

    m, r, values = arm["m"], arm["columns"], _dmd.spectrum(arm["rank"], arm["condition"])
    if "factorization" in arm["problem"]:
        problem, Z = _dmd.starts(values, m, r, seeds)
        return problem, problem.A, Z
    seeded = Seeds(torch.tensor(list(seeds)))
    frame = torch.linalg.qr(seeded.normal((m, len(values)))).Q
    A = (frame * torch.tensor(values, dtype=torch.float64)) @ frame.mT
    Z, many = seeded.next().normal((m, r)) / m**0.5, A.repeat_interleave(group, 0)
    if "sensing" in arm["problem"]:
        return SensingOverSeeds(A, arm["count"], seeds, group=group, scale=1 / 4), many, Z
    seen = symmetric_masks(m, SHARE, seeds)
    return CompletionOverSeeds(A, seen, group=group, scale=1 / (4 * SHARE), symmetric=True), many, Z


def errors(state: Any, A: Tensor) -> Tensor:
    """‖M − A‖/‖A‖ of every member."""
    X = state[0] @ state[1] @ state[0].mT if len(state) == 2 else state[0] @ state[0].mT
    return (X - A).norm(dim=(1, 2)) / A.norm(dim=(-2, -1))


def measure(settings: Settings) -> Measurement:
    """Every problem, r and method."""
    rows: list[list[Any]] = []
    curves: dict[str, list[Any]] = {}
    for outcome in trials(settings, plan(settings.full), run):
        for name, cell in named(outcome).items():
            arm = cell.arm
            rows.append([arm["problem"], arm["m"], arm["condition"], arm["columns"], name, arm["step"], arm["start"],
                         arm["length"], cell.spread("error")])  # fmt: skip
            curves[f"{arm['problem']}|{arm['condition']:g}|{arm['columns']}|{name}"] = cell.first("curve")
    return Measurement(HEADS, rows, answer(rows), {"curves": curves})


def named(outcome: Outcome) -> dict[str, Outcome]:
    """The cells that are shown: the one of direction-magnitude descent, and Burer–Monteiro tuned in two ways."""
    pairs = _dmd.grid({"starts": [None], **outcome.arm})
    cells = [Outcome({**outcome.arm, "step": step, "start": start},
                     tuple({name: value[k] for name, value in result.items()} for result in outcome.results))
             for k, (step, start) in enumerate(pairs)]  # fmt: skip
    if outcome.arm["method"] == DMD:
        return {DMD: cells[0]}
    usual = [cell for cell in cells if cell.arm["start"] == _dmd.USUAL]
    return {USUAL: tuned(usual, "error"), TUNED: tuned(cells, "error")}


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Medians over the seeds after the same number of steps decide. Agrees for a problem where direction-magnitude descent is
    below Burer–Monteiro from a start of usual size at every r and κ, and below 1e-2; and where it is below Burer–Monteiro
    with a tuned start at every r and κ."""
    told = []
    for name in dict.fromkeys(row[0] for row in rows):
        here = {method: [row for row in rows if (row[0], row[4]) == (name, method)] for method in (DMD, USUAL, TUNED)}
        one, usual, best = ([row[8].median for row in here[method]] for method in (DMD, USUAL, TUNED))
        texts = [", ".join(f"{error:.0e}" for error in errors) for errors in (one, usual, best)]
        many = len({row[3] for row in here[DMD]}) > 1
        order = "with growing r" if many else "with growing κ"
        below = all(a < min(b, 1e-2) for a, b in zip(one, usual, strict=True))
        ahead = sum(a < b for a, b in zip(one, best, strict=True))
        chosen = [(row[5], row[6]) for row in here[TUNED]]
        told += [
            agrees(below, f"{name}: DMD {texts[0]}, Burer–Monteiro from a start of usual size {texts[1]} {order}."),
            agrees(ahead == len(one), f"{name}: with its start tuned as well Burer–Monteiro comes to {texts[2]}; DMD is below "
                   f"in {ahead} of {len(one)} cases{_dmd.edges(chosen, STEPS, STARTS)}."),
        ]  # fmt: skip
    return told


@styled
def draw(outcome: Measurement) -> Figure:
    """Errors of the first seed, one panel a problem: DMD in full, Burer–Monteiro thin with marks, with a tuned start dashed."""
    curves = outcome.series["curves"]
    problems = list(dict.fromkeys(key.split("|")[0] for key in curves))
    figure, axes = panels(PAGE, 2.9 * math.ceil(len(problems) / 2) + 0.3, math.ceil(len(problems) / 2), 2)
    for panel, problem in zip(axes, problems, strict=False):
        shown = [key for key in curves if key.split("|")[0] == problem]
        cases = list(dict.fromkeys(tuple(key.split("|")[1:3]) for key in shown))
        length = next(row[7] for row in outcome.rows if row[0] == problem)
        many = len({r for _, r in cases}) > 1
        for key in shown:
            _, condition, r, method = key.split("|")
            curve = [math.nan if x is None else x for x in curves[key]]
            k = cases.index((condition, r))
            panel.semilogy([length * i / (len(curve) - 1) for i in range(len(curve))], curve, color=SERIES[k],
                           label=(f"r = {r}" if many else f"κ = {condition}") if method == DMD else None, **LOOKS[method],
                           markevery=5)  # fmt: skip
        panel.set(xlabel="step", ylabel="relative error", title=f"{problem}, first seed")
        panel.set_ylim(top=200)
        panel.locator_params(axis="x", nbins=5)
        panel.legend(loc="upper right", ncols=3)
    figure.legend(handles=_methods(), loc="outside lower center", ncols=3)
    return figure


def _methods() -> list[Any]:
    from matplotlib.lines import Line2D

    return [Line2D([], [], color="black", label=name, **look) for name, look in LOOKS.items()]


experiment = Experiment(
    name="dmd-measurements",
    paper="dmd",
    title="Sensing and completion",
    question="How far does the picture of factorization carry?",
    measure=measure,
    draw=draw,
)
