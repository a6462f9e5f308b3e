"""How many neurons does a trained UDV network need? Digits (64 pixels, 10 classes), pruned without retraining, beside UV.

Networks 64-128-10 (quick: 64-32-10) under Adam, cross-entropy, batches of 128, 70 passes; learning rate and radius of both
balls are chosen on a validation set (median error over the seeds), the accuracy told is that on a test set. Pruned in three
ways: by the singular values of diag(d) U (the authors'), by those of the whole map V diag(d) U, and, with ReLU, by
d_j‖u_j‖‖v_j‖. For a network without ReLU the whole map is a 10 × 64 matrix: ten neurons always do, with any training, and only
fewer tell something.

The paper (heads of frozen features, MNIST and CIFAR; seen through notes and the authors' code): UDV is pruned to a small part
of its neurons at no loss, UV is not. Known here beforehand: balls of radius 1 bound the outputs by d, and such a network
learns slowly.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments._digits import accuracy, digits
from proofs_check.experiments._grids import place
from proofs_check.experiments._networks import best, by_seed, known, spectra, stacked, train, zeros
from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Outcome, Spread, trials
from proofs_check.figures.style import MARKS, PAGE, SERIES, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from torch import Tensor

    from numerics.networks import UDVLinear

KEEPS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 24, 32, 48, 64, 128)
"""Numbers of neurons at which the pruned network is tried."""
WAYS = ("inner", "map", "units")
SIZES: dict[str, dict[str, Any]] = {
    "quick": {"hidden": 32, "epochs": 30, "rates": [3e-3, 0.03, 0.1]},
    "full": {"hidden": 128, "epochs": 70, "rates": [1e-3, 3e-3, 0.01, 0.03, 0.1]},
}
RADII = {"quick": (1.0, 10.0), "full": (1.0, 3.0, 10.0, 30.0)}
LOSS = 0.01
"""Accuracy that pruning may cost."""
COLUMNS = ("network", "radius", "learning rate", "in its grid", "test accuracy", "zeros of d", "kept, by diag(d) U",
           "kept, by the whole map", "kept, by units")  # fmt: skip


def measure(settings: Settings) -> Measurement:
    """UDV and UDV-ReLU at radius 1 and at the radius that validation chooses, UV, UV-ReLU."""
    fixed = {**SIZES[settings.budget], "optimizer": "Adam", "batch": 128}
    radii = RADII[settings.budget]
    plan = [(network, radius) for network in ("UDV", "UDV-ReLU") for radius in radii] + [("UV", 1.0), ("UV-ReLU", 1.0)]
    found = trials(settings, [{"network": network, "radius": radius, **fixed} for network, radius in plan], run)
    rows: list[list[Any]] = []
    curves: dict[str, dict[str, list[Any]]] = {}
    for network in ("UDV", "UDV-ReLU", "UV", "UV-ReLU"):
        arms = [outcome for outcome in found if outcome.arm["network"] == network]
        named = [(f"{network}, unit balls", arms[:1]), (f"{network}, tuned", arms)] if len(arms) > 1 else [(network, arms)]
        for name, tried in named:
            chosen = best(tried, "validation")
            least = [None if all(result[way] is None for result in chosen.results) else needed(chosen, way) for way in WAYS]
            radius: Any = chosen.arm["radius"] if network.startswith("UDV") else None
            grid = chosen.arm["grid"] + (f", radius {place(radius, radii)}" if len(tried) > 1 else "")
            rows.append([name, radius, chosen.arm["rate"], grid, chosen.spread("accuracy"),
                         chosen.spread("zeros") if network.startswith("UDV") else None, *least])  # fmt: skip
            curves[name] = {way: [result[way] for result in chosen.results] for way in WAYS}
    return Measurement(COLUMNS, rows, answer(rows), curves)


def run(arm: Mapping[str, Any], seeds: Sequence[int]) -> list[dict[str, Any]]:
    """For each seed, by learning rate: error on the validation set, accuracy on the test set, zeros of d, spectrum of diag(d)
    U, and the accuracies of the pruned network at `KEEPS`, as far as there are neurons, by each way that applies."""
    import torch

    fitted, (seen, classes), (X, y) = digits()
    stack = stacked(arm, X.shape[1], 10, seeds)
    train(stack, arm, fitted, seeds, cross_entropy)
    with torch.no_grad():
        wrong, right = 1 - accuracy(stack(seen), classes), accuracy(stack(X), y)
    finite = [bool(spectrum) for spectrum in spectra(stack)]
    found: dict[str, list[Any]] = {
        "validation": [x if fine else None for x, fine in zip(wrong.tolist(), finite, strict=True)],
        "accuracy": [x if fine else None for x, fine in zip(right.tolist(), finite, strict=True)],
        "zeros": zeros(stack),
    }
    for way in WAYS:
        applies = (way == "units") == stack.relu
        found[way] = [pruned(stack.layer(k), way, X, y) if applies and fine else None for k, fine in enumerate(finite)]
    return by_seed(found, len(seeds))


def cross_entropy(outputs: Tensor, targets: Tensor) -> Tensor:
    """Σ_k of the mean cross-entropy of layer k."""
    from torch.nn.functional import cross_entropy as summed

    return summed(outputs.flatten(0, 1), targets.flatten(), reduction="sum") / targets.shape[1]


def pruned(layer: UDVLinear, way: str, X: Tensor, y: Tensor) -> list[float]:
    """The accuracy of ``layer`` pruned to each of `KEEPS` neurons by `numerics.networks.prune`, as far as it has that many."""
    import torch

    from numerics.networks import prune
    from numerics.networks.pruning import size_count

    most = size_count(layer, way)
    with torch.no_grad():
        if way == "units":
            return [float(accuracy(prune(layer, k, of=way)(X), y)) for k in KEEPS if k <= most]
        whole, told = prune(layer, most, of=way), []
        U, d, V = whole.inner, whole.magnitudes, whole.outward
        for k in (
            k for k in KEEPS if k <= most
        ):  # singular directions in decreasing order: the first k are those that are kept
            told.append(float(accuracy((X @ U[:k].mT * d[:k]) @ V[:, :k].mT, y)))
        return told


def needed(outcome: Outcome, way: str) -> Spread:
    """The least of `KEEPS` from which on every one loses at most `LOSS` of the whole network's accuracy; none if there is
    none."""
    return Spread(tuple(_least(result[way], result["accuracy"]) for result in outcome.results))


def _least(curve: Sequence[float] | None, whole: float | None) -> int | None:
    """Of one curve.

    >>> _least([0.2, 0.9, 0.5, 0.9], 0.905), _least([0.2], 0.9)
    (4, None)
    """
    if curve is None or whole is None:
        return None
    short = [k for k, x in enumerate(curve) if x < whole - LOSS]
    start = short[-1] + 1 if short else 0
    return KEEPS[start] if start < len(curve) else None


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees where tuned UDV, pruned by diag(d) U, needs at most half the neurons of UV for an accuracy within 0.01 of the
    whole network's, and fewer by the whole map; where UDV-ReLU needs at most half of UV-ReLU's units; where unit balls cost at
    most 0.02 of UV's accuracy; and where a tuned radius costs at most 0.02. Medians over the seeds."""
    table = {row[0]: row for row in rows}
    udv, unit, uv = (table[name] for name in ("UDV, tuned", "UDV, unit balls", "UV"))
    bent, plain = table["UDV-ReLU, tuned"], table["UV-ReLU"]
    return [
        agrees(known(udv[6]) <= known(uv[6]) / 2,
               f"by diag(d) U UDV (radius {udv[1]:g}) needs {_count(udv[6])} neurons, UV {_count(uv[6])}."),
        agrees(known(udv[7]) < known(uv[7]),
               f"by the whole map, of rank at most 10 in both, UDV needs {_count(udv[7])}, UV {_count(uv[7])}."),
        agrees(known(bent[8]) <= known(plain[8]) / 2,
               f"with ReLU, by units, UDV (radius {bent[1]:g}) needs {_count(bent[8])}, UV {_count(plain[8])}."),
        agrees(known(unit[4]) >= known(uv[4]) - 0.02,
               f"unit balls: accuracy {known(unit[4]):.3f}, UV {known(uv[4]):.3f}."),
        agrees(known(udv[4]) >= known(uv[4]) - 0.02,
               f"at radius {udv[1]:g}, chosen on the validation set: accuracy {known(udv[4]):.3f}, UV {known(uv[4]):.3f}."),
    ]  # fmt: skip


def _count(cell: Spread | None) -> str:
    return "none" if math.isnan(known(cell)) else f"{known(cell):g}"


@styled
def draw(outcome: Measurement) -> Figure:
    """Accuracy against neurons kept: median, and least to largest over the seeds."""
    figure, axes = panels(PAGE, 2.9, 1, 3, sharey=True)
    titles = ("by diag(d) U", "by the whole map", "with ReLU, by units")
    for axis, way, title in zip(axes, WAYS, titles, strict=True):
        for k, (name, curves) in enumerate(outcome.series.items()):
            measured = [curve for curve in curves[way] if curve]
            if measured:
                kept, values = KEEPS[: len(measured[0])], [sorted(column) for column in zip(*measured, strict=True)]
                axis.plot(kept, [column[len(column) // 2] for column in values], MARKS[k] + "-", color=SERIES[k], label=name)
                axis.fill_between(kept, [column[0] for column in values], [column[-1] for column in values], color=SERIES[k],
                                  alpha=0.2, lw=0)  # fmt: skip
        shown = [x for x in (1, 2, 5, 10, 20, 50, 100) if x <= axis.get_xlim()[1]]
        axis.set(xscale="log", xlabel="neurons kept", title=title)
        axis.set_xticks(shown, [str(x) for x in shown])
        axis.minorticks_off()
    axes[0].set_ylabel("test accuracy")
    handles = {label: handle for axis in axes for handle, label in zip(*axis.get_legend_handles_labels(), strict=True)}
    figure.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=3)
    return figure


experiment = Experiment(
    name="udu-pruning",
    paper="udu",
    title="Neurons that pruning keeps",
    question="How many neurons of a trained UDV network are needed, against UV, and what do the balls cost in accuracy?",
    measure=measure,
    draw=draw,
)
