"""Pruning a layer W = V diag(d) U to k units: by the whole map the largest change of an output is σ_{k+1}(W)‖x‖, attained; by
diag(d) U, the authors' way, it is at most σ_{k+1}(diag(d) U)·‖V‖₂·‖x‖, and for no k less than by the whole map.

`numerics.networks.prune` on trained and on random layers of several shapes, dtypes and sizes 1e-6 to 1e6; the largest change is
the spectral norm of the difference of the two layers, read off their outputs at unit vectors. Eckart–Young; source: the pruning
without retraining of the authors' code of arXiv:2501.16322 (stated second hand), bounds ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source


@dataclass(frozen=True)
class Pruned:
    """Largest changes of the output, over unit inputs, at each k = 1, 2, … below the number of units, and what bounds them:
    σ_1, σ_2, … of W and of diag(d) U, ‖V‖₂; ``unit`` is the rounding unit of the dtype."""

    told: str
    by_map: tuple[float, ...]
    by_inner: tuple[float, ...]
    of_map: tuple[float, ...]
    of_inner: tuple[float, ...]
    outer: float
    unit: float

    @property
    def slack(self) -> float:
        """Rounding of a difference of outputs."""
        return 64 * self.unit * self.of_inner[0] * self.outer


def instance(rng: Random) -> Pruned:
    """A layer of random sizes, drawn or trained for 60 steps of Adam on random data, in float32 or float64."""
    import torch

    from numerics.networks import UDVLinear, project_after_steps, prune

    kind, scale = rng.choice((torch.float32, torch.float64)), 10.0 ** rng.randint(-6, 6)
    n, m, hidden, trained = rng.randint(1, 8), rng.randint(1, 8), rng.randint(2, 7), rng.random() < 0.5
    with torch.random.fork_rng([]):
        torch.manual_seed(rng.getrandbits(30))
        layer = UDVLinear(n, m, hidden, dtype=kind, start="ones", nonnegative=rng.random() < 0.5)
        if trained:
            optimizer = project_after_steps(torch.optim.Adam(layer.parameters(), lr=0.03), layer)
            x, y = torch.randn(40, n, dtype=kind), torch.randn(40, m, dtype=kind)
            for _ in range(60):
                optimizer.zero_grad()
                (layer(x) - y).square().mean().backward()
                optimizer.step()
    with torch.no_grad():
        layer.magnitudes.mul_(scale)
        eye = torch.eye(n, dtype=kind)
        changes: dict[str, list[float]] = {"map": [], "inner": []}
        for way, found in changes.items():
            for k in range(1, min(n, m, hidden) if way == "map" else min(n, hidden)):
                small: Any = prune(layer, k, of=way)
                found.append(float(torch.linalg.matrix_norm((small(eye) - layer(eye)).double(), 2)))
        of_map, of_inner = (tuple(layer.singular_values(of).double().tolist()) for of in ("map", "inner"))
        outer = float(torch.linalg.matrix_norm(layer.outward.double(), 2))
    told = f"{n}-{hidden}-{m}, {'trained' if trained else 'drawn'}, d times {scale:g}, {kind}"
    return Pruned(told, tuple(changes["map"]), tuple(changes["inner"]), of_map, of_inner, outer, torch.finfo(kind).eps)


def violation(case: Pruned, factor: float = 1.0) -> Counterexample | None:
    """Both bounds, with σ_{k+1} times ``factor``, the equality, and the order of the two ways."""
    faults = []
    for k, change in enumerate(case.by_map, start=1):
        if not abs(change - factor * case.of_map[k]) <= case.slack:
            faults.append(f"keep {k} by the map: {change:.6g}, σ_{k + 1} = {case.of_map[k]:.6g}")
    for k, change in enumerate(case.by_inner, start=1):
        if not change <= factor * case.of_inner[k] * case.outer + case.slack:
            faults.append(f"keep {k} by diag(d) U: {change:.6g}, bound {case.of_inner[k] * case.outer:.6g}")
    for k, (one, other) in enumerate(zip(case.by_map, case.by_inner, strict=False), start=1):
        if not one <= other + case.slack:
            faults.append(f"keep {k}: {one:.6g} by the map, {other:.6g} by diag(d) U")
    return Counterexample(f"{case.told}: {faults[0]}", kind=Refutation.STATISTICAL, size=len(case.of_inner)) if faults else None


def beyond(case: Pruned, bounds: Sequence[float]) -> Counterexample | None:
    """The first k at which pruning by diag(d) U changes the output by more than the k-th of ``bounds``, 0 where they end."""
    for k, change in enumerate(case.by_inner, start=1):
        bound = bounds[k - 1] if k <= len(bounds) else 0.0
        if change > bound + case.slack:
            return Counterexample(f"{case.told}, keep {k}: {change:.6g} > {bound:.6g}", kind=Refutation.STATISTICAL, size=k)
    return None


def as_good(rng: Random) -> Counterexample | None:
    """Against of="inner" with the bound of of="map"."""
    case = instance(rng)
    return beyond(case, case.of_map[1:])


def next_value(rng: Random) -> Counterexample | None:
    """Against the bound with σ_{k+2}."""
    case = instance(rng)
    return beyond(case, [case.outer * value for value in case.of_inner[2:]])


def smaller(rng: Random) -> Counterexample | None:
    """Against three quarters of the bound."""
    case = instance(rng)
    return beyond(case, [0.75 * case.outer * value for value in case.of_inner[1:]])


claim = Claim(
    id="udu-network-pruning",
    title="Networks: how much a UDV layer changes when it is pruned by singular values",
    source=Source("udu", "pruning without retraining", "reconstructed", version="v2"),
    subject="data",
    statement="`prune(layer, k)` of W = V diag(d) U: over ‖x‖ = 1 the output changes by at most σ_{k+1}(W), attained, with"
    " of='map', and by at most σ_{k+1}(diag(d) U)·‖V‖₂ with of='inner', there never by less than with of='map'.",
    expected=("supported",),
    probe=SearchProbe(
        instances=instance, violation=violation, planted=lambda case: violation(case, factor=0.9), trials=(60, 600)
    ),
    mutants=(
        Mutant(name="of='inner' is as good as of='map'", fate="false", search=as_good),
        Mutant(name="σ_{k+2} in the bound", fate="false", search=next_value),
        Mutant(name="stronger: three quarters of the bound", fate="false", search=smaller),
    ),
)
