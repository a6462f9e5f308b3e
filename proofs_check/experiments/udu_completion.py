"""Why the rank is truly low: completion of a 100 × 100 matrix of rank 3 from 900 entries, UDU beside Burer–Monteiro.

Truth Q diag(1, 2, 3) Qᵀ, 900 of the 10,000 ordered entries (not symmetrised), D_0 = I, ‖U_0‖ = 1e-2, α = 1, η = 0.1, 40,000
steps. Predicted: the trailing columns carry e^(−2E), E ≥ (‖X‖²_{S2/3} − 3)− 1/2 ≈ 98, far below rounding; the exact discrete
suppression identity holds to rounding, its flow form for E = Σ ln c up to O(η).

Sizes: the authors' code (stated second hand); their runs take 10⁶ steps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.figures.style import MARKS, PAGE, SERIES, SOFT, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from torch import Tensor

SIZE, MODES, ENTRIES, STEPS = 100, (1.0, 2.0, 3.0), 900, 40_000
SCALE, STEP = 1e-2, 0.1


class Completion:
    """½ Σ_Ω (X_ij − A_ij)² with G its symmetrised gradient, as dense arrays: what both methods share."""

    def __init__(self, seed: int, size: int, entries: int) -> None:
        import torch

        generator = torch.Generator().manual_seed(seed)
        Q = torch.linalg.qr(torch.randn(size, len(MODES), generator=generator, dtype=torch.float64)).Q
        self.A = (Q * torch.tensor(MODES, dtype=torch.float64)) @ Q.mT
        seen = torch.randperm(size * size, generator=generator)[:entries]
        self.mask = torch.zeros(size * size, dtype=torch.float64)
        self.mask[seen] = 1
        self.mask = self.mask.reshape(size, size)
        self.start = torch.randn(size, size, generator=generator, dtype=torch.float64)
        self.start = self.start * (SCALE / torch.linalg.matrix_norm(self.start))

    def gradient(self, X: Tensor) -> Tensor:
        """(R + Rᵀ)/2, n × n, with R = X − A on the entries that were seen."""
        R = (X - self.A) * self.mask
        return (R + R.mT) / 2

    def error(self, X: Tensor) -> float:
        """‖X − A‖/‖A‖ over all entries."""
        return float((X - self.A).norm() / self.A.norm())


def run_udu(data: Completion, steps: int, progress: Any = None, step: float = STEP) -> dict[str, Any]:
    """Projected UDU with both sides of the exact identity and Σ ln c on the way."""
    import torch

    U, lam = data.start.clone(), torch.ones(len(data.start), dtype=torch.float64)
    first = (float(U.square().sum()), float(lam.square().sum()))
    left = right = logs = 0.0
    history = []
    for t in range(steps):
        scaled = U * lam
        product = data.gradient(scaled @ U.mT) @ U
        bar, q = U - 2 * step * product * lam, (U * product).sum(0)
        c = max(1.0, float(torch.linalg.matrix_norm(bar)))
        moved = lam - step * q
        after, following = bar / c, moved.clamp_min(0)
        left += (c * c - 1) * float(after.square().sum())
        right += 4 * step**2 * float((product * lam).square().sum()) - 2 * step**2 * float(q.square().sum())
        right += 2 * float((following - moved).square().sum())
        logs += math.log(c)
        U, lam = after, following
        if t % max(1, steps // 200) == 0:
            history.append((t, data.error((U * lam) @ U.mT)))
            if progress:
                progress(t)
    grown = (float(lam.square().sum()) - first[1], float(U.square().sum()) - first[0])
    right += 2 * grown[0] - grown[1]
    mass = (lam * U.square().sum(0)).sort(descending=True).values
    return {
        "X": (U * lam) @ U.mT,
        "history": history,
        "E": logs,
        "flow": grown[0] - grown[1] / 2,
        "left": left,
        "right": right,
        "zeros": int((lam == 0).sum()),
        "trailing": float(mass[len(MODES)]),
    }


def run_bm(data: Completion, steps: int, progress: Any = None, step: float = STEP) -> dict[str, Any]:
    """U − 2ηGU from the same start."""
    U, history = data.start.clone(), []
    for t in range(steps):
        U = U - 2 * step * data.gradient(U @ U.mT) @ U
        if t % max(1, steps // 200) == 0:
            history.append((t, data.error(U @ U.mT)))
            if progress:
                progress(t)
    return {"X": U @ U.mT, "history": history}


def measure(settings: Settings) -> Measurement:
    """Both methods on one instance (three with the full budget)."""
    import torch

    rows: list[list[Any]] = []
    series: dict[str, Any] = {}
    seeds = range(settings.seed, settings.seed + (3 if settings.full else 1))
    for number, seed in enumerate(seeds):
        data = Completion(seed, SIZE, ENTRIES)

        def told(t: int, shift: int, seed: int = seed, number: int = number) -> None:
            settings.progress(number * 2 * STEPS + shift + t, 2 * STEPS * len(seeds), f"instance {seed}")

        udu = run_udu(data, STEPS, lambda t: told(t, 0))
        bm = run_bm(data, STEPS, lambda t: told(t, STEPS))
        for name, end in (("UDU", udu), ("Burer–Monteiro", bm)):
            values = torch.linalg.svdvals(end["X"])
            rows.append(
                [
                    seed,
                    name,
                    data.error(end["X"]),
                    float(values[3]),
                    end.get("trailing"),
                    end.get("zeros"),
                    end.get("E"),
                    end["E"] / end["flow"] if "E" in end else None,
                    abs(end["left"] - end["right"]) / end["right"] if "E" in end else None,
                ]
            )
            series.setdefault(name, {"spectrum": values[:12].tolist(), "history": end["history"]})
    return Measurement(
        [
            "instance",
            "method",
            "relative error",
            "σ₄",
            "largest trailing λ‖u‖²",
            "zeros of D",
            "E = Σ ln c",
            "E / flow identity",
            "exact identity, relative difference",
        ],
        rows,
        answer(rows),
        series,
    )


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees for an instance where UDU's σ₄ is below 1e-12 and that of Burer–Monteiro above; where UDU is the more accurate;
    where E = Σ ln c is within a tenth of the flow identity; and, in all, where the rank is low although no entry of D is
    zero."""
    told = []
    runs = {(row[0], row[1]): row for row in rows}
    instances = list(dict.fromkeys(row[0] for row in rows))
    for i in instances:
        udu, bm = runs[i, "UDU"], runs[i, "Burer–Monteiro"]
        told += [
            agrees(udu[3] < 1e-12 < bm[3], f"instance {i}: σ₄ = {udu[3]:.1e} for UDU, {bm[3]:.1e} for Burer–Monteiro."),
            agrees(udu[2] < bm[2], f"instance {i}: error {udu[2]:.1e} for UDU, {bm[2]:.1e} for Burer–Monteiro."),
            agrees(abs(udu[7] - 1) < 0.1, f"instance {i}: E = {udu[6]:.1f}, {udu[7]:.3f} times the flow identity."),
        ]
    zeros = sum(runs[i, "UDU"][5] for i in instances)
    low = all(runs[i, "UDU"][3] < 1e-12 for i in instances)
    rank = "the rank is low: read it from the spectrum, not from D" if low else "the rank is not low"
    return [*told, agrees(low and zeros == 0, f"D has {zeros or 'no'} zeros, and {rank}.")]


@styled
def draw(outcome: Measurement) -> Figure:
    """Spectra of the two ends and the errors on the way."""
    figure, (spectra, errors) = panels(PAGE, 2.7, 1, 2)
    for k, (name, curve) in enumerate(outcome.series.items()):
        spectra.semilogy(range(1, len(curve["spectrum"]) + 1), curve["spectrum"], MARKS[k], color=SERIES[k], label=name,
                         markerfacecolor=SERIES[k] if name == "UDU" else "none")  # fmt: skip
        errors.semilogy(*zip(*curve["history"], strict=True), color=SERIES[k], label=name)
    spectra.axvline(3.5, color=SOFT, lw=0.6)
    spectra.set(xlabel="k", ylabel="singular value σ_k of X", title="after 40,000 steps (rank of the truth: 3)")
    errors.set(xlabel="step", ylabel="‖X − A‖/‖A‖", title="error over all entries")
    errors.locator_params(axis="x", nbins=4)
    spectra.legend()
    errors.legend()
    return figure


experiment = Experiment(
    name="udu-completion",
    paper="udu",
    title="Truly low rank",
    question="How low do trailing singular values go in completion, and does the suppression identity explain it?",
    measure=measure,
    draw=draw,
)
