"""Where the point certificate is proved in balls at an iterate, the next 400 sweeps of the float run stay within its bound.

κ ∈ {1, 3, 10, 30} × d ∈ {3, 6} × ησ_1 ∈ {0.1, 0.4, 0.8, 1.3}, rank 3, from X_0 = AΦ (scaled) and a small Y_0, and from Gaussian
factors, which do not lie in col(A). In exact arithmetic the theorem is `agd-horizon-free`; what is outside the columns, and
rounding, are counted by the proof in `theory.agd.perturbed_run`. Source: ours; reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

GRID = [(k, d, e, "in col(A)") for k in (1, 3, 10, 30) for d in (3, 6) for e in (0.1, 0.4, 0.8, 1.3)]
GRID[::4] = [(k, d, e, "Gaussian") for (k, d, e, _) in ((k, 3, e, "") for k in (1, 3) for e in (0.1, 0.2, 0.3, 0.4))]


@dataclass(frozen=True)
class Certified:
    """A run, the first iterate with a certificate, and the 400 sweeps after it."""

    label: str
    problem: Any
    start: Any
    later: Any
    certificate: Any
    step: float
    fired: int


def run_until_certified(rng: Random) -> Certified | None:
    """The next configuration of the grid; None if the certificate does not fire within 20,000 sweeps."""
    import torch

    from numerics.sweep.instances import factorization
    from proofs_check.bridge.audit.agd import certify_point
    from theory.agd.point_certificate import PointCertificate

    turn = getattr(rng, "turn", 0)
    rng.turn = turn + 1  # type: ignore[attr-defined]
    condition, d, eta, kind = GRID[turn % len(GRID)]
    problem = factorization(20, 15, 3, float(condition), seed=rng.randrange(10**6))
    generator = torch.Generator().manual_seed(rng.randrange(2**31))
    mixing = torch.randn(15, d, dtype=torch.float64, generator=generator) / d**0.5
    X = problem.A @ mixing / (4 * eta**0.5)
    Y = 0.01 * torch.randn(15, d, dtype=torch.float64, generator=generator)
    if kind == "Gaussian":
        X, Y = (0.3 * torch.randn(k, d, dtype=torch.float64, generator=generator) for k in (20, 15))
    for sweep in range(20_000):
        residual = float((X @ Y.mT - problem.A).norm() / problem.A.norm())
        if residual > 10 or residual != residual:
            return None
        if residual < 0.2 and (sweep % 20 == 0 or residual < 1e-4):
            found = certify_point(problem, X, Y, eta, later=400).found
            if isinstance(found, PointCertificate):
                label = f"κ = {condition}, d = {d}, ησ_1 = {eta}, start {kind}"
                return Certified(label, problem, (X, Y), _sweeps(problem.A, X, Y, eta, 400), found, eta, sweep)
        X, Y = _sweep(problem.A, X, Y, eta)
    return None


def _sweep(A: Any, X: Any, Y: Any, eta: float) -> tuple[Any, Any]:
    X = X - eta * (X @ Y.mT - A) @ Y
    return X, Y - eta * (X @ Y.mT - A).mT @ X


def _sweeps(A: Any, X: Any, Y: Any, eta: float, steps: int) -> tuple[Any, Any]:
    import torch

    xs, ys = [], []
    for _ in range(steps):
        X, Y = _sweep(A, X, Y, eta)
        xs.append(X)
        ys.append(Y)
    return torch.stack(xs), torch.stack(ys)


def contradicted(run: Certified, **stricter: float) -> Counterexample | None:
    """A sweep outside the certificate's bound or radii."""
    from proofs_check.bridge.audit.agd import violations

    broken = violations(run.problem, run.start, run.later, run.certificate, run.step, **stricter)
    if not broken:
        return None
    return Counterexample(f"{run.label}: {', '.join(broken)} beyond the certificate of sweep {run.fired}", size=run.fired)


def too_strict(run: Certified) -> Counterexample | None:
    """Planted: a fiftieth of the radii."""
    return contradicted(run, radius=0.02)


claim = Claim(
    id="agd-point-certificate",
    title="Certified iterates are never contradicted",
    source=Source("agd", "point certificate (ours)", "reconstructed"),
    subject="data",
    statement="From every iterate of the grid at which the certificate holds in balls, the next 400 sweeps satisfy "
    "2f_k ≤ ((1 − g)^k √(2f) + α)² + ((1 − h)^k β + γ)², √η‖P(X_k − X_0)‖ ≤ D_X and √η‖Y_k − Y_0‖ ≤ D_Y, with α, β, γ "
    "computed from the part of X outside the r leading columns of A, the rest of A, and rounding.",
    expected=("supported",),
    probe=SearchProbe(instances=run_until_certified, violation=contradicted, planted=too_strict, trials=(32, 96)),
)
