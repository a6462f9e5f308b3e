"""The plot of one run: loss against steps, with the predicted level or rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs_check.figures.style import COLUMN, DASHED, PREDICTED, SERIES, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@styled
def plot_run(result: dict[str, Any]) -> Figure:
    """The loss trace of ``saddleproof run``; a predicted rate is drawn as a line through the end."""
    at, loss = result["trace"]["at"], result["trace"]["loss"]
    figure, (axes,) = panels(COLUMN, 2.6)
    if all(f > 0 for f in loss if f == f):
        axes.set_yscale("log")
    axes.plot(at, loss, color=SERIES[0], label="measured", gid="measured")
    prediction = result["prediction"]
    if prediction is not None:
        end = max(t for t, f in zip(at, loss, strict=True) if f == f)
        if "factor" in prediction["quantity"]:
            usable = [t for t in at[: end + 1] if loss[t] > 1e-24 * loss[0]]
            anchor, rate = usable[-1], prediction["predicted"]
            line = [loss[anchor] * rate ** (2 * (t - anchor)) if rate > 0 else 0.0 for t in usable]
            axes.plot(usable, line, linestyle=DASHED, color=PREDICTED, label="predicted rate")
        else:
            axes.axhline(prediction["predicted"], linestyle=DASHED, color=PREDICTED, label="predicted loss")
    axes.set_xlabel("step")
    axes.set_ylabel("loss")
    axes.set_title(result["problem"])
    axes.legend()
    return figure
