"""A hidden unit of V ReLU(d ∘ U x) whose d_j was set to 0 stays at 0 under projected mini-batch steps of SGD from any start,
and of heavy ball and Adam from d = 1. From the authors' start, half of d negative, heavy ball and Adam revive units that the
first projection clips. Without the ReLU units come back.

ReLU'(0) = 0 takes away the gradient of d_j, and a step along the buffer that took d_j from above to below 0 leaves a
buffer that goes on pushing down; where d_j began below 0 it may push up. Source: arXiv:2501.16322 v2, network (7), and its
authors' code (stated second hand); claim ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source

METHODS = ("SGD", "heavy ball", "Adam")


@dataclass(frozen=True)
class Training:
    """One training: the method, its step, the seed of start, data and batches, and the start of `UDVLinear`."""

    method: str
    step: float
    seed: int
    start: str = "ones"


def optimizer_of(training: Training, parameters: Any) -> Any:
    """The torch optimiser."""
    import torch

    kinds: dict[str, tuple[Any, dict[str, Any]]] = {
        "SGD": (torch.optim.SGD, {}),
        "heavy ball": (torch.optim.SGD, {"momentum": 0.9}),
        "Adam": (torch.optim.Adam, {}),
    }
    kind, options = kinds[training.method]
    return kind(parameters, lr=training.step, **options)


def draw(rng: Random) -> Training:
    """One of the three methods at a step of its own size, SGD also from a d of both signs."""
    method = rng.choice(METHODS)
    step = rng.choice((0.01, 0.05) if method == "Adam" else (0.1, 0.3, 1.0))
    start = rng.choice(("ones", "uniform")) if method == "SGD" else "ones"
    return Training(method, step, rng.getrandbits(30), start)


def revived(training: Training, relu: bool = True, steps: int = 150) -> Counterexample | None:
    """Units with d_j = 0 after a projection and d_j > 0 later; batches of 8 of 64 points of R⁶, ten units, two outputs."""
    import torch

    from numerics.networks import UDVLinear, project_after_steps

    with torch.random.fork_rng([]):
        torch.manual_seed(training.seed)
        layer = UDVLinear(6, 2, hidden=10, relu=relu, start=training.start, dtype=torch.float64)
        x, noise = torch.randn(64, 6, dtype=torch.float64), torch.randn(64, 2, dtype=torch.float64)
        y = torch.relu(x @ torch.randn(6, 3, dtype=torch.float64)) @ torch.randn(3, 2, dtype=torch.float64) + 0.5 * noise
        optimizer = project_after_steps(optimizer_of(training, layer.parameters()), layer)
        zero = torch.zeros(10, dtype=torch.bool)
        for t in range(steps):
            rows = torch.randint(64, (8,))
            optimizer.zero_grad()
            (layer(x[rows]) - y[rows]).square().mean().backward()
            optimizer.step()
            now = layer.magnitudes.detach() == 0
            if bool((zero & ~now).any()):
                j = int((zero & ~now).nonzero()[0])
                text = (
                    f"{training.method}, step {training.step:g}, seed {training.seed}: d_{j + 1} = 0 comes back at step {t + 1}"
                )
                return Counterexample(text, kind=Refutation.STATISTICAL, size=t)
            zero = now
    return None


def without_relu(rng: Random) -> Counterexample | None:
    """The layer V diag(d) U: the gradient v_jᵀG u_j of d_j does not vanish."""
    return revived(draw(rng), relu=False)


def hunt(method: str, *steps: float, start: str = "ones") -> Callable[[Random], Counterexample | None]:
    """A search against the same claim for another method, or from another start."""
    return lambda rng: revived(Training(method, rng.choice(steps), rng.getrandbits(30), start))


claim = Claim(
    id="udu-network-clipped-units",
    title="Networks: a ReLU unit clipped to zero stays there under SGD, and under heavy ball and Adam from d = 1",
    source=Source("udu", "network with ReLU after the diagonal layer", "reconstructed", version="v2"),
    subject="data",
    statement="In V ReLU(d ∘ U x), balls on U and V and d ≥ 0 kept by projection after mini-batch steps of SGD, or from d = 1"
    " of SGD with heavy-ball momentum or Adam: d_j = 0 after a projection stays 0.",
    expected=("supported",),
    probe=SearchProbe(
        instances=draw, violation=revived, planted=lambda training: revived(training, relu=False), trials=(18, 150)
    ),
    mutants=(
        Mutant(name="without the ReLU", fate="false", search=without_relu),
        Mutant(name="stronger: Adam from any start", fate="false", search=hunt("Adam", 0.01, 0.05, start="uniform")),
        Mutant(name="heavy ball from any start", fate="false", search=hunt("heavy ball", 0.3, 1.0, start="uniform")),
    ),
)
