"""Open: the κ¹ count of aligned starts, for X_0 = AΦ as it is drawn (not aligned), Y_0 = 0 and η = 1/(4σ_1).

Conjectured: every singular value is met within ε after at most 2 + 4κ·(1.63 ln⁺(2.75σ_1/σ_r(X_0)²) + (8/7) ln(1/ε)) sweeps; the
modes couple through the residual, which is what the proof for aligned starts (agd-aligned-start) does not cover. Attacked by
random starts with κ up to 100; and whole boxes of 2 × 2 starts are certified in interval arithmetic
(`theory.agd.box_of_starts`), with less than two thirds of the count. Source: ours; reconstructed.
"""

from __future__ import annotations

import math
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe, by_batches
from proofs_check.verify.claim import Claim, Mutant, Source

if TYPE_CHECKING:
    from torch import Tensor

EPSILON = 1e-6


BATCH, ROWS, COLUMNS = 40, 4, 7
"""Starts that run at once, padded by zeros to this size."""


def start(rng: Random) -> tuple[str, Tensor, Tensor, float]:
    """(label, A, X_0, sweeps conjectured)."""
    import torch

    generator = torch.Generator().manual_seed(rng.getrandbits(48))
    r = rng.randint(2, 4)
    d, kappa, size = r + rng.randint(0, 3), 10 ** rng.uniform(0, 2), 10 ** rng.uniform(-3, 0)
    sigma = kappa ** -torch.sort(torch.rand(r, dtype=torch.float64, generator=generator)).values
    sigma[0], sigma[-1] = 1.0, 1 / kappa
    A = torch.diag(sigma)
    X = A @ torch.randn(r, d, dtype=torch.float64, generator=generator)
    X = X * (size * (2 / float(torch.linalg.matrix_norm(X, 2) ** 2))) ** 0.5  # η‖X‖² ≤ 1/2
    least = float(torch.linalg.svdvals(X)[r - 1] ** 2)
    allowed = 2 + 4 * kappa * (1.63 * max(0.0, math.log(2.75 / least)) + 8 / 7 * math.log(1 / EPSILON))
    return f"r = {r}, d = {d}, κ = {kappa:.3g}, σ_r(X_0)² = {least:.2g}", A, X, allowed


def simulated(starts: list[tuple[str, Tensor, Tensor, float]]) -> list[tuple[str, int, float]]:
    """Each start run, η = 1/4, until it is within ε, or through twice the sweeps conjectured."""
    import torch

    A, X, Y = (torch.zeros(len(starts), ROWS, width, dtype=torch.float64) for width in (ROWS, COLUMNS, COLUMNS))
    for k, (_, target, first, _) in enumerate(starts):
        A[k, : len(target), : len(target)], X[k, : len(first), : first.shape[1]] = target, first
    near = torch.tensor([EPSILON * float(target[-1, -1]) for _, target, _, _ in starts], dtype=torch.float64)
    longest = 2 * torch.tensor([allowed for *_, allowed in starts], dtype=torch.float64)
    needed = torch.zeros(len(starts), dtype=torch.int64)
    while True:
        R = X @ Y.mT - A
        running = (needed <= longest) & (R.flatten(1).norm(dim=1) > near)
        if not bool(running.any()):
            return [(label, sweeps, allowed) for (label, *_, allowed), sweeps in zip(starts, needed.tolist(), strict=True)]
        longest = torch.where(running, longest, -1.0)  # at the end for good
        X = X - 0.25 * R @ Y
        Y = Y - 0.25 * (X @ Y.mT - A).mT @ X
        needed += running


instance = by_batches(lambda rng, turn: simulated([start(rng) for _ in range(BATCH)]))
"""(label, sweeps needed, sweeps conjectured) for a start AΦ of random size, rank 2 … 4."""


def violation(run: tuple[str, int, float]) -> Counterexample | None:
    """More sweeps than conjectured."""
    label, sweeps, allowed = run
    return Counterexample(f"{label}: {sweeps} sweeps, conjectured {allowed:.0f}", size=sweeps) if sweeps > allowed else None


def planted(run: tuple[str, int, float]) -> Counterexample | None:
    """Planted: a third of the count (random starts use up to 0.36 of it)."""
    label, sweeps, allowed = run
    return violation((label, sweeps, allowed / 3))


def half(rng: Random) -> Counterexample | None:
    """A start that needs more than half of the count."""
    label, sweeps, allowed = instance(rng)
    return violation((label, sweeps, allowed / 2))


LOW, HIGH, ACCURACY = (0.25, 0.0, 0.25), (0.5, 0.25, 0.5), Fraction(1, 100)
"""(a, b, c) of the boxes: ησ_r(X_0)² ≤ a² ≤ 1/4, so σ_r(X_0)² ≤ σ_1, and the count conjectured is at least that of σ_1."""
SWEEPS = {2: 37, 4: 73, 8: 147}
"""Condition number → sweeps, less than two thirds of the least count in the box."""


box = by_batches(lambda rng, turn: SWEEPS)
"""The next condition number."""


def undecided(kappa: int, share: float = 1.0) -> Counterexample | None:
    """A start of the box that misses σ_r/100 after ``share`` of the sweeps, by a float run; None if all meet it, in interval
    arithmetic. Raises ArithmeticError if neither is seen."""
    import numpy as np

    from theory.agd.box_of_starts import cover

    assert 3 * SWEEPS[kappa] < 2 * (2 + 4 * kappa * (1.63 * math.log(2.75) + 8 / 7 * math.log(1 / ACCURACY)))
    weak, sweeps = 1 / (4 * kappa), int(share * SWEEPS[kappa])
    found = cover((*LOW, weak), (*HIGH, weak), ACCURACY, sweeps, smallest=5e-4)
    if found.undecided is None:
        return None
    a, b, c, _ = found.undecided
    A, X, Y = np.diag([0.25, weak]), np.array([[a, 0.0], [b, c]]), np.zeros((2, 2))
    for _ in range(sweeps):
        X = X - (X @ Y.T - A) @ Y
        Y = Y - (X @ Y.T - A).T @ X
    left = float(np.linalg.norm(X @ Y.T - A)) / weak
    if left <= ACCURACY:
        raise ArithmeticError(f"κ = {kappa}: undecided at {found.undecided} after {found.boxes} boxes")
    return Counterexample(f"κ = {kappa}, √η X_0 = [[{a}, 0], [{b}, {c}]]: {left:.3g}·σ_r after {sweeps} sweeps", size=kappa)


claim = Claim(
    id="agd-unaligned-start",
    title="Order κ from starts that are not aligned",
    source=Source("agd", "column space start, order κ (ours)", "reconstructed"),
    subject="conjecture",
    statement="For X_0 = AΦ with η‖X_0‖² ≤ 1/2, Y_0 = 0, η = 1/(4σ_1), d ≥ r: ‖XYᵀ − A‖_F ≤ εσ_r after at most "
    "2 + 4κ(1.63 ln⁺(2.75σ_1/σ_r(X_0)²) + (8/7) ln(1/ε)) sweeps, ε = 1e-6. For r = 2, κ = 2, 4, 8, any m, n, d, and every √η "
    "X_0 = U[[a, 0], [b, c]]Qᵀ, U the singular frame of A, QᵀQ = I, a, c ∈ [1/4, 1/2], |b| ≤ 1/4: within σ_r/100 after 37, "
    "73, 147 sweeps, less than two thirds of the count.",
    expected=("supported",),
    probe=Together((
        SearchProbe(instances=instance, violation=violation, planted=planted, trials=(40, 1000)),
        SearchProbe(instances=box, violation=undecided, planted=lambda kappa: undecided(kappa, 1 / 3), trials=(2, 3)),
    )),
    mutants=(Mutant(name="half of the count", fate="open", search=half),),
)  # fmt: skip
