"""A certified run: the loss, the iterate from which its bound holds, that bound, and the exact local rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot_certificate(result: dict[str, Any]) -> Figure:
    """The result of ``measure(…, certify=True)`` (`proofs_check.bridge.run_against_prediction`) as a figure.

    The shaded region is the certificate's bound (`theory.agd.point_certificate.PointCertificate.bound`). Dotted: the exact
    local rate through the last point above rounding. Raises ValueError for a run without certificate.
    """
    from dataclasses import fields

    from matplotlib.figure import Figure

    from theory.agd.point_certificate import PointCertificate

    certificate = result.get("certificate")
    if not certificate or certificate["fires_at"] is None:
        raise ValueError("the run must carry a certificate that fired: measure(…, certify=True)")
    at, loss = result["trace"]["at"], result["trace"]["loss"]
    floor = max(1e-30, 1e-26 * loss[0])
    figure = Figure(figsize=(7, 4.2), layout="constrained")
    axes = figure.subplots()
    axes.semilogy(at, [max(f, floor) for f in loss], lw=1.5, label="measured loss")
    first = certificate["fires_at"]
    bound = PointCertificate(**{field.name: certificate[field.name] for field in fields(PointCertificate)}).bound
    later = [t for t in at if first <= t <= first + certificate["horizon"]]
    envelope = [max(bound(t - first), floor) for t in later]
    axes.fill_between(later, floor, envelope, color="C2", alpha=0.2, label=f"bound from sweep {first} on")
    axes.axvline(first, color="C2", lw=1)
    if result["prediction"] is not None:
        rate, anchor = result["prediction"]["predicted"], max(t for t in at if loss[t] > 1e3 * floor)
        line = [loss[anchor] * rate ** (2 * (t - anchor)) for t in at[: anchor + 1]]
        axes.semilogy(at[: anchor + 1], line, ":", color="C3", label="exact local rate")
    axes.set(xlabel="sweep", ylabel="f = ½‖XYᵀ − A‖²", ylim=(floor, 10 * max(loss)))
    axes.legend(frameon=False)
    return figure
