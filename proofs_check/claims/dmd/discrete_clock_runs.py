"""The discrete clock on runs: V − V₊ ≥ 2c₁η tr(Λ²D) at every step, h up to 1.95, any signs; and the iteration count it
promises.

c₁ = (2 − h)/(2(1 + h‖D‖)). Runs of the exact recursion from random starts of all sizes.
Source: ours, for arXiv:2606.31390 (section 11); reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


@dataclass(frozen=True)
class Run:
    """Eigenvalues, h = η max λ², the size of V_0 and a seed."""

    values: tuple[float, ...]
    h: float
    potential: float
    seed: int


def draw(rng: Random) -> Run:
    """r_A = 1 … 4, any signs."""
    values = [1.0, *(rng.uniform(0.2, 1.0) for _ in range(rng.randint(0, 3)))]
    return Run(
        tuple(v * rng.choice((-1, 1)) for v in values),
        rng.choice((0.1, 0.5, 1.0, 1.5, 1.9, 1.95)),
        10 ** rng.uniform(-1, 3),
        rng.getrandbits(30),
    )


def violation(run: Run, factor: float = 1.0) -> Counterexample | None:
    """Until V ≤ 1e-6, at most the promised number of steps; ``factor`` multiplies the constant."""
    import numpy as np
    import torch

    from numerics.reduction import AlignmentRecursion
    from theory.dmd.timetable import clock_iterations, proved_constant

    rng, q = np.random.default_rng(run.seed), len(run.values)
    frame = np.linalg.qr(rng.standard_normal((q, q)))[0]
    W = torch.tensor(frame @ np.diag(rng.dirichlet(np.ones(q)) * run.potential) @ frame.T)
    recursion = AlignmentRecursion(list(run.values), step=run.h)
    squares = torch.tensor([v * v for v in run.values], dtype=torch.float64)
    most = clock_iterations(run.potential, 1e-6, run.h, min(abs(v) for v in run.values), factor * proved_constant(run.h))
    steps, V = 0, float(recursion.potential(W))
    while V > 1e-6:
        D = torch.linalg.solve(W + torch.eye(q, dtype=torch.float64), W)
        c = factor * (2 - run.h) / (2 * (1 + run.h * float(torch.linalg.matrix_norm(D, 2))))
        W = recursion.update(W)
        following = float(recursion.potential(W))
        gain = 2 * c * run.h * float((squares * D.diagonal()).sum())
        if V - following < gain * (1 - 1e-9) - 1e-12 * V:
            return Counterexample(f"{run}: V falls by {V - following:.6g} < {gain:.6g}", size=q)
        V, steps = following, steps + 1
        if steps > most + 1:
            return Counterexample(f"{run}: {steps} steps, {most:.0f} promised", size=q)
    return None


claim = Claim(
    id="dmd-discrete-clock-runs",
    title="The discrete clock on runs",
    source=Source("dmd", "section 11 on runs", "reconstructed"),
    subject="data",
    statement="V − V₊ ≥ 2c₁η tr(Λ²D) and the iteration count hold on runs with h up to 1.95.",
    expected=("supported",),
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda run: violation(run, factor=2.0), trials=(150, 1000)),
)
