"""Sensing and completion with direction-magnitude descent at several r, beside Burer–Monteiro.

Sensing m = 20, r_A = 2, κ = 3, 1,500 Gaussian measurements, η = 1/2, 600 steps; completion m = 60, half of the entries, κ =
2, 600 steps. Theory speaks about factorization only: the question is how far its picture carries. In both f is ¼‖X − A‖² in the
mean, so the magnitude step is 2, one over the curvature in Θ there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.figures.style import PAGE, SERIES, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STEPS = 600


def problems(seed: int) -> dict[str, tuple[Any, Any, tuple[int, ...]]]:
    """name: (problem with f = ¼·mean-square scale, truth, columns)."""
    import torch

    from numerics.problems import MatrixCompletion, MatrixSensing
    from numerics.problems.matrix_sensing import StoredSensors

    generator = torch.Generator().manual_seed(seed)
    found: dict[str, tuple[Any, Any, tuple[int, ...]]] = {}
    for name, m, condition in (("sensing", 20, 3.0), ("completion", 60, 2.0)):
        frame = torch.linalg.qr(torch.randn(m, 2, generator=generator, dtype=torch.float64)).Q
        A = (frame * torch.tensor([1.0, 1 / condition], dtype=torch.float64)) @ frame.mT
        if name == "sensing":
            operators = torch.randn(1500, m, m, generator=generator, dtype=torch.float64)
            operators = (operators + operators.mT) / (2 * 1500**0.5)
            values = (operators * A).sum((1, 2))
            problem: Any = MatrixSensing(StoredSensors(operators), values, symmetric=True, scale=1 / 4)
            found[name] = (problem, A, (4, 8, 12))
        else:
            mask = torch.rand(m, m, generator=generator) < 0.5
            mask = mask.triu() | mask.triu().mT
            problem = MatrixCompletion.from_mask(A, mask, symmetric=True, scale=1 / (4 * 0.5))
            found[name] = (problem, A, (3, 6, 12))
    return found


def solver_of(method: str, columns: int) -> Any:
    """The method with its steps for f = ¼‖X − A‖² and ‖A‖ = 1."""
    from numerics.solvers import DirectionMagnitude, GradientDescent

    if method == "DMD":
        return DirectionMagnitude(step=0.5, magnitude_step=2.0, columns=columns)
    return GradientDescent(step=0.25)


def measure(settings: Settings) -> Measurement:
    """Relative error over all of A after 600 steps."""
    import torch

    rows: list[list[Any]] = []
    series: dict[str, Any] = {}
    for name, (problem, A, columns) in problems(settings.seed).items():
        for r in columns:
            for method in ("DMD", "Burer–Monteiro"):
                settings.progress(len(rows), 12, f"{name}, r = {r}, {method}")
                generator = torch.Generator().manual_seed(settings.seed + 5)
                solver = solver_of(method, r)
                state: Any = (
                    solver.start(problem, generator=generator)
                    if method == "DMD"
                    else (0.1 * torch.randn(len(A), r, generator=generator, dtype=torch.float64),)
                )
                errors = []
                for t in range(STEPS + 1):
                    if t % 10 == 0:
                        X = state[0] @ state[1] @ state[0].mT if method == "DMD" else state[0] @ state[0].mT
                        errors.append(float((X - A).norm() / A.norm()))
                    state = solver.update(problem, state)
                rows.append([name, r, method, errors[-1]])
                series[f"{name}|{r}|{method}"] = errors
    return Measurement(
        ["problem", "r", "method", f"relative error after {STEPS} steps"],
        rows,
        answer(rows),
        series,
    )


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees for a problem where direction-magnitude descent is below Burer–Monteiro at every r, and below 1e-2."""
    told = []
    for name in dict.fromkeys(row[0] for row in rows):
        one, other = ([row[3] for row in rows if (row[0], row[2]) == (name, method)] for method in ("DMD", "Burer–Monteiro"))
        holds = all(a < min(b, 1e-2) for a, b in zip(one, other, strict=True))
        texts = [", ".join(f"{error:.0e}" for error in errors) for errors in (one, other)]
        told.append(agrees(holds, f"{name}: DMD {texts[0]}, Burer–Monteiro {texts[1]} with growing r."))
    return told


@styled
def draw(outcome: Measurement) -> Figure:
    """Errors on the way, one panel a problem: full lines DMD, thin ones with marks Burer–Monteiro."""
    figure, both = panels(PAGE, 2.9, 1, 2)
    for axes, name in zip(both, ("sensing", "completion"), strict=True):
        shown = [key for key in outcome.series if key.startswith(name)]
        widths = sorted({int(key.split("|")[1]) for key in shown})
        for key in shown:
            _, r, method = key.split("|")
            look = {"lw": 1.2} if method == "DMD" else {"lw": 0.6, "marker": "o", "markersize": 2.5, "markevery": 6}
            axes.semilogy(range(0, STEPS + 1, 10), outcome.series[key], color=SERIES[widths.index(int(r))],
                          label=f"{method}, r = {r}", **look)  # fmt: skip
        axes.set(xlabel="step", ylabel="relative error", title=name)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=2, columnspacing=1.0)
    return figure


experiment = Experiment(
    name="dmd-measurements",
    paper="dmd",
    title="Sensing and completion",
    question="How far does the picture of factorization carry?",
    measure=measure,
    draw=draw,
)
