"""Fourier ptychography of the cameraman: does the ball keep the artefacts of Burer–Monteiro away?

The image of scikit-image as block means of 16 × 16 pixels (12 × 12 in quick), as the complex vector x of norm 1; intensities of
low resolution through pupils of radius 4 (3) every 2 pixels of the Fourier plane, f = ½‖𝒜(X) − y‖²/‖y‖². Truth and start
are filtered to the frequencies that some pupil lets through: nothing is known of the others. X has 3 columns, D_0 = I; seeds
differ in the start. Both methods take 4,000 steps (700 in quick) of the same transforms, tuned as in `udu-phase-retrieval`;
errors are up to a global phase.

Predicted, as there: α_c = 0.916, and a mode σ costs E ≥ (σ²/α⁴ − 1)/α² − 1/2 below it. The paper (second hand) shows artefacts
of Burer–Monteiro and a clean image of UDU after 10⁴ steps; its operator is not known, ours is
`numerics.problems.FourierPtychography`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments.experiment import Experiment, Measurement, Settings
from proofs_check.experiments.udu_phase_retrieval import CELLS, START, against, compared, suppressed, titled
from proofs_check.figures.style import PAGE, SERIES, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FULL: dict[str, Any] = {"side": 16, "pupil": 4, "spacing": 2, "columns": 3, "steps": 4_000}
QUICK: dict[str, Any] = {"side": 12, "pupil": 3, "spacing": 2, "columns": 3, "steps": 700}
COLUMNS = CELLS


def measure(settings: Settings) -> Measurement:
    """UDU in each ball, and Burer–Monteiro, tuned; and the image of the first seed of each."""
    from proofs_check.bridge.ptychography import as_text, instance, ptychography

    base = FULL if settings.full else QUICK
    truth = instance(base["side"], base["pupil"], base["spacing"])[1]
    rows, images, curves = [], {"truth": as_text(truth[:, 0])}, {}
    for name, at, chosen, row in compared(settings, base, ptychography, (0.05, 0.1, 0.3), (0.1, 0.2, 0.3), (1e-6, START, 1.0)):
        rows.append(row)
        images[titled(name, at)] = chosen.first("image")
        curves[titled(name, at)] = {what: chosen.first(what) for what in ("at", "residuals")}
    return Measurement(COLUMNS, rows, answer(rows), {"images": images, "curves": curves})


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees where from the same start UDU in its best ball below α_c (median error) ends with a smaller median σ₂/σ₁ and a
    smaller median error than Burer–Monteiro, as the paper's pictures have it; where it errs less than Burer–Monteiro from its
    best start; where it ends with a smaller median σ₂/σ₁ than UDU in the ball above α_c; where below α_c every E is at least
    what theory asks for, and above it none is beyond 1 in size."""
    table = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    return [*against(table), suppressed(table)]


@styled
def draw(outcome: Measurement) -> Figure:
    """The images side by side, all in the same grey levels, and the residuals on the way."""
    from proofs_check.bridge.ptychography import as_image

    images = outcome.series["images"]
    figure, panes = panels(PAGE, 3.6, 2, 4)
    errors = {titled(row[0], row[1]): row[5].values[0] for row in outcome.rows}
    for axes, (name, text) in zip(panes[: len(images)], images.items(), strict=True):
        axes.imshow(as_image(text), cmap="gray", vmin=0, vmax=255)
        error = errors.get(name, 0.0)
        below = "" if name == "truth" else "diverged" if error is None else f"error {error:.1e}"
        axes.set(title=name.replace(", ", ",\n"), xlabel=below, xticks=[], yticks=[])
    curves, legend = panes[6:]
    for k, (name, curve) in enumerate(outcome.series["curves"].items()):
        curves.loglog(curve["at"][1:], curve["residuals"][1:], color=SERIES[k], label=name)
    curves.set(xlabel="step", ylabel="relative residual", title="intensities,\nfirst seed")
    legend.axis("off")
    legend.legend(*curves.get_legend_handles_labels(), loc="center")
    return figure


experiment = Experiment(
    name="udu-ptychography",
    paper="udu",
    title="Fourier ptychography by UDU",
    question="Does UDU in a small ball recover an image without the artefacts of tuned Burer–Monteiro?",
    measure=measure,
    draw=draw,
)
