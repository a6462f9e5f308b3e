"""Where κ² becomes κ: the rate of one mode against the step, from the lazy regime (rate β) to the rich one (rate 2ησ).

One mode xy = σ, ηx_0² = β, y_0 = 0: x² − y² is nearly conserved, so at the end λ = (c + √(c² + 4σ²))/2, μ = λ − c with c = β/η,
and the rate is −log[(1 − ηλ)(1 − ημ)]. The two meet at η* = β/(2σ). Source: spec of the local spectrum, ours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.figures.style import COLUMN, DASHED, MARKS, SERIES, SOFT, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure


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


def measure(settings: Settings) -> Measurement:
    """Rates on a grid of β and η."""
    betas = (1e-1, 1e-2, 1e-3)
    steps = [10 ** (-5 + 0.5 * i) for i in range(10)] if settings.full else [1e-4, 1e-3, 1e-2, 1e-1, 0.3]
    rows: list[list[float]] = []
    for done, (beta, step) in enumerate((b, s) for b in betas for s in steps):
        settings.progress(done, len(betas) * len(steps), f"β = {beta:g}, η = {step:.2g}")
        seen, said = measured_rate(beta, step), predicted_rate(beta, step)
        rows.append([beta, step, beta / 2, said, seen, seen / said])
    return Measurement(
        ["β = ηx₀²", "step η (σ = 1)", "crossover η* = β/(2σ)", "predicted rate", "measured rate", "measured/predicted"],
        rows,
        answer(rows),
    )


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees where every rate is within 2 % of the predicted one; where it is β within 10 % for η ≤ η*/10; where it is 2ησ
    within 30 % for η ≥ 10η*."""
    ratios = [row[5] for row in rows]
    lazy = [row[4] / row[0] for row in rows if row[1] <= row[2] / 10] or [math.nan]
    rich = [row[4] / (2 * row[1]) for row in rows if row[1] >= 10 * row[2]] or [math.nan]
    told = [(f"measured/predicted lies in {min(ratios):.3f} … {max(ratios):.3f}.", ratios, 0.02),
            (f"up to η*/10 the rate is {min(lazy):.3f} … {max(lazy):.3f} times β (for the theorem's start β = s²: order 1/κ²).",
             lazy, 0.1),
            (f"from 10η* on it is {min(rich):.3f} … {max(rich):.3f} times 2ησ (at η of order 1/σ_1: order 1/κ); "
             "the two meet at η*.", rich, 0.3)]  # fmt: skip
    return [agrees(all(abs(x - 1) <= width for x in found), text) for text, found, width in told]


@styled
def draw(outcome: Measurement) -> Figure:
    """Rate against step, one curve a β, with the crossover marked."""
    figure, (axes,) = panels(COLUMN, 2.8)
    for k, beta in enumerate(dict.fromkeys(row[0] for row in outcome.rows)):
        rows = [row for row in outcome.rows if row[0] == beta]
        grid = [10 ** (-5 + i / 20) for i in range(92)]
        axes.loglog(grid, [predicted_rate(beta, eta) for eta in grid], color=SERIES[k], linestyle=DASHED, lw=0.9)
        axes.loglog([r[1] for r in rows], [r[4] for r in rows], MARKS[k], color=SERIES[k], label=f"β = {beta:g}")
        axes.axvline(beta / 2, color=SERIES[k], lw=0.6, alpha=0.6)
    axes.plot([], [], color=SOFT, linestyle=DASHED, label="predicted")
    axes.set(xlabel="step η (σ = 1)", ylabel="rate a sweep", title="marks: measured; upright: η* = β/(2σ)")
    axes.legend()
    return figure


experiment = Experiment(
    name="agd-crossover",
    paper="agd",
    title="From the lazy to the rich regime",
    question="At which step does the rate of a mode change from β (order κ⁻²) to 2ησ (order κ⁻¹)?",
    measure=measure,
    draw=draw,
)
