"""All critical points: every run of a search ends at the value of a set J that occurs, PSD and indefinite, isotropic ones
included.

Levenberg–Marquardt on the gradient from random starts knows no formula. Source: ours, for arXiv:2606.31390 (T3, section 11);
reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

Instance = tuple[tuple[int, ...], int, int, int]


def draw(rng: Random) -> Instance | None:
    """(eigenvalues, r, m, seed) with m ≤ 4."""
    m = rng.randint(2, 4)
    values = tuple(rng.choice((-3, -2, -1, 1, 2, 3)) for _ in range(rng.randint(1, m)))
    return values, rng.randint(1, m - 1), m, rng.getrandbits(30)


def violation(instance: Instance, psd_only: bool = False) -> Counterexample | None:
    """12 starts; ``psd_only`` forgets sets that need isotropic directions."""
    import numpy as np
    from scipy.optimize import least_squares

    from theory.dmd.critical_points import critical_points

    values, r, m, seed = instance
    A = np.diag([*values, *[0.0] * (m - len(values))])
    told = [float(p.value) for p in critical_points(values, r, m) if not (psd_only and p.spectrum is None)]
    rng = np.random.default_rng(seed)

    def slope(flat: np.ndarray) -> np.ndarray:
        X = flat.reshape(m, r)
        B = X.T @ A @ X
        return np.concatenate([((A @ X @ B) - X @ (B @ B)).ravel(), (X.T @ X - np.eye(r)).ravel()])

    for _ in range(12):
        start = np.linalg.qr(rng.standard_normal((m, r)))[0]
        end = least_squares(slope, start.ravel(), xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=400)
        if np.abs(end.fun).max() > 1e-10:
            continue
        X = end.x.reshape(m, r)
        value = (np.sum(A * A) - np.sum((X.T @ A @ X) ** 2)) / 4
        if min(abs(value - t) for t in told) > 1e-4 * (1 + abs(value)):
            return Counterexample(f"λ = {values}, r = {r}, m = {m}: critical value {value:.6f}", size=m + r)
    return None


claim = Claim(
    id="dmd-critical-points",
    title="Values of all critical points",
    source=Source("dmd", "T3", "reconstructed"),
    statement="Critical values are ¼Σ_{i∉J}λ_i² over the sets J with r − |J| ≤ (m − r_A) + min(p', q').",
    expected=("supported",),
    open_reason="subsets of a spectrum have no atom in the kernel; Θ = B and the invariance are derived "
    "(dmd-critical-magnitudes)",
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, psd_only=True), trials=(12, 200)),
)
