"""The sharp constant c(h) for every r_A: V − V₊ ≥ 2c(h)η tr(Λ²D), c(h) = min_u (1 + u)²(2(1 + u)² + h(u − 1))/(2((1 + u)² +
hu)²), the scalar extremum, for all 0 < h < 2.

Exact for r_A = 1, Bernstein certificates for r_A = 2 and h ≥ 1/2; a conjecture beyond. Random starts and optimization for
r_A = 1 … 4. Source: ours, for arXiv:2606.31390 (T6d restated); reconstructed.
"""

from __future__ import annotations

from functools import cache
from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

Instance = tuple[int, float, int]


def draw(rng: Random) -> Instance:
    """(r_A, h, seed)."""
    return rng.randint(1, 4), rng.choice((0.1, 0.25, 0.5, 1.0, 1.5, 1.9)), rng.getrandbits(30)


@cache
def least(instance: Instance) -> float:
    """The least (V − V₊)/(2ητ) over 40 random starts and one optimization, W = RRᵀ + 1e-6."""
    import numpy as np
    from scipy.optimize import minimize

    rank, h, seed = instance
    rng = np.random.default_rng(seed)

    def ratio(flat: np.ndarray) -> float:
        R = flat[: rank * rank].reshape(rank, rank)
        W = R @ R.T + 1e-6 * np.eye(rank)
        lam = np.tanh(flat[rank * rank :])
        lam = lam / max(np.abs(lam).max(), 1e-9)
        lam = np.where(np.abs(lam) < 1e-3, 1e-3, lam)
        L = np.sqrt(h) * lam
        D = np.linalg.solve(W + np.eye(rank), W)
        Y = np.linalg.inv(D + (W + np.eye(rank)) / np.outer(L, L))
        return float((2 * np.trace(W @ Y) - np.trace(W @ Y @ Y)) / (2 * np.sum(L * L * np.diag(D))))

    starts = [rng.standard_normal(rank * rank + rank) * 10 ** rng.uniform(-1, 1) for _ in range(40)]
    best = min(starts, key=ratio)
    polished = minimize(ratio, best, method="Nelder-Mead", options={"maxiter": 3000, "xatol": 1e-9, "fatol": 1e-12})
    return min(ratio(best), float(polished.fun))


def violation(instance: Instance, factor: float = 1.0) -> Counterexample | None:
    """The least ratio against the constant, times ``factor``."""
    from theory.dmd.timetable import scalar_constant

    rank, h, _ = instance
    found = least(instance)
    if found >= factor * scalar_constant(h) - 1e-7:
        return None
    return Counterexample(f"r_A = {rank}, h = {h}: (V − V₊)/(2ητ) = {found:.8f} < {factor * scalar_constant(h):.8f}", size=rank)


claim = Claim(
    id="dmd-sharp-constant",
    title="The sharp constant for every rank",
    source=Source("dmd", "T6d, conjecture", "reconstructed"),
    statement="V − V₊ ≥ 2c(h)η tr(Λ²D) for every r_A, any signs, all 0 < h < 2, with the scalar c(h).",
    expected=("supported",),
    subject="conjecture",
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, factor=1.01), trials=(16, 150)),
)
