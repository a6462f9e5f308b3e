"""Batches of completions by projected UDU and by Burer–Monteiro: one instance a member, radii and noise of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

SIZE, MODES, ENTRIES, START = 20, (1.0, 2.0), 240, 1e-2


@dataclass(frozen=True)
class Completed:
    """Ends of a batch: singular values (batch, n), E = Σ ln c (batch,) and ‖𝒜(X) − b‖/‖b‖ (batch,)."""

    values: Tensor
    exponent: Tensor
    residual: Tensor

    def rows(self, chosen: slice) -> Completed:
        """Some of the batch."""
        return Completed(self.values[chosen], self.exponent[chosen], self.residual[chosen])

    def next_value(self) -> list[float]:
        """σ_{r+1}/σ_1 for the rank r of the truth."""
        return (self.values[:, len(MODES)] / self.values[:, 0]).tolist()


def complete(
    seeds: list[int], radii: list[float], *, noise: float = 0.0, steps: int = 12_000, step: float = 0.05, bm: bool = False
) -> Completed:
    """½Σ(X_ij − b_ij)² over 240 of the 400 ordered entries of Q diag(1, 2) Qᵀ, n = 20, b = entries +
    noise·‖entries‖/√240·N(0, 1), D_0 = I, ‖U_0‖ = 1e-2: projected UDU with r = n, or Burer–Monteiro (``bm``, no ball, D =
    I), a member for each pair of seed and radius."""
    import torch

    data = [_instance(seed, noise) for seed in seeds]
    target, mask, U = (torch.stack(parts) for parts in zip(*data, strict=True))
    radius = torch.tensor(radii, dtype=torch.float64)
    lam = torch.ones(len(seeds), SIZE, dtype=torch.float64)
    logs = torch.zeros(len(seeds), dtype=torch.float64)
    scaled, R, S, product, bar = (torch.empty_like(U) for _ in range(5))
    for _ in range(steps):
        torch.mul(U, lam[:, None], out=scaled)
        torch.bmm(scaled, U.mT, out=R)
        torch.add(R.sub_(target).mul_(mask), R.mT, out=S)
        torch.bmm(S, U, out=product)  # twice that of (R + Rᵀ)/2: a factor 2 is exact, and so is its half below
        if bm:
            U -= product.mul_(step)
            continue
        torch.mul(U, product, out=S)
        torch.sub(U, product.mul_(step).mul_(lam[:, None]), out=bar)
        lam.sub_(S.sum(1).mul_(step / 2)).clamp_min_(0)
        c = (bar.flatten(1).norm(dim=1) / radius).clamp_min_(1)
        logs += c.log()
        torch.div(bar, c[:, None, None], out=U)
    X = (U * lam[:, None]) @ U.mT
    residual = ((X - target) * mask).flatten(1).norm(dim=1) / (target * mask).flatten(1).norm(dim=1)
    return Completed(torch.linalg.svdvals(U * lam.sqrt()[:, None]) ** 2, logs, residual)


def _instance(seed: int, noise: float) -> tuple[Tensor, Tensor, Tensor]:
    import torch

    generator = torch.Generator().manual_seed(seed % 2**31)

    def normal(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=generator, dtype=torch.float64)

    Q = torch.linalg.qr(normal(SIZE, len(MODES))).Q
    truth = (Q * torch.tensor(MODES, dtype=torch.float64)) @ Q.mT
    mask = torch.zeros(SIZE * SIZE, dtype=torch.float64)
    mask[torch.randperm(SIZE * SIZE, generator=generator)[:ENTRIES]] = 1
    mask = mask.reshape(SIZE, SIZE)
    U = normal(SIZE, SIZE)
    size = float((truth * mask).norm()) / ENTRIES**0.5
    return truth + noise * size * normal(SIZE, SIZE), mask, U * (START / torch.linalg.matrix_norm(U))
