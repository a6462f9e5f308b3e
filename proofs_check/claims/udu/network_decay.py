"""Networks φ(V diag(d) U x) with balls on U and V and decoupled weight decay: where projected gradient descent rests,
(w + (c − 1)/η)‖U‖² = w_D‖d‖² for U and for V, c the factor of the projection. So a ball is active iff w_D‖d‖² > w·α²; the
factor is 1, not the 2 of UDUᵀ.

Gradient descent on ½ mean ‖tanh(V diag(d) U x) − y‖², 24 networks a trial, half of them without decay on U and V. A step
that moves by ΔU and Δd leaves the two sides at most (c‖U‖‖ΔU‖ + ‖d‖‖Δd‖)/η apart: networks count where that is below 2 %
of them. The Euler identity ⟨∇_U, U⟩ = ⟨∇_d, d⟩ carries it whatever follows the layer. Source: ours, for arXiv:2501.16322
v2 (Proposition 1 with decay as in AdamW; there without decay, stated second hand); reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.verify.claim import Claim, Mutant, Source

if TYPE_CHECKING:
    from torch import Tensor

COUNT, STEP, STEPS, RADIUS, SHARE = 24, 0.5, 12_000, 1.0, 0.02


@dataclass(frozen=True)
class Rest:
    """The ends of one batch, a tensor (batch,) each: the decays w and w_D, c and the squared norm of both balls, ‖d‖², and
    how far apart the last step leaves the sides; and the networks and data themselves, U, V, d, x, y."""

    decay: Tensor
    magnitude_decay: Tensor
    factors: tuple[Tensor, Tensor]
    squares: tuple[Tensor, Tensor]
    magnitudes: Tensor
    apart: Tensor
    networks: tuple[Tensor, ...]

    @property
    def still(self) -> Tensor:
        """Which of them are at rest: their last step hides no more than 2 % of w_D‖d‖²."""
        return self.apart <= SHARE * self.magnitude_decay * self.magnitudes

    def sides(self, multiple: float = 1.0, decayed: bool = True) -> tuple[Tensor, Tensor]:
        """(w_D‖d‖², (w + (c − 1)/η)‖·‖²) of those at rest, (·, 2); with ``multiple`` on the left, and w left out unless
        ``decayed``."""
        import torch

        own = self.decay if decayed else 0 * self.decay
        right = [(own + (c - 1) / STEP) * square for c, square in zip(self.factors, self.squares, strict=True)]
        left = multiple * self.magnitude_decay * self.magnitudes
        return torch.stack([left, left], 1)[self.still], torch.stack(right, 1)[self.still]


@lru_cache(maxsize=4)
def rest(seed: int) -> Rest:
    """Projected gradient descent on random data: 30 points of R⁴ with values in (−.9, .9)², three hidden units."""
    import torch

    generator = torch.Generator().manual_seed(seed % 2**31)

    def uniform(*shape: int) -> Tensor:
        return torch.rand(COUNT, *shape, generator=generator, dtype=torch.float64)

    x, y = 2 * torch.randn(COUNT, 4, 30, generator=generator, dtype=torch.float64), 1.8 * uniform(2, 30) - 0.9
    decay = 0.04 * uniform(1)[:, 0] * (torch.arange(COUNT) % 2)
    magnitude_decay = 0.02 + 0.06 * uniform(1)[:, 0]
    U, V = (torch.randn(COUNT, *shape, generator=generator, dtype=torch.float64) / 3 for shape in ((3, 4), (2, 3)))
    d = 0.5 + uniform(3)
    for t in range(STEPS):
        scaled = d[:, :, None] * U
        output = torch.tanh(V @ (scaled @ x))
        G = (output - y) * (1 - output**2) @ x.mT / 30
        inner = V.mT @ G
        bars = (U - STEP * (d[:, :, None] * inner + decay[:, None, None] * U),
                V - STEP * (G @ scaled.mT + decay[:, None, None] * V))  # fmt: skip
        after = (d - STEP * ((inner * U).sum(2) + magnitude_decay[:, None] * d)).clamp_min(0)
        factors = [(bar.flatten(1).norm(dim=1) / RADIUS).clamp_min(1) for bar in bars]
        before, (U, V) = (U, V, d), (bar / c[:, None, None] for bar, c in zip(bars, factors, strict=True))
        d = after
        if t == STEPS - 1:
            slack = before[2].norm(dim=1) * (d - before[2]).norm(dim=1)
            ways = [c * old.flatten(1).norm(dim=1) * (new - old).flatten(1).norm(dim=1)
                    for c, old, new in zip(factors, before, (U, V), strict=False)]  # fmt: skip
            apart = (slack + torch.maximum(*ways)) / STEP
    squares = (before[0].square().sum((1, 2)), before[1].square().sum((1, 2)))
    return Rest(decay, magnitude_decay, (factors[0], factors[1]), squares, before[2].square().sum(1), apart, (*before, x, y))


def measure(seed: int) -> Comparison:
    """Both sides, for both balls of every network at rest; the budget is what their last steps leave."""
    found = rest(seed)
    told, seen = found.sides()
    few = "" if len(told) >= 6 else f"{len(told)} of {COUNT} networks came to rest"
    budget = float(found.apart[found.still].max()) + 1e-12 if len(told) else 0.0
    return Comparison(label=f"{len(told)} networks, seed {seed}", predicted=told.flatten().tolist(),
                      measured=seen.flatten().tolist(), budget=budget, undecided=few)  # fmt: skip


def against(rng: Random, multiple: float = 1.0, decayed: bool = True) -> Counterexample | None:
    """A network at rest where the sides with another factor, or without w, are further apart than its last step explains."""
    found = rest(rng.randrange(2))
    told, seen = found.sides(multiple, decayed)
    gap = (told - seen).abs().amax(1) - 2 * found.apart[found.still]
    k = int(gap.argmax())
    if float(gap[k]) <= 0:
        return None
    sides = f"{float(told[k, 0]):.6f} from d, {float(seen[k, 0]):.6f} and {float(seen[k, 1]):.6f} from U and V"
    return Counterexample(f"a network at rest: {sides}", kind=Refutation.STATISTICAL)


def active(rng: Random) -> Counterexample | None:
    """A network at rest with an active ball, although Proposition 1 excludes it without decay."""
    found = rest(rng.randrange(2))
    c = max(float(factor[found.still].max()) for factor in found.factors)
    return Counterexample(f"at rest with c − 1 = {c - 1:.3g}", kind=Refutation.STATISTICAL) if c > 1 + 1e-4 else None


claim = Claim(
    id="udu-network-decay",
    title="Networks under weight decay: when the balls of a UDV layer are active at rest",
    source=Source("udu", "Proposition 1 on networks, weight decay", "reconstructed", version="v2"),
    subject="data",
    statement="Where projected gradient descent on φ(V diag(d) U x), ‖U‖, ‖V‖ ≤ 1, d ≥ 0, with decay w on U and V and w_D "
    "on d, is at rest, (w + (c − 1)/η)‖U‖² = w_D‖d‖² = (w + (c' − 1)/η)‖V‖², c and c' the factors by which the "
    "projection divides.",
    expected=("supported",),
    probe=NumericProbe(measure=measure, trials=(2, 12), resolution=0.1),
    mutants=(
        Mutant(name="twice w_D, as for UDUᵀ", fate="false", search=lambda rng: against(rng, 2.0)),
        Mutant(name="the decay of U and V left out", fate="false", search=lambda rng: against(rng, decayed=False)),
        Mutant(name="stronger: no ball is active at rest, whatever the decay", fate="false", search=active),
    ),
)
