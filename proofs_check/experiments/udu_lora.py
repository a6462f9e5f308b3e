"""Does a UDV adapter find a lower rank than a plain low-rank pair? A network of the digits 0–4, adapted to the digits 5–9.

64-64-64-5 with ReLU, pre-trained on the images of 0–4; then a new last layer for 5–9, trained by every method, and the two
layers before it: frozen ("head alone"), with a UDV adapter of rank 8 (W + V diag(d) U, unit or larger balls, d ≥ 0), with a
plain pair W + V U of rank 8 from the same start (d = 1, fixed, no balls), or trained in full. Adam, batches of 128, 60 passes;
learning rate and radius of each are chosen on a validation set (median error over the seeds). The change of both layers is
then pruned to 99 % of its squared spectrum, without retraining.

The paper adapts a language model of 7·10⁹ weights (rank 64; authors' notebook, stated second hand), which does not run here;
its story: the adapter is pruned to far fewer ranks than a plain one, at the same quality.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from proofs_check.experiments._digits import accuracy, digits
from proofs_check.experiments._grids import place
from proofs_check.experiments._networks import best, known
from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import trials
from proofs_check.figures.style import MARKS, PAGE, SERIES, SOFT, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from torch import Tensor, nn

OLD, NEW = (0, 1, 2, 3, 4), (5, 6, 7, 8, 9)
WIDTH, RANK, FRACTION = 64, 8, 0.99
LAYERS = ("0", "2")
METHODS = ("head alone", "UDV adapter", "plain pair", "full")
RATES = {"quick": [3e-3, 0.03], "full": [1e-3, 3e-3, 0.01, 0.03, 0.1]}
RADII = {"quick": (1.0, 4.0), "full": (1.0, 2.0, 4.0, 8.0)}
EPOCHS = {"quick": 14, "full": 60}
COLUMNS = ("method", "radius", "learning rate", "in its grid", "test accuracy", "σ₂/σ₁ of the change", "numbers trained",
           "rank kept, of both layers", "numbers after pruning", "accuracy after pruning")  # fmt: skip


def measure(settings: Settings) -> Measurement:
    """Every method tuned, and the adapter at unit balls for itself."""
    fixed = {"rates": RATES[settings.budget], "epochs": EPOCHS[settings.budget], "batch": 128, "rank": RANK}
    radii = RADII[settings.budget]
    arms = [{"method": method, "radius": radius, **fixed} for method in METHODS
            for radius in (radii if method == "UDV adapter" else (1.0,))]  # fmt: skip
    found = trials(settings, arms, run)
    rows, spectra = [], {}
    for method in METHODS:
        tried = [outcome for outcome in found if outcome.arm["method"] == method]
        for name, some in ([(f"{method}, unit balls", tried[:1])] if len(tried) > 1 else []) + [(method, tried)]:
            chosen = best(some, "validation")
            changed = method != "head alone"
            radius: Any = chosen.arm["radius"] if method == "UDV adapter" else None
            grid = chosen.arm["grid"] + (f", radius {place(radius, radii)}" if len(some) > 1 else "")
            rows.append([name, radius, chosen.arm["rate"], grid, chosen.spread("accuracy"),
                         chosen.spread("ratio") if changed else None, chosen.first("trained"),
                         chosen.spread("kept") if changed else None, chosen.spread("numbers") if changed else None,
                         chosen.spread("pruned") if changed else None])  # fmt: skip
            if changed:
                spectra[name] = [result["spectrum"] for result in chosen.results]
    return Measurement(COLUMNS, rows, answer(rows), spectra)


def run(arm: Mapping[str, Any], seeds: Sequence[int]) -> list[dict[str, Any]]:
    """For each seed, by learning rate: error on the validation set, accuracy on the test set, numbers trained besides the head,
    the spectrum of the first layer's change, the rank that pruning keeps in both layers together, and what it leaves."""
    import torch

    fitted, (seen, classes), (X, y) = digits(NEW)
    told = []
    for seed in seeds:
        base, results = pretrained(seed), []
        for rate in arm["rates"]:
            net = prepared(base, arm["method"], arm["rank"], arm["radius"], seed)
            descend(net, fitted, rate, arm["epochs"], arm["batch"], seed)
            with torch.no_grad():
                wrong, right = 1 - accuracy(net(seen), classes), accuracy(net(X), y)
            results.append({"validation": float(wrong), "accuracy": float(right), **after_pruning(net, base, X, y)})
        told.append({name: [result[name] for result in results] for name in results[0]})
    return told


def network(seed: int) -> nn.Sequential:
    """64-64-64-5 with ReLU at the start of that seed."""
    import torch
    from torch import nn

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return nn.Sequential(nn.Linear(64, WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, len(OLD)))


@cache
def pretrained(seed: int) -> nn.Sequential:
    """The network trained on the images of 0–4: Adam 3e-3, 60 passes."""
    net = network(seed)
    descend(net, digits(OLD)[0], 3e-3, 60, 128, seed)
    return net


def prepared(base: nn.Sequential, method: str, rank: int, radius: float, seed: int) -> nn.Sequential:
    """A copy of ``base`` with a new head, and what the method trains before it; the adapters of a seed have one start."""
    import torch

    from numerics.networks import UDVAdapter, adapt

    net = copy.deepcopy(base)
    net[4] = network(seed + 1)[4]
    if method == "head alone":
        net[0].requires_grad_(False)
        net[2].requires_grad_(False)
    elif method != "full":
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            adapt(net, LAYERS, hidden=rank, radius=radius, outer_radius=radius)
        net[4].requires_grad_(True)
        for part in net:
            if isinstance(part, UDVAdapter) and method == "plain pair":
                part.change.constrained = False
                part.change.magnitudes.requires_grad_(False)
    return net


def descend(net: nn.Sequential, data: tuple[Tensor, Tensor], rate: float, epochs: int, batch: int, seed: int) -> None:
    """Adam on the cross-entropy, in place; UDV layers are projected after every step."""
    import torch
    from torch.nn.functional import cross_entropy

    from numerics.networks import layers_of, project_after_steps

    moved = [part for part in net.parameters() if part.requires_grad]
    optimizer: torch.optim.Optimizer = torch.optim.Adam(moved, lr=rate)
    if layers_of(net):
        optimizer = project_after_steps(optimizer, net)
    generator = torch.Generator().manual_seed(seed)
    inputs, target = data
    for _ in range(epochs):
        for chosen in torch.randperm(len(inputs), generator=generator).split(batch):
            optimizer.zero_grad()
            cross_entropy(net(inputs[chosen]), target[chosen]).backward()
            optimizer.step()


def after_pruning(net: Any, base: Any, X: Tensor, y: Tensor) -> dict[str, Any]:
    """The change of both layers in numbers, pruned by the singular values of each whole map to `FRACTION` of their squares."""
    import torch

    from numerics.networks import UDVAdapter, UDVLinear, layers_of, prune

    small: Any = copy.deepcopy(net)
    trained = sum(p.numel() for name in LAYERS for p in net[int(name)].parameters() if p.requires_grad)
    with torch.no_grad():
        changes = [(net[int(name)].weight - base[int(name)].weight).double() for name in LAYERS]
        if not all(bool(torch.isfinite(change).all()) for change in changes):
            return dict.fromkeys(("ratio", "kept", "numbers", "pruned"), None) | {"trained": trained, "spectrum": []}
        values = torch.linalg.svdvals(changes[0])
        if isinstance(net[0], UDVAdapter):
            small = prune(small, fraction=FRACTION, of="map")
            ranks = [layer.hidden for layer in layers_of(small).values()]
        else:
            ranks = []
            for name, change in zip(LAYERS, changes, strict=True):
                plain = torch.nn.Linear(change.shape[1], change.shape[0], bias=False)
                plain.weight.copy_(change)
                fewer = prune(UDVLinear.from_linear(plain), fraction=FRACTION, of="map")
                small[int(name)].weight.copy_(base[int(name)].weight + fewer.weight)
                ranks.append(fewer.hidden)
        return {
            "ratio": float(values[1] / values[0]) if values[0] > 0 else 0.0,
            "spectrum": values[: 2 * RANK].tolist(),
            "trained": trained,
            "kept": sum(ranks),
            "numbers": sum(k * sum(change.shape) for k, change in zip(ranks, changes, strict=True)),
            "pruned": float(accuracy(small(X), y)),
        }


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees where the adapters add at least 0.01 to the accuracy of the head alone; where the tuned UDV adapter keeps at most
    half the rank of the plain pair at 99 % of the squared spectrum; where its accuracy is within 0.01 of the pair's, and
    within 0.02 of full fine-tuning's; where pruning costs it at most 0.01; and where unit balls cost at most 0.01 of the tuned
    accuracy. Medians over the seeds."""
    table = {row[0]: row for row in rows}
    udv, unit, pair, full, head = (
        table[name] for name in ("UDV adapter", "UDV adapter, unit balls", "plain pair", "full", "head alone")
    )
    return [
        agrees(all(known(row[4]) >= known(head[4]) + 0.01 for row in (udv, pair)),
               f"accuracy {known(head[4]):.3f} with the head alone, {known(udv[4]):.3f} with the UDV adapter, "
               f"{known(pair[4]):.3f} with the plain pair."),
        agrees(known(udv[7]) <= known(pair[7]) / 2,
               f"99 % of the squared spectrum of both layers is in {known(udv[7]):g} of {2 * RANK} for UDV (radius "
               f"{udv[1]:g}), {known(pair[7]):g} for the plain pair, {known(full[7]):g} for full fine-tuning."),
        agrees(known(udv[4]) >= known(pair[4]) - 0.01 and known(udv[4]) >= known(full[4]) - 0.02,
               f"accuracy {known(udv[4]):.3f} for UDV, {known(pair[4]):.3f} for the pair, {known(full[4]):.3f} in full."),
        agrees(known(udv[9]) >= known(udv[4]) - 0.01,
               f"pruned to {known(udv[8]):g} numbers UDV has {known(udv[9]):.3f}; the pair {known(pair[9]):.3f} with "
               f"{known(pair[8]):g}."),
        agrees(known(unit[4]) >= known(udv[4]) - 0.01,
               f"unit balls: accuracy {known(unit[4]):.3f} with {known(unit[7]):g} ranks kept."),
    ]  # fmt: skip


@styled
def draw(outcome: Measurement) -> Figure:
    """The first layer's change: its spectrum by method; and accuracy against the rank that is kept."""
    figure, (spectra, kept) = panels(PAGE, 2.9, 1, 2)
    for k, (name, curves) in enumerate(outcome.series.items()):
        measured = [[x / curve[0] for x in curve] for curve in curves if curve and curve[0] > 0]
        values = [sorted(column) for column in zip(*measured, strict=True)]
        shown = [(j + 1, column[len(column) // 2]) for j, column in enumerate(values) if column[len(column) // 2] > 1e-6]
        spectra.plot(*zip(*shown, strict=True), MARKS[k] + "-", color=SERIES[k], label=name)
        row = next(row for row in outcome.rows if row[0] == name)
        kept.errorbar(row[7].median, row[9].median, fmt=MARKS[k], color=SERIES[k], label=name,
                      xerr=[[row[7].median - row[7].least], [row[7].largest - row[7].median]],
                      yerr=[[row[9].median - row[9].least], [row[9].largest - row[9].median]], lw=0.8)  # fmt: skip
    head = next(row[4].median for row in outcome.rows if row[0] == "head alone")
    kept.axhline(head, color=SOFT, lw=0.8)
    kept.annotate("head alone", (1.0, head), xycoords=("axes fraction", "data"), ha="right", va="bottom", color=SOFT)
    spectra.axvline(RANK + 0.5, color=SOFT, lw=0.6)
    spectra.set(yscale="log", xlabel="k", ylabel="σ_k/σ₁ of the change of layer 1", title="adapters have rank 8 at most")
    ticks = (2, 4, 8, 16, 32, 64, 128)
    kept.set(xscale="log", xlabel="rank kept, of both layers", ylabel="accuracy after pruning", xlim=(1.8, 140))
    kept.set_title("99 % of the squared spectrum")
    kept.set_xticks(ticks, [str(x) for x in ticks])
    kept.minorticks_off()
    figure.legend(*spectra.get_legend_handles_labels(), loc="outside lower center", ncols=4)
    return figure


experiment = Experiment(
    name="udu-lora",
    paper="udu",
    title="Adapters of low rank",
    question="Does an adapter with balls find a lower rank than a plain pair, at the same accuracy?",
    measure=measure,
    draw=draw,
)
