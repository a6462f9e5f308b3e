"""An image from a part of its pixels: two-sided direction-magnitude descent beside tuned Burer–Monteiro and alternating least
squares.

The cameraman in 64 × 64 pixels (means of 8 × 8 blocks; quick: 32 × 32) as it is, and cut to its best approximation of rank 8,
where the theory speaks. Each pixel is seen with the same probability, one mask a seed; the mean of those seen is subtracted.
f = ½‖X − A‖² in the mean. PSNR of the result, clipped to 0 … 1, over all pixels. Every method is tuned on the seeds that are
reported, in its columns r; direction-magnitude descent in its step, gradient descent on X Yᵀ in step and start; both take the
same number of steps, alternating least squares 20 sweeps of at most 10 inner ones. The published images, sizes and rates
were not seen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from proofs_check.experiments import _dmd
from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Arm, Outcome, trials, tuned
from proofs_check.figures.style import MARKS, PAGE, SERIES, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from torch import Tensor

METHODS = ("DMD", "Burer–Monteiro", "ALS")
WHOLE, CUT, RANK = "image", "rank 8", 8
STEPS, DMD_STEPS, STARTS, SWEEPS = (0.25, 0.5, 0.75), (0.25, 0.5, 0.75, 0.95), (1e-1, 1e-2, 1e-3, 1e-5), 20
"""Steps of gradient descent in units of 1/σ_1, of direction-magnitude descent in units of 1/σ_1²: the limits of stability."""
HEADS = ("truth", "share seen", "method", "r", "step", "start", "PSNR, dB", "error on the pixels seen")


def plan(full: bool) -> list[dict[str, Any]]:
    """The arms: truth, share of the pixels, method, with the grid of the method."""
    size, length = (64, 500) if full else (32, 120)
    arms: list[dict[str, Any]] = []
    for truth in (WHOLE, CUT):
        columns = ((4, 8, 16) if full else (4, 8)) if truth == WHOLE else (8, 12)
        for share in (0.3, 0.5, 0.7, 0.9) if full else (0.4, 0.8):
            shared = {"truth": truth, "share": share, "size": size, "columns": list(columns)}
            arms.append({"method": "DMD", **shared, "length": length, "steps": list(DMD_STEPS), "starts": [None]})
            arms.append({"method": "Burer–Monteiro", **shared, "length": length, "steps": list(STEPS),
                         "starts": list(STARTS)})  # fmt: skip
            arms.append({"method": "ALS", **shared, "length": SWEEPS, "steps": [None], "starts": [0.1]})
    return arms


def grid(arm: Arm) -> list[tuple[int, float | None, float | None]]:
    """(r, step, start) of every cell."""
    return [(r, step, start) for r in arm["columns"] for step in arm["steps"] for start in arm["starts"]]


@cache
def picture(name: str, size: int) -> Tensor:
    """The cameraman in size × size pixels, as it is or cut to rank 8."""
    import torch

    from numerics.datasets import load

    whole = load("camera")[0]
    block = len(whole) // size
    image = whole.reshape(size, block, size, block).mean((1, 3))
    if name == WHOLE:
        return image
    U, values, Vh = torch.linalg.svd(image)
    return (U[:, :RANK] * values[:RANK]) @ Vh[:RANK]


def run(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """PSNR of every cell of the grid, for every seed; all seeds, steps and starts of one r in one batch."""
    found: list[list[list[float]]] = [[[], []] for _ in seeds]
    image = picture(arm["truth"], arm["size"])
    for r in arm["columns"]:
        reconstructed, seen = reconstruct(arm, r, seeds)
        quality = psnr(reconstructed, image)
        missed = ((reconstructed - image) * seen).norm(dim=(-2, -1)) / (image * seen).norm(dim=(-2, -1))
        for k in range(len(seeds)):
            found[k][0] += quality[k].tolist()
            found[k][1] += missed[k].tolist()
    return [{"psnr": one, "missed": other} for one, other in found]


def psnr(images: Tensor, truth: Tensor) -> Tensor:
    """−10 log₁₀ of the mean square error after clipping to 0 … 1, at most 120 dB; what is not finite counts as black.

    >>> import torch
    >>> round(float(psnr(torch.full((1, 2, 2), 0.6), torch.full((2, 2), 0.5))), 3)
    20.0
    """
    error = (images.nan_to_num(nan=0.0, posinf=0.0, neginf=0.0).clamp(0, 1) - truth.clamp(0, 1)).square().mean((-2, -1))
    return -10 * error.clamp_min(1e-12).log10()


def reconstruct(arm: Arm, r: int, seeds: Sequence[int]) -> tuple[Tensor, Tensor]:
    """(seeds, cells, m, n) with r columns, and the masks (seeds, 1, m, n)."""
    import torch

    from numerics.randomness import Seeds
    from numerics.solvers import AlternatingLeastSquares, GradientDescent, TwoSidedDirectionMagnitude
    from numerics.stiefel import polar
    from proofs_check.experiments._measured import CompletionOverSeeds, masks

    image, share = picture(arm["truth"], arm["size"]), arm["share"]
    m, n = image.shape
    pairs = [(step, start) for step in arm["steps"] for start in arm["starts"]]
    seen = masks(m, n, share, seeds).to(torch.float64)
    mean = (image * seen).sum((1, 2)) / seen.sum((1, 2))
    data = (image - mean[:, None, None]) * seen
    problem = CompletionOverSeeds(data, seen, group=len(pairs), scale=1 / (2 * share), symmetric=False)
    size = torch.linalg.matrix_norm(data / share, 2).repeat_interleave(len(pairs))
    seeded = Seeds(torch.tensor(list(seeds)))
    sides = [(seeded.next(k).normal((rows, r)) / rows**0.5).repeat_interleave(len(pairs), 0) for k, rows in ((1, m), (2, n))]
    if arm["method"] == "DMD":
        step = torch.tensor([step for step, _ in pairs] * len(seeds), dtype=torch.float64) / size**2
        solver: Any = TwoSidedDirectionMagnitude(step=step, magnitude_step=1.0, columns=r)
        state: Any = (polar(sides[0]), data.new_zeros(len(size), r, r), polar(sides[1]))
    else:
        scale = torch.tensor([start for _, start in pairs] * len(seeds), dtype=torch.float64) * size.sqrt()
        state = tuple(side * scale[:, None, None] for side in sides)
        if arm["method"] == "ALS":
            solver = AlternatingLeastSquares(columns=r, inner_steps=10)
        else:
            step = torch.tensor([step for step, _ in pairs] * len(seeds), dtype=torch.float64) / size
            solver = GradientDescent(step=step, columns=r)
    for _ in range(arm["length"]):
        state = solver.update(problem, state)
    X = state[0] @ state[1] @ state[2].mT if len(state) == 3 else state[0] @ state[1].mT
    return X.unflatten(0, (len(seeds), len(pairs))) + mean[:, None, None, None], seen[:, None]


def chosen(outcome: Outcome) -> Outcome:
    """The cell with the largest median PSNR."""
    cells = []
    for k, (r, step, start) in enumerate(grid(outcome.arm)):
        results = tuple({"psnr": x["psnr"][k], "missed": x["missed"][k], "loss": -x["psnr"][k]} for x in outcome.results)
        cells.append(Outcome({**outcome.arm, "r": r, "step": step, "start": start}, results))
    return tuned(cells, "loss")


def measure(settings: Settings) -> Measurement:
    """All methods at all rates, and the pictures of one rate."""
    cells = [chosen(outcome) for outcome in trials(settings, plan(settings.full), run)]
    rows = [row_of(cell) for cell in cells]
    shares = sorted({cell.arm["share"] for cell in cells})
    middle = shares[len(shares) // 2]
    shown = {cell.arm["method"]: picture_of(cell, settings.seed) for cell in cells
             if (cell.arm["truth"], cell.arm["share"]) == (WHOLE, middle)}  # fmt: skip
    return Measurement(HEADS, rows, answer(rows), {"pictures": shown, "share": middle})


def row_of(cell: Outcome) -> list[Any]:
    """One method at one rate."""
    arm, als = cell.arm, cell.arm["method"] == "ALS"
    start = None if als else arm["start"]
    return [arm["truth"], arm["share"], arm["method"], arm["r"], arm["step"], start, cell.spread("psnr"), cell.spread("missed")]


def picture_of(cell: Outcome, seed: int) -> dict[str, Any]:
    """The first seed's picture as the tuned cell gives it, the pixels it saw, and its PSNR."""
    arm = {**cell.arm, "steps": [cell.arm["step"]], "starts": [cell.arm["start"]]}
    made, seen = reconstruct(arm, cell.arm["r"], [seed])
    truth = picture(arm["truth"], arm["size"])
    return {"made": made[0, 0].clamp(0, 1).tolist(), "seen": (truth * seen[0, 0]).tolist(), "truth": truth.tolist(),
            "psnr": cell.first("psnr")}  # fmt: skip


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Medians over the seeds decide. Agrees for a truth where direction-magnitude descent is above tuned Burer–Monteiro at
    every rate; where it is above alternating least squares at every rate; and where its PSNR grows with the share seen. For
    the image as it is, agrees where its tuned r never falls with the share seen and is larger at the last."""
    told = []
    for truth in dict.fromkeys(row[0] for row in rows):
        here = {name: [row for row in rows if (row[0], row[2]) == (truth, name)] for name in METHODS}
        quality = {name: [row[6].median for row in here[name]] for name in METHODS}
        said = {name: ", ".join(f"{x:.1f}" for x in quality[name]) for name in METHODS}
        shares = ", ".join(f"{row[1]:.0%}" for row in here["DMD"])
        ends = {"DMD": _dmd.edges([(row[4], 0.0) for row in here["DMD"]], DMD_STEPS, (0.0,)), "ALS": "",
                "Burer–Monteiro": _dmd.edges([(row[4], row[5]) for row in here["Burer–Monteiro"]], STEPS, STARTS)}  # fmt: skip
        for name in METHODS[1:]:
            above = sum(a > b for a, b in zip(quality["DMD"], quality[name], strict=True))
            told.append(agrees(above == len(here["DMD"]), f"{truth}: with {shares} of the pixels DMD has {said['DMD']} dB, "
                               f"{'tuned ' if name != 'ALS' else ''}{name} {said[name]}; DMD is above at {above} of "
                               f"{len(here['DMD'])} rates{ends[name]}."))  # fmt: skip
        ours, away = quality["DMD"], [row[7].median for row in here["DMD"]]
        grows = all(a < b < math.inf for a, b in pairwise(ours))
        told.append(agrees(grows, f"{truth}: the PSNR of DMD goes from {ours[0]:.1f} to {ours[-1]:.1f} dB with the share; it "
                           f"is {min(away):.2g} to {max(away):.2g} away from the pixels seen{ends['DMD']}."))  # fmt: skip
        if truth == WHOLE:
            r = [row[3] for row in here["DMD"]]
            best = ", ".join(map(str, r))
            told.append(agrees(r == sorted(r) and r[0] < r[-1], f"{truth}: the r that serves DMD best is {best}: it would grow "
                               "with the share seen."))  # fmt: skip
    return told


@styled
def draw(outcome: Measurement) -> Figure:
    """The pictures side by side, and PSNR against the share seen for both truths."""
    figure, (whole,) = panels(PAGE, 4.6)
    whole.remove()
    layout: Any = [[f"{k // 2}" for k in range(10)], [WHOLE] * 5 + [CUT] * 5]
    axes = figure.subplot_mosaic(layout, height_ratios=[1, 1.4])
    shown = outcome.series["pictures"]
    first = shown["DMD"]
    images = {"truth": first["truth"], f"{outcome.series['share']:.0%} of it": first["seen"],
              **{f"{name},\n{x['psnr']:.0f} dB, first seed": x["made"] for name, x in shown.items()}}  # fmt: skip
    for k, (title, image) in enumerate(images.items()):
        axes[f"{k}"].imshow(image, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
        axes[f"{k}"].set_title(title, fontsize="small")
        axes[f"{k}"].set_axis_off()
    for truth in (WHOLE, CUT):
        panel = axes[truth]
        for k, name in enumerate(METHODS):
            rows = [row for row in outcome.rows if (row[0], row[2]) == (truth, name)]
            panel.errorbar([row[1] for row in rows], [row[6].median for row in rows],
                           [[row[6].median - row[6].least for row in rows], [row[6].largest - row[6].median for row in rows]],
                           marker=MARKS[k], color=SERIES[k], label=name, lw=1.0, elinewidth=0.8)  # fmt: skip
        panel.set(xlabel="share of the pixels seen", ylabel="PSNR, dB", title=truth)
    figure.legend(*panel.get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return figure


experiment = Experiment(
    name="dmd-image",
    paper="dmd",
    title="An image from a part of its pixels",
    question="Does direction-magnitude descent fill in an image better than tuned Burer–Monteiro?",
    measure=measure,
    draw=draw,
)
