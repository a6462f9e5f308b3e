"""The plot of one run: loss against steps, with the predicted level or rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs_check.figures.style import COLUMN, DASHED, PREDICTED, SERIES, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@styled
def plot_run(result: dict[str, Any]) -> Figure:
    """The loss trace of ``saddleproof run``; a predicted rate is drawn over the steps where it was measured."""
    at, loss = result["trace"]["at"], result["trace"]["loss"]
    figure, (axes,) = panels(COLUMN, 2.6)
    if all(f > 0 for f in loss if f == f):
        axes.set_yscale("log")
    axes.plot(at, loss, color=SERIES[0], label="measured", gid="measured")
    prediction = result["prediction"]
    if prediction is not None:
        if "factor" in prediction["quantity"]:
            (first, last), rate = prediction["over"], prediction["predicted"]
            steps = range(first, last + 1)
            line = [loss[first] * rate ** (2 * (t - first)) for t in steps]
            axes.plot(steps, line, linestyle=DASHED, color=PREDICTED, label="predicted rate")
        else:
            axes.axhline(prediction["predicted"], linestyle=DASHED, color=PREDICTED, label="predicted loss")
    axes.set_xlabel("step")
    axes.set_ylabel("loss")
    axes.set_title(result["problem"])
    axes.legend()
    return figure
