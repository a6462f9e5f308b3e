"""A certified run: the loss, the iterate from which its bound holds, that bound, and the exact local rate."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from proofs_check.figures.style import COLUMN, DASHED, PREDICTED, SERIES, panels, styled
from theory.agd.point_certificate import PointCertificate

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@styled
def plot_certificate(result: dict[str, Any]) -> Figure:
    """The result of ``measure(…, certify=True)`` (`proofs_check.bridge.run_against_prediction`) as a figure.

    The shaded region is the certificate's bound (`theory.agd.point_certificate.PointCertificate.bound`). Dashed: the exact
    local rate through the last point above rounding. Raises ValueError for a run without certificate.
    """
    certificate = result.get("certificate")
    if not certificate or certificate["fires_at"] is None:
        raise ValueError("the run must carry a certificate that fired: measure(…, certify=True)")
    at, loss = result["trace"]["at"], result["trace"]["loss"]
    floor = max(1e-30, 1e-26 * loss[0])
    figure, (axes,) = panels(COLUMN, 2.8)
    axes.semilogy(at, [max(f, floor) for f in loss], color=SERIES[0], label="measured loss")
    first = certificate["fires_at"]
    bound = PointCertificate(**{field.name: certificate[field.name] for field in fields(PointCertificate)}).bound
    later = [t for t in at if first <= t <= first + certificate["horizon"]]
    envelope = [max(bound(t - first), floor) for t in later]
    axes.fill_between(later, floor, envelope, color=SERIES[2], alpha=0.25, linewidth=0, label=f"bound from sweep {first} on")
    axes.axvline(first, color=SERIES[2], lw=0.9)
    if result["prediction"] is not None:
        rate, anchor = result["prediction"]["predicted"], max(t for t in at if loss[t] > 1e3 * floor)
        line = [loss[anchor] * rate ** (2 * (t - anchor)) for t in at[: anchor + 1]]
        axes.semilogy(at[: anchor + 1], line, linestyle=DASHED, color=PREDICTED, label="exact local rate")
    axes.set(xlabel="sweep", ylabel="f = ½‖XYᵀ − A‖²", ylim=(floor, 10 * max(loss)))
    figure.legend(loc="outside lower left")
    return figure
