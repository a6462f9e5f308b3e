"""Where κ² becomes κ: the rate of one mode against the step, from the lazy regime (rate β) to the rich one (rate 2ησ).

One mode xy = σ, ηx_0² = β, y_0 = 0: x² − y² is nearly conserved, so at the end λ = (c + √(c² + 4σ²))/2, μ = λ − c with c
= β/η, and the rate is −log[(1 − ηλ)(1 − ημ)]. The two meet at η* = β/(2σ). Nothing is random there. Whole runs (r = 3, κ
= 3, d = 6, C = 4, Y_0 = 0, starts drawn) are beside it: the formula is given the last mode, σ_r and β = ησ_r(X_0)², as if
it stood alone. Source: spec of the local spectrum, ours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments._agd_tables import ratio
from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Arm, Outcome, Spread, trials
from proofs_check.figures.style import COLUMN, DASHED, INK, MARKS, SERIES, SOFT, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MODE, MATRIX = "one mode", "a whole run"
RANK, SIZE, WIDTH, CONDITION, BALANCE, CAP = 3, 50, 6, 3.0, 4.0, 60_000
COLUMNS = (
    "what", "β = ηx₀²", "step η (σ₁ = 1)", "crossover η* = β/(2σ)", "predicted rate", "measured rate", "measured/predicted",
)  # fmt: skip


def predicted_rate(beta: float, step: float, sigma: float = 1.0) -> float:
    """−log[(1 − ηλ)(1 − ημ)] at the end of the mode.

    >>> round(predicted_rate(1e-2, 1e-6), 6), round(predicted_rate(1e-6, 1e-2) / (2 * 1e-2), 3)
    (0.01005, 1.005)
    """
    c = beta / step
    lam = (c + math.hypot(c, 2 * sigma)) / 2
    return -math.log1p(-step * lam) - math.log1p(-step * sigma**2 / lam)


def measured_rate(beta: float, step: float, sigma: float = 1.0) -> float:
    """−log of the factor a sweep at 1e-6 of the first residual, by plain scalar sweeps."""
    x, y, r = math.sqrt(beta / step), 0.0, sigma
    while abs(r) > 1e-6 * sigma:
        x, before = x + step * r * y, r
        y = y + step * (sigma - x * y) * x
        r = sigma - x * y
    return math.log(before / r)


def arms(full: bool) -> list[dict[str, Any]]:
    """One mode over β and η, then whole runs over η."""
    steps = [10 ** (-5 + 0.5 * i) for i in range(10)] if full else [1e-4, 1e-3, 1e-2, 1e-1, 0.3]
    found: list[dict[str, Any]] = [{"what": MODE, "β": b, "η": s} for b in (1e-1, 1e-2, 1e-3) for s in steps]
    return found + [{"what": MATRIX, "η": 10**e} for e in ([-4 + 0.5 * i for i in range(9)] if full else range(-4, 1))]


def run(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """One mode, the same for every seed; or whole runs."""
    if arm["what"] == MATRIX:
        return matrix_trials(arm["η"], seeds)
    return [{"β": arm["β"], "said": predicted_rate(arm["β"], arm["η"]), "seen": measured_rate(arm["β"], arm["η"])}] * len(seeds)


def matrix_trials(step: float, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """The rate between 1e-5 and 1e-7 of ‖A‖, and what the formula says of the last mode alone."""
    import torch

    from numerics.reduction import draw_reduced_start
    from proofs_check.experiments import _agd_runs as runs

    sigma = CONDITION ** -torch.linspace(0, 1, RANK, dtype=torch.float64)
    pairs = [draw_reduced_start(sigma, SIZE, WIDTH, step=step, generator=torch.Generator().manual_seed(seed), C=BALANCE)
             for seed in seeds]  # fmt: skip
    X, size = torch.stack([point.X for _, point in pairs]), float(sigma.norm())
    Y = torch.zeros_like(torch.stack([point.Y for _, point in pairs]))
    betas = (step * torch.linalg.svdvals(X)[:, RANK - 1] ** 2).tolist()
    done = runs.descend(pairs[0][0].A, X, Y, step, CAP, 1e-7 * size)
    said = [predicted_rate(beta, step, 1 / CONDITION) for beta in betas]
    return runs.by_seed(seeds, β=betas, said=said, seen=runs.decay(done.norms / size, 1e-5, 1e-7))


def measure(settings: Settings) -> Measurement:
    """Rates on a grid of β and η, and of whole runs on one of η."""
    rows = [row(outcome) for outcome in trials(settings, arms(settings.full), run)]
    return Measurement(COLUMNS, rows, answer(rows))


def row(outcome: Outcome) -> list[Any]:
    """One arm as a row of the table."""
    what, step = outcome.arm["what"], outcome.arm["η"]
    if what == MODE:
        beta, said, seen = map(outcome.first, ("β", "said", "seen"))
        return [MODE, beta, step, beta / 2, said, seen, seen / said]
    betas = outcome.spread("β")
    quotients = tuple(ratio(result["seen"], result["said"]) for result in outcome.results)
    half = tuple(beta * CONDITION / 2 for beta in betas.sorted)
    return [MATRIX, betas, step, Spread(half), outcome.spread("said"), outcome.spread("seen"), Spread(quotients)]


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees where every rate of one mode is within 2 % of the predicted one; where it is β within 10 % for η ≤ η*/10;
    where it is 2ησ within 30 % for η ≥ 10η*; where the last rate of every whole run is within 25 % of the formula for its
    last mode alone."""
    modes, whole = ([row for row in rows if row[0] == what] for what in (MODE, MATRIX))
    ratios = [row[6] for row in modes]
    lazy = [row[5] / row[1] for row in modes if row[2] <= row[3] / 10]
    rich = [row[5] / (2 * row[2]) for row in modes if row[2] >= 10 * row[3]]
    runs = [x for row in whole for x in row[6].sorted]
    told = [(ratios, 0.02, f"measured/predicted lies in {digits(ratios)}."),
            (lazy, 0.1, f"up to η*/10 the rate is {digits(lazy)} times β (for the theorem's start β = s²: order 1/κ²)."),
            (rich, 0.3, f"from 10η* on it is {digits(rich)} times 2ησ (at η of order 1/σ_1: order 1/κ); the two meet at η*."),
            (runs, 0.25, f"in whole runs the last rate is {digits(runs)} times that of the last mode alone.")]  # fmt: skip
    return [agrees(bool(found) and all(abs(x - 1) <= width for x in found), text) for found, width, text in told]


def digits(values: Sequence[float]) -> str:
    """Least and largest with three decimals.

    >>> digits([1.25, 1.0]), digits([])
    ('1.000 … 1.250', 'nothing')
    """
    return f"{min(values):.3f} … {max(values):.3f}" if values else "nothing"


@styled
def draw(outcome: Measurement) -> Figure:
    """Rate against step: one curve a β, with the crossover marked, and the whole runs."""
    figure, (axes,) = panels(COLUMN, 3.3)
    grid = [10 ** (-5 + i / 20) for i in range(92)]
    modes, whole = ([row for row in outcome.rows if row[0] == what] for what in (MODE, MATRIX))
    for k, beta in enumerate(dict.fromkeys(row[1] for row in modes)):
        rows = [row for row in modes if row[1] == beta]
        axes.loglog(grid, [predicted_rate(beta, eta) for eta in grid], color=SERIES[k], linestyle=DASHED, lw=0.9)
        axes.loglog([r[2] for r in rows], [r[5] for r in rows], MARKS[k], color=SERIES[k], label=f"β = {beta:g}")
        axes.axvline(beta / 2, color=SERIES[k], lw=0.6, alpha=0.6)
    if whole:
        steps, middle = [r[2] for r in whole], [r[5].median for r in whole]
        around = [[r[5].median - r[5].least for r in whole], [r[5].largest - r[5].median for r in whole]]
        axes.errorbar(steps, middle, yerr=around, color=INK, fmt="x", elinewidth=0.8, label="whole runs, κ = 3")
        axes.loglog(grid, [predicted_rate(whole[0][1].median, eta, 1 / CONDITION) for eta in grid], color=INK, linestyle=DASHED,
                    lw=0.9)  # fmt: skip
    axes.plot([], [], color=SOFT, linestyle=DASHED, label="predicted")
    axes.set(xlabel="step η (σ₁ = 1)", ylabel="rate a sweep", title="marks: measured; upright: η* = β/(2σ)")
    figure.legend(loc="outside lower left", ncols=3, columnspacing=1.0)
    return figure


experiment = Experiment(
    name="agd-crossover",
    paper="agd",
    title="From the lazy to the rich regime",
    question="At which step does the rate of a mode change from β (order κ⁻²) to 2ησ (order κ⁻¹)?",
    measure=measure,
    draw=draw,
)
