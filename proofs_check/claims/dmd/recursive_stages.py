"""Recursive DMD: stage rates max(|1 − ημ_j(μ_j − μ_{j+1})|, |1 − ημ_j(μ_j − μ_min)|), adaptive is power iteration, the
energy identity ‖R_{j+1}‖² = ‖R_j‖² − θ_j², the error of an inexact stage, and the stall of an extra one.

Residual block after an angle φ: determinant −(cs(μ_1 − μ_2))² and trace μ_1s² + μ_2c², exactly. Extra stage after the last:
eigenvalues ±, where η = 1/‖R‖² multiplies by −1 and stalls: the angle falls like 1/(4√t). The steps are exact identities
for all sizes; the limits are in words. Source: ours, for arXiv:2606.31390 (T8); reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmd.proofs import stages
from theory.dmd.scenes import steps


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
    for _ in range(2000):  # the ± pair at η = 1/‖R‖²: tan ~ 1/(4√t)
        b = w @ pair @ w
        w = w + b * (pair @ w - b * w)
        w /= np.linalg.norm(w)
    stalled = abs(w[1] / w[0]) * 4 * 2000**0.5
    return Comparison(
        label=f"μ = {mu.tolist()}, η = {eta:.4f}, φ = {phi:.3f}",
        predicted=[told, 1.0, 1.0, 1.0, 1.0, 1.0],
        measured=[float(rate), float(energy), float(determinant), float(trace), float(alike), stalled],
        budget=2e-3,
    )


PLANE = "m mu nu R0 u v co si"

claim = Claim(
    id="dmd-recursive-stages",
    title="Rank-one stages of the recursive form: a step on an eigenvector, energy, an inexact stage, a stalling pair",
    sentence=(
        r"Let $m \ge 1$, $\eta > 0$, $R \in \mathbb{R}^{m\times m}$ symmetric, $x \in \mathbb{R}^m$, $b = x^\top Rx$, $y = "
        r"x + \eta b(Rx - bx)$ and $S = R - bxx^\top$. [1] If $Ru = \mu u$ for $u \in \mathbb{R}^m$, then $u^\top y = (1 - "
        r"\eta b^2 + \eta b\mu)\,u^\top x$. [2] If $\eta b^2 = 1$, then $by = Rx$. [3] If $x^\top x = 1$, then $\lVert "
        r"S\rVert_F^2 = \lVert R\rVert_F^2 - b^2$. [4] If $u, v$ are orthonormal, $Ru = \mu u$, $Rv = \nu v$, $\gamma^2 + "
        r"\sigma^2 = 1$ and $x = \gamma u + \sigma v$, then $(u^\top Su)(v^\top Sv) - (u^\top Sv)^2 = -(\gamma\sigma(\mu - "
        r"\nu))^2$. [5] In the setting of [4], $u^\top Su + v^\top Sv = \mu\sigma^2 + \nu\gamma^2$. [6] If $u, v$ are "
        r"orthonormal, $Ru = \rho u$, $Rv = -\rho v$, $\eta\rho^2 = 1$, $x = \gamma u + \sigma v$ and $d = \gamma^2 - "
        r"\sigma^2$, then $y = \gamma(1 + d - d^2)u + \sigma(1 - d - d^2)v$."
    ),
    source=Source("dmd", "T8", "reconstructed"),
    derivation=derived(stages.recursive_stages),
    expected=("steps proved",),
    without_objective="about one step of a stage, which the statement defines; `dmd-gradients` derives its gradient from "
    "the objective",
    probe=Together((
        StatementProbe(
            sampler=(
                sampler("m eta R0 x u mu", steps.random_stage),
                sampler("m eta R0 x", steps.random_stage, adaptive=True),
                sampler("m eta R0 x", steps.random_stage),
                sampler(PLANE, steps.random_inexact),
                sampler(PLANE, steps.random_inexact),
                sampler("m eta rho R0 u v co si", steps.random_inexact, pair=True),
            ),
            trials=(6, 60),
        ),
        NumericProbe(measure=measure, trials=(20, 200), resolution=2e-2),
    )),
    mutants=(
        Mutant(name="without the shift", fate="false", goal=0, change=(("1 - eta*b**2 + eta*b*mu", "1 + eta*b*mu"),)),
        Mutant(name="y itself", fate="false", goal=1, change=(("b*y == R*x", "y == R*x"),)),
        Mutant(name="half of the energy", fate="false", goal=2, change=(("- b**2", "- 2*b**2"),)),
        Mutant(name="determinant of the sum", fate="false", goal=3, change=(("(mu-nu)", "(mu+nu)"),)),
        Mutant(name="trace of the exact stage", fate="false", goal=4, change=(("mu*si**2 + nu*co**2", "nu"),)),
        Mutant(name="the pair converges", fate="false", goal=5, change=(("si*(1-d-d**2)*v", "si*(1-d)*v"),)),
    ),
    sharpness=(
        Sharpness(given="co**2 + si**2 == 1", goal=4, sampler=sampler(PLANE, steps.random_inexact, off=True)),
    ),
)  # fmt: skip
