"""Slices through the landscape, and the class of every critical point measured at points of random gauge.

Orbits: at a random point of each (hidden frames and both outer bases turned), the eigenvalues of the dense ∇²F beside those in
closed form, and the class that they and the loss show: negative eigenvalues make a strict saddle; where there are none, and no
zero outside the gauge, a local minimizer; on a kernel outside the gauge the loss itself is looked at both ways, and where it
falls the point is a non-strict saddle. Global is what no descent from 120 starts of two sizes beats.

Slices: W_l = U_l diag(s) U_{l−1}ᵀ/√λ_l with s_1, s_2 free and further modes at '+' (radial), or one mode of size s turned by θ
from the first singular pair of Y to the second (rotation; s and θ polar). Predicted with p = s^L/√λ

    radial      F = ‖Y‖² + Σ_i ((p_i − y_i)² − y_i² + L s_i²),   minima: each s_i at 0 (not for L = 2 and y_i > √λ), at σ₊ and,
                for L even, at −σ₊, where y_i > y*;
    rotation    F = ‖Y‖² + p² − 2p(y_1 cos²θ + y_2 sin²θ) + L s²,   minima: s = 0 likewise, and ±σ₊(y_1) at θ = 0.

Minima of a slice need not be minimizers of F: a larger mode at 0 beside a smaller one at '+' is a strict saddle.
Source: arXiv:2506.20344 v3, Theorems 1 and 2 (stated second hand; formulas and inequalities reconstructed).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Outcome, trials
from proofs_check.figures.names import halo
from proofs_check.figures.style import INK, PAGE, class_handles, mark, name, panels, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from torch import Tensor

    from numerics.problems.deep_factorization import DeepFactorization
    from theory.dmf import Landscape
    from theory.dmf.landscape.orbits import Orbit

PROBLEMS: tuple[tuple[tuple[int, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    ((2, 2, 2, 2), ("3", "11/5"), ("1", "1", "1")),
    ((3, 2, 4), ("4", "3", "2"), ("1", "1")),
    ((2, 2, 2, 2), ("5", "4"), ("3", "3", "3")),
    ((4, 3, 5, 3), ("5", "4", "3"), ("1/2", "1", "2")),
    ((3, 5, 4), ("4", "5/2", "1/2"), ("1", "2")),
    ((3, 2, 2, 4), ("5", "3", "2"), ("1", "1", "1")),
    ((2, 3, 2), ("3", "1"), ("1", "1")),
    ((3, 3, 3, 3, 2), ("3", "5/2"), ("1", "1", "1", "1")),
    ((2, 2, 2, 2, 2), ("4", "3"), ("2", "2", "2", "2")),
    ((2, 3, 2, 3, 2, 3), ("3", "5/2"), ("1",) * 5),
)
"""Widths, singular values of Y, weights: y = y* in the third and the ninth, y = √λ at L = 2 in the seventh."""
QUICK, MESH, REACH, SIZES = 3, 161, 1.2, (1.0, 2.0)
KINDS = ("global minimizer", "local minimizer", "strict saddle", "non-strict saddle")
COLUMNS = ("what", "L", "widths", "Y", "weights", "points told", "otherwise than told", "minimizers of F told",
           "minimizers of F measured", "deviation", "classes told")  # fmt: skip


def run(arm: Mapping[str, Any], seeds: Sequence[int]) -> list[dict[str, Any]]:
    """The orbits or one slice, in one random gauge a seed."""
    measured = measured_orbits if arm["what"] == "orbits" else measured_slice
    land = problem_of(arm)
    return [measured(land, arm["what"], seed) for seed in seeds]


def problem_of(arm: Mapping[str, Any]) -> Landscape:
    """The landscape of an arm."""
    from theory.dmf import Landscape

    return Landscape(tuple(arm["widths"]), spectrum=tuple(arm["spectrum"]), ridge=tuple(arm["ridge"]))


def told(orbit: Orbit) -> tuple[str, int | None, int | None]:
    """Class, index and nullity of an orbit."""
    return orbit.kind, orbit.index, orbit.nullity


def measured_orbits(land: Landscape, _: str, seed: int) -> dict[str, Any]:
    """How many orbits have another class, index or nullity than told, and the largest deviation of an eigenvalue over ‖∇²F‖."""
    import torch

    from numerics.curvature import inertia
    from numerics.descent import descend
    from proofs_check.bridge.orbit_points import aligned_problem

    generator = torch.Generator().manual_seed(seed)
    outer = [turned(land.widths[side], generator) for side in (0, land.layers)]
    problem, orbits = aligned_problem(land), list(land.orbits())
    problem = in_bases(problem, *outer)
    points = [[torch.from_numpy(w) for w in orbit.representative(seed)] for orbit in orbits]
    batch = [torch.stack(layer) for layer in zip(*points, strict=True)]
    batch[0], batch[-1] = batch[0] @ outer[0].mT, outer[1] @ batch[-1]
    W = tuple(batch)
    values, vectors = torch.linalg.eigh(problem.dense_hessian(W))
    gradient = torch.linalg.vector_norm(problem.flatten(problem.gradient(W)), dim=-1)
    split = inertia(values, gradient, problem.hessian_lipschitz(W))
    lowest = min(float(descend(problem, 60, generator=generator, scale=size).loss.min()) for size in SIZES)
    otherwise, minimizers, deviation = 0, 0, 0.0
    for k, orbit in enumerate(orbits):
        index, nullity = int(split.index[k]), int(split.nullity[k])
        point = tuple(w[k] for w in W)
        kind = "strict saddle" if index else kind_without_index(problem, point, vectors[k], values[k], nullity, lowest)
        otherwise += not bool(split.decided[k]) or (kind, index, nullity) != told(orbit)
        minimizers += kind.endswith("minimizer")
        spectrum = torch.tensor(closed_form(land, orbit.label), dtype=torch.float64)
        deviation = max(deviation, float((values[k] - spectrum).abs().max() / values[k].abs().max()))
    return {"otherwise": otherwise, "minimizers": minimizers, "deviation": deviation}


@lru_cache(maxsize=128)
def closed_form(land: Landscape, label: str) -> tuple[float, ...]:
    """The eigenvalues of ∇²F on an orbit, increasing."""
    return tuple(value for value, times in land.orbit(label).hessian() for _ in range(times))


def in_bases(problem: DeepFactorization, first: Tensor, last: Tensor) -> DeepFactorization:
    """The problem with Y turned into (last) Y (first)ᵀ."""
    return type(problem)(last @ problem.Y @ first.mT, problem.ridge, problem.fit, problem.hidden)


def turned(size: int, generator: Any) -> Tensor:
    """A random orthogonal matrix."""
    import torch

    return torch.linalg.qr(torch.randn(size, size, generator=generator, dtype=torch.float64)).Q


def kind_without_index(
    problem: Any, point: tuple[Tensor, ...], vectors: Tensor, values: Tensor, nullity: int, lowest: float
) -> str:
    """The class of a critical point whose Hessian has no negative eigenvalue, from its kernel and its loss."""
    import torch

    from numerics.gauge import gauge_basis

    if not nullity:
        return _by_loss(float(problem.loss(point)), lowest)
    kernel, gauge = vectors[:, values.abs().argsort()[:nullity]], gauge_basis(problem, point)
    left, sizes, _ = torch.linalg.svd(kernel - gauge @ (gauge.mT @ kernel), full_matrices=False)
    flat, here = torch.cat([w.flatten() for w in point]), float(problem.loss(point))
    for direction in left[:, sizes > 0.5].mT:
        for length in (0.01, -0.01):
            moved = problem.unflatten((flat + length * flat.norm().clamp_min(1.0) * direction)[None])
            if float(problem.loss(moved)) < here - 1e-12 * (1 + here):
                return "non-strict saddle"
    return _by_loss(here, lowest)


def _by_loss(here: float, lowest: float) -> str:
    return "global minimizer" if here <= lowest + 1e-9 * (1 + abs(lowest)) else "local minimizer"


def measured_slice(land: Landscape, what: str, seed: int) -> dict[str, Any]:
    """Minima of F on a mesh over the slice, in a random gauge: those that are told and not there, or there and not told."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    plane = Slice(land, what, generator)
    reach = plane.reach
    axes = [torch.linspace(-r, r, MESH, dtype=torch.float64) for r in reach]
    places = torch.cartesian_prod(*axes)
    loss = plane.problem.loss(plane.factors(places)).reshape(MESH, MESH)
    marks = plane.minima()
    found = dips(loss)
    step = [2 * r / (MESH - 1) for r in reach]
    near = [[all(abs(float(axes[c][at[c]]) - place[c]) <= 1.001 * step[c] for c in (0, 1)) for at in found]
            for place, _ in marks]  # fmt: skip
    missed = sum(row.count(True) != 1 for row in near) + sum(not any(column) for column in zip(*near, strict=True))
    error = float((loss.reshape(-1) - plane.predicted(places)).abs().max() / loss.abs().max())
    return {"otherwise": missed, "minimizers": plane.minimizers([place for place, _ in marks]), "deviation": error}


def dips(loss: Tensor) -> list[tuple[int, int]]:
    """Inner points of the mesh that lie below all eight neighbours."""
    import torch

    inner = loss[1:-1, 1:-1]
    n, m = loss.shape
    sides = [loss[1 + a : n - 1 + a, 1 + b : m - 1 + b] for a in (-1, 0, 1) for b in (-1, 0, 1) if a or b]
    below = torch.stack([inner < side for side in sides]).all(0)
    return [(int(i) + 1, int(j) + 1) for i, j in below.nonzero()]


class Slice:
    """A surface of factors W(a, b), its predicted loss and minima, with a random gauge and random bases of Y."""

    def __init__(self, land: Landscape, what: str, generator: Any) -> None:
        import torch

        from proofs_check.bridge.orbit_points import aligned_problem

        self.land, self.what = land, what
        self.values = [Fraction(y) for y in land.singular_values.values]  # type: ignore[arg-type]
        self.problem = aligned_problem(land)
        outer = [turned(land.widths[side], generator) for side in (0, land.layers)]
        self.square = float(self.problem.Y.square().sum())
        self.problem = in_bases(self.problem, *outer)
        rank = min(land.widths) if what == "radial" else 1
        kept = len(self.values) if what == "rotation" else rank
        inner = [turned(d, generator)[:, :rank] for d in land.widths[1:-1]]
        self.frames = [outer[0][:, :kept], *inner, outer[1][:, :kept]]
        self.rest = torch.tensor([self.upper(y) for y in self.values[2:rank]], dtype=torch.float64)

    @property
    def weight(self) -> float:
        """√λ."""
        return float(self.land.ridge_product) ** 0.5

    @property
    def reach(self) -> tuple[float, float]:
        """How far the mesh goes: σ₊ ≤ (√λ y)^(1/L)."""
        first, second = (REACH * (self.weight * float(y)) ** (1 / self.land.layers) for y in self.values[:2])
        return (first, second) if self.what == "radial" else (first, first)

    def upper(self, value: Fraction) -> float:
        """σ₊, or 0 where y ≤ y*."""
        from theory.dmf.landscape.float_roots import float_root

        if self.land.thresholds["existence"].compare(value) <= 0:
            return 0.0
        return float_root(self.land.layers, self.land.ridge_product, value, True) ** 0.5

    def factors(self, places: Tensor) -> tuple[Tensor, ...]:
        """W_1, …, W_L at (batch, 2) places."""
        import torch

        if self.what == "radial":
            sizes = torch.cat([places, self.rest.expand(len(places), -1)], 1)
            frames = [frame.expand(len(places), -1, -1) for frame in self.frames]
        else:
            sizes = places.norm(dim=1, keepdim=True)
            pair = torch.where(sizes > 0, places / sizes, torch.tensor([1.0, 0.0], dtype=torch.float64))[:, :, None]
            first, *inner, last = self.frames
            frames = [first[:, :2] @ pair, *(f.expand(len(places), -1, -1) for f in inner), last[:, :2] @ pair]
        scales = [float(weight) ** -0.5 for weight in self.land.weights]
        return tuple(scale * (frames[l + 1] * sizes[:, None]) @ frames[l].mT for l, scale in enumerate(scales))

    def predicted(self, places: Tensor) -> Tensor:
        """F in closed form, (batch,)."""
        import torch

        layers, values = self.land.layers, torch.tensor([float(y) for y in self.values], dtype=torch.float64)
        if self.what == "radial":
            sizes = torch.cat([places, self.rest.expand(len(places), -1)], 1)
            p, y = sizes**layers / self.weight, values[: sizes.shape[1]]
            return self.square + ((p - y).square() - y.square() + layers * sizes.square()).sum(1)
        square = places.square()
        size = square.sum(1)
        p = size ** (layers / 2) / self.weight
        share = torch.where(size[:, None] > 0, square / size[:, None], torch.tensor([1.0, 0.0], dtype=torch.float64))
        return self.square + p.square() - 2 * p * (share @ values[:2]) + layers * size

    def minima(self) -> list[tuple[tuple[float, float], str]]:
        """The predicted minima: place and the label of the orbit."""
        sides = [self.sides(y) for y in self.values[:2]]
        if self.what == "rotation":
            size = self.upper(self.values[0])
            zero = [((0.0, 0.0), "O")] if 0.0 in sides[0] else []
            return zero + ([((x, 0.0), "1+") for x in (size, -size)] if size else [])
        rest = "".join(f"{k + 3}+" for k, size in enumerate(self.rest.tolist()) if size)
        return [((a, b), ("1+" * bool(a) + "2+" * bool(b) + rest) or "O") for a in sides[0] for b in sides[1]]

    def sides(self, value: Fraction) -> list[float]:
        """The minima of (s^L/√λ − y)² + L s² over all real s."""
        size, layers = self.upper(value), self.land.layers
        ends = ([size] if layers % 2 else [size, -size]) if size else []
        return ends if layers == 2 and size else [0.0, *ends]

    def minimizers(self, places: Sequence[tuple[float, float]]) -> int:
        """At how many of these places the dense Hessian of F has no negative eigenvalue."""
        import torch

        from numerics.curvature import inertia

        W = self.factors(torch.tensor(list(places), dtype=torch.float64))
        gradient = torch.linalg.vector_norm(self.problem.flatten(self.problem.gradient(W)), dim=-1)
        split = inertia(torch.linalg.eigvalsh(self.problem.dense_hessian(W)), gradient, self.problem.hessian_lipschitz(W))
        return int((split.decided & (split.index == 0)).sum())


def measure(settings: Settings) -> Measurement:
    """Ten problems (quick: three), each with its orbits and the slices that its widths allow."""
    arms: list[dict[str, Any]] = []
    for widths, spectrum, ridge in PROBLEMS if settings.full else PROBLEMS[:QUICK]:
        common: dict[str, Any] = {"widths": list(widths), "spectrum": list(spectrum), "ridge": list(ridge)}
        arms += [{"what": what} | common for what in ("orbits", "radial", "rotation")]
    rows = [row(outcome) for outcome in trials(settings, arms, run)]
    return Measurement(COLUMNS, rows, answer(rows), {"problem": [list(part) for part in PROBLEMS[0]], "seed": settings.seed})


def row(outcome: Outcome) -> list[Any]:
    """One line of the table, with what the landscape tells."""
    import torch

    arm, land = outcome.arm, problem_of(outcome.arm)
    if arm["what"] == "orbits":
        kinds = [orbit.kind for orbit in land.orbits()]
    else:
        kinds = [land.orbit(label).kind for _, label in Slice(land, arm["what"], torch.Generator()).minima()]
    counted = Counter(kinds)
    classes = ", ".join(f"{counted[kind]} {kind.split()[0]}" for kind in KINDS if counted[kind])
    return [arm["what"], land.layers, " ".join(map(str, land.widths)), " ".join(arm["spectrum"]), " ".join(arm["ridge"]),
            len(kinds), outcome.spread("otherwise"), counted[KINDS[0]] + counted[KINDS[1]], outcome.spread("minimizers"),
            outcome.spread("deviation"), classes]  # fmt: skip


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees where at no orbit, in no gauge, class, index or nullity are measured otherwise than told; where the eigenvalues
    are those in closed form to 1e-9 of the largest; where every slice has its predicted minima, each within a step of the
    mesh, and no other; where the loss on slices is the predicted one to 1e-12 of its largest; and where on every slice the
    predicted number of its minima, fewer than all on some, are minimizers of F."""
    table = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    orbits = [row for row in table if row["what"] == "orbits"]
    slices = [row for row in table if row["what"] != "orbits"]
    wrong = [max(row["otherwise than told"].largest for row in part) for part in (orbits, slices)]
    far = [max(row["deviation"].largest for row in part) for part in (orbits, slices)]
    points = sum(row["points told"] for row in orbits)
    marks, minimizers = (sum(row[what] for row in slices) for what in ("points told", "minimizers of F told"))
    same = all(set(row["minimizers of F measured"].sorted) == {row["minimizers of F told"]} for row in slices)
    return [
        agrees(wrong[0] == 0, f"of {points} orbits of {len(orbits)} problems, in every gauge, at most {wrong[0]:g} of a "
               "problem have another class, index or nullity than told."),
        agrees(far[0] <= 1e-9, f"the eigenvalues deviate from their closed forms by up to {far[0]:.1e} of the largest."),
        agrees(wrong[1] == 0, f"{marks} minima are told on {len(slices)} slices; up to {wrong[1]:g} of a slice are missing or "
               "not told."),
        agrees(far[1] <= 1e-12, f"the loss on slices deviates from the predicted one by up to {far[1]:.1e}."),
        agrees(same and minimizers < marks, f"{minimizers} of these {marks} minima are told to be minimizers of F, the others "
               f"strict saddles, which the slice does not show; the Hessian {'says the same' if same else 'says otherwise'}."),
    ]  # fmt: skip


@styled
def draw(outcome: Measurement) -> Figure:
    """Both slices of the first problem, measured in a random gauge, with every critical point in them by its class."""
    from theory.dmf import Landscape

    widths, spectrum, ridge = outcome.series["problem"]
    land = Landscape(tuple(widths), spectrum=tuple(spectrum), ridge=tuple(ridge))
    figure, axes = panels(PAGE, 3.3, 1, 2)
    for ax, what in zip(axes, ("radial", "rotation"), strict=True):
        _contours(ax, land, what, outcome.series["seed"])
    axes[0].set(xlabel="s₁", ylabel="s₂", title="radial: two modes grow")
    axes[1].set(xlabel="s cos θ", ylabel="s sin θ", title="rotation: one mode turns")
    figure.legend(handles=class_handles(KINDS[:3]), loc="outside lower left", ncols=3)
    return figure


def _contours(ax: Axes, land: Landscape, what: str, seed: int) -> None:
    import torch

    from theory.dmf.landscape.float_roots import float_root

    plane = Slice(land, what, torch.Generator().manual_seed(seed))
    a, b = (torch.linspace(-r / 4 if what == "radial" else -r, r, 121, dtype=torch.float64) for r in plane.reach)
    loss = plane.problem.loss(plane.factors(torch.cartesian_prod(a, b))).reshape(121, 121).mT
    low = float(loss.min())
    steps = [low + (1.8 * plane.square - low) * (k / 24) ** 2 for k in range(25)]
    ax.contour(a.numpy(), b.numpy(), loss.numpy(), steps, colors="#8a8f98", linewidths=0.4)
    sizes = [{"": 0.0} | {f"{i}{sign}": float_root(land.layers, land.ridge_product, y, sign == "+") ** 0.5 for sign in "+-"}
             for i, y in enumerate(plane.values[:2], start=1)]  # fmt: skip
    if what == "radial":
        marks = [(x, y, one + two or "O") for one, x in sizes[0].items() for two, y in sizes[1].items()]
    else:
        marks = [(c * x, 0.0, label or "O") for label, x in sizes[0].items() for c in (1, -1)[: 1 + bool(label)]]
        marks += [(0.0, c * y, label) for label, y in sizes[1].items() if label for c in (1, -1)]
    for x, y, label in marks:
        ax.plot(x, y, **mark(land.orbit(label).kind))
        if x >= 0 and y >= 0:
            ax.annotate(name(label), (x, y), (3, 3), textcoords="offset points", color=INK, fontsize="small",
                        path_effects=halo())  # fmt: skip
    ax.set_aspect("equal")


experiment = Experiment(
    name="dmf-slices",
    paper="dmf",
    title="Slices and classes",
    question="Are the classes of critical points, and the minima on slices through them, those predicted?",
    measure=measure,
    draw=draw,
)
