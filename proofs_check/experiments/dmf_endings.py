"""Where gradient descent ends: many starts on two spectra of data, each end named by its critical orbit.

Y has the eigenvalues of the correlation matrix of the wines (13), or of the covariance of the digits' pixels (64); runs are in
its singular bases, where Gaussian starts have the same law. Hidden widths 4, one ridge for all layers with y* half-way (in the
logarithm) between y_3 and y_4. Predicted: local minimizers of rank 0, …, 3 for L ≥ 3, of rank 3 alone for L = 2, and no end at
a strict saddle. Aligned starts W_l = diag(s)/√λ_l keep their modes apart, so mode i ends at '+' iff s_i > σ₋(y_i), else at 0:
at strict saddles, too, which no random start sees.

Source: arXiv:2506.20344 v3, Theorem 2 (stated second hand; inequalities reconstructed); its experiments are not known to us.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from statistics import mean
from typing import TYPE_CHECKING, Any

from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Outcome, Spread, trials
from proofs_check.figures.style import MARKS, PAGE, SERIES, SOFT, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from torch import Tensor

    from numerics.descent import Descent
    from theory.dmf import Landscape

HIDDEN, RANK, REACH = 4, 3, 4.0
LINE, WHOLE, QUARTER = "line search", "step 1/κ", "step 1/4κ"
TOLERANCE, CAP = 1e-10, 60_000
COLUMNS = ("starts", "data", "L", "λ_l", "method", "scale", "starts a seed", "ranks told", "global rank told",
           *(f"share at rank {r}" for r in range(RANK + 1)), "elsewhere", "cannot tell", "Hessian otherwise", "end otherwise",
           "highest s/σ₋ that fell", "lowest s/σ₋ that grew")  # fmt: skip


@lru_cache(maxsize=8)
def spectrum(data: str) -> tuple[float, ...]:
    """Eigenvalues of the correlation matrix of the columns (wine) or of their covariance; below 1e-12 of the largest, 0."""
    import torch

    from numerics.datasets import load, standardized

    array, _ = load(data)
    columns = standardized(array) if data == "wine" else array - array.mean(0)
    values = torch.linalg.eigvalsh(columns.mT @ columns / len(array)).flip(0).tolist()
    return tuple(value if value > 1e-12 * values[0] else 0.0 for value in values)


@lru_cache(maxsize=16)
def landscape(data: str, layers: int) -> Landscape:
    """The landscape with y* = √(y_3 y_4), to three digits of the ridge: y* = c_L λ_l^(L/(2L−2))."""
    from theory.dmf import Landscape
    from theory.dmf.landscape.thresholds import existence_threshold

    values = spectrum(data)
    between = (values[RANK - 1] * values[RANK]) ** 0.5 / float(existence_threshold(layers, Fraction(1)))
    ridge = f"{between ** ((2 * layers - 2) / layers):.3g}"
    return Landscape((len(values), *[HIDDEN] * (layers - 1), len(values)), spectrum=values, ridge=ridge)


def minimizers(land: Landscape) -> dict[str, int]:
    """Label and rank of every orbit of local minimizers."""
    assert land.minimizer_ranks is not None
    return {"".join(f"{i}+" for i in range(1, r + 1)) or "O": r for r in land.minimizer_ranks}


def roots(land: Landscape) -> tuple[list[float], list[float]]:
    """σ₋ (0 for L = 2) and σ₊ of the first three values."""
    from theory.dmf.landscape.float_roots import float_root

    found: tuple[list[float], list[float]] = ([], [])
    for value in land.singular_values.values[:RANK]:
        assert isinstance(value, Fraction)
        for upper in (False, True):
            below = land.layers == 2 and not upper
            found[upper].append(0.0 if below else float_root(land.layers, land.ridge_product, value, upper) ** 0.5)
    return found


def largest_curvature(land: Landscape) -> float:
    """κ, the largest eigenvalue of ∇²F at any local minimizer."""
    return max(land.orbit(label).hessian_summary().largest for label in minimizers(land))


def run(arm: Mapping[str, Any], seeds: Sequence[int]) -> list[dict[str, Any]]:
    """All starts of all seeds in one batch."""
    import torch

    from proofs_check.bridge.orbit_points import aligned_problem

    land = landscape(arm["data"], arm["layers"])
    problem, count = aligned_problem(land), arm["count"]
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    if arm["starts"] == "aligned":
        sizes = torch.cat([aligned_sizes(land, count, generator) for generator in generators])
        start = aligned_starts(land, sizes)
    else:
        from numerics.descent import gaussian_starts

        drawn = [gaussian_starts(problem, count, arm["scale"], generator=generator) for generator in generators]
        start = tuple(torch.cat(layer) for layer in zip(*drawn, strict=True))
    ended = descent(land, problem, start, arm["method"])
    results = []
    for k in range(len(seeds)):
        part = slice(k * count, (k + 1) * count)
        factors, converged = tuple(w[part] for w in ended.factors), ended.converged[part]
        found = ends(land, problem, factors, converged)
        results.append(found if arm["starts"] == "random" else found | against_thresholds(land, sizes[part], factors, found))
    return [{name: value for name, value in result.items() if name != "names"} for result in results]


def descent(land: Landscape, problem: Any, start: tuple[Tensor, ...], method: str) -> Descent:
    """From these factors to ‖∇F‖ ≤ 1e-10 of its terms, or as far as 60,000 steps go."""
    from numerics.descent import descend_from, descend_steadily

    if method == LINE:
        return descend_from(problem, start, steps=CAP, tolerance=TOLERANCE)
    step = {WHOLE: 1.0, QUARTER: 0.25}[method] / largest_curvature(land)
    return descend_steadily(problem, start, step=step, steps=CAP, tolerance=TOLERANCE)


def ends(land: Landscape, problem: Any, factors: tuple[Tensor, ...], converged: Tensor) -> dict[str, Any]:
    """How many ends are on which orbit ("?" for none), and at one end of each: is the Hessian's inertia the orbit's?

    The inertia is that of the eigenvalues of the dense ∇²F, after a polish; undecided is otherwise.
    """
    import torch

    from numerics.critical_search import polish
    from numerics.curvature import inertia
    from proofs_check.bridge.orbit_points import name_orbits

    settled = tuple(w[converged] for w in factors)
    names = name_orbits(land, problem, settled) if len(settled[0]) else []
    counts, otherwise = Counter(names), 0
    for label in counts.keys() - {"?"}:
        first = names.index(label)
        point = polish(problem, tuple(w[first : first + 1] for w in settled))
        gradient = torch.linalg.vector_norm(problem.flatten(problem.gradient(point)), dim=-1)
        split = inertia(torch.linalg.eigvalsh(problem.dense_hessian(point)), gradient, problem.hessian_lipschitz(point))
        told = land.orbit(label)
        otherwise += not bool(split.decided) or (int(split.index), int(split.nullity)) != (told.index, told.nullity)
    place = iter(names)
    return {"labels": list(counts), "counts": list(counts.values()), "unsettled": int((~converged).sum()),
            "otherwise": otherwise, "names": [next(place) if done else "?" for done in converged.tolist()]}  # fmt: skip


def aligned_sizes(land: Landscape, count: int, generator: Any) -> Tensor:
    """σ of three modes, (count, 3): above or below σ₋ by a share 10^(−u) of the way to σ₊ or to 0, u uniform in 0 … 4; above
    where σ₋ = 0."""
    import torch

    lower, upper = (torch.tensor(found, dtype=torch.float64) for found in roots(land))
    near = 10 ** (-REACH * torch.rand(count, RANK, generator=generator, dtype=torch.float64))
    above = torch.rand(count, RANK, generator=generator, dtype=torch.float64) < 0.5
    return torch.where(above | (lower == 0), lower + (upper - lower) * near, lower * (1 - near))


def aligned_starts(land: Landscape, sizes: Tensor) -> tuple[Tensor, ...]:
    """W_l = diag(σ)/√λ_l."""
    import torch

    factors = []
    for l, weight in enumerate(land.weights):
        factor = torch.zeros(len(sizes), land.widths[l + 1], land.widths[l], dtype=torch.float64)
        factor.diagonal(dim1=-2, dim2=-1)[:, :RANK] = sizes / float(weight) ** 0.5
        factors.append(factor)
    return tuple(factors)


def against_thresholds(land: Landscape, sizes: Tensor, factors: tuple[Tensor, ...], found: dict[str, Any]) -> dict[str, Any]:
    """Ends that are not the orbit of the modes with σ > σ₋, and the closest starts on both sides in units of σ₋."""
    import torch

    product = factors[0]
    for w in factors[1:]:
        product = w @ product
    lower = torch.tensor(roots(land)[0], dtype=torch.float64)
    grew = product.diagonal(dim1=-2, dim2=-1)[:, :RANK].abs() > 1e-6
    told = ["".join(f"{i + 1}+" for i, on in enumerate(row) if on) or "O" for row in (sizes > lower).tolist()]
    result: dict[str, Any] = {"missed": sum(a != b for a, b in zip(told, found["names"], strict=True))}
    ratio = sizes / lower
    inside = torch.isfinite(ratio)
    for name, kept in (("fell", ~grew & inside), ("grew", grew & inside)):
        values = ratio[kept]
        result[name] = None if not len(values) else float(values.max() if name == "fell" else values.min())
    return result | {"sizes": sizes[:60, 0].tolist(), "products": product[:60, 0, 0].tolist()}


def arms(full: bool) -> list[dict[str, Any]]:
    """Line searches from several scales, steps of two lengths from the same starts, and aligned starts."""
    found: list[dict[str, Any]] = []
    count = 200 if full else 40
    for data in ("wine", "digits") if full else ("wine",):
        for layers in (2, 3, 4):
            common = {"data": data, "layers": layers, "count": count}
            scales = (1.0,) if layers == 2 or not full else (0.7, 1.0, 1.3) if data == "wine" else (1.0, 2.0, 3.0)
            found += [common | {"starts": "random", "method": LINE, "scale": scale} for scale in scales]
            if data == "wine" and (full or layers == 3):
                found += [common | {"starts": "random", "method": method, "scale": 1.0} for method in (WHOLE, QUARTER)]
            found.append(common | {"starts": "aligned", "method": WHOLE, "scale": None})
    return found


def measure(settings: Settings) -> Measurement:
    """Sets of 200 starts (quick: 40, the wines alone), one set a seed."""
    outcomes = trials(settings, arms(settings.full), run)
    rows = [row(outcome) for outcome in outcomes]
    aligned = {f"L = {o.arm['layers']}": [o.first("sizes"), o.first("products"), *_branch(o)] for o in outcomes
               if o.arm["starts"] == "aligned" and o.arm["data"] == "wine"}  # fmt: skip
    return Measurement(COLUMNS, rows, answer(rows), {"aligned": aligned})


def _branch(outcome: Outcome) -> tuple[float, float]:
    """σ₋ and the product at '+' of the first mode."""
    land = landscape(outcome.arm["data"], outcome.arm["layers"])
    lower, upper = roots(land)
    return lower[0], upper[0] ** land.layers / float(land.ridge_product) ** 0.5


def row(outcome: Outcome) -> list[Any]:
    """One line of the table: shares of the ends, and for aligned starts what becomes of each mode."""
    arm, land = outcome.arm, landscape(outcome.arm["data"], outcome.arm["layers"])
    told = minimizers(land)
    assert land.global_ranks is not None
    counted = [dict(zip(result["labels"], result["counts"], strict=True)) for result in outcome.results]

    def share(*labels: str) -> Spread:
        return Spread(tuple(sum(found.get(label, 0) for label in labels) / arm["count"] for found in counted))

    others = {label for found in counted for label in found} - told.keys() - {"?"}
    lost = Spread(tuple((result["unsettled"] + found.get("?", 0)) / arm["count"]
                        for result, found in zip(outcome.results, counted, strict=True)))  # fmt: skip
    by_rank = {r: share("".join(f"{i}+" for i in range(1, r + 1)) or "O") for r in range(RANK + 1)}
    aligned = arm["starts"] == "aligned"
    ending = [outcome.spread(name) if aligned and (land.layers > 2 or name == "missed") else None
              for name in ("missed", "fell", "grew")]  # fmt: skip
    return [arm["starts"], arm["data"], land.layers, float(land.weights[0]), arm["method"], arm["scale"], arm["count"],
            ", ".join(map(str, told.values())), land.global_ranks[0], *by_rank.values(), share(*others), lost,
            outcome.spread("otherwise"), *ending]  # fmt: skip


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees where no random start ends on an orbit that is no local minimizer, and at most 1 % of any set cannot be named;
    where the Hessian has the predicted inertia at an end of every orbit that was met; where with L ≥ 3 less than 99 % of a set
    (median) end at the global minimizer, in every setting, and with L = 2 more of every set; where both step lengths from the
    same starts give shares whose ranges over the sets overlap at every rank; and where every aligned start ends as σ₋ tells,
    with starts on both sides within 0.5 % of it."""
    table = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    drawn = [row for row in table if row["starts"] == "random"]
    aligned = [row for row in table if row["starts"] == "aligned"]
    elsewhere, lost = (max(row[name].largest for row in drawn) for name in ("elsewhere", "cannot tell"))
    otherwise = max(row["Hessian otherwise"].largest for row in table)
    best = [(row["L"], row[f"share at rank {row['global rank told']}"]) for row in drawn]
    deep, flat = [share.median for L, share in best if L >= 3], [share.least for L, share in best if L == 2]
    zero = max(row["share at rank 0"].median for row in drawn if row["L"] >= 3)
    apart, together = _against(drawn, QUARTER)
    missed = sum(sum(row["end otherwise"].sorted) for row in aligned)
    fell, grew = ([row[f"{what} that {how}"] for row in aligned if row["L"] > 2]
                  for what, how in (("highest s/σ₋", "fell"), ("lowest s/σ₋", "grew")))  # fmt: skip
    low, high = max(x.largest for x in fell), min(x.least for x in grew)
    return [
        agrees(elsewhere == 0 and lost <= 0.01,
               f"up to {elsewhere:.2%} of a set of random starts end on an orbit that is no local minimizer, and up to "
               f"{lost:.2%} cannot be told, in {len(drawn)} settings."),
        agrees(otherwise == 0, "index and nullity of the Hessian, measured at an end of each orbit that was met, are "
               f"otherwise than told at {otherwise:g} of them at most."),
        agrees(max(deep) < 0.99 <= min(flat) and max(flat) <= 1,
               f"with L ≥ 3 between {min(deep):.0%} and {max(deep):.0%} of a set (medians) end at the global minimizer, the "
               f"others at worse ones, up to {zero:.0%} at zero; with L = 2 at least {min(flat):.0%}."),
        agrees(together, f"a step four times as short changes the median share of a rank by up to {apart:.3f}, a line search "
               f"by up to {_against(drawn, LINE)[0]:.3f}."),
        agrees(missed == 0 and 0.995 <= low < 1 < high <= 1.005,
               f"{missed:g} aligned starts end otherwise than σ₋ tells; the highest that falls is {low:.5f} σ₋, the lowest "
               f"that grows {high:.5f} σ₋. Up to {max(row['elsewhere'].median for row in aligned):.0%} of a set end at strict "
               "saddles."),
    ]  # fmt: skip


def _against(drawn: Sequence[Mapping[str, Any]], method: str) -> tuple[float, bool]:
    """Steps 1/κ beside another method from the same starts: the largest difference of a median share, and whether the ranges
    over the sets overlap at every rank."""
    by_setting = {(row["data"], row["L"], row["scale"], row["method"]): row for row in drawn}
    apart, together = 0.0, True
    for (*setting, name), row in by_setting.items():
        if name == WHOLE:
            other = by_setting[*setting, method]
            for r in range(RANK + 1):
                a, b = row[f"share at rank {r}"], other[f"share at rank {r}"]
                apart = max(apart, abs(a.median - b.median))
                together &= max(a.least, b.least) <= min(a.largest, b.largest) <= 1
    return apart, together


@styled
def draw(outcome: Measurement) -> Figure:
    """Mean shares of the ranks, one bar a setting, and what becomes of aligned starts beside σ₋."""
    drawn = [dict(zip(COLUMNS, row, strict=True)) for row in outcome.rows if row[0] == "random"]
    figure, (bars, axes) = panels(PAGE, 1.6 + 0.22 * max(8, len(drawn)), 1, 2, width_ratios=(3, 2))
    for k, row in enumerate(drawn):
        left = 0.0
        for r in range(RANK + 1):
            width = mean(row[f"share at rank {r}"].sorted)
            bars.barh(k, width, left=left, color=SERIES[r], label=f"rank {r}" if k == 0 else None)
            left += width
    told = [f"{row['data']}, L = {row['L']}, {row['method']}, scale {row['scale']:g}" for row in drawn]
    bars.set_yticks(range(len(drawn)), told)
    bars.invert_yaxis()
    bars.set(xlabel="mean share of the ends", title="random starts", xlim=(0, 1))
    for k, (name, (sizes, products, lower, top)) in enumerate(outcome.series["aligned"].items()):
        if lower:
            axes.plot([s / lower - 1 for s in sizes], [p / top for p in products], MARKS[k], color=SERIES[k + 4], label=name,
                      markerfacecolor="none")  # fmt: skip
    axes.axvline(0, color=SOFT, lw=0.6)
    axes.set_xscale("symlog", linthresh=1e-4)
    axes.set(xlabel="start σ/σ₋ − 1", ylabel="end of the mode / predicted at '+'", title="aligned starts, wine, first mode",
             xticks=(-1, -1e-3, 1e-3, 1), xlim=(-3, 30))  # fmt: skip
    axes.legend(loc="center right")
    figure.legend(*bars.get_legend_handles_labels(), loc="outside lower left", ncols=RANK + 1)
    return figure


experiment = Experiment(
    name="dmf-endings",
    paper="dmf",
    title="Where descent ends",
    question="At which critical orbits does gradient descent end, from how many starts, and is it those predicted?",
    measure=measure,
    draw=draw,
)
