"""Hysteresis in the ridge: one weight λ_l for all layers is swept up and down, and a minimizer followed by descent.

Widths 3, Y = diag(3, 2, 0), hidden frames at random. With y* = c_L λ_l^(L/(2L−2)), c_L = (2(L−1)/L)(L/(L−2))^((L−2)/(2L−2)):

    up     mode i is lost at the fold y* = y_i, λ_l = (y_i/c_L)^(2(L−1)/L), from the singular value y_i(L−2)/(2L−2) to 0;
    down   L ≥ 3: zero never loses stability (its Hessian is 2λ_l), so the mode returns only if something carries it over the
           barrier. A kick W_l + δ·(its frames) does iff δ > w₋, that is below λ_l = (y_i − δ^L) δ^(L−2) for δ up to w*, w* the
           double root at the fold;
    L = 2  c_2 = 1: lost and found again at λ_l = y_i, without a jump.

A random kick has no closed form, but a bound: on every path between two levels F reaches their barrier, so the segment of the
kick, from where descent then falls, does. Descent is by steps that keep F falling along each of them, not by a line search,
which might jump. Ours, reconstructed: arXiv:2506.20344 has no sweep that we know of.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Outcome, Spread, trials
from proofs_check.figures.style import DASHED, PAGE, PREDICTED, SERIES, SOFT, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from torch import Tensor

    from numerics.problems.deep_factorization import DeepFactorization, Factors

VALUES, WIDTH = (3.0, 2.0), 3
KICKS = {"none": 1e-3, "aligned 0.5": 0.5, "aligned 0.7": 0.7, "random 0.3": 0.3}
"""Size of a kick: the standard deviation of every entry (none and random), or what is added to both modes in every layer."""
LOWEST, ABOVE, FAR = 0.35, 1.12, 33
"""The least λ_l of a sweep, its largest in units of the last fold, and the points at which a kick's segment is looked at."""
COLUMNS = ("L", "kick", "mode", "y", "lost at λ_l, told", "lost at λ_l", "found at λ_l, told", "found at λ_l",
           "last σ of the product / told", "branch error", "kicks over a barrier", "least climb / barrier", "σ / y at the end",
           "grid")  # fmt: skip


def fold(value: float, layers: int) -> float:
    """λ_l at which y* = y."""
    from theory.dmf.landscape.thresholds import existence_threshold

    return float((value / float(existence_threshold(layers, Fraction(1)))) ** ((2 * layers - 2) / layers))


def carried(value: float, layers: int, kick: float) -> float:
    """λ_l below which a kick of this size on every layer carries the mode from 0 to '+'."""
    return value if layers == 2 else (value - kick**layers) * kick ** (layers - 2)


@lru_cache(maxsize=4096)
def on_branch(value: float, layers: int, ridge: float, upper: bool = True) -> float:
    """σ₊^L/√λ (or that of σ₋), the singular value of the product; NaN beyond the fold."""
    from theory.dmf.landscape.float_roots import float_root

    weight = Fraction(ridge) ** layers
    return float_root(layers, weight, Fraction(value), upper) ** (layers / 2) / float(weight) ** 0.5


@lru_cache(maxsize=1024)
def levels(layers: int, ridge: float) -> tuple[list[float], list[float]]:
    """F at each level of local minimizers that exists, and the heights between neighbours (L ≥ 3)."""
    from theory.dmf.landscape.float_roots import float_root

    weight = Fraction(ridge) ** layers
    losses, heights = [sum(y * y for y in VALUES)], list[float]()
    for y in VALUES:
        upper, lower = (float_root(layers, weight, Fraction(y), side) for side in (True, False))
        if not upper > 0:
            break
        gains = [x**layers / float(weight) - (layers - 2) * x for x in (upper, lower)]
        heights.append(losses[-1] - gains[1])
        losses.append(losses[-1] - gains[0])
    return losses, heights


def ridges(layers: int, ratio: float) -> list[float]:
    """The grid, upwards."""
    top = ABOVE * fold(VALUES[0], layers)
    return [LOWEST * ratio**k for k in range(math.ceil(math.log(top / LOWEST) / math.log(ratio)) + 1)]


def run(arm: Mapping[str, Any], seeds: Sequence[int]) -> list[dict[str, Any]]:
    """All kicks and seeds of one depth as a batch, once up and down the grid."""
    import torch

    from numerics.problems.deep_factorization import DeepFactorization

    layers, grid = arm["layers"], ridges(arm["layers"], arm["ratio"])
    plan = [(kick, seed) for kick in KICKS for seed in seeds]
    generators = [torch.Generator().manual_seed(seed) for _, seed in plan]
    frames = [_frames(layers, generator) for generator in generators]
    Y = torch.diag(torch.tensor([*VALUES, 0.0], dtype=torch.float64))
    point = tuple(torch.stack([_diagonal(frame, l, [_size(y, layers, grid[0]) for y in VALUES]) for frame in frames])
                  for l in range(layers))  # fmt: skip
    members = [_Member(layers) for _ in plan]
    for ridge in (*grid, *reversed(grid)):
        problem = DeepFactorization(Y, [ridge] * layers, hidden=(WIDTH,) * (layers - 1))
        moves = [_kick(kick, turn, source, layers) for (kick, _), turn, source in zip(plan, frames, generators, strict=True)]
        kicked = tuple(w + torch.stack([move[l] for move in moves]) for l, w in enumerate(point))
        climbs = _highest(problem, point, kicked)
        point, settled = _settle(problem, kicked, arm["steps"], arm["tolerance"])
        spectra = torch.linalg.svdvals(problem.product(point))[:, : len(VALUES)]
        for member, spectrum, done, climb in zip(members, spectra.tolist(), settled.tolist(), climbs.tolist(), strict=True):
            member.look(ridge, spectrum, done, climb)
    return [{kick: members[a * len(seeds) + b].told(grid) for a, kick in enumerate(KICKS)} for b in range(len(seeds))]


class _Member:
    """What one sweep showed: which modes are on, how far from their branch, and the climb of kicks that changed a level."""

    def __init__(self, layers: int) -> None:
        self.layers, self.rank, self.rested = layers, len(VALUES), True
        self.curves: list[list[float] | None] = []
        self.shown: list[list[float]] = []
        self.error, self.climb, self.crossings = 0.0, math.inf, 0

    def threshold(self, mode: int) -> float:
        """Half of the least singular value that '+' can have; for L = 2, where that is 0, a hundredth of y."""
        return max(VALUES[mode] * (self.layers - 2) / (4 * self.layers - 4), 0.01 * VALUES[mode])

    def look(self, ridge: float, spectrum: list[float], settled: bool, highest: float) -> None:
        """After the kick at this ridge and the descent from it; where that did not come to rest nothing is concluded."""
        self.curves.append(spectrum if settled else None)
        self.shown.append(spectrum)
        on = [size > self.threshold(mode) for mode, size in enumerate(spectrum)]
        if settled and self.layers > 2:
            for mode, size in enumerate(spectrum):
                told = on_branch(VALUES[mode], self.layers, ridge) if on[mode] else 0.0
                self.error = max(self.error, abs(size - told) / VALUES[mode]) if told == told else math.nan
            rank, (losses, heights) = sum(on), levels(self.layers, ridge)
            if self.rested and rank != self.rank and max(rank, self.rank) < len(losses):
                barrier = max(heights[min(rank, self.rank) : max(rank, self.rank)]) - losses[self.rank]
                self.climb = min(self.climb, (highest - losses[self.rank]) / barrier)
                self.crossings += 1
        self.rank, self.rested = sum(on), settled

    def told(self, grid: list[float]) -> dict[str, Any]:
        """Where each mode was lost on the way up and found on the way down: between its last rest on and the next one off."""
        ways = self.curves[: len(grid)], self.curves[: len(grid) - 1 : -1]
        shown = {"up": self.shown[: len(grid)], "down": self.shown[: len(grid) - 1 : -1]}
        found: dict[str, Any] = shown | {"error": self.error, "crossings": self.crossings, "climb": self.climb}
        end = self.curves[-1]
        for mode, y in enumerate(VALUES):
            found[f"end {mode}"] = None if end is None else end[mode] / y
            for name, way in zip(("lost", "found"), ways, strict=True):
                here = [None if curve is None else curve[mode] > self.threshold(mode) for curve in way]
                last = max((k for k, on in enumerate(here) if on), default=-1)
                off = next((k for k, on in enumerate(here) if k > last and on is False), None)
                found[f"{name} {mode}"] = None if last < 0 or off is None else math.sqrt(grid[last] * grid[off])
                if name == "lost":
                    told = on_branch(y, self.layers, grid[last])
                    found[f"last {mode}"] = shown["up"][last][mode] / told
        return found


def _size(value: float, layers: int, ridge: float) -> float:
    """w at '+' : σ₊/√λ_l."""
    return on_branch(value, layers, ridge) ** (1 / layers)


def _frames(layers: int, generator: Any) -> list[Tensor]:
    """Q_0 = I, random rotations of the hidden layers, Q_L = I."""
    import torch

    eye = torch.eye(WIDTH, dtype=torch.float64)
    turned = [torch.linalg.qr(torch.randn(WIDTH, WIDTH, generator=generator, dtype=torch.float64)).Q for _ in range(layers - 1)]
    return [eye, *turned, eye]


def _diagonal(frames: list[Tensor], layer: int, sizes: Sequence[float]) -> Tensor:
    import torch

    diagonal = torch.diag(torch.tensor([*sizes, *[0.0] * (WIDTH - len(sizes))], dtype=torch.float64))
    return frames[layer + 1] @ diagonal @ frames[layer].mT


def _kick(kick: str, frames: list[Tensor], generator: Any, layers: int) -> list[Tensor]:
    import torch

    size = KICKS[kick]
    if kick.startswith("aligned"):
        return [_diagonal(frames, l, [size] * len(VALUES)) for l in range(layers)]
    return [size * torch.randn(WIDTH, WIDTH, generator=generator, dtype=torch.float64) for _ in range(layers)]


def _highest(problem: DeepFactorization, point: Factors, kicked: Factors) -> Tensor:
    """The largest F on the segment from ``point`` to ``kicked``, (batch,)."""
    import torch

    return torch.stack([problem.loss(tuple(torch.lerp(a, b, k / (FAR - 1)) for a, b in zip(point, kicked, strict=True)))
                        for k in range(FAR)]).amax(0)  # fmt: skip


def _settle(problem: DeepFactorization, start: Factors, steps: int, tolerance: float) -> tuple[Factors, Tensor]:
    """Descent with the step 1/bound of ‖∇²F‖, first that of the kicked point, then that of where it has fallen to."""
    from numerics.descent import descend_steadily

    fallen = descend_steadily(problem, start, step=_step(problem, start), steps=100, tolerance=tolerance)
    ended = descend_steadily(problem, fallen.factors, step=_step(problem, fallen.factors), steps=steps, tolerance=tolerance)
    return ended.factors, ended.converged


def _step(problem: DeepFactorization, point: Factors) -> Tensor:
    """1/(2L m^(2L−2) + 2(L−1) m^(L−2)·max(‖Y‖, m^L) + 2λ_l), m the largest ‖W_l‖, at least ‖Y‖^(1/L): the inverse of a bound of
    ‖∇²F‖ while no factor is larger, as ‖W_L⋯W_1 − Y‖ counts ‖Y‖ where the product is a part of Y."""
    import torch

    layers, size = problem.layers, float(problem.unit())
    widest = torch.stack([torch.linalg.matrix_norm(w, 2) for w in point]).amax(0).clamp_min(size ** (1 / layers))
    pull = (widest**layers).clamp_min(size)
    return 1 / (2 * layers * widest ** (2 * layers - 2) + 2 * (layers - 1) * widest ** (layers - 2) * pull
                + 2 * float(problem.ridge.max()))  # fmt: skip


def measure(settings: Settings) -> Measurement:
    """L = 2, 3, 4, the grid by factors of 1.025 (quick: 1.13)."""
    ratio, steps, tolerance = (1.025, 4000, 1e-7) if settings.full else (1.13, 1500, 1e-6)
    arms = [{"layers": layers, "ratio": ratio, "steps": steps, "tolerance": tolerance} for layers in (2, 3, 4)]
    outcomes = trials(settings, arms, run)
    rows = [row for outcome in outcomes for row in table(outcome)]
    curves = {f"{o.arm['layers']}|{kick}": o.first(kick) for o in outcomes for kick in KICKS}
    series = {"grids": {str(o.arm["layers"]): ridges(o.arm["layers"], ratio) for o in outcomes},
              "curves": {name: {way: found[way] for way in ("up", "down")} for name, found in curves.items()}}  # fmt: skip
    return Measurement(COLUMNS, rows, answer(rows), series)


def table(outcome: Outcome) -> list[list[Any]]:
    """A row for each kick and mode."""
    layers, rows = outcome.arm["layers"], []
    for kick, size in KICKS.items():
        found = [result[kick] for result in outcome.results]

        def spread(name: str, found: Sequence[Mapping[str, Any]] = found) -> Spread:
            return Spread(tuple(result[name] for result in found))

        for mode, y in enumerate(VALUES):
            back = y if layers == 2 else 0.0 if kick == "none" else carried(y, layers, size) if "aligned" in kick else None
            deep, calm = layers > 2, "random" not in kick
            rows.append([layers, kick, mode + 1, y, fold(y, layers), spread(f"lost {mode}"), back, spread(f"found {mode}"),
                         spread(f"last {mode}") if deep and calm else None, spread("error") if deep else None,
                         spread("crossings"), spread("climb") if kick != "none" and deep else None,
                         spread(f"end {mode}"), outcome.arm["ratio"]])  # fmt: skip
    return rows


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees where for L ≥ 3, without kicks and with aligned ones, every mode is lost within a step of the grid of the fold;
    where the singular value of a mode before its loss is that of '+' there to 1 %, and both branches are followed to 1e-3 of
    y wherever descent came to rest; where no mode is found again without a kick, and each rests below 1e-3 of y at the end
    of the way down; where for L = 2 it is lost and found within two steps of y; where aligned kicks bring it back within a
    step of their closed form; and where random kicks change levels at least once for every L ≥ 3, they and aligned ones over
    the barrier each time, and none holds a mode beyond its fold."""
    found = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    deep, flat = ([row for row in found if (row["L"] > 2) == is_deep] for is_deep in (True, False))
    calm = [row for row in deep if "random" not in row["kick"]]
    quiet, aligned, wild = ([row for row in deep if what in row["kick"]] for what in ("none", "aligned", "random"))
    lost = max(_steps(row, "lost") for row in calm)
    last = max(max(abs(x - 1) for x in row["last σ of the product / told"].sorted) for row in calm)
    error = max(row["branch error"].largest for row in deep)
    returned = sum(len(row["found at λ_l"].values) - row["found at λ_l"].missing for row in quiet)
    ending = max(row["σ / y at the end"].largest for row in quiet)
    two = [max(_steps(row, way) for row in flat if row["kick"] == "none") for way in ("lost", "found")]
    kicked = max(_steps(row, "found") for row in aligned)
    crossings = [sum(sum(row["kicks over a barrier"].sorted) for row in wild if row["L"] == L and row["mode"] == 1)
                 for L in sorted({row["L"] for row in wild})]  # fmt: skip
    climb = min(row["least climb / barrier"].least for row in (*aligned, *wild))
    beyond = [row for row in wild if not row["lost at λ_l"].largest <= row["lost at λ_l, told"] * row["grid"]]
    return [
        agrees(lost <= 1, f"on the way up modes are lost at the fold, to {lost:.2f} steps of the grid (L ≥ 3)."),
        agrees(last <= 0.01 and error <= 1e-3, f"before, their singular value is that of '+' to {last:.1e}; the branches are "
               f"followed to {error:.1e} of y."),
        agrees(returned == 0 and ending <= 1e-3, f"on the way down, without kicks, {returned} modes come back, and they end at "
               f"{ending:.1e} of y at most (L ≥ 3)."),
        agrees(max(two) <= 2, f"with L = 2 a mode is lost and found within {two[0]:.2f} and {two[1]:.2f} steps of λ_l = y."),
        agrees(kicked <= 1, f"aligned kicks bring modes back where told, to {kicked:.2f} steps of the grid (L ≥ 3)."),
        agrees(all(0 < n < math.inf for n in crossings) and 1 <= climb < math.inf and not beyond,
               f"random kicks change the level {sum(crossings):g} times between two that exist; the least climb of a kick that "
               f"does is {climb:.2f} barriers; {len(beyond)} of {len(wild)} rows hold a mode beyond its fold."),
    ]  # fmt: skip


def _steps(row: Mapping[str, Any], way: str) -> float:
    """The largest distance from what is told, in steps of the (logarithmic) grid."""
    told, found = row[f"{way} at λ_l, told"], row[f"{way} at λ_l"]
    return max(abs(math.log(x / told)) / math.log(row["grid"]) for x in found.sorted)


@styled
def draw(outcome: Measurement) -> Figure:
    """The first singular value up and down for three kicks, beside both branches, which meet at the fold."""
    figure, axes = panels(PAGE, 2.8, 1, 3, sharey=True)
    for ax, (name, grid) in zip(axes, outcome.series["grids"].items(), strict=True):
        layers, y = int(name), VALUES[0]
        end = fold(y, layers)
        sampled = [end - (end - grid[0]) * (1 - k / 200) ** 2 for k in range(200)]
        for upper, color in ((True, PREDICTED), (False, SOFT))[: 1 + (layers > 2)]:
            branch = [on_branch(y, layers, ridge, upper) for ridge in sampled] + [y * (layers - 2) / (2 * layers - 2)]
            label = f"'{'+' if upper else '−'}', told"
            ax.plot([*sampled, end], branch, color=color, linestyle=DASHED, lw=0.8, label=label)
        for k, kick in enumerate(("none", "aligned 0.5", "random 0.3")):
            curves = outcome.series["curves"][f"{name}|{kick}"]
            if k == 0:
                ax.plot(grid, [c[0] for c in curves["up"]], ".", color=SERIES[0], ms=2.5, label="up, no kick")
            way = f"down, {kick.replace('none', 'no kick')}"
            ax.plot(grid, [c[0] for c in curves["down"]], "-", color=SERIES[k + 1], label=way)
        ax.axvline(end, color=SOFT, lw=0.6)
        ax.set(xlabel="ridge λₗ", title=f"L = {layers}")
    axes[0].set_ylabel("first singular value of the product")
    figure.legend(*axes[-1].get_legend_handles_labels(), loc="outside lower left", ncols=3)
    return figure


experiment = Experiment(
    name="dmf-hysteresis",
    paper="dmf",
    title="Hysteresis in the ridge",
    question="Where is a mode lost and found again when the ridge is swept up and down?",
    measure=measure,
    draw=draw,
)
