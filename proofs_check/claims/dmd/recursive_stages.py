"""Recursive DMD: stage rates max(|1 − ημ_j(μ_j − μ_{j+1})|, |1 − ημ_j(μ_j − μ_min)|), adaptive is power iteration, the energy
identity ‖R_{j+1}‖² = ‖R_j‖² − θ_j², the error of an inexact stage, and the stall of an extra one.

Residual block after an angle φ: determinant −(cs(μ_1 − μ_2))² and trace μ_1s² + μ_2c², exactly. Extra stage after the last:
eigenvalues ±, where η = 1/‖R‖² multiplies by −1 and stalls. Source: ours, for arXiv:2606.31390 (T8); reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


def measure(seed: int) -> Comparison:
    """Asymptotic factor of the angle, energy, determinant and trace of the deflated block, power-iteration agreement, stall."""
    import numpy as np

    rng, draw = Random(seed), np.random.default_rng(seed)
    mu = np.array([*sorted(rng.sample(range(2, 9), 3), reverse=True), 0, 0], dtype=float)
    eta = rng.choice((0.3, 0.6, 1.0)) / mu[0] ** 2
    x = draw.standard_normal(5)
    x[0] += 3
    x /= np.linalg.norm(x)
    angles = []
    for _ in range(4000):
        b = x @ (mu * x)
        x = x + eta * b * (mu * x - b * x)
        x /= np.linalg.norm(x)
        angles.append(np.linalg.norm(x[1:]))
        if angles[-1] < 1e-9:
            break
    rate = (angles[-1] / angles[-4]) ** (1 / 3)
    told = max(abs(1 - eta * mu[0] * (mu[0] - mu[1])), abs(1 - eta * mu[0] * (mu[0] - mu[-1])))
    phi = rng.uniform(0.05, 0.4)
    s, c = np.sin(phi), np.cos(phi)
    y = np.array([c, s])
    R = np.diag(mu[:2])
    theta = y @ R @ y
    left = R - theta * np.outer(y, y)
    energy = np.sum(left**2) / (np.sum(R**2) - theta**2)
    determinant = np.linalg.det(left) / -((c * s * (mu[0] - mu[1])) ** 2)
    trace = np.trace(left) / (mu[0] * s**2 + mu[1] * c**2)
    z = draw.standard_normal(5)
    z /= np.linalg.norm(z)
    b = z @ (mu * z)
    power = mu * z
    moved = z + (mu * z - b * z) / b
    alike = abs(moved @ power) / np.linalg.norm(moved) / np.linalg.norm(power)
    pair = np.diag([1.0, -1.0])
    w = np.array([np.cos(0.3), np.sin(0.3)])
    for _ in range(2000):  # the ± pair at η = 1/‖R‖²: still unconverged
        b = w @ pair @ w
        w = w + b * (pair @ w - b * w)
        w /= np.linalg.norm(w)
    stalled = float(np.linalg.norm(pair @ w - (w @ pair @ w) * w) > 1e-3)
    return Comparison(
        label=f"μ = {mu.tolist()}, η = {eta:.4f}, φ = {phi:.3f}",
        predicted=[told, 1.0, 1.0, 1.0, 1.0, 1.0],
        measured=[float(rate), float(energy), float(determinant), float(trace), float(alike), stalled],
        budget=2e-3,
    )


claim = Claim(
    id="dmd-recursive-stages",
    title="Stages of the recursive form",
    source=Source("dmd", "T8", "reconstructed"),
    statement="Stage rates, energy identity, error of an inexact stage, power iteration and stall as in the formulas.",
    expected=("supported",),
    open_reason="limits of iterations are no atoms of the kernel; the block identities are two-by-two algebra",
    probe=NumericProbe(measure=measure, trials=(20, 200), resolution=2e-2),
)
